// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {LineBilling} from "./LineBilling.sol";
import {RoundingMath, WAD} from "./RoundingMath.sol";

/// @title Interest, rents and penalties of a lease
/// @notice Interest accrues per second on what is financed and unpaid. A bill makes due what has accrued, the part of
///         the base rent beyond it as principal, and the price of use. What is unpaid after the days of grace bears a
///         penalty per day, from the day of the oldest unpaid bill.
/// @dev Works on a copy in memory, so that views and transactions compute the same.
library RentBilling {
    using SafeCast for uint256;

    /// @notice Interest up to `time`, as minor units × 1e18.
    function accrue(ILeases.Account memory a, uint256 rateBps, uint256 time) internal pure {
        if (time <= a.last) return;
        uint128 earned = (uint256(LineBilling.rateX18(a.principal, rateBps)) * (time - a.last)).toUint128();
        a.accruedX18 += earned;
        if (a.nonAccrual) a.unbookedX18 += earned;
        a.last = time.toUint40();
    }

    /// @notice Interest accrued and unpaid, in whole minor units, rounded up.
    function interestOf(ILeases.Account memory a) internal pure returns (uint88) {
        return ((uint256(a.accruedX18) + WAD - 1) / WAD).toUint88();
    }

    /// @notice Makes a period's rent due.
    /// @param baseRent rent that pays interest first and then principal
    /// @param all all principal falls due
    /// @param usage price of use
    /// @param day day of the bill
    /// @return interest and principal that this bill made due
    function bill(
        ILeases.Account memory a,
        uint88 baseRent,
        bool all,
        uint88 usage,
        uint16 day
    ) internal pure returns (uint88 interest, uint88 principal) {
        interest = interestOf(a) - a.dueInterest;
        uint88 notDue = a.principal - a.duePrincipal;
        principal = baseRent > interest ? baseRent - interest : 0;
        if (all || principal > notDue) principal = notDue;
        a.dueInterest += interest;
        a.duePrincipal += principal;
        a.dueUsage += usage;
        if (a.dueSince == 0 && dueOf(a) != 0) {
            a.dueSince = day;
            a.penaltyDay = day;
        }
    }

    /// @notice Penalty up to `day` on what is due. Begins after the grace, and then counts from the day of the bill.
    function penalise(ILeases.Account memory a, uint16 penaltyBps, uint16 graceDays, uint16 day) internal pure {
        if (a.dueSince == 0 || day <= a.dueSince + graceDays || day <= a.penaltyDay) return;
        uint256 penalty = RoundingMath.interestUp(
            dueOf(a) - a.penalty,
            penaltyBps,
            uint256(day - a.penaltyDay) * 1 days
        );
        a.penalty += penalty.toUint64();
        a.penaltyDay = day;
    }

    /// @notice Splits a payment: penalty, interest, principal, use.
    /// @param paid at most what is due
    function split(ILeases.Account memory a, uint256 paid) internal pure returns (ILeases.Payment memory p) {
        (p.penalty, paid) = _part(paid, a.penalty);
        (p.interest, paid) = _part(paid, a.dueInterest);
        (p.principal, paid) = _part(paid, a.duePrincipal);
        (p.usage, ) = _part(paid, a.dueUsage);
    }

    function _part(uint256 paid, uint256 due) private pure returns (uint88 part, uint256 rest) {
        part = (paid < due ? paid : due).toUint88();
        rest = paid - part;
    }

    /// @notice Takes a payment off what is owed.
    /// @return bookedX18 interest of it that was on the treasury's ledger, which is paid first
    function settle(ILeases.Account memory a, ILeases.Payment memory p) internal pure returns (uint256 bookedX18) {
        uint256 settledX18 = uint256(p.interest) * WAD;
        if (settledX18 > a.accruedX18) settledX18 = a.accruedX18;
        bookedX18 = bookedOf(a);
        if (bookedX18 > settledX18) bookedX18 = settledX18;
        a.accruedX18 -= uint128(settledX18);
        a.unbookedX18 -= uint128(settledX18 - bookedX18);
        a.penalty -= uint64(p.penalty);
        a.dueInterest -= p.interest;
        a.principal -= p.principal;
        a.duePrincipal -= p.principal;
        a.dueUsage -= p.usage;
        if (dueOf(a) == 0) {
            a.dueSince = 0;
            a.penaltyDay = 0;
        }
    }

    /// @notice Interest on the treasury's ledger, × 1e18.
    function bookedOf(ILeases.Account memory a) internal pure returns (uint256) {
        return a.accruedX18 - a.unbookedX18;
    }

    function dueOf(ILeases.Account memory a) internal pure returns (uint256) {
        return uint256(a.dueInterest) + a.duePrincipal + a.dueUsage + a.penalty;
    }

    /// @notice All falls due: what is financed and unpaid, and its interest to now.
    function accelerate(ILeases.Account memory a) internal pure {
        a.duePrincipal = a.principal;
        a.dueInterest = interestOf(a);
    }
}
