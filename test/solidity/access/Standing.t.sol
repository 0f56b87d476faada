// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReceivables} from "../../../contracts/interfaces/IReceivables.sol";
import {Fixture} from "../support/Fixture.sol";

/// @notice Properties I and L: what a frozen or expired member, and what a full pause, can and cannot do.
contract StandingTest is Fixture {
    uint256 private baseId;
    uint256 private secondId;
    uint256 private settledId;
    uint32 private dealId;

    function setUp() public override {
        super.setUp();
        _deposit(bank, DEPOSIT);
        baseId = _open(1);
        secondId = _open(2);
        settledId = _open(3);
        dealId = _sell(supplier, baseId, FACE / 2);
        _sell(supplier, settledId, FACE / 2);
        _settle(settledId);
        desk.collect(settledId, dealId + 1);
    }

    /// @dev Everything that anybody but the member itself could notice.
    function _state() private view returns (bytes32) {
        bytes memory units = bytes.concat(_unitsOf(supplier), _unitsOf(supplierBranch), _unitsOf(secondSupplier));
        bytes memory register = abi.encode(receivables.receivable(baseId), receivables.receivable(secondId));
        uint256 next = receivables.baseIdOf(supplier, _terms(9).fingerprint);
        bytes memory money = abi.encode(
            treasury.totalSupply(),
            treasury.balanceOf(secondBank),
            treasury.cash(),
            treasury.owed(),
            asset.balanceOf(stranger)
        );
        return keccak256(abi.encode(units, register, receivables.receivable(next), desk.dealCount(), money));
    }

    function _unitsOf(address holder) private view returns (bytes memory) {
        return
            abi.encode(
                receivables.balanceOf(holder, baseId),
                receivables.balanceOf(holder, secondId),
                receivables.balanceOf(holder, settledId)
            );
    }

    /// @dev Every call that a supplier, debtor or bank could make, towards others.
    function _call(uint256 choice, uint128 amount) private view returns (address to, bytes memory data) {
        IReceivables.Terms memory terms = _terms(9);
        choice = choice % 14;
        to = choice < 10 ? address(receivables) : address(treasury);
        if (choice == 0) data = abi.encodeCall(receivables.request, (terms));
        if (choice == 1) data = abi.encodeCall(receivables.issue, (terms));
        if (choice == 2) data = abi.encodeCall(receivables.confirm, (terms));
        if (choice == 3) data = abi.encodeCall(receivables.accept, (terms));
        if (choice == 4) data = abi.encodeCall(receivables.assign, (secondId, secondSupplier, amount, "x"));
        if (choice == 5) data = abi.encodeCall(receivables.transfer, (supplierBranch, secondId, amount));
        if (choice == 6) data = abi.encodeCall(receivables.transferFrom, (supplier, supplierBranch, secondId, amount));
        if (choice == 7)
            data = abi.encodeCall(receivables.sell, (address(desk), secondId, amount, 0, type(uint40).max));
        if (choice == 8) data = abi.encodeCall(receivables.redeem, (settledId, amount, secondSupplier));
        if (choice == 9) data = abi.encodeCall(receivables.create, (terms, type(uint40).max, ""));
        if (choice == 10) data = abi.encodeCall(treasury.deposit, (amount, secondBank));
        if (choice == 11) data = abi.encodeCall(treasury.transfer, (secondBank, amount));
        if (choice == 12) data = abi.encodeCall(treasury.exit, (amount, secondBank, 0));
        if (choice == 13) data = abi.encodeCall(treasury.claim, (stranger));
    }

    function testFuzz_I_K02_memberInBadStandingChangesNothing(
        uint256 who,
        uint256 choice,
        uint128 amount,
        bool expired
    ) external {
        address[4] memory parties = [supplier, debtor, bank, supplierBranch];
        address member = parties[who % 4];
        vm.prank(supplier);
        receivables.setOperator(supplierBranch, true);
        asset.mint(member, FACE);
        vm.prank(member);
        asset.approve(address(treasury), FACE);
        if (expired) members.setExpiry(member, uint40(block.timestamp));
        else members.freeze(member);
        amount = uint128(bound(amount, 1, FACE / 2));
        (address to, bytes memory data) = _call(choice, amount);
        bytes32 before = _state();
        vm.prank(member);
        (bool ok, ) = to.call(data);
        assertTrue(!ok, "refused");
        assertEq(_state(), before, "nothing has changed");
    }

    /// @dev The same calls do work for members in good standing: the list above is not refused for other reasons.
    function test_I_theSameCallsWorkInGoodStanding() external {
        uint256[5] memory bySupplier = [uint256(0), 4, 5, 7, 8];
        uint256[2] memory byBank = [uint256(11), 12];
        for (uint256 i = 0; i < 5; i++) _mustWork(supplier, bySupplier[i]);
        for (uint256 i = 0; i < 2; i++) _mustWork(bank, byBank[i]);
        asset.mint(bank, FACE);
        vm.prank(bank);
        asset.approve(address(treasury), FACE);
        _mustWork(bank, 10);
        vm.prank(supplier);
        receivables.setOperator(supplierBranch, true);
        _mustWork(supplierBranch, 6);
        _mustWork(debtor, 2);
    }

    function _mustWork(address member, uint256 choice) private {
        (address to, bytes memory data) = _call(choice, uint128(MIN_SPLIT * 10));
        vm.prank(member);
        (bool ok, ) = to.call(data);
        assertTrue(ok, string.concat("call ", vm.toString(choice)));
    }

    /// @dev Everybody frozen, every verb paused, the book in run-off: money still finds its way.
    function testFuzz_L_P01_noStateOfTheSystemHoldsMoneyBack(uint256 shares, uint128 units, uint16 wait) external {
        address[4] memory parties = [supplier, debtor, bank, secondSupplier];
        for (uint256 i = 0; i < 4; i++) members.freeze(parties[i]);
        for (uint8 verb = 0; verb < 8; verb++) {
            receivables.pause(verb);
            treasury.pause(verb);
        }
        treasury.lowerBookCap(address(desk), 0);
        treasury.lowerObligorLimit(DEBTOR_GROUP, 0);
        units = uint128(bound(units, 1, FACE / 2));
        vm.prank(supplier);
        receivables.redeem(settledId, units, supplier);
        vm.prank(supplier);
        treasury.claim(supplier);
        vm.startPrank(bank);
        treasury.exit(bound(shares, 1, treasury.maxExit(bank)), bank, 0);
        vm.stopPrank();
        vm.warp(block.timestamp + uint256(wait % 200) * 1 days);
        _settle(baseId);
        desk.collect(baseId, dealId);
        receivables.redeemFor(supplier, baseId);
        treasury.claimFor(supplier);
        assertEq(treasury.principal() + treasury.matured() + treasury.owed(), 0, "all of it came back");
        vm.startPrank(bank);
        treasury.exit(treasury.maxExit(bank), bank, 0);
        vm.stopPrank();
    }
}
