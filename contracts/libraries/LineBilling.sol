// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICreditLines} from "../interfaces/ICreditLines.sol";
import {LocalDay} from "./LocalDay.sol";
import {BPS, RoundingMath, WAD} from "./RoundingMath.sol";

/// @title Interest, bills and penalties of a revolving line
/// @notice Every {PERIOD} days all interest accrued up to the end of the day before, and a twelfth of the principal,
///         fall due. What is unpaid after the days of grace bears a penalty per day, from the day it fell due; while an
///         older bill is past its grace, a newer one has none.
/// @dev Works on a copy in memory, so that views and transactions compute the same. How often it is called changes the
///      penalty by at most one minor unit a call, by rounding up.
library LineBilling {
    using SafeCast for uint256;

    uint16 internal constant PERIOD = 30;
    uint256 private constant INSTALMENTS = 12;

    /// @param penaltyBps yearly rate on what is past due
    /// @param graceDays days after a bill in which it may be paid without penalty
    struct Terms {
        uint16 penaltyBps;
        uint16 graceDays;
        int32 utcOffset;
    }

    /// @notice One bill as it was written, and what was due and unpaid with it.
    struct Bill {
        uint16 day;
        uint88 interest;
        uint88 principalPart;
        uint88 dueInterest;
        uint88 duePrincipal;
        uint64 penalty;
        uint16 dueSince;
    }

    /// @notice Brings the line to now: the bills of all days that have come, penalties, interest.
    /// @return written the bills, oldest first
    function bringUp(
        ICreditLines.Line memory credit,
        Terms memory terms
    ) internal view returns (Bill[] memory written) {
        uint16 day = LocalDay.dayOf(block.timestamp, terms.utcOffset);
        uint256 count = credit.billDay == 0 || day < credit.billDay ? 0 : (day - credit.billDay) / PERIOD + 1;
        written = new Bill[](count);
        for (uint256 i; i < count; ++i) {
            _penalise(credit, terms, credit.billDay);
            written[i] = _bill(credit, terms.utcOffset);
        }
        _penalise(credit, terms, day);
        accrue(credit, block.timestamp);
    }

    /// @notice Interest up to `time`.
    function accrue(ICreditLines.Line memory credit, uint256 time) internal pure {
        if (time <= credit.last) return;
        credit.accruedX18 += (uint256(credit.rateX18) * (time - credit.last)).toUint128();
        credit.last = time.toUint32();
    }

    /// @dev Interest of the days before the bill's day, less what is billed already; a twelfth of the principal, less
    ///      what of it has fallen due already.
    function _bill(ICreditLines.Line memory credit, int32 utcOffset) private pure returns (Bill memory b) {
        b.day = credit.billDay;
        accrue(credit, LocalDay.endOf(b.day - 1, utcOffset));
        b.interest = interestOf(credit) - credit.dueInterest;
        uint88 part = uint88((credit.principal + INSTALMENTS - 1) / INSTALMENTS);
        uint88 notDue = credit.principal - credit.duePrincipal;
        b.principalPart = part < notDue ? part : notDue;
        credit.dueInterest += b.interest;
        credit.duePrincipal += b.principalPart;
        if (credit.dueSince == 0) {
            credit.dueSince = b.day;
            credit.penaltyDay = b.day;
        }
        credit.billDay = b.day + PERIOD;
        (b.dueInterest, b.duePrincipal, b.penalty, b.dueSince) = (
            credit.dueInterest,
            credit.duePrincipal,
            credit.penalty,
            credit.dueSince
        );
    }

    /// @dev Penalty up to `day` on what is due. Begins after the grace, and then counts from the day of the bill.
    function _penalise(ICreditLines.Line memory credit, Terms memory terms, uint16 day) private pure {
        if (credit.dueSince == 0 || day <= credit.dueSince + terms.graceDays || day <= credit.penaltyDay) return;
        uint256 due = uint256(credit.dueInterest) + credit.duePrincipal;
        uint256 penalty = RoundingMath.interestUp(due, terms.penaltyBps, uint256(day - credit.penaltyDay) * 1 days);
        credit.penalty += penalty.toUint64();
        credit.penaltyDay = day;
    }

    /// @notice Interest accrued and not paid, in whole minor units, rounded up.
    function interestOf(ICreditLines.Line memory credit) internal pure returns (uint88) {
        return ((uint256(credit.accruedX18) + WAD - 1) / WAD).toUint88();
    }

    /// @notice Yearly `bps` on `amount` as minor units × 1e18 per second, rounded down.
    function rateX18(uint256 amount, uint256 bps) internal pure returns (uint96) {
        return ((amount * bps * WAD) / (BPS * 365 days)).toUint96();
    }
}
