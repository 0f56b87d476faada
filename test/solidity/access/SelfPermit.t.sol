// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Fixture} from "../support/Fixture.sol";

/// @dev A permit and the payment that needs it, in one multicall of the register.
contract SelfPermitTest is Fixture {
    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    uint256 private baseId;

    function setUp() public override {
        super.setUp();
        baseId = _open(1);
        asset.mint(debtor, FACE);
    }

    function _signPermit(uint256 value, uint256 deadline) private view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 message = keccak256(
            abi.encode(PERMIT_TYPEHASH, debtor, address(receivables), value, asset.nonces(debtor), deadline)
        );
        return vm.sign(DEBTOR_KEY, keccak256(abi.encodePacked("\x19\x01", asset.DOMAIN_SEPARATOR(), message)));
    }

    function _permitAndSettle(uint256 deadline) private view returns (bytes[] memory calls) {
        (uint8 v, bytes32 r, bytes32 s) = _signPermit(FACE, deadline);
        calls = new bytes[](2);
        calls[0] = abi.encodeCall(receivables.selfPermit, (address(asset), FACE, deadline, v, r, s));
        calls[1] = abi.encodeCall(receivables.settle, (baseId));
    }

    function test_permitAndPaymentInOneTransaction() external {
        bytes[] memory calls = _permitAndSettle(block.timestamp);
        vm.prank(debtor);
        receivables.multicall(calls);
        assertEq(asset.balanceOf(address(receivables)), FACE, "paid");
        assertEq(asset.allowance(debtor, address(receivables)), 0, "nothing left allowed");
    }

    function test_T14_permitSubmittedBySomebodyElseFirstDoesNoHarm() external {
        bytes[] memory calls = _permitAndSettle(block.timestamp);
        (uint8 v, bytes32 r, bytes32 s) = _signPermit(FACE, block.timestamp);
        vm.prank(stranger);
        asset.permit(debtor, address(receivables), FACE, block.timestamp, v, r, s);
        vm.prank(debtor);
        receivables.multicall(calls);
        assertEq(asset.balanceOf(address(receivables)), FACE, "paid all the same");
    }

    function test_T14_G04_worthlessPermitFailsAtThePayment() external {
        bytes[] memory calls = _permitAndSettle(block.timestamp - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector,
                address(receivables),
                0,
                uint256(FACE)
            )
        );
        vm.prank(debtor);
        receivables.multicall(calls);
    }

    function test_nobodyPermitsForAnother() external {
        (uint8 v, bytes32 r, bytes32 s) = _signPermit(FACE, block.timestamp);
        vm.prank(stranger);
        receivables.selfPermit(address(asset), FACE, block.timestamp, v, r, s);
        assertEq(asset.allowance(debtor, address(receivables)), 0, "signature of another owner");
    }
}
