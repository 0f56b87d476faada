// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICreditLines} from "../../../contracts/interfaces/ICreditLines.sol";
import {LineBilling} from "../../../contracts/libraries/LineBilling.sol";
import {LocalDay} from "../../../contracts/libraries/LocalDay.sol";
import {TestBase} from "../support/TestBase.sol";

/// @notice Interest, bills and penalties of a line, computed at moments of the test's choice.
contract LineBillingTest is TestBase {
    int32 private constant UTC_OFFSET = 28_800;
    uint16 private constant START_DAY = 20_780;
    uint16 private constant GRACE_DAYS = 7;
    uint16 private constant PENALTY_BPS = 1800;
    uint256 private constant MAX_LIMIT = 1e16;
    uint88 private constant PRINCIPAL = 1_200_000e6;
    uint16 private constant RATE_BPS = 720;

    function _terms() private pure returns (LineBilling.Terms memory) {
        return LineBilling.Terms(PENALTY_BPS, GRACE_DAYS, UTC_OFFSET);
    }

    /// @dev Ten o'clock on a local day.
    function _timeOf(uint256 day) private pure returns (uint256) {
        return day * 1 days - uint256(uint32(UTC_OFFSET)) + 10 hours;
    }

    /// @return credit drawn at ten o'clock of `day`
    function _drawn(uint256 amount, uint256 bps, uint16 day) private pure returns (ICreditLines.Line memory credit) {
        credit.principal = uint88(amount);
        credit.rateX18 = LineBilling.rateX18(amount, bps);
        credit.last = uint32(_timeOf(day));
        credit.billDay = day + LineBilling.PERIOD;
        credit.state = ICreditLines.State.Active;
    }

    function _bringUp(ICreditLines.Line memory credit) private view returns (LineBilling.Bill[] memory) {
        return LineBilling.bringUp(credit, _terms());
    }

    // ---------------------------------------------------------------- bills

    function test_noBillBeforeItsDay() external {
        ICreditLines.Line memory credit = _drawn(PRINCIPAL, RATE_BPS, START_DAY);
        vm.warp(_timeOf(START_DAY + 30) - 10 hours - 1);
        assertEq(_bringUp(credit).length, 0, "the last second before the day");
        assertEq(credit.dueSince, 0, "nothing due");
        vm.warp(block.timestamp + 1);
        assertEq(_bringUp(credit).length, 1, "the first second of the day");
        assertEq(credit.dueSince, START_DAY + 30, "due since that day");
        assertEq(credit.billDay, START_DAY + 60, "the next in 30 days");
    }

    function test_billIsInterestToTheEndOfTheDayBeforeAndATwelfth() external {
        ICreditLines.Line memory credit = _drawn(PRINCIPAL, RATE_BPS, START_DAY);
        vm.warp(_timeOf(START_DAY + 33));
        LineBilling.Bill memory b = _bringUp(credit)[0];
        uint256 seconds_ = 30 days - 10 hours;
        assertEq(b.interest, (uint256(credit.rateX18) * seconds_ + 1e18 - 1) / 1e18, "interest, rounded up");
        assertEq(b.principalPart, PRINCIPAL / 12, "a twelfth");
        assertEq(b.dueInterest, b.interest, "all that is due");
        assertEq(b.duePrincipal, b.principalPart, "likewise");
        assertEq(credit.accruedX18, uint256(credit.rateX18) * 33 days, "interest goes on to now");
    }

    function test_twelveBillsMakeTheWholePrincipalDueAndNoMore() external {
        ICreditLines.Line memory credit = _drawn(PRINCIPAL + 7, RATE_BPS, START_DAY);
        vm.warp(_timeOf(START_DAY + 11 * 30));
        assertEq(_bringUp(credit).length, 11, "eleven bills");
        assertLt(credit.duePrincipal, credit.principal, "not yet all");
        vm.warp(_timeOf(START_DAY + 14 * 30));
        LineBilling.Bill[] memory later = _bringUp(credit);
        assertEq(credit.duePrincipal, credit.principal, "all");
        assertEq(later[2].principalPart, 0, "and then only interest");
    }

    function testFuzz_billsAddUpToWhatIsDue(uint256 amount, uint256 bps, uint256 time) external {
        amount = bound(amount, 1, MAX_LIMIT);
        ICreditLines.Line memory credit = _drawn(amount, bound(bps, 1, 2400), START_DAY);
        vm.warp(bound(time, _timeOf(START_DAY), _timeOf(START_DAY + 1500)));
        LineBilling.Bill[] memory bills = _bringUp(credit);
        uint256 interest;
        uint256 principal;
        for (uint256 i; i < bills.length; ++i) {
            interest += bills[i].interest;
            principal += bills[i].principalPart;
            assertEq(bills[i].day, START_DAY + 30 * (i + 1), "every 30 days");
            assertEq(bills[i].dueSince, START_DAY + 30, "unpaid since the first");
        }
        assertEq(credit.dueInterest, interest, "interest");
        assertEq(credit.duePrincipal, principal, "principal");
        assertLe(credit.dueInterest, LineBilling.interestOf(credit), "no more than has accrued");
        assertLe(credit.duePrincipal, credit.principal, "no more than is drawn");
    }

    // ---------------------------------------------------------------- penalties

    function test_penaltyBeginsAfterTheGraceAndThenCountsFromTheBill() external {
        ICreditLines.Line memory credit = _drawn(PRINCIPAL, RATE_BPS, START_DAY);
        uint16 billed = START_DAY + 30;
        vm.warp(_timeOf(billed + GRACE_DAYS));
        _bringUp(credit);
        assertEq(credit.penalty, 0, "the last day of grace");
        vm.warp(_timeOf(billed + GRACE_DAYS + 1));
        _bringUp(credit);
        assertEq(credit.penalty, _penalty(credit, GRACE_DAYS + 1), "from the day of the bill");
        vm.warp(block.timestamp + 12 hours);
        _bringUp(credit);
        assertEq(credit.penalty, _penalty(credit, GRACE_DAYS + 1), "by days");
    }

    function _penalty(ICreditLines.Line memory credit, uint256 days_) private pure returns (uint256) {
        uint256 due = uint256(credit.dueInterest) + credit.duePrincipal;
        return (due * PENALTY_BPS * days_ + 10_000 * 365 - 1) / (10_000 * 365);
    }

    function test_newBillHasNoGraceWhileAnOlderOneIsPastIts() external {
        ICreditLines.Line memory credit = _drawn(PRINCIPAL, RATE_BPS, START_DAY);
        vm.warp(_timeOf(START_DAY + 60));
        LineBilling.Bill[] memory bills = _bringUp(credit);
        uint256 first = bills[0].dueInterest + bills[0].duePrincipal;
        uint256 before = (first * PENALTY_BPS * 30 + 10_000 * 365 - 1) / (10_000 * 365);
        assertEq(credit.penalty, before, "30 days on the first bill");
        vm.warp(_timeOf(START_DAY + 61));
        _bringUp(credit);
        assertEq(credit.penalty, before + _penalty(credit, 1), "the next day on both");
    }

    // ---------------------------------------------------------------- any path, any time

    /// @dev Interest and bills do not depend on how often somebody looks; penalties by a unit a look at most.
    function testFuzz_C03_oftenOrOnceIsTheSame(uint256 amount, uint256 seed) external {
        amount = bound(amount, 1, MAX_LIMIT);
        ICreditLines.Line memory once = _drawn(amount, RATE_BPS, START_DAY);
        ICreditLines.Line memory often = _drawn(amount, RATE_BPS, START_DAY);
        vm.warp(_timeOf(START_DAY));
        uint256 looks = 1 + (seed % 12);
        for (uint256 i; i < looks; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            vm.warp(block.timestamp + (seed % 40 days));
            _bringUp(often);
        }
        uint256 bills = _bringUp(once).length;
        assertEq(often.accruedX18, once.accruedX18, "interest");
        assertEq(often.dueInterest, once.dueInterest, "interest due");
        assertEq(often.duePrincipal, once.duePrincipal, "principal due");
        assertTrue(often.dueSince == once.dueSince && often.billDay == once.billDay, "days");
        assertGe(often.penalty, once.penalty, "rounding is against the debtor");
        assertLe(often.penalty, uint256(once.penalty) + looks + bills, "by a unit each time");
    }

    /// @dev The highest principal at any price and any penalty up to 36 %, forgotten from 1980 on.
    function testFuzz_C10_aCenturyFitsItsTypes(uint256 bps, uint256 penaltyBps) external {
        uint16 day = 3650;
        ICreditLines.Line memory credit = _drawn(MAX_LIMIT, bound(bps, 1, 3600), day);
        vm.warp(_timeOf(uint256(day) + 36_500));
        LineBilling.Terms memory terms = LineBilling.Terms(uint16(bound(penaltyBps, 0, 3600)), 0, UTC_OFFSET);
        LineBilling.Bill[] memory bills = LineBilling.bringUp(credit, terms);
        assertEq(bills.length, 1216, "every bill");
        assertEq(credit.accruedX18, uint256(credit.rateX18) * 36_500 days, "to the last unit");
        assertEq(credit.duePrincipal, MAX_LIMIT, "all of it due");
    }

    /// @dev Within a unit of X18 a second: simple interest, ACT/365F.
    function testFuzz_C11_interestIsSimpleAndLinear(uint256 amount, uint256 bps, uint32 time) external pure {
        amount = bound(amount, 1, MAX_LIMIT);
        bps = bound(bps, 1, 10_000);
        ICreditLines.Line memory credit;
        credit.rateX18 = LineBilling.rateX18(amount, bps);
        LineBilling.accrue(credit, time);
        uint256 exact = (amount * bps * time * 1e18) / (10_000 * 365 days);
        assertLe(credit.accruedX18, exact, "never more");
        assertLe(exact, uint256(credit.accruedX18) + time + 1, "rounded down by the second");
        LineBilling.accrue(credit, time / 2);
        assertEq(credit.last, time, "time does not go back");
    }

    function test_localDayIsTheOneOfTheOffset() external {
        ICreditLines.Line memory credit = _drawn(PRINCIPAL, RATE_BPS, START_DAY);
        vm.warp(LocalDay.endOf(START_DAY + 29, UTC_OFFSET));
        assertEq(_bringUp(credit).length, 1, "midnight in UTC+8");
        assertEq(credit.accruedX18, uint256(credit.rateX18) * (30 days - 10 hours), "and interest up to it");
    }
}
