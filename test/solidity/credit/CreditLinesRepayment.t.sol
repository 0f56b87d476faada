// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICreditLines} from "../../../contracts/interfaces/ICreditLines.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {Verbs} from "../../../contracts/interfaces/IPausable.sol";
import {HookAsset} from "../mocks/OddAssets.sol";
import {ScoreOracle} from "../../../contracts/oracles/ScoreOracle.sol";
import {CreditFixture} from "../support/CreditFixture.sol";

/// @dev Bills and payments: what falls due, what is paid first, and that paying always works.
contract CreditLinesRepaymentTest is CreditFixture {
    uint128 private constant DRAWN = 120_000e6;
    uint16 private constant FIRST_BILL = START_DAY + 30;

    function setUp() public override {
        super.setUp();
        _openLine(merchant, SCORE, TURNOVER);
        _draw(merchant, DRAWN);
    }

    function _expectRepaid(uint128 penalty, uint128 interest, uint128 principal) private {
        ICreditLines.Line memory l = lines.line(merchant);
        uint96 rate = uint96((uint256(l.rateX18) * (l.principal - principal)) / l.principal);
        vm.expectEmit(address(lines));
        emit ICreditLines.Repaid(
            merchant,
            merchant,
            penalty,
            interest,
            principal,
            uint88(l.principal - principal),
            rate,
            0,
            0,
            0,
            0,
            l.state
        );
    }

    /// @dev The treasury's side of the book: principal, and accrual while the line earns there.
    function _assertLedger() private view {
        ICreditLines.Line memory l = lines.line(merchant);
        assertEq(treasury.book(address(lines)).out, l.principal, "principal on the ledger");
        uint256 accrued =
            l.state == ICreditLines.State.Active
                ? l.accruedX18 + uint256(l.rateX18) * (block.timestamp - l.last)
                : l.bookedX18;
        assertEq(treasury.bookAccruedX18(address(lines)), int256(accrued), "accrual on the ledger");
        assertEq(treasury.obligor(MERCHANT_GROUP).exposure, l.principal, "exposure");
    }

    // ---------------------------------------------------------------- bills

    function test_anybodyWritesTheBillsThatHaveFallenDue() external {
        _goToDay(FIRST_BILL + 1);
        ICreditLines.Debt memory seen = _debt(merchant);
        vm.expectEmit(address(lines));
        emit ICreditLines.Billed(
            merchant,
            FIRST_BILL,
            uint88(seen.due - DRAWN / 12),
            uint88(DRAWN / 12),
            uint88(seen.due - DRAWN / 12),
            uint88(DRAWN / 12),
            0,
            FIRST_BILL
        );
        vm.prank(stranger);
        lines.bill(merchant);
        assertEq(keccak256(abi.encode(_debt(merchant))), keccak256(abi.encode(seen)), "as it was seen before");
        assertTrue(seen.daysPastDue == 1 && seen.dueSince == FIRST_BILL, "a day past due");
        assertEq(seen.billDay, FIRST_BILL + 30, "the next bill");
    }

    function test_debtIsTheSameWhetherBillsAreWrittenOrNot() external {
        uint256 unwritten = vm.snapshotState();
        _goToDay(FIRST_BILL + 100);
        ICreditLines.Debt memory seen = _debt(merchant);
        assertTrue(vm.revertToState(unwritten), "back");
        for (uint16 day = FIRST_BILL; day <= FIRST_BILL + 90; day += 30) {
            _goToDay(day);
            lines.bill(merchant);
        }
        _goToDay(FIRST_BILL + 100);
        assertEq(keccak256(abi.encode(_debt(merchant))), keccak256(abi.encode(seen)), "debt");
    }

    // ---------------------------------------------------------------- payments

    function test_paymentGoesToPenaltyThenInterestThenPrincipal() external {
        _goToDay(FIRST_BILL + 20);
        ICreditLines.Debt memory d = _debt(merchant);
        assertTrue(d.penalty > 100 && d.interest > 100, "both are owed");
        _repay(merchant, d.penalty - 1);
        assertEq(_debt(merchant).penalty, 1, "penalty first");
        assertEq(_debt(merchant).interest, d.interest, "interest untouched");
        _repay(merchant, 1 + d.interest - 1);
        assertTrue(_debt(merchant).penalty == 0 && _debt(merchant).interest == 1, "then interest");
        assertEq(_debt(merchant).principal, DRAWN, "principal untouched");
        _fund(merchant, 50_000e6 + 1);
        _expectRepaid(0, 1, 50_000e6);
        vm.prank(merchant);
        lines.repay(merchant, 50_000e6 + 1);
        assertEq(_debt(merchant).principal, DRAWN - 50_000e6, "then principal");
        assertEq(_debt(merchant).dueSince, 0, "nothing is due any more");
        _assertLedger();
    }

    function test_penaltyIsIncomeWhenItIsPaidAndNotBefore() external {
        _goToDay(FIRST_BILL + 20);
        uint256 nav = treasury.totalAssets();
        uint128 penalty = _debt(merchant).penalty;
        assertLe(nav, DEPOSIT + _debt(merchant).interest, "not in NAV");
        _repay(merchant, penalty);
        assertEq(treasury.totalAssets(), nav + penalty, "in NAV with the cash");
    }

    function test_interestAndPrincipalPaidMoveNoSharePriceBeyondAUnit() external {
        _pass(17);
        uint256 nav = treasury.totalAssets();
        _repay(merchant, 30_000e6);
        assertGe(treasury.totalAssets(), nav, "not down");
        assertLe(treasury.totalAssets(), nav + 1, "nor up beyond the rounding of one payment");
    }

    function test_C03_manySmallPaymentsPayNoMoreThanOneAndNoLess() external {
        _pass(20);
        uint256 start = vm.snapshotState();
        uint128 total = _debt(merchant).total;
        _repay(merchant, total);
        assertEq(_debt(merchant).total, 0, "in one");
        assertTrue(vm.revertToState(start), "back");
        uint128 paid;
        for (uint256 i; i < 50; ++i) paid += _repay(merchant, total / 50);
        paid += _repay(merchant, type(uint128).max);
        assertGe(paid, total, "no saving");
        assertLe(paid, total + 51, "a unit a payment at most");
        assertEq(treasury.rateX18(), 0, "nothing earns on");
        _assertLedger();
    }

    function test_C08_anybodyPaysForTheMerchantWithItsOwnMoney() external {
        _pass(10);
        uint128 total = _debt(merchant).total;
        asset.mint(stranger, total + 5);
        vm.startPrank(stranger);
        asset.approve(address(lines), total + 5);
        assertEq(lines.repay(merchant, total + 5), total, "what is owed");
        vm.stopPrank();
        assertEq(asset.balanceOf(stranger), 5, "the rest stays with the payer");
        assertEq(asset.balanceOf(merchant), DRAWN, "the merchant's money is untouched");
        assertEq(_debt(merchant).total, 0, "paid");
    }

    function test_C09_nothingAndMoreThanOwed() external {
        vm.expectRevert(ICreditLines.ZeroAmount.selector);
        lines.repay(merchant, 0);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.NothingOwed.selector, secondMerchant));
        lines.repay(secondMerchant, 1);
        _pass(40);
        uint128 total = _debt(merchant).total;
        assertEq(_repay(merchant, type(uint128).max), total, "only what is owed is taken");
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.NothingOwed.selector, merchant));
        lines.repay(merchant, 1);
    }

    function testFuzz_lineClosesToTheLastUnit(uint128 first, uint128 second, uint32 time) external {
        first = uint128(bound(first, 1, 2 * DRAWN));
        second = uint128(bound(second, 1, 2 * DRAWN));
        vm.warp(block.timestamp + (time % 100 days));
        uint128 owed = _debt(merchant).total;
        uint128 paid = _repay(merchant, first);
        if (_debt(merchant).total != 0) paid += _repay(merchant, second);
        if (_debt(merchant).total != 0) paid += _repay(merchant, type(uint128).max);
        assertTrue(paid >= owed && paid <= owed + 3, "what was owed, a unit of rounding a payment");
        vm.prank(merchant);
        lines.close();
        ICreditLines.Line memory l = lines.line(merchant);
        assertTrue(l.principal == 0 && l.accruedX18 == 0 && l.rateX18 == 0 && l.penalty == 0, "nothing remains");
        assertTrue(l.dueSince == 0 && l.billDay == 0, "nor falls due");
        assertEq(treasury.bookAccruedX18(address(lines)), 0, "nothing on the ledger");
        assertEq(treasury.book(address(lines)).out, 0, "nor of principal");
        assertEq(treasury.totalAssets(), DEPOSIT + paid - DRAWN, "NAV is cash");
    }

    function test_moneyDrawnAgainIsBilledOnTheRunningDays() external {
        _pass(10);
        _repay(merchant, 60_000e6);
        _draw(merchant, 60_000e6);
        assertEq(_debt(merchant).billDay, FIRST_BILL, "the day of the first bill stands");
        _repay(merchant, type(uint128).max);
        _draw(merchant, 1000e6);
        assertEq(_debt(merchant).billDay, START_DAY + 40, "without debt the count begins again");
    }

    function test_B_treasuryFollowsEveryStepToTheLastDigit() external {
        _assertLedger();
        _pass(12);
        _repay(merchant, 7777);
        _assertLedger();
        _draw(merchant, 13_333_333_333);
        _assertLedger();
        _goToDay(FIRST_BILL + 35);
        _repay(merchant, 9_999_999_999);
        _assertLedger();
        lines.mark(merchant);
        _assertLedger();
        _pass(3);
        _repay(merchant, 1_000_000_007);
        _assertLedger();
        _repay(merchant, type(uint128).max);
        _assertLedger();
    }

    // ---------------------------------------------------------------- always

    /// @dev Whatever was switched off, paying works and ends the debt.
    function testFuzz_L_P01_noStateHoldsBackAPayment(uint256 faults, uint16 days_, uint8 stage) external {
        if (faults & 1 != 0) members.freeze(merchant);
        if (faults & 2 != 0) members.setExpiry(merchant, 1);
        if (faults & 4 != 0) _revoke(merchant, MARKET);
        if (faults & 8 != 0) lines.setScoreOracle(ScoreOracle(address(0)));
        if (faults & 16 != 0) for (uint8 verb; verb < 8; ++verb) treasury.pause(verb);
        if (faults & 32 != 0) treasury.lowerObligorLimit(MERCHANT_GROUP, 0);
        if (faults & 64 != 0) treasury.lowerBookCap(address(lines), 0);
        if (faults & 128 != 0) consents.stopProvider(MARKET);
        if (faults & 256 != 0) models.retire(1);
        _reach(stage % 5, days_ % 400);
        uint128 total = _debt(merchant).total;
        assertEq(_repay(merchant, total / 2), total / 2, "a part");
        _repay(merchant, type(uint128).max);
        assertEq(_debt(merchant).total, 0, "the rest");
        assertEq(treasury.impaired(), 0, "no mark without debt");
    }

    /// @dev Healthy, past due, marked, in default, written off.
    function _reach(uint8 stage, uint256 days_) private {
        if (stage == 0) return _pass(days_);
        _goToDay(FIRST_BILL + 200);
        if (stage > 1) lines.mark(merchant);
        if (stage > 2) lines.declareDefault(merchant);
        if (stage > 3) lines.writeOff(merchant);
        _pass(days_);
    }

    function test_T05_assetThatCallsBackCannotDrawOrRepayTwice() external {
        HookAsset hooked = new HookAsset();
        asset = hooked;
        treasury = _newTreasury(address(hooked));
        lines = _newLines();
        treasury.raiseObligorLimit(MERCHANT_GROUP, 1_000_000e6);
        _deposit(bank, DEPOSIT);
        vm.prank(merchant);
        lines.open();
        hooked.setHook(address(lines), abi.encodeCall(lines.repay, (merchant, 1)));
        vm.prank(merchant);
        vm.expectRevert(bytes4(keccak256("ReentrancyGuardReentrantCall()")));
        lines.draw(1000e6, 2400);
        hooked.setHook(address(0), "");
        _draw(merchant, 1000e6);
        hooked.mint(merchant, 1000e6);
        vm.prank(merchant);
        hooked.approve(address(lines), 1000e6);
        hooked.setHook(address(lines), abi.encodeCall(lines.mark, (merchant)));
        vm.prank(merchant);
        vm.expectRevert(bytes4(keccak256("ReentrancyGuardReentrantCall()")));
        lines.repay(merchant, 1000e6);
    }
}
