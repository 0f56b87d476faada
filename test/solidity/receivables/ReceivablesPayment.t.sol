// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC6909} from "@openzeppelin/contracts/token/ERC6909/ERC6909.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {IReceivables} from "../../../contracts/interfaces/IReceivables.sol";
import {FeeAsset, HookAsset, RefusingAsset, SilentAsset} from "../mocks/OddAssets.sol";
import {PlainAsset} from "../mocks/PlainAsset.sol";
import {Fixture} from "../support/Fixture.sol";

contract ReceivablesPaymentTest is Fixture {
    uint16 private constant FIRST_LATE_DAY = DUE_DAY + GRACE_DAYS + 1;

    uint256 private baseId;

    function setUp() public override {
        super.setUp();
        baseId = _open(1);
    }

    function _state() private view returns (IReceivables.State) {
        return receivables.receivable(baseId).state;
    }

    function _wrongState(IReceivables.State state) private view returns (bytes memory) {
        return abi.encodeWithSelector(IReceivables.WrongState.selector, baseId, state);
    }

    // ---------------------------------------------------------------- settle

    function test_debtorSettlesInFullOnTime() external {
        asset.mint(debtor, FACE);
        vm.startPrank(debtor);
        asset.approve(address(receivables), FACE);
        vm.expectEmit(address(receivables));
        emit IReceivables.ReceivableSettled(baseId, debtor, FACE, 0, 0);
        assertEq(receivables.settle(baseId), FACE, "amount");
        vm.stopPrank();
        assertTrue(_state() == IReceivables.State.Settled, "settled");
        assertEq(receivables.receivable(baseId).paid, FACE, "paid");
        assertEq(asset.balanceOf(address(receivables)), FACE, "held for the holders");
        (uint128 principal, uint128 penalty) = receivables.amountDue(baseId);
        assertEq(principal + penalty, 0, "nothing due any more");
    }

    function test_R13_anybodyMayPayForTheDebtor() external {
        asset.mint(stranger, FACE);
        vm.startPrank(stranger);
        asset.approve(address(receivables), FACE);
        vm.expectEmit(address(receivables));
        emit IReceivables.ReceivableSettled(baseId, stranger, FACE, 0, 0);
        receivables.settle(baseId);
        vm.stopPrank();
    }

    function test_R11_secondPaymentIsRefused() external {
        _settle(baseId);
        vm.expectRevert(_wrongState(IReceivables.State.Settled));
        receivables.settle(baseId);
    }

    function test_unknownReceivableCannotBePaid() external {
        vm.expectRevert(abi.encodeWithSelector(IReceivables.WrongState.selector, 7, IReceivables.State.None));
        receivables.settle(7);
        (uint128 principal, uint128 penalty) = receivables.amountDue(7);
        assertEq(principal + penalty, 0, "nothing due");
    }

    function test_payerWithoutAllowanceOrMoneyChangesNothing() external {
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector,
                address(receivables),
                0,
                uint256(FACE)
            )
        );
        vm.prank(debtor);
        receivables.settle(baseId);
        assertTrue(_state() == IReceivables.State.Open, "still open");
    }

    function test_P01_frozenDebtorPaysUnderEveryPause() external {
        members.freeze(debtor);
        for (uint8 verb = 0; verb < 4; verb++) receivables.pause(verb);
        _settle(baseId);
        vm.prank(supplier);
        receivables.redeem(baseId, FACE, supplier);
        assertEq(asset.balanceOf(supplier), FACE, "money out as well");
    }

    // ---------------------------------------------------------------- penalty

    function test_M04_M05_noPenaltyWithinGraceAndFromTheDueDayAfterIt() external {
        vm.warp(_secondOf(FIRST_LATE_DAY) - 1);
        (, uint128 penalty) = receivables.amountDue(baseId);
        assertEq(penalty, 0, "last second of grace");
        vm.warp(_secondOf(FIRST_LATE_DAY));
        (, penalty) = receivables.amountDue(baseId);
        uint256 expected = (uint256(FACE) * PENALTY_BPS * (GRACE_DAYS + 1) + 3_650_000 - 1) / 3_650_000;
        assertEq(penalty, expected, "counted from the due day");
    }

    function test_latePaymentIsSharedByUnitsAndTheLastTakesTheRest() external {
        uint256 second = _assign(supplier, baseId, secondSupplier, FACE / 3);
        _goToDay(FIRST_LATE_DAY + 7);
        uint128 amount = _settle(baseId);
        (uint128 units, uint128 cash) = receivables.lateSettlement(baseId);
        assertEq(units, FACE, "units to pay");
        assertEq(cash, amount, "money for them");
        uint256 first = receivables.redeemFor(secondSupplier, second);
        assertEq(first, (uint256(amount) * (FACE / 3)) / FACE, "share, rounded down");
        uint256 last = receivables.redeemFor(supplier, baseId);
        assertEq(first + last, amount, "nothing left over");
        assertEq(asset.balanceOf(address(receivables)), 0, "not a unit");
    }

    function testFuzz_R05_lateMoneyIsPaidOutToTheLastUnit(uint128[8] memory parts, uint16 daysLate) external {
        _assign(supplier, baseId, secondSupplier, FACE / 2);
        _goToDay(FIRST_LATE_DAY + (daysLate % 1000));
        uint256 amount = _settle(baseId);
        uint256 paid;
        for (uint256 i = 0; i < parts.length; i++) {
            (address holder, uint256 tokenId) = i % 2 == 0 ? (supplier, baseId) : (secondSupplier, baseId + 1);
            uint256 balance = receivables.balanceOf(holder, tokenId);
            uint256 units = i < 6 ? bound(parts[i], 0, balance) : balance;
            if (units == 0) continue;
            vm.prank(holder);
            uint256 got = receivables.redeem(tokenId, uint128(units), holder);
            assertGe(got, units, "at least the face of the units");
            assertLe(got, (units * amount) / FACE + parts.length, "a fair share plus earlier roundings");
            paid += got;
        }
        assertEq(paid, amount, "all of it");
        assertEq(asset.balanceOf(address(receivables)), 0, "not a unit left");
    }

    function testFuzz_R12_orderOfRedemptionGivesNoAdvantage(uint128 half, uint16 daysLate) external {
        uint128 units = uint128(bound(half, MIN_SPLIT, FACE - MIN_SPLIT));
        _assign(supplier, baseId, secondSupplier, units);
        _goToDay(FIRST_LATE_DAY + (daysLate % 1000));
        _settle(baseId);
        uint256 snapshot = vm.snapshotState();
        uint256 early = receivables.redeemFor(secondSupplier, baseId + 1);
        vm.revertToState(snapshot);
        receivables.redeemFor(supplier, baseId);
        uint256 late = receivables.redeemFor(secondSupplier, baseId + 1);
        assertGe(late, early, "waiting costs nothing");
        assertLe(late - early, 1, "and earns at most the rounding");
    }

    // ---------------------------------------------------------------- redeem

    function test_redeemBurnsUnitsAndPays() external {
        _settle(baseId);
        vm.expectEmit(address(receivables));
        emit IReceivables.Redeemed(baseId, supplier, supplier, 5, 5);
        vm.prank(supplier);
        assertEq(receivables.redeem(baseId, 5, supplier), 5, "one for one");
        assertEq(receivables.balanceOf(supplier, baseId), FACE - 5, "burned");
        assertEq(asset.balanceOf(supplier), 5, "paid");
    }

    function test_nothingIsRedeemedBeforeSettlement() external {
        vm.expectRevert(_wrongState(IReceivables.State.Open));
        vm.prank(supplier);
        receivables.redeem(baseId, 1, supplier);
    }

    function test_R07_redeemZeroOrTooMuch() external {
        _goToDay(FIRST_LATE_DAY);
        _settle(baseId);
        vm.startPrank(supplier);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.ZeroAmount.selector));
        receivables.redeem(baseId, 0, supplier);
        vm.expectRevert(
            abi.encodeWithSelector(ERC6909.ERC6909InsufficientBalance.selector, supplier, FACE, FACE + 1, baseId)
        );
        receivables.redeem(baseId, FACE + 1, supplier);
        vm.stopPrank();
    }

    function test_redeemForPaysTheHolderWhoeverCalls() external {
        _settle(baseId);
        vm.prank(stranger);
        receivables.redeemFor(supplier, baseId);
        assertEq(asset.balanceOf(supplier), FACE, "to the holder");
        vm.expectRevert(abi.encodeWithSelector(IReceivables.ZeroAmount.selector));
        receivables.redeemFor(supplier, baseId);
    }

    function test_booksCollectForThemselves() external {
        _deposit(bank, DEPOSIT);
        _sell(supplier, baseId, FACE);
        _settle(baseId);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.BookTransfer.selector, address(desk)));
        receivables.redeemFor(address(desk), baseId);
    }

    function test_K02_frozenHolderCollectsToItselfOnly() external {
        _settle(baseId);
        members.freeze(supplier);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, supplier));
        vm.prank(supplier);
        receivables.redeem(baseId, FACE, supplierBranch);
        vm.prank(supplier);
        receivables.redeem(baseId, FACE, supplier);
        assertEq(asset.balanceOf(supplier), FACE, "its own money");
    }

    function test_K02_moneyGoesToMembersOnly() external {
        _settle(baseId);
        vm.startPrank(supplier);
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, stranger, Roles.SUPPLIER));
        receivables.redeem(baseId, FACE, stranger);
        receivables.redeem(baseId, FACE, supplierBranch);
        vm.stopPrank();
        assertEq(asset.balanceOf(supplierBranch), FACE, "to another member");
    }

    function test_K01_expiredHolderStillCollects() external {
        _settle(baseId);
        members.setExpiry(supplier, uint40(block.timestamp));
        vm.prank(supplier);
        assertEq(receivables.redeem(baseId, FACE, supplier), FACE, "its own money");
    }

    function test_R06_G02_costOfRedeemingDoesNotGrowWithTheNumberOfHolders() external {
        uint256 few = _costOfRedeeming(2, 2);
        uint256 many = _costOfRedeeming(3, 200);
        assertLe(many, few + few / 100, "within one per cent");
    }

    /// @return spent gas of the last holder's redemption, after `holders` assignments
    function _costOfRedeeming(uint256 number, uint160 holders) private returns (uint256 spent) {
        uint256 id = _open(number);
        for (uint160 i = 1; i <= holders; i++) {
            address holder = address(uint160(number << 100) + i);
            _register(holder, uint32(1000 * number + i), bytes32(number * 1000 + i), Roles.SUPPLIER);
            _assign(supplier, id, holder, uint128(MIN_SPLIT));
        }
        _settle(id);
        uint256 before = gasleft();
        receivables.redeemFor(address(uint160(number << 100) + holders), id + 1);
        spent = before - gasleft();
    }

    // ---------------------------------------------------------------- overdue

    function test_anybodyFlagsAfterGrace() external {
        _goToDay(FIRST_LATE_DAY - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.NotYetOverdue.selector, baseId, FIRST_LATE_DAY - 1, FIRST_LATE_DAY)
        );
        receivables.flagOverdue(baseId);
        _goToDay(FIRST_LATE_DAY);
        vm.expectEmit(address(receivables));
        emit IReceivables.ReceivableOverdue(baseId, DEBTOR_GROUP, 1, stranger);
        vm.prank(stranger);
        receivables.flagOverdue(baseId);
        assertTrue(_state() == IReceivables.State.Overdue, "overdue");
        vm.expectRevert(_wrongState(IReceivables.State.Overdue));
        receivables.flagOverdue(baseId);
    }

    function test_paymentLiftsTheSuspensionOnlyWhenAllIsPaid() external {
        uint256 second = _open(2);
        _goToDay(FIRST_LATE_DAY);
        receivables.flagOverdue(baseId);
        receivables.flagOverdue(second);
        assertEq(receivables.overdueCount(DEBTOR_GROUP), 2, "two");
        _settle(baseId);
        assertEq(receivables.overdueCount(DEBTOR_GROUP), 1, "one left");
        _settle(second);
        assertEq(receivables.overdueCount(DEBTOR_GROUP), 0, "lifted");
    }

    function test_lateButUnflaggedPaymentLeavesTheCountAlone() external {
        _goToDay(FIRST_LATE_DAY);
        _settle(baseId);
        assertEq(receivables.overdueCount(DEBTOR_GROUP), 0, "count");
        vm.expectRevert(_wrongState(IReceivables.State.Settled));
        receivables.flagOverdue(baseId);
    }

    /// @dev The group is that of creation: moving the debtor's account cannot leave a count behind.
    function test_regroupingTheDebtorKeepsTheCount() external {
        _goToDay(FIRST_LATE_DAY);
        receivables.flagOverdue(baseId);
        members.regroup(debtor, 99);
        _settle(baseId);
        assertEq(receivables.overdueCount(DEBTOR_GROUP), 0, "old group is free");
        assertEq(receivables.overdueCount(99), 0, "new group never was suspended");
    }

    // ---------------------------------------------------------------- odd assets

    function _openIn(PlainAsset other) private returns (uint256 id) {
        receivables.allowAsset(address(other));
        IReceivables.Terms memory terms = _terms(50);
        terms.asset = address(other);
        id = _open(terms);
        other.mint(debtor, FACE);
        vm.prank(debtor);
        other.approve(address(receivables), FACE);
    }

    function test_T03_T10_assetThatTakesAFeeIsRefused() external {
        FeeAsset other = new FeeAsset();
        uint256 id = _openIn(other);
        other.setCharging(true);
        vm.expectRevert(
            abi.encodeWithSelector(
                IReceivables.UnsupportedAsset.selector,
                address(other),
                FACE - FACE / 100,
                uint256(FACE)
            )
        );
        vm.prank(debtor);
        receivables.settle(id);
        other.setCharging(false);
        vm.prank(debtor);
        receivables.settle(id);
    }

    function test_T02_assetThatReturnsFalsePaysNothing() external {
        RefusingAsset other = new RefusingAsset();
        uint256 id = _openIn(other);
        other.setRefusing(true);
        bytes memory refused = abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(other));
        vm.expectRevert(refused);
        vm.prank(debtor);
        receivables.settle(id);
        other.setRefusing(false);
        vm.prank(debtor);
        receivables.settle(id);
        other.setRefusing(true);
        vm.expectRevert(refused);
        receivables.redeemFor(supplier, id);
        assertEq(receivables.balanceOf(supplier, id), FACE, "units are still there");
    }

    function test_T01_T08_assetThatReturnsNothingWorks() external {
        SilentAsset other = new SilentAsset();
        receivables.allowAsset(address(other));
        IReceivables.Terms memory terms = _terms(50);
        terms.asset = address(other);
        uint256 id = _open(terms);
        other.mint(debtor, FACE);
        vm.startPrank(debtor);
        other.approve(address(receivables), FACE);
        receivables.settle(id);
        vm.stopPrank();
        receivables.redeemFor(supplier, id);
        assertEq(other.balanceOf(supplier), FACE, "through and out");
    }

    function test_T05_assetThatCallsBackCannotEnterTwice() external {
        HookAsset other = new HookAsset();
        uint256 id = _openIn(other);
        bytes memory reentered = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        other.setHook(address(receivables), abi.encodeCall(receivables.settle, (id)));
        vm.expectRevert(reentered);
        vm.prank(debtor);
        receivables.settle(id);
        other.setHook(address(0), "");
        vm.prank(debtor);
        receivables.settle(id);
        other.setHook(address(receivables), abi.encodeCall(receivables.redeemFor, (supplier, id)));
        vm.expectRevert(reentered);
        receivables.redeemFor(supplier, id);
    }

    function test_X01_X02_forcedMoneyChangesNothing() external {
        vm.deal(address(receivables), 1 ether);
        asset.mint(address(receivables), 12_345);
        _settle(baseId);
        assertEq(receivables.redeemFor(supplier, baseId), FACE, "the same amount");
        assertEq(asset.balanceOf(address(receivables)), 12_345, "the gift stays");
    }
}
