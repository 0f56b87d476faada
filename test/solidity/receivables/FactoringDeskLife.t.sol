// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFactoringDesk} from "../../../contracts/interfaces/IFactoringDesk.sol";
import {IReceivables} from "../../../contracts/interfaces/IReceivables.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {LocalDay} from "../../../contracts/libraries/LocalDay.sol";
import {Fixture} from "../support/Fixture.sol";

/// @dev What becomes of a deal: paid early, on time or late, marked down, released, written off, recovered.
contract FactoringDeskLifeTest is Fixture {
    uint128 private constant UNITS = 600_000e6;
    uint16 private constant FIRST_LATE_DAY = DUE_DAY + GRACE_DAYS + 1;

    uint256 private baseId;
    uint32 private dealId;
    IFactoringDesk.Deal private d;

    function setUp() public override {
        super.setUp();
        _deposit(bank, DEPOSIT);
        baseId = _open(1);
        dealId = _sell(supplier, baseId, UNITS);
        d = desk.deal(baseId, dealId);
    }

    // ---------------------------------------------------------------- collecting

    function test_collectBringsTheMoneyHome() external {
        _goToDay(DUE_DAY);
        _settle(baseId);
        uint128 credit = UNITS - d.advance;
        uint128 income = d.advance - d.price;
        vm.expectEmit(address(desk));
        emit IFactoringDesk.DealCollected(baseId, dealId, UNITS, income, credit, false);
        assertEq(desk.collect(baseId, dealId), UNITS, "proceeds");
        assertEq(treasury.cash(), DEPOSIT - d.price + UNITS, "cash");
        assertEq(treasury.principal(), 0, "no principal out");
        assertEq(treasury.owedTo(supplier), credit, "holdback waits for the seller");
        assertEq(treasury.obligor(DEBTOR_GROUP).exposure, 0, "limit is free again");
        assertEq(treasury.book(address(desk)).out, 0, "book");
        assertEq(treasury.bookAccruedX18(address(desk)), 0, "nothing left on the ledger of the book");
        assertEq(receivables.balanceOf(address(desk), baseId), 0, "no units left");
        assertEq(asset.balanceOf(address(desk)), 0, "the desk holds no money");
    }

    function test_holdbackIsClaimedOnceByAnybodyForTheSeller() external {
        _settle(baseId);
        desk.collect(baseId, dealId);
        uint256 before = asset.balanceOf(supplier);
        vm.prank(stranger);
        treasury.claimFor(supplier);
        assertEq(asset.balanceOf(supplier) - before, UNITS - d.advance, "holdback");
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NothingOwed.selector, supplier));
        treasury.claimFor(supplier);
    }

    function test_collectNeedsASettledReceivableAndAnOpenDeal() external {
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.NotSettled.selector, baseId));
        desk.collect(baseId, dealId);
        _settle(baseId);
        desk.collect(baseId, dealId);
        bytes memory gone = abi.encodeWithSelector(IFactoringDesk.NoSuchDeal.selector, baseId, dealId);
        vm.expectRevert(gone);
        desk.collect(baseId, dealId);
        vm.expectRevert(gone);
        desk.dealRateX18(baseId, dealId);
        vm.expectRevert(gone);
        desk.daysPastDue(baseId, dealId);
    }

    function test_dealsOfOneTokenAreCollectedApart() external {
        uint32 second = _sell(supplier, baseId, FACE - UNITS);
        assertEq(second, dealId + 1, "running number");
        _settle(baseId);
        assertEq(desk.collect(baseId, second), FACE - UNITS, "second");
        assertEq(desk.collect(baseId, dealId), UNITS, "first");
        assertEq(receivables.balanceOf(address(desk), baseId), 0, "all redeemed");
    }

    /// @dev The share price neither jumps at the payment nor at the stop day: an early payment earns on to that day.
    function testFuzz_V10_M01_earlyPaymentMovesNoPrice(uint256 paidAt, uint256 lookedAt) external {
        uint256 end = LocalDay.endOf(DUE_DAY, UTC_OFFSET);
        paidAt = bound(paidAt, block.timestamp, end - 1);
        lookedAt = bound(lookedAt, paidAt, end + 40 days);
        vm.warp(paidAt);
        uint256 snapshot = vm.snapshotState();
        uint256 before = treasury.totalAssets();
        _settle(baseId);
        desk.collect(baseId, dealId);
        uint256 afterwards = treasury.totalAssets();
        assertGe(afterwards, before, "no loss");
        assertLe(afterwards - before, 1, "no jump beyond rounding");
        vm.warp(lookedAt);
        uint256 paid = treasury.totalAssets();
        vm.revertToState(snapshot);
        vm.warp(lookedAt);
        uint256 unpaid = treasury.totalAssets();
        assertGe(paid, unpaid, "never behind the unpaid deal");
        assertLe(paid - unpaid, 1, "nor ahead");
    }

    function test_latePenaltyIsIncomeOfTheBank() external {
        _goToDay(FIRST_LATE_DAY + 4);
        uint256 before = treasury.totalAssets();
        uint128 amount = _settle(baseId);
        uint128 proceeds = desk.collect(baseId, dealId);
        assertEq(proceeds, (uint256(amount) * UNITS) / FACE, "share of the penalty, rounded down");
        assertLe(treasury.totalAssets() - before - (proceeds - UNITS), 1, "penalty and nothing else");
    }

    // ---------------------------------------------------------------- marks

    function test_ladderFollowsTheDaysPastDue() external {
        uint8[3] memory pct = [25, 50, 100];
        for (uint16 i = 0; i < 3; i++) {
            uint16 late = (i + 1) * 30;
            uint8 old = i == 0 ? 0 : pct[i - 1];
            _goToDay(DUE_DAY + late - 1);
            vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.MarkNotHigher.selector, old, old));
            desk.mark(baseId, dealId);
            _goToDay(DUE_DAY + late);
            vm.expectEmit(address(desk));
            emit IFactoringDesk.DealMarked(baseId, dealId, old, pct[i], late, stranger);
            vm.prank(stranger);
            desk.mark(baseId, dealId);
            assertEq(treasury.impaired(), (uint256(d.advance) * pct[i] + 99) / 100, "impaired, rounded up");
        }
        assertEq(desk.daysPastDue(baseId, dealId), 90, "days past due");
        assertEq(treasury.exitAssets(), treasury.totalAssets() - d.advance, "worth nothing");
    }

    function test_firstMarkTakesTheDealOutOfTheMaturedTotal() external {
        _goToDay(DUE_DAY + 30);
        assertEq(treasury.matured(), d.advance, "unpaid and unmarked");
        desk.mark(baseId, dealId);
        assertEq(treasury.matured(), 0, "marked");
    }

    function test_officerMarksEarlierButNotBeforeTheDayAfterTheDueDay() external {
        _goToDay(DUE_DAY);
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.NotPastDue.selector, baseId));
        desk.markEarly(baseId, dealId, 40);
        _goToDay(DUE_DAY + 1);
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.InvalidTerms.selector));
        desk.markEarly(baseId, dealId, 101);
        desk.markEarly(baseId, dealId, 40);
        assertEq(desk.deal(baseId, dealId).impairedPct, 40, "marked");
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.MarkNotHigher.selector, 40, 40));
        desk.markEarly(baseId, dealId, 40);
        _goToDay(DUE_DAY + 30);
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.MarkNotHigher.selector, 40, 25));
        desk.mark(baseId, dealId);
    }

    function test_marksAreReleasedWithoutCashByTheCommittee() external {
        _goToDay(DUE_DAY + 30);
        desk.mark(baseId, dealId);
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.MarkNotLower.selector, 25, 25));
        desk.releaseMark(baseId, dealId, 25);
        vm.expectEmit(address(desk));
        emit IFactoringDesk.DealMarked(baseId, dealId, 25, 10, 30, address(this));
        desk.releaseMark(baseId, dealId, 10);
        assertEq(treasury.matured(), 0, "still marked");
        desk.releaseMark(baseId, dealId, 0);
        assertEq(treasury.impaired(), 0, "no impairment");
        assertEq(treasury.matured(), d.advance, "unpaid and unmarked again");
    }

    function test_paymentReleasesTheMark() external {
        _goToDay(DUE_DAY + 60);
        desk.mark(baseId, dealId);
        _settle(baseId);
        desk.collect(baseId, dealId);
        assertEq(treasury.impaired(), 0, "no impairment left");
        assertEq(treasury.matured(), 0, "nothing matured");
        assertEq(treasury.principal(), 0, "no principal");
    }

    function test_aPaidDealIsCollectedNotMarked() external {
        _goToDay(DUE_DAY + 95);
        desk.mark(baseId, dealId);
        _settle(baseId);
        bytes memory why = abi.encodeWithSelector(IFactoringDesk.AlreadySettled.selector, baseId);
        vm.expectRevert(why);
        desk.mark(baseId, dealId);
        vm.expectRevert(why);
        desk.markEarly(baseId, dealId, 100);
        vm.expectRevert(why);
        desk.releaseMark(baseId, dealId, 0);
        vm.expectRevert(why);
        desk.writeOff(baseId, dealId);
        vm.expectRevert(why);
        desk.writeOffEarly(baseId, dealId);
    }

    function test_marksOfAFewMinorUnitsDoNotBlockTheLadder() external {
        IFactoringDesk.DebtorTerms memory terms = _debtorTerms();
        terms.discountBps = 0;
        terms.feeBps = 0;
        terms.advanceBps = 10_000;
        terms.minUnits = 1;
        desk.loosenTerms(debtor, terms);
        uint32 tiny = _sell(supplier, baseId, 1);
        for (uint16 late = 30; late <= 90; late += 30) {
            _goToDay(DUE_DAY + late);
            desk.mark(baseId, tiny);
        }
        assertEq(desk.deal(baseId, tiny).impairedPct, 100, "fully marked");
        assertEq(treasury.impaired(), 1, "its whole value, once");
        desk.releaseMark(baseId, tiny, 50);
        assertEq(treasury.impaired(), 1, "half of one unit rounds up to it");
    }

    // ---------------------------------------------------------------- write-off and recovery

    function _markFully() private {
        _goToDay(DUE_DAY + 90);
        desk.mark(baseId, dealId);
    }

    function test_writeOffNeedsAFullMarkAndTime() external {
        _goToDay(DUE_DAY + 30);
        desk.mark(baseId, dealId);
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.NotFullyMarked.selector, 25));
        desk.writeOffEarly(baseId, dealId);
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.WriteOffTooEarly.selector, 30, 180));
        desk.writeOff(baseId, dealId);
        _goToDay(DUE_DAY + 179);
        desk.mark(baseId, dealId);
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.WriteOffTooEarly.selector, 179, 180));
        desk.writeOff(baseId, dealId);
        _goToDay(DUE_DAY + 180);
        vm.expectEmit(address(desk));
        emit IFactoringDesk.DealWrittenOff(baseId, dealId, d.price, stranger);
        vm.prank(stranger);
        desk.writeOff(baseId, dealId);
    }

    function test_writeOffMovesNoExitPrice() external {
        _markFully();
        uint256 before = treasury.exitAssets();
        desk.writeOffEarly(baseId, dealId);
        assertLe(treasury.exitAssets() - before, 1, "the loss was taken by the mark");
        assertEq(treasury.totalAssets(), treasury.exitAssets(), "nothing impaired is left");
        assertEq(treasury.obligor(DEBTOR_GROUP).lost, d.price, "on the group's account");
        assertEq(treasury.book(address(desk)).lost, d.price, "and on the book's");
    }

    function test_groupWithLossesBorrowsNothing() external {
        IReceivables.Terms memory terms = _terms(2);
        terms.dueDay = START_DAY + 180;
        uint256 later = _open(terms);
        _goToDay(DUE_DAY + 1);
        desk.markEarly(baseId, dealId, 100);
        desk.writeOffEarly(baseId, dealId);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.ObligorInLoss.selector, DEBTOR_GROUP, uint80(d.price)));
        vm.prank(supplier);
        receivables.sell(address(desk), later, UNITS, 0, type(uint40).max);
    }

    function test_writtenOffDealCannotBeMarkedReleasedOrWrittenOffAgain() external {
        _markFully();
        desk.writeOffEarly(baseId, dealId);
        bytes memory why = abi.encodeWithSelector(IFactoringDesk.IsWrittenOff.selector, baseId, dealId);
        vm.expectRevert(why);
        desk.mark(baseId, dealId);
        vm.expectRevert(why);
        desk.releaseMark(baseId, dealId, 0);
        vm.expectRevert(why);
        desk.writeOff(baseId, dealId);
        vm.expectRevert(why);
        desk.writeOffEarly(baseId, dealId);
    }

    function test_C15_recoveryComesBackAndFreesTheGroup() external {
        _markFully();
        desk.writeOffEarly(baseId, dealId);
        _settle(baseId);
        uint256 before = treasury.cash();
        uint128 proceeds = desk.collect(baseId, dealId);
        assertEq(treasury.cash() - before, proceeds, "cash");
        assertEq(treasury.owedTo(supplier), UNITS - d.advance, "holdback");
        assertEq(treasury.obligor(DEBTOR_GROUP).lost, 0, "free");
        assertEq(treasury.book(address(desk)).lost, 0, "book");
        assertEq(treasury.bookAccruedX18(address(desk)), 0, "ledger");
    }

    function test_recoveryAfterForgivenessFits() external {
        _markFully();
        desk.writeOffEarly(baseId, dealId);
        treasury.forgive(DEBTOR_GROUP);
        _settle(baseId);
        desk.collect(baseId, dealId);
        assertEq(treasury.obligor(DEBTOR_GROUP).lost, 0, "not below zero");
    }

    /// @dev Regrouping a debtor between purchase and payment releases the exposure of the old group.
    function test_regroupedDebtorFreesTheGroupItBorrowedUnder() external {
        members.regroup(debtor, 99);
        _settle(baseId);
        desk.collect(baseId, dealId);
        assertEq(treasury.obligor(DEBTOR_GROUP).exposure, 0, "old group");
        assertEq(treasury.obligor(99).exposure, 0, "new group");
    }

    function test_T11_P01_collectionNeedsNobodysGoodStanding() external {
        members.freeze(supplier);
        members.freeze(debtor);
        for (uint8 verb = 0; verb < 4; verb++) {
            receivables.pause(verb);
            treasury.pause(verb);
        }
        treasury.lowerBookCap(address(desk), 0);
        _settle(baseId);
        desk.collect(baseId, dealId);
        treasury.claimFor(supplier);
        assertEq(asset.balanceOf(supplier), d.price + UNITS - d.advance, "seller has all of its money");
    }

    /// @dev Buy, wait, be paid, claim, redeem: the whole face arrives, split between bank, seller and holder.
    function testFuzz_R05_everyUnitOfMoneyIsAccountedFor(uint256 sold, uint256 assigned, uint16 daysLate) external {
        uint256 id = _open(2);
        uint128 toSecond = uint128(bound(assigned, MIN_SPLIT, FACE - 1000e6));
        _assign(supplier, id, secondSupplier, toSecond);
        uint128 toBank = uint128(bound(sold, 1000e6, FACE - toSecond));
        uint32 deal = _sell(supplier, id, toBank);
        uint128 price = desk.deal(id, deal).price;
        _goToDay(DUE_DAY + (daysLate % 400));
        uint128 amount = _settle(id);
        uint256 proceeds = desk.collect(id, deal);
        uint256 rest = receivables.redeemFor(secondSupplier, id + 1);
        if (toBank + toSecond != FACE) rest += receivables.redeemFor(supplier, id);
        assertEq(proceeds + rest, amount, "all of the payment is out");
        assertEq(asset.balanceOf(address(receivables)), 0, "nothing stays in the register");
        assertEq(asset.balanceOf(address(treasury)), treasury.cash(), "cash is what is there");
        assertGe(proceeds, price, "the bank has its price back");
    }
}
