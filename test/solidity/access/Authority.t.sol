// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Fixture} from "../support/Fixture.sol";

/// @dev Delayed roles, on the function that raises a debtor's limit: announced, waited for, executed, or cancelled.
contract AuthorityTest is Fixture {
    uint64 private constant RISK_LOOSEN = 4;
    uint64 private constant GUARDIAN = 1;
    uint32 private constant DELAY = 2 days;
    address private constant officer = address(0x0FF1);
    address private constant guardian = address(0x60A2);

    bytes private call;

    function setUp() public override {
        super.setUp();
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = treasury.raiseObligorLimit.selector;
        manager.setTargetFunctionRole(address(treasury), selectors, RISK_LOOSEN);
        manager.setRoleGuardian(RISK_LOOSEN, GUARDIAN);
        manager.grantRole(RISK_LOOSEN, officer, DELAY);
        manager.grantRole(GUARDIAN, guardian, 0);
        call = abi.encodeCall(treasury.raiseObligorLimit, (DEBTOR_GROUP, 9_000_000e6));
    }

    function _schedule() private returns (bytes32 id) {
        vm.prank(officer);
        (id, ) = manager.schedule(address(treasury), call, 0);
    }

    function _raise() private {
        vm.prank(officer);
        treasury.raiseObligorLimit(DEBTOR_GROUP, 9_000_000e6);
    }

    function test_A01_nothingLoosensWithoutAnnouncement() external {
        bytes32 id = manager.hashOperation(officer, address(treasury), call);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, id));
        _raise();
    }

    function test_A01_nothingLoosensBeforeItsTime() external {
        bytes32 id = _schedule();
        vm.warp(block.timestamp + DELAY - 1);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotReady.selector, id));
        _raise();
        vm.warp(block.timestamp + 1);
        _raise();
        assertEq(treasury.obligor(DEBTOR_GROUP).limit, 9_000_000e6, "raised");
    }

    function test_A01_announcementsExpire() external {
        bytes32 id = _schedule();
        vm.warp(block.timestamp + DELAY + 1 weeks);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerExpired.selector, id));
        _raise();
    }

    function test_A01_announcementWorksOnceAndForItsArgumentsOnly() external {
        _schedule();
        vm.warp(block.timestamp + DELAY);
        bytes memory other = abi.encodeCall(treasury.raiseObligorLimit, (DEBTOR_GROUP, 9_000_001e6));
        bytes32 otherId = manager.hashOperation(officer, address(treasury), other);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, otherId));
        vm.prank(officer);
        treasury.raiseObligorLimit(DEBTOR_GROUP, 9_000_001e6);
        _raise();
        bytes32 id = manager.hashOperation(officer, address(treasury), call);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, id));
        _raise();
    }

    function test_A01_revokedRoleIsWorthlessEvenAfterAnAnnouncement() external {
        _schedule();
        manager.revokeRole(RISK_LOOSEN, officer);
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, officer));
        _raise();
    }

    function test_A02_guardianCancelsAnAnnouncement() external {
        bytes32 id = _schedule();
        vm.prank(guardian);
        manager.cancel(officer, address(treasury), call);
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, id));
        _raise();
    }

    function test_A02_delaysShrinkOnlyAfterASetback() external {
        manager.grantRole(RISK_LOOSEN, officer, 0);
        bytes32 id = manager.hashOperation(officer, address(treasury), call);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, id));
        _raise();
    }

    function test_A02_onlyTheManagerChangesTheAuthority() external {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, officer));
        vm.prank(officer);
        treasury.setAuthority(officer);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessManager.AccessManagerUnauthorizedAccount.selector, officer, uint64(0))
        );
        vm.prank(officer);
        manager.updateAuthority(address(treasury), officer);
    }

    function test_A02_closedTargetStillLetsMoneyOut() external {
        uint256 shares = _deposit(bank, DEPOSIT);
        manager.setTargetClosed(address(treasury), true);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, officer));
        _raise();
        vm.prank(bank);
        assertEq(treasury.exit(shares, bank, 0), DEPOSIT, "out");
    }

    function test_A04_multicallOpensNothing() external {
        bytes[] memory calls = new bytes[](1);
        calls[0] = call;
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        vm.prank(stranger);
        treasury.multicall(calls);
        bytes32 id = manager.hashOperation(officer, address(treasury), call);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, id));
        vm.prank(officer);
        treasury.multicall(calls);
    }

    function test_A04_managerExecutesForTheOneWhoAnnouncedOnly() external {
        _schedule();
        vm.warp(block.timestamp + DELAY);
        vm.expectPartialRevert(IAccessManager.AccessManagerUnauthorizedCall.selector);
        vm.prank(stranger);
        manager.execute(address(treasury), call);
        vm.prank(officer);
        manager.execute(address(treasury), call);
        assertEq(treasury.obligor(DEBTOR_GROUP).limit, 9_000_000e6, "raised");
    }

    /// @dev Members never fails, but money must not depend on it: paying, redeeming and leaving to oneself ask nobody.
    function test_K03_brokenRegisterOfMembersLocksEntryNotExit() external {
        uint256 shares = _deposit(bank, DEPOSIT);
        uint256 baseId = _open(1);
        bytes memory reverting = hex"5f5ffd";
        vm.etch(address(members), reverting);
        vm.prank(supplier);
        (bool ok, ) = address(receivables).call(
            abi.encodeCall(receivables.assign, (baseId, secondSupplier, uint128(MIN_SPLIT), ""))
        );
        assertTrue(!ok, "nothing is passed on");
        _settle(baseId);
        vm.prank(supplier);
        receivables.redeem(baseId, FACE, supplier);
        vm.prank(bank);
        treasury.exit(shares, bank, DEPOSIT);
        assertEq(asset.balanceOf(supplier), FACE, "paid");
    }
}
