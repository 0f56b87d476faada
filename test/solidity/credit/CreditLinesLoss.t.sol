// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICreditLines} from "../../../contracts/interfaces/ICreditLines.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {CreditFixture} from "../support/CreditFixture.sol";

/// @dev A line that is not paid: marks, default, write-off, recovery, cure; and what the treasury's NAV makes of it.
contract CreditLinesLossTest is CreditFixture {
    uint128 private constant DRAWN = 120_000e6;
    uint16 private constant FIRST_BILL = START_DAY + 30;

    function setUp() public override {
        super.setUp();
        _openLine(merchant, SCORE, TURNOVER);
        _draw(merchant, DRAWN);
    }

    function _toDaysPastDue(uint16 days_) private {
        _goToDay(FIRST_BILL + days_);
    }

    function _expectWrongState(ICreditLines.State state) private {
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.WrongState.selector, merchant, uint256(state)));
    }

    function _default() private {
        _toDaysPastDue(90);
        lines.mark(merchant);
        lines.declareDefault(merchant);
    }

    function _writeOff() private {
        _default();
        _toDaysPastDue(180);
        lines.writeOff(merchant);
    }

    // ---------------------------------------------------------------- marks

    function test_anybodyMarksByDaysPastDue() external {
        uint16[3] memory days_ = [uint16(30), 60, 90];
        uint8[3] memory pcts = [25, 50, 100];
        for (uint256 i; i < 3; ++i) {
            _toDaysPastDue(days_[i]);
            uint256 value = DRAWN + lines.line(merchant).bookedX18 / 1e18;
            if (i == 0) value = DRAWN + uint256(treasury.accruedX18()) / 1e18;
            uint88 impaired = uint88((value * pcts[i] + 99) / 100);
            vm.expectEmit(address(lines));
            emit ICreditLines.LineMarked(merchant, i == 0 ? 0 : pcts[i - 1], pcts[i], impaired, days_[i], stranger);
            vm.prank(stranger);
            lines.mark(merchant);
            assertEq(treasury.impaired(), impaired, "marked down in the treasury");
            assertEq(treasury.book(address(lines)).impaired, impaired, "and in its book");
        }
        _expectState(merchant, ICreditLines.State.NonAccrual, "no longer accrues");
    }

    function test_markStopsTheAccrualInNavAndTheClaimGoesOn() external {
        _toDaysPastDue(30);
        int256 booked = treasury.accruedX18();
        lines.mark(merchant);
        uint128 interest = _debt(merchant).interest;
        _pass(10);
        assertEq(treasury.accruedX18(), booked, "what had accrued stays");
        assertEq(treasury.rateX18(), 0, "nothing more");
        assertGt(_debt(merchant).interest, interest, "the merchant owes it all the same");
        assertEq(treasury.exitAssets(), treasury.totalAssets() - treasury.impaired(), "exits are paid less");
    }

    function test_marksNeedTheirDayAndOnlyRise() external {
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.NotPastDue.selector, merchant));
        lines.mark(merchant);
        _toDaysPastDue(0);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.NotPastDue.selector, merchant));
        lines.markEarly(merchant, 10);
        _toDaysPastDue(29);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.MarkNotHigher.selector, 0, 0));
        lines.mark(merchant);
        _toDaysPastDue(31);
        lines.mark(merchant);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.MarkNotHigher.selector, 25, 25));
        lines.mark(merchant);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.MarkNotHigher.selector, 25, 10));
        lines.markEarly(merchant, 10);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.NotPastDue.selector, secondMerchant));
        lines.mark(secondMerchant);
    }

    function test_officerMarksFromTheFirstDayPastDue() external {
        _toDaysPastDue(1);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.MarkNotHigher.selector, 0, 0));
        lines.markEarly(merchant, 0);
        lines.markEarly(merchant, 200);
        assertEq(lines.line(merchant).impairedPct, 100, "at most the whole");
        assertEq(treasury.impaired(), DRAWN + lines.line(merchant).bookedX18 / 1e18, "the whole value");
    }

    /// @dev The parts of units of two lines together are less than their rounded sum.
    function test_allLinesOfTheBookCanBeMarkedInFull() external {
        _openLine(secondMerchant, SCORE, TURNOVER);
        _draw(secondMerchant, DRAWN + 1);
        _toDaysPastDue(120);
        lines.mark(merchant);
        lines.mark(secondMerchant);
        assertLe(treasury.exitAssets(), DEPOSIT - 2 * DRAWN + 1, "nothing of either is left in the exit price");
    }

    function test_committeeReleasesAMarkWithoutCash() external {
        _toDaysPastDue(90);
        lines.mark(merchant);
        uint256 value = treasury.impaired();
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.MarkNotLower.selector, 100, 100));
        lines.releaseMark(merchant, 100);
        lines.releaseMark(merchant, 40);
        assertEq(treasury.impaired(), (value * 40 + 99) / 100, "what remains marked");
        lines.releaseMark(merchant, 0);
        assertEq(treasury.impaired(), 0, "nothing");
        _expectState(merchant, ICreditLines.State.NonAccrual, "still past due");
    }

    function test_releaseOfAMarkThatRoundsToNothingTellsTheTreasuryNothing() external {
        _repay(merchant, type(uint128).max);
        _draw(merchant, 1);
        _goToDay(START_DAY + 31);
        lines.markEarly(merchant, 100);
        lines.releaseMark(merchant, 99);
        assertGt(treasury.impaired(), 0, "a unit is not divided");
    }

    function test_cashLiftsTheMarkInProportion() external {
        _toDaysPastDue(60);
        lines.mark(merchant);
        uint128 before = treasury.impaired();
        _repay(merchant, _debt(merchant).penalty);
        assertEq(treasury.impaired(), before, "a penalty is no part of the value");
        _repay(merchant, 10_000e6);
        ICreditLines.Line memory l = lines.line(merchant);
        uint256 value = l.principal + l.bookedX18 / 1e18;
        assertEq(treasury.impaired(), (value * 50 + 99) / 100, "half of what is left");
    }

    // ---------------------------------------------------------------- cure

    function _payAndExpectCure(uint128 amount) private {
        _fund(merchant, amount);
        vm.expectEmit(address(lines));
        emit ICreditLines.LineCured(merchant);
        vm.prank(merchant);
        lines.repay(merchant, amount);
    }

    function test_lineIsCuredWhenAllBillsArePaid() external {
        _toDaysPastDue(35);
        lines.mark(merchant);
        _pass(1);
        ICreditLines.Debt memory d = _debt(merchant);
        uint128 needed = d.penalty + d.interest + DRAWN / 6;
        _repay(merchant, needed - 1);
        _expectState(merchant, ICreditLines.State.NonAccrual, "a unit is missing");
        _payAndExpectCure(1);
        _expectState(merchant, ICreditLines.State.Active, "cured");
        assertEq(treasury.rateX18(), lines.line(merchant).rateX18, "earns again");
        assertEq(lines.line(merchant).impairedPct, 25, "the mark stays until cash or a release lifts it");
        _score(merchant, SCORE, TURNOVER);
        vm.prank(merchant);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.MarkedDown.selector, merchant, 25));
        lines.draw(1000e6, 2400);
        lines.releaseMark(merchant, 0);
        _draw(merchant, 1000e6);
    }

    function test_curedLineThatFallsBehindAgainStopsAtItsOldMark() external {
        _toDaysPastDue(90);
        lines.mark(merchant);
        ICreditLines.Debt memory d = _debt(merchant);
        _repay(merchant, d.due + d.interest);
        _expectState(merchant, ICreditLines.State.Active, "cured");
        assertEq(lines.line(merchant).impairedPct, 100, "the mark stays");
        uint16 billDay = _debt(merchant).billDay;
        _goToDay(billDay + 29);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.MarkNotHigher.selector, 100, 0));
        lines.mark(merchant);
        _goToDay(billDay + 30);
        lines.mark(merchant);
        _expectState(merchant, ICreditLines.State.NonAccrual, "accrual stops again");
        assertEq(lines.line(merchant).impairedPct, 100, "at the old mark, over the new interest too");
        assertEq(treasury.rateX18(), 0, "nothing earns");
    }

    /// @dev The treasury refuses when other lines' unpaid interest uses up what the book may keep on the ledger.
    function test_cureWaitsWhileTheTreasuryRefusesAndThePaymentStands() external {
        _toDaysPastDue(30);
        lines.mark(merchant);
        vm.mockCallRevert(address(treasury), abi.encodePacked(ITreasury.resumeAccrual.selector), "no");
        _repay(merchant, _debt(merchant).due);
        _repay(merchant, 30_000e6);
        assertEq(_debt(merchant).dueSince, 0, "nothing is due");
        _expectState(merchant, ICreditLines.State.NonAccrual, "and nothing is earned yet");
        vm.clearMockedCalls();
        _pass(5);
        _repay(merchant, 1);
        _expectState(merchant, ICreditLines.State.NonAccrual, "interest is left that is not on the ledger");
        _repay(merchant, _debt(merchant).interest + 1);
        _expectState(merchant, ICreditLines.State.Active, "cured");
        assertEq(treasury.bookAccruedX18(address(lines)), 0, "from here on");
        _pass(5);
        _repay(merchant, type(uint128).max);
        assertEq(treasury.bookAccruedX18(address(lines)), 0, "and the ledger agrees to the end");
    }

    // ---------------------------------------------------------------- default

    function test_anybodyDeclaresDefaultFromNinetyDays() external {
        _toDaysPastDue(89);
        _expectWrongState(ICreditLines.State.Active);
        lines.declareDefault(merchant);
        lines.mark(merchant);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.TooEarly.selector, 89, 90));
        lines.declareDefault(merchant);
        _toDaysPastDue(90);
        vm.expectEmit(address(lines));
        emit ICreditLines.LineDefaulted(merchant, 90, stranger);
        vm.prank(stranger);
        lines.declareDefault(merchant);
        ICreditLines.Debt memory d = _debt(merchant);
        assertEq(d.due, d.total, "all of it is due");
        assertEq(lines.line(merchant).limit, 0, "no limit");
    }

    function test_defaultedLineCannotBeUsedAndNoScoreRevivesIt() external {
        _default();
        _score(merchant, 850, TURNOVER);
        ICreditLines.State state = ICreditLines.State.Defaulted;
        _expectWrongState(state);
        lines.refresh(merchant);
        vm.startPrank(merchant);
        _expectWrongState(state);
        lines.draw(1, 2400);
        _expectWrongState(state);
        lines.open();
        _expectWrongState(state);
        lines.close();
        vm.stopPrank();
        _expectWrongState(state);
        lines.loosenLine(merchant, 1, 800, START_DAY + 200, "x");
        _expectWrongState(state);
        lines.declareDefault(merchant);
    }

    function test_defaultedLineThatIsPaidInFullHasNoLimitUntilThePolicyGivesOne() external {
        _default();
        _payAndExpectCure(_debt(merchant).total);
        _expectState(merchant, ICreditLines.State.Active, "cured");
        assertEq(lines.line(merchant).limit, 0, "no limit");
        assertEq(lines.line(merchant).impairedPct, 0, "no mark");
        _score(merchant, SCORE, TURNOVER);
        lines.refresh(merchant);
        assertEq(lines.line(merchant).limit, 10_000e6, "it begins again at the starter limit");
    }

    // ---------------------------------------------------------------- write-off and recovery

    function test_writeOffNeedsDefaultTheFullMarkAndItsDays() external {
        _toDaysPastDue(60);
        lines.mark(merchant);
        _expectWrongState(ICreditLines.State.NonAccrual);
        lines.writeOffEarly(merchant);
        _toDaysPastDue(90);
        lines.declareDefault(merchant);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.NotFullyMarked.selector, 50));
        lines.writeOffEarly(merchant);
        lines.mark(merchant);
        _toDaysPastDue(179);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.TooEarly.selector, 179, 180));
        lines.writeOff(merchant);
        lines.writeOffEarly(merchant);
        _expectState(merchant, ICreditLines.State.WrittenOff, "by the officer, earlier");
    }

    function test_writeOffAfterTheFullMarkMovesNoExitPrice() external {
        _default();
        _toDaysPastDue(180);
        uint256 exits = treasury.exitAssets();
        uint128 accrued = lines.line(merchant).accruedX18;
        uint256 after_ = uint256(accrued) + uint256(lines.line(merchant).rateX18) * (90 days);
        vm.expectEmit(address(lines));
        emit ICreditLines.LineWrittenOff(merchant, uint88(DRAWN), uint128(after_), stranger);
        vm.prank(stranger);
        lines.writeOff(merchant);
        assertEq(treasury.totalAssets(), DEPOSIT - DRAWN, "NAV is what is left");
        assertGe(treasury.exitAssets() + 1, exits, "exits were priced so already, but for the part of a unit");
        assertLe(treasury.exitAssets(), exits, "and not lower");
        assertEq(treasury.book(address(lines)).lost, DRAWN, "loss of the book");
        assertEq(treasury.obligor(MERCHANT_GROUP).lost, DRAWN, "loss of the group");
        assertEq(treasury.impaired(), 0, "its mark went with it");
        assertEq(treasury.bookAccruedX18(address(lines)), 0, "its accrual too");
    }

    function test_claimStandsStillAfterTheWriteOff() external {
        _writeOff();
        ICreditLines.Debt memory before = _debt(merchant);
        _pass(500);
        lines.bill(merchant);
        assertEq(_debt(merchant).total, before.total, "no more interest");
        ICreditLines.State state = ICreditLines.State.WrittenOff;
        _expectWrongState(state);
        lines.mark(merchant);
        _expectWrongState(state);
        lines.releaseMark(merchant, 0);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.DebtRemains.selector, merchant, before.total));
        lines.closeFor(merchant);
    }

    function test_C15_paymentAfterWriteOffMakesTheLossGoodFirst() external {
        _writeOff();
        ICreditLines.Debt memory d = _debt(merchant);
        uint256 nav = treasury.totalAssets();
        _repay(merchant, 20_000e6);
        assertEq(_debt(merchant).principal, DRAWN - 20_000e6, "principal first");
        assertEq(treasury.book(address(lines)).lost, DRAWN - 20_000e6, "the loss shrinks");
        assertEq(treasury.totalAssets(), nav + 20_000e6, "NAV rises by the cash");
        _repay(merchant, DRAWN - 20_000e6 + d.penalty - 1);
        assertTrue(_debt(merchant).penalty == 1 && _debt(merchant).interest == d.interest, "then the penalty");
        _repay(merchant, 1 + d.interest - 1);
        assertEq(_debt(merchant).total, 1, "then interest");
        _repay(merchant, type(uint128).max);
        assertEq(treasury.obligor(MERCHANT_GROUP).lost, 0, "the group is free");
        assertEq(treasury.totalAssets(), nav + d.total, "all of it came in");
    }

    function test_recoveredLineIsClosedAndMayBeginAgain() external {
        _writeOff();
        vm.prank(merchant);
        vm.expectPartialRevert(ICreditLines.WrongState.selector);
        lines.open();
        _repay(merchant, type(uint128).max);
        vm.prank(merchant);
        lines.close();
        _openLine(merchant, SCORE, TURNOVER);
        assertEq(lines.line(merchant).limit, 10_000e6, "at the starter limit");
        _draw(merchant, 10_000e6);
    }

    function test_groupWithALossGetsNothingOnAnotherLine() external {
        members.regroup(secondMerchant, MERCHANT_GROUP);
        _openLine(secondMerchant, SCORE, TURNOVER);
        _writeOff();
        _score(secondMerchant, SCORE, TURNOVER);
        vm.prank(secondMerchant);
        vm.expectPartialRevert(ITreasury.ObligorInLoss.selector);
        lines.draw(1000e6, 2400);
    }

    function test_openLineKeepsItsGroup() external {
        members.regroup(merchant, 999);
        _repay(merchant, 10_000e6);
        assertEq(treasury.obligor(MERCHANT_GROUP).exposure, DRAWN - 10_000e6, "paid where it was lent");
        _draw(merchant, 10_000e6);
        assertEq(treasury.obligor(MERCHANT_GROUP).exposure, DRAWN, "and drawn there");
    }
}
