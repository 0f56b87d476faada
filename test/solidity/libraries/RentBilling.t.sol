// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {LineBilling} from "../../../contracts/libraries/LineBilling.sol";
import {RentBilling} from "../../../contracts/libraries/RentBilling.sol";
import {TestBase} from "../support/TestBase.sol";

/// @notice Interest, rents and penalties of a lease, computed at moments of the test's choice.
contract RentBillingTest is TestBase {
    using RentBilling for ILeases.Account;

    uint16 private constant DAY = 20_780;
    uint16 private constant GRACE = 7;
    uint16 private constant PENALTY_BPS = 1800;
    uint16 private constant RATE_BPS = 600;
    uint88 private constant PRINCIPAL = 900_000e6;
    uint88 private constant BASE_RENT = 40_000e6;
    uint40 private constant START = 1_795_000_000;
    uint256 private constant MAX_AMOUNT = 1e16;

    function _account(uint256 principal) private pure returns (ILeases.Account memory a) {
        a.principal = uint88(principal);
        a.last = START;
    }

    function _copy(ILeases.Account memory a) private pure returns (ILeases.Account memory) {
        return abi.decode(abi.encode(a), (ILeases.Account));
    }

    // ---------------------------------------------------------------- interest and bills

    function testFuzz_interestDoesNotDependOnHowOftenItIsLookedAt(
        uint256 amount,
        uint256 t1,
        uint256 t2
    ) external pure {
        ILeases.Account memory once = _account(bound(amount, 1, MAX_AMOUNT));
        ILeases.Account memory often = _copy(once);
        (t1, t2) = (bound(t1, 0, 400 days), bound(t2, 0, 400 days));
        often.accrue(RATE_BPS, START + t1);
        often.accrue(RATE_BPS, START + t1); // again in the same second
        often.accrue(RATE_BPS, START); // and for a moment that is past
        often.accrue(RATE_BPS, START + t1 + t2);
        once.accrue(RATE_BPS, START + t1 + t2);
        assertEq(often.accruedX18, once.accruedX18, "the same to the last digit");
        assertEq(once.accruedX18, uint256(LineBilling.rateX18(once.principal, RATE_BPS)) * (t1 + t2), "ACT/365F");
    }

    function test_baseRentPaysInterestFirst() external pure {
        ILeases.Account memory a = _account(PRINCIPAL);
        a.accrue(RATE_BPS, START + 30 days);
        (uint88 interest, uint88 principal) = a.bill(BASE_RENT, false, 7e6, DAY);
        assertEq(interest, (uint256(PRINCIPAL) * 600 * 30) / 3_650_000 + 1, "a month at 6 %, rounded up");
        assertEq(interest + principal, BASE_RENT, "the base rent");
        assertEq(a.dueOf(), BASE_RENT + 7e6, "and the use");
        assertTrue(a.dueSince == DAY && a.penaltyDay == DAY, "since that day");
    }

    function test_interestAboveTheBaseRentIsDueInFull() external pure {
        ILeases.Account memory a = _account(PRINCIPAL);
        a.accrue(3600, START + 400 days);
        (uint88 interest, uint88 principal) = a.bill(BASE_RENT, false, 0, DAY);
        assertGt(interest, BASE_RENT, "more than the base rent");
        assertEq(principal, 0, "and no principal");
    }

    function test_lastBillMakesAllPrincipalDue() external pure {
        ILeases.Account memory a = _account(PRINCIPAL);
        (, uint88 principal) = a.bill(BASE_RENT, true, 0, DAY);
        assertEq(principal, PRINCIPAL, "all");
        (, principal) = a.bill(BASE_RENT, false, 0, DAY + 30);
        assertEq(principal, 0, "and then none");
    }

    function test_billOfNothingIsDueSinceNoDay() external pure {
        ILeases.Account memory a = _account(0);
        a.bill(BASE_RENT, true, 0, DAY);
        assertEq(a.dueSince, 0, "nothing due");
    }

    function testFuzz_billsNeverExceedWhatIsOwed(uint256 amount, uint256 rent, uint256 periods) external pure {
        ILeases.Account memory a = _account(bound(amount, 1, MAX_AMOUNT));
        rent = bound(rent, 0, MAX_AMOUNT);
        periods = bound(periods, 1, 60);
        for (uint256 i = 1; i <= periods; ++i) {
            a.accrue(RATE_BPS, START + i * 30 days);
            a.bill(uint88(rent), i == periods, 0, uint16(DAY + 30 * i));
        }
        assertEq(a.duePrincipal, a.principal, "all principal at the end");
        assertEq(a.dueInterest, a.interestOf(), "and all interest");
    }

    // ---------------------------------------------------------------- penalty

    function test_penaltyBeginsAfterTheGraceAndCountsFromTheBill() external pure {
        ILeases.Account memory a = _account(PRINCIPAL);
        a.bill(BASE_RENT, false, 0, DAY);
        a.penalise(PENALTY_BPS, GRACE, DAY + GRACE);
        assertEq(a.penalty, 0, "in grace");
        a.penalise(PENALTY_BPS, GRACE, DAY + GRACE + 1);
        assertEq(a.penalty, (uint256(BASE_RENT) * 1800 * 8) / 3_650_000 + 1, "eight days, rounded up");
        a.penalise(PENALTY_BPS, GRACE, DAY + GRACE + 1);
        assertEq(a.penaltyDay, DAY + GRACE + 1, "once a day");
    }

    function testFuzz_penaltyGrowsByAUnitALookAtMost(uint256 amount, uint256 due, uint8[5] memory steps) external pure {
        ILeases.Account memory once = _account(bound(amount, 1, MAX_AMOUNT));
        once.bill(uint88(bound(due, 1, MAX_AMOUNT)), false, 0, DAY);
        ILeases.Account memory often = _copy(once);
        uint16 day = DAY + GRACE;
        for (uint256 i; i < steps.length; ++i) {
            day += steps[i];
            often.penalise(PENALTY_BPS, GRACE, day);
        }
        once.penalise(PENALTY_BPS, GRACE, day);
        assertGe(often.penalty, once.penalty, "no look makes it less");
        assertLe(often.penalty, uint256(once.penalty) + steps.length, "nor more than a unit more");
    }

    // ---------------------------------------------------------------- payments

    function testFuzz_paymentIsSplitInOrderAndToTheUnit(uint256 paid, uint88[4] memory due) external pure {
        ILeases.Account memory a = _account(0);
        (a.penalty, a.dueInterest) = (uint64(due[0]), uint64(due[1]));
        (a.duePrincipal, a.principal, a.dueUsage) = (uint80(due[2]), uint80(due[2]), uint80(due[3]));
        paid = bound(paid, 0, a.dueOf());
        ILeases.Payment memory p = a.split(paid);
        assertEq(uint256(p.penalty) + p.interest + p.principal + p.usage, paid, "to the unit");
        if (p.interest != 0) assertEq(p.penalty, a.penalty, "penalty before interest");
        if (p.principal != 0) assertEq(p.interest, a.dueInterest, "interest before principal");
        if (p.usage != 0) assertEq(p.principal, a.duePrincipal, "principal before use");
    }

    function testFuzz_paymentsInPartsEndWhereOneEnds(uint256 amount, uint256 time, uint256 part) external pure {
        ILeases.Account memory once = _account(bound(amount, 1e6, MAX_AMOUNT));
        once.accrue(RATE_BPS, START + bound(time, 1, 400 days));
        once.nonAccrual = true;
        once.accrue(RATE_BPS, START + 500 days);
        once.bill(uint88(once.principal / 10), false, 5e6, DAY);
        ILeases.Account memory parts = _copy(once);
        uint256 due = once.dueOf();
        uint256 bookedX18 = once.settle(once.split(due));
        uint256 first = bound(part, 0, due);
        uint256 bookedInParts = parts.settle(parts.split(first));
        bookedInParts += parts.settle(parts.split(due - first));
        assertEq(bookedInParts, bookedX18, "as much off the ledger");
        assertEq(keccak256(abi.encode(parts)), keccak256(abi.encode(once)), "and the same account");
        assertTrue(once.dueSince == 0 && once.accruedX18 == 0, "nothing due any more");
    }

    function test_ledgerInterestIsPaidFirst() external pure {
        ILeases.Account memory a = _account(PRINCIPAL);
        a.accrue(RATE_BPS, START + 10 days);
        uint256 bookedX18 = a.accruedX18;
        a.nonAccrual = true;
        a.accrue(RATE_BPS, START + 20 days);
        assertEq(a.bookedOf(), bookedX18, "what accrues while marked is off the ledger");
        a.accelerate();
        ILeases.Payment memory p;
        p.interest = uint88(bookedX18 / 1e18);
        assertEq(a.settle(p), uint256(p.interest) * 1e18, "all of it from the ledger");
        p.interest = 2;
        assertLt(a.settle(p), 1e18, "then only what was left there");
        assertEq(a.bookedOf(), 0, "and nothing stays");
    }

    function test_accelerationMakesAllDue() external pure {
        ILeases.Account memory a = _account(PRINCIPAL);
        a.accrue(RATE_BPS, START + 45 days);
        a.bill(BASE_RENT, false, 0, DAY);
        a.accelerate();
        assertEq(a.duePrincipal, PRINCIPAL, "principal");
        assertEq(a.dueInterest, a.interestOf(), "interest to now");
    }
}
