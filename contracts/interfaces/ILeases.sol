// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDevices} from "./IDevices.sol";

/// @title A bank's book of equipment leases
/// @notice The treasury finances a machine when its lessee has accepted it; base rents pay that back with interest, and
///         metered use costs the less per hour the more the machine is used. Deposit, prepaid rent and the
///         manufacturer's cover lie at the treasury as money owed to this book, lease by lease.
/// @dev Amounts are minor units. Days are local days of the treasury. Every period lasts `periodDays`.
interface ILeases {
    /// @dev Arrears are not stored: a lease with `dueSince` in the past is in arrears.
    enum State {
        None,
        Signed,
        Approved,
        Active,
        Noticed,
        Defaulted,
        Repossessed,
        WrittenOff,
        Ended,
        Cancelled
    }

    /// @notice Use above `fromHours` of a period costs `pricePerHour`.
    struct Bracket {
        uint24 fromHours;
        uint40 pricePerHour;
    }

    /// @notice What the gateway watches for; the chain only carries it.
    /// @param unusedHours hours without operation before an alarm
    /// @param fuelRatePct burn per operating hour, in percent of the rated one, before an alarm
    /// @param idlePct idle share of operating hours before an alarm
    struct AlarmLimits {
        uint16 unusedHours;
        uint16 fuelRatePct;
        uint16 idlePct;
    }

    /// @param price paid to the manufacturer by the end: `price − buyOut` at delivery, `buyOut` by the lessee that keeps
    ///        the machine
    /// @param deposit held until the end
    /// @param baseRent per period; pays interest first, then what was financed
    /// @param minimumRent least rent of a period, base rent included
    /// @param rateBps yearly rate on what is financed and unpaid
    /// @param coverBps part of what is financed that the manufacturer leaves at the treasury against losses
    /// @param earlyFeeBps of what is unpaid, when the lessee ends the lease before its term
    /// @param periods after which all that was financed has fallen due
    /// @param tariff price of use; see {Bracket}
    struct Terms {
        bytes32 deviceId;
        address lessee;
        uint88 price;
        uint88 buyOut;
        uint88 deposit;
        uint88 baseRent;
        uint88 minimumRent;
        uint16 rateBps;
        uint16 coverBps;
        uint16 earlyFeeBps;
        uint16 periodDays;
        uint16 periods;
        Bracket[] tariff;
        AlarmLimits alarms;
    }

    /// @notice What is stored of the terms, and where the lease stands.
    /// @param day of the last step: signature, approval, last bill, notice
    /// @param period last period billed
    /// @param ending the lessee has asked for the end; the running period is the last
    /// @param finalBilled the last period has been billed
    /// @param deviceFreed the machine may serve another lease
    struct Lease {
        bytes32 deviceId;
        address manufacturer;
        State state;
        uint16 rateBps;
        uint16 coverBps;
        uint16 earlyFeeBps;
        uint16 periodDays;
        uint16 periods;
        address lessee;
        uint32 obligor;
        uint16 day;
        uint16 period;
        bool ending;
        bool finalBilled;
        bool deviceFreed;
        uint88 financed;
        uint88 buyOut;
        uint80 deposit;
        uint88 baseRent;
        uint88 minimumRent;
        uint256 tariff;
    }

    /// @notice What is owed, and what is held.
    /// @param accruedX18 interest accrued and not paid, × 1e18
    /// @param unbookedX18 of it not on the treasury's ledger: what accrued while the lease was marked down
    /// @param dueSince day of the oldest unpaid bill, 0 when none
    /// @param penaltyDay day up to which the penalty has been charged
    struct Account {
        uint88 principal;
        uint88 duePrincipal;
        uint64 penalty;
        uint8 impairedPct;
        bool nonAccrual;
        uint128 accruedX18;
        uint88 dueUsage;
        uint40 last;
        uint128 unbookedX18;
        uint88 impaired;
        uint16 dueSince;
        uint16 penaltyDay;
        uint88 dueInterest;
        uint88 held;
        uint80 cover;
    }

    /// @notice A debt in parts, and what is held against it.
    /// @param due what has fallen due
    /// @param total all that would have to be paid now
    struct Debt {
        uint128 principal;
        uint128 interest;
        uint128 usage;
        uint128 penalty;
        uint128 due;
        uint128 total;
        uint128 held;
        uint128 cover;
        uint16 dueSince;
        uint16 daysPastDue;
    }

    /// @notice What a period's bill made due: base rent (`interest` + `principal`), use, and what an early end costs.
    /// @param metered a reading counted
    /// @param opSec operating seconds billed
    /// @param periodsMetered periods that they belong to
    struct Bill {
        bool metered;
        uint40 opSec;
        uint16 periodsMetered;
        uint88 interest;
        uint88 principal;
        uint88 usage;
        uint88 fee;
    }

    /// @notice A payment in parts.
    struct Payment {
        uint88 penalty;
        uint88 interest;
        uint88 principal;
        uint88 usage;
    }

    event LeaseSigned(uint256 indexed leaseId, address indexed lessee, uint32 obligor, uint88 deposit);
    event LeaseApproved(uint256 indexed leaseId, address by, uint88 financed, uint16 rulesVersion);
    event LeaseCancelled(uint256 indexed leaseId, address by, State from);
    event LeaseDelivered(uint256 indexed leaseId, bytes32 indexed deviceId, uint88 paid, uint80 cover, bool pushed);
    /// @notice A period was billed; what is due with it, and since when.
    event RentBilled(uint256 indexed leaseId, uint16 indexed period, Bill bill, uint128 due, uint16 dueSince);
    /// @param held deposit and prepaid rent left
    event RentPaid(
        uint256 indexed leaseId,
        address indexed payer,
        bool fromHeld,
        Payment payment,
        uint88 principal,
        uint128 accruedX18,
        uint128 due,
        uint88 held,
        State state
    );
    event HeldChanged(uint256 indexed leaseId, address indexed by, uint88 oldHeld, uint88 newHeld);
    /// @param penalty unpaid penalties up to `day`
    event PenaltyCharged(uint256 indexed leaseId, uint16 day, uint64 penalty);
    event LeaseMarked(
        uint256 indexed leaseId,
        uint8 oldPct,
        uint8 newPct,
        uint88 impaired,
        uint16 daysPastDue,
        address by
    );
    event LeaseNoticed(uint256 indexed leaseId, address by, uint16 daysPastDue, uint16 defaultDay);
    event LeaseDefaulted(uint256 indexed leaseId, address by, uint88 heldApplied, uint80 coverApplied);
    event LeaseCured(uint256 indexed leaseId);
    event LeaseRepossessed(uint256 indexed leaseId, address by, bytes32 evidence);
    event MachineSold(uint256 indexed leaseId, address by, uint88 proceeds, uint88 applied, uint88 surplus);
    event LeaseWrittenOff(uint256 indexed leaseId, uint88 principal, uint128 accruedX18, address by);
    event EndRequested(uint256 indexed leaseId, address by);
    event LeaseEnded(uint256 indexed leaseId, bool boughtOut, uint88 refund, uint80 cover);
    event DefaultTermsSet(uint16 penaltyBps, uint16 graceDays, uint16 noticeDays);

    error WrongLeaseState(uint256 leaseId, State state);
    /// @notice Manufacturer and lessee belong to one group: nothing would really be sold.
    error SameGroup(uint32 obligor);
    error NotParty(uint256 leaseId, address account);
    error NotExpired(uint256 leaseId, uint16 lastDay);
    error LeaseExpired(uint256 leaseId, uint16 lastDay);
    error ZeroRent();
    error NothingDue(uint256 leaseId);
    error RentUnpaid(uint256 leaseId, uint256 due);
    /// @notice More than is held beyond the deposit.
    error HeldTooLittle(uint256 available, uint256 asked);
    error MarkNotRaised(uint8 oldPct, uint8 newPct);
    error MarkNotLowered(uint8 oldPct, uint8 newPct);
    /// @notice The mark is not 100 %, or is of before a cure and has to be brought up.
    error NotFullyImpaired(uint8 pct);
    error NotInArrears(uint256 leaseId);
    error DueTooShort(uint16 days_, uint16 needed);
    error NotEnding(uint256 leaseId);
    error FinalBillWritten(uint256 leaseId);
    /// @notice The treasury lets this book lend at `most` only.
    error RentRateTooHigh(uint256 rateBps, uint256 most);
    error CostAboveMaximum(uint256 cost, uint256 most);
    error InvalidDefaultTerms();

    // ---------------------------------------------------------------- agreement

    /// @notice Take the offer and pay the deposit.
    /// @param termsHash hash in {ILeaseOffers-LeaseProposed}: what the lessee has read
    /// @custom:access the lessee
    function sign(uint256 leaseId, bytes32 termsHash) external;

    /// @notice Commit the bank's money: it is set aside at the treasury until delivery, and counts as the lessee's
    ///         exposure. Lapses after 30 days.
    /// @custom:access OFFICER
    function approve(uint256 leaseId) external;

    /// @notice Give up before delivery; deposit and money set aside go back. By a party or an officer at any time, by
    ///         anyone when the step has lapsed.
    function cancel(uint256 leaseId) external;

    /// @notice Withdraw an approval, or refuse.
    /// @custom:access OFFICER
    function decline(uint256 leaseId) external;

    /// @notice Take over the machine: its meter starts at `reading` and the manufacturer is paid. Where the asset
    ///         refuses the manufacturer's address, the money waits at the treasury for {ITreasury-claim}.
    /// @custom:access the lessee
    function acceptDelivery(uint256 leaseId, IDevices.Reading calldata reading, bytes calldata signature) external;

    // ---------------------------------------------------------------- rent

    /// @notice Write the bill of the period that can be settled, and pay it from prepaid rent as far as that goes.
    function bill(uint256 leaseId) external;

    /// @notice Pay what is due, by anyone. Order: penalty, interest, principal, use. Never paused.
    /// @param amount at most this much is taken
    function pay(uint256 leaseId, uint128 amount) external returns (uint128 paid);

    /// @notice Bring prepaid rent.
    function prepay(uint256 leaseId, uint88 amount) external;

    /// @notice Take back prepaid rent, when nothing is due.
    /// @custom:access the lessee
    function withdrawPrepaid(uint256 leaseId, uint88 amount) external;

    // ---------------------------------------------------------------- end

    /// @notice Stop the meter now: the running period is the last, and all that was financed falls due with its bill.
    /// @custom:access the lessee
    function requestEnd(uint256 leaseId) external;

    /// @notice After the last bill: pay all that is left, and keep the machine for its buy-out price or give it back.
    ///         What is held is used first; the rest of it is refunded, the cover returned, the device freed, in this
    ///         transaction.
    /// @param maxCost most that may be taken from the lessee's account
    /// @custom:access the lessee; 30 days after the last bill also the manufacturer, that has its machine back, when
    ///                nothing is due
    function finish(uint256 leaseId, bool buyOut, uint128 maxCost) external;

    // ---------------------------------------------------------------- bad debt

    /// @notice Mark down by days past due: 30 days 25 %, 60 days 50 %, 90 days 100 %. By anyone.
    function mark(uint256 leaseId) external;

    /// @custom:access OFFICER
    function markEarly(uint256 leaseId, uint8 pct) external;

    /// @custom:access RISK_LOOSEN (delayed)
    function releaseMark(uint256 leaseId, uint8 pct) external;

    /// @notice Tell the lessee that the lease will be ended for unpaid rent. From 30 days past due.
    /// @custom:access OFFICER
    function notice(uint256 leaseId) external;

    /// @notice End a noticed lease: all falls due, what is held and then the cover pays of it. Only for rent unpaid,
    ///         after the days of notice; silence or alarms of a device are no reason.
    /// @custom:access OFFICER
    function declareDefault(uint256 leaseId) external;

    /// @param evidence hash of the record of the repossession
    /// @custom:access OFFICER
    function repossess(uint256 leaseId, bytes32 evidence) external;

    /// @notice Bring what the machine was sold for, in one sum. A surplus is owed to the lessee; the device is free.
    /// @custom:access OFFICER
    function sell(uint256 leaseId, uint88 proceeds) external;

    /// @notice Give up a lease that is fully marked, from 180 days past due. By anyone.
    function writeOff(uint256 leaseId) external;

    /// @custom:access OFFICER
    function writeOffEarly(uint256 leaseId) external;

    /// @notice Agree that the manufacturer gives the machine another key.
    /// @custom:access OFFICER
    function approveDeviceKey(uint256 leaseId, bytes32 keyHash) external;

    /// @custom:access OFFICER
    function revokeDeviceKey(uint256 leaseId) external;

    // ---------------------------------------------------------------- view

    function lease(uint256 leaseId) external view returns (Lease memory);

    function account(uint256 leaseId) external view returns (Account memory);

    function debtOf(uint256 leaseId) external view returns (Debt memory);

    /// @notice The machine may be locked: rent is unpaid, the days of notice are over, and it serves this lease still.
    function mayLock(uint256 leaseId) external view returns (bool);
}
