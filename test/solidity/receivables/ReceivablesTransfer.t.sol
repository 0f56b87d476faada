// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC6909} from "@openzeppelin/contracts/token/ERC6909/ERC6909.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {IPausable, Verbs} from "../../../contracts/interfaces/IPausable.sol";
import {IReceivables} from "../../../contracts/interfaces/IReceivables.sol";
import {Fixture} from "../support/Fixture.sol";

contract ReceivablesTransferTest is Fixture {
    uint128 private constant PART = 400_000e6;

    uint256 private baseId;

    function setUp() public override {
        super.setUp();
        baseId = _open(1);
    }

    function _expectAssignRefused(address from, uint256 tokenId, address to, uint128 units, bytes memory why) private {
        vm.expectRevert(why);
        vm.prank(from);
        receivables.assign(tokenId, to, units, "invoice");
    }

    // ---------------------------------------------------------------- assign

    function test_assignMovesUnitsOneTierUp() external {
        vm.expectEmit(address(receivables));
        emit IReceivables.Assigned(baseId, supplier, secondSupplier, 1, PART, "next invoice");
        uint256 newTokenId = _assign(supplier, baseId, secondSupplier, PART);
        assertEq(newTokenId, baseId + 1, "token of tier 1");
        assertEq(receivables.balanceOf(supplier, baseId), FACE - PART, "kept");
        assertEq(receivables.balanceOf(secondSupplier, baseId + 1), PART, "passed on");
    }

    function test_tiersEndAtTheCap() external {
        address[2] memory parties = [supplier, secondSupplier];
        uint256 tokenId = baseId;
        for (uint256 i = 0; i < TIER_CAP; i++) tokenId = _assign(parties[i % 2], tokenId, parties[(i + 1) % 2], PART);
        assertEq(tokenId, baseId + TIER_CAP, "last tier");
        bytes memory why = abi.encodeWithSelector(IReceivables.TierCapReached.selector, TIER_CAP, TIER_CAP);
        _expectAssignRefused(parties[TIER_CAP % 2], tokenId, supplier, PART, why);
    }

    function test_R05_partsBelowTheLeastSplitAreRefused() external {
        bytes memory why = abi.encodeWithSelector(IReceivables.SplitTooSmall.selector, MIN_SPLIT - 1, MIN_SPLIT);
        _expectAssignRefused(supplier, baseId, secondSupplier, uint128(MIN_SPLIT - 1), why);
        _assign(supplier, baseId, secondSupplier, uint128(MIN_SPLIT));
    }

    function test_R05_aWholeRestMayBeSmall() external {
        _assign(supplier, baseId, secondSupplier, FACE - 1);
        _assign(supplier, baseId, secondSupplier, 1);
        assertEq(receivables.balanceOf(secondSupplier, baseId + 1), FACE, "all of it");
    }

    function test_R07_zeroAndTooManyUnitsAreRefused() external {
        _expectAssignRefused(
            supplier,
            baseId,
            secondSupplier,
            0,
            abi.encodeWithSelector(IReceivables.ZeroAmount.selector)
        );
        _expectAssignRefused(
            supplier,
            baseId,
            secondSupplier,
            FACE + 1,
            abi.encodeWithSelector(ERC6909.ERC6909InsufficientBalance.selector, supplier, FACE, FACE + 1, baseId)
        );
    }

    function test_R08_nothingMovesAfterTheDueDay() external {
        _goToDay(DUE_DAY);
        _assign(supplier, baseId, secondSupplier, PART);
        _goToDay(DUE_DAY + 1);
        bytes memory why = abi.encodeWithSelector(IReceivables.AfterDueDay.selector, DUE_DAY, DUE_DAY + 1);
        _expectAssignRefused(supplier, baseId, secondSupplier, PART, why);
        vm.expectRevert(why);
        vm.prank(supplier);
        receivables.transfer(supplierBranch, baseId, PART);
        vm.expectRevert(why);
        vm.prank(supplier);
        receivables.sell(address(desk), baseId, PART, 0, type(uint40).max);
    }

    function test_R08_M03_nothingMovesUnlessItIsOpen() external {
        _goToDay(DUE_DAY + GRACE_DAYS + 1);
        receivables.flagOverdue(baseId);
        bytes memory overdue = abi.encodeWithSelector(
            IReceivables.WrongState.selector,
            baseId,
            IReceivables.State.Overdue
        );
        _expectAssignRefused(supplier, baseId, secondSupplier, PART, overdue);
        bytes memory none = abi.encodeWithSelector(IReceivables.WrongState.selector, 0, IReceivables.State.None);
        _expectAssignRefused(supplier, 7, secondSupplier, PART, none);
        _settle(baseId);
        bytes memory settled = abi.encodeWithSelector(
            IReceivables.WrongState.selector,
            baseId,
            IReceivables.State.Settled
        );
        _expectAssignRefused(supplier, baseId, secondSupplier, PART, settled);
        vm.expectRevert(settled);
        vm.prank(supplier);
        receivables.sell(address(desk), baseId, PART, 0, type(uint40).max);
    }

    function test_K01_bothSidesOfAnAssignmentMustBeSuppliersInGoodStanding() external {
        _expectAssignRefused(
            supplier,
            baseId,
            stranger,
            PART,
            abi.encodeWithSelector(IMembers.NotMember.selector, stranger, Roles.SUPPLIER)
        );
        members.freeze(secondSupplier);
        _expectAssignRefused(
            supplier,
            baseId,
            secondSupplier,
            PART,
            abi.encodeWithSelector(IMembers.MemberFrozen.selector, secondSupplier)
        );
        members.freeze(supplier);
        _expectAssignRefused(
            supplier,
            baseId,
            supplierBranch,
            PART,
            abi.encodeWithSelector(IMembers.MemberFrozen.selector, supplier)
        );
    }

    function test_R09_debtorsGroupMayNotReceiveItsOwnDebt() external {
        address subsidiary = address(0x5009);
        _register(subsidiary, DEBTOR_GROUP, "donghai parts", Roles.SUPPLIER);
        bytes memory why = abi.encodeWithSelector(IReceivables.RelatedParty.selector, subsidiary, debtor);
        _expectAssignRefused(supplier, baseId, subsidiary, PART, why);
    }

    function test_strayUnitsCannotReachABook() external {
        bytes memory why = abi.encodeWithSelector(IMembers.NotMember.selector, address(desk), Roles.SUPPLIER);
        _expectAssignRefused(supplier, baseId, address(desk), PART, why);
        vm.expectRevert(why);
        vm.prank(supplier);
        receivables.transfer(address(desk), baseId, PART);
    }

    function test_P02_transfersCanBePaused() external {
        receivables.pause(Verbs.TRANSFER);
        uint40 until = receivables.pausedUntil(Verbs.TRANSFER);
        bytes memory why = abi.encodeWithSelector(IPausable.VerbIsPaused.selector, Verbs.TRANSFER, until);
        _expectAssignRefused(supplier, baseId, secondSupplier, PART, why);
        vm.startPrank(supplier);
        vm.expectRevert(why);
        receivables.transfer(supplierBranch, baseId, PART);
        vm.expectRevert(why);
        receivables.sell(address(desk), baseId, PART, 0, type(uint40).max);
        vm.stopPrank();
    }

    /// @dev Σ units over tiers and holders is the face, whatever the order of assignments.
    function testFuzz_splittingNeverMakesNorLosesUnits(uint256[12] memory choices) external {
        address[3] memory parties = [supplier, supplierBranch, secondSupplier];
        for (uint256 i = 0; i < choices.length; i++) {
            uint256 tokenId = baseId + (choices[i] % TIER_CAP);
            address from = parties[(choices[i] >> 8) % 3];
            uint256 balance = receivables.balanceOf(from, tokenId);
            if (balance == 0) continue;
            uint256 units = balance < MIN_SPLIT ? balance : bound(choices[i] >> 16, MIN_SPLIT, balance);
            _assign(from, tokenId, parties[(choices[i] >> 12) % 3], uint128(units));
        }
        uint256 sum;
        for (uint256 tier = 0; tier <= TIER_CAP; tier++)
            for (uint256 p = 0; p < 3; p++) sum += receivables.balanceOf(parties[p], baseId + tier);
        assertEq(sum, FACE, "all units");
    }

    // ---------------------------------------------------------------- ERC-6909 within one entity

    function test_unitsMoveBetweenAccountsOfOneEntityWithoutATier() external {
        vm.prank(supplier);
        receivables.transfer(supplierBranch, baseId, PART);
        assertEq(receivables.balanceOf(supplierBranch, baseId), PART, "same token id");
    }

    function test_K01_noOtherTokenPathLeavesTheEntity() external {
        bytes memory why = abi.encodeWithSelector(
            IReceivables.TransferOutsideEntity.selector,
            supplier,
            secondSupplier
        );
        vm.expectRevert(why);
        vm.prank(supplier);
        receivables.transfer(secondSupplier, baseId, PART);
        vm.prank(supplier);
        receivables.approve(secondSupplier, baseId, PART);
        vm.expectRevert(why);
        vm.prank(secondSupplier);
        receivables.transferFrom(supplier, secondSupplier, baseId, PART);
        vm.prank(supplier);
        receivables.setOperator(secondSupplier, true);
        vm.expectRevert(why);
        vm.prank(secondSupplier);
        receivables.transferFrom(supplier, secondSupplier, baseId, PART);
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, stranger, Roles.SUPPLIER));
        vm.prank(supplier);
        receivables.transfer(stranger, baseId, PART);
    }

    function test_K01_frozenAccountsDoNotMoveUnits() external {
        members.freeze(supplierBranch);
        bytes memory why = abi.encodeWithSelector(IMembers.MemberFrozen.selector, supplierBranch);
        vm.expectRevert(why);
        vm.prank(supplier);
        receivables.transfer(supplierBranch, baseId, PART);
        members.unfreeze(supplierBranch);
        vm.prank(supplier);
        receivables.transfer(supplierBranch, baseId, PART);
        members.freeze(supplierBranch);
        vm.expectRevert(why);
        vm.prank(supplierBranch);
        receivables.transfer(supplier, baseId, PART);
    }

    function test_K02_frozenOperatorMovesNothing() external {
        vm.prank(supplier);
        receivables.setOperator(secondSupplier, true);
        vm.prank(secondSupplier);
        receivables.transferFrom(supplier, supplierBranch, baseId, PART);
        members.freeze(secondSupplier);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, secondSupplier));
        vm.prank(secondSupplier);
        receivables.transferFrom(supplier, supplierBranch, baseId, PART);
    }

    function test_V08_allowanceIsNeededAndUsedUp() external {
        vm.expectRevert(
            abi.encodeWithSelector(ERC6909.ERC6909InsufficientAllowance.selector, secondSupplier, 0, PART, baseId)
        );
        vm.prank(secondSupplier);
        receivables.transferFrom(supplier, supplierBranch, baseId, PART);
        vm.prank(supplier);
        receivables.approve(secondSupplier, baseId, PART);
        vm.prank(secondSupplier);
        receivables.transferFrom(supplier, supplierBranch, baseId, PART);
        assertEq(receivables.allowance(supplier, secondSupplier, baseId), 0, "used up");
    }

    function test_R07_zeroTransferIsRefused() external {
        vm.expectRevert(abi.encodeWithSelector(IReceivables.ZeroAmount.selector));
        vm.prank(supplier);
        receivables.transfer(supplierBranch, baseId, 0);
    }

    function test_unitsLeaveABookOnlyByRedemption() external {
        _deposit(bank, DEPOSIT);
        _sell(supplier, baseId, PART);
        bytes memory why = abi.encodeWithSelector(IMembers.NotMember.selector, address(desk), Roles.SUPPLIER);
        vm.expectRevert(why);
        vm.prank(address(desk));
        receivables.transfer(supplier, baseId, PART);
        vm.expectRevert(why);
        vm.prank(address(desk));
        receivables.assign(baseId, secondSupplier, PART, "");
    }

    // ---------------------------------------------------------------- sell

    function test_unitsAreSoldToRegisteredBooksOnly() external {
        vm.startPrank(supplier);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotBook.selector, stranger));
        receivables.sell(stranger, baseId, PART, 0, type(uint40).max);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.ZeroAmount.selector));
        receivables.sell(address(desk), baseId, 0, 0, type(uint40).max);
        uint40 deadline = uint40(block.timestamp) - 1;
        vm.expectRevert(abi.encodeWithSelector(IReceivables.DeadlinePassed.selector, deadline));
        receivables.sell(address(desk), baseId, PART, 0, deadline);
        vm.stopPrank();
    }

    function test_R07_nobodySellsMoreThanItHas() external {
        _deposit(bank, DEPOSIT);
        vm.expectRevert(
            abi.encodeWithSelector(ERC6909.ERC6909InsufficientBalance.selector, secondSupplier, 0, PART, baseId)
        );
        vm.prank(secondSupplier);
        receivables.sell(address(desk), baseId, PART, 0, type(uint40).max);
    }
}
