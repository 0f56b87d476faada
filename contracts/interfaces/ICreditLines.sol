// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILinePolicy} from "./ILinePolicy.sol";
import {IScoreOracle} from "./IScoreOracle.sol";

/// @title A bank's book of revolving lines for merchants
/// @notice The score sets limit and price by a public policy. Money drawn keeps the price it was drawn at; no score calls
///         it. Interest is simple, per second, ACT/365F. Every 30 days interest and a twelfth of the principal fall due.
/// @dev Amounts are minor units of the asset; X18 is minor units × 1e18. Days are local calendar days.
interface ICreditLines {
    /// @dev Arrears are computed: an Active line whose bill is unpaid after its day.
    enum State {
        None,
        Active,
        NonAccrual,
        Defaulted,
        WrittenOff,
        Closed
    }

    /// @param principal drawn and not repaid
    /// @param rateX18 interest per second on it
    /// @param last second up to which `accruedX18` reaches
    /// @param obligor group at opening; later regrouping does not move an open line
    /// @param limit most principal, after the policy's steps
    /// @param rateBps yearly price of the next draw
    /// @param scoreAt `updatedAt` of the score that the limit follows
    /// @param raisedDay day of the last rise of the limit
    /// @param policyVersion policy that the limit follows
    /// @param overrideUntil last day on which the bank's own limit stands instead of the policy's, 0 for none
    /// @param band index of the band, 255 for none
    /// @param impairedPct share of the value on the books that is marked down
    /// @param accruedX18 interest accrued and not paid, billed or not
    /// @param duePrincipal principal that has fallen due and is unpaid
    /// @param dueSince day since which something is due, 0 when nothing is
    /// @param billDay day of the next bill, 0 without debt
    /// @param dueInterest interest that has fallen due and is unpaid
    /// @param penalty penalty up to `penaltyDay`, unpaid
    /// @param bookedX18 interest still on the treasury's ledger, once the line no longer accrues there
    /// @param impaired amount marked down
    struct Line {
        uint88 principal;
        uint96 rateX18;
        uint32 last;
        uint32 obligor;
        State state;
        uint88 limit;
        uint16 rateBps;
        uint40 scoreAt;
        uint16 raisedDay;
        uint16 policyVersion;
        uint16 overrideUntil;
        uint8 band;
        uint8 impairedPct;
        uint128 accruedX18;
        uint88 duePrincipal;
        uint16 dueSince;
        uint16 billDay;
        uint88 dueInterest;
        uint64 penalty;
        uint16 penaltyDay;
        uint88 impaired;
        uint128 bookedX18;
    }

    /// @notice What a merchant owes now.
    /// @param interest accrued, rounded up
    /// @param total principal, interest and penalty
    /// @param due what of it has fallen due, penalty included
    struct Debt {
        uint128 principal;
        uint128 interest;
        uint128 penalty;
        uint128 total;
        uint128 due;
        uint16 dueSince;
        uint16 daysPastDue;
        uint16 billDay;
    }

    /// @notice What every bill follows; told once, at deployment.
    event BillingTermsSet(uint16 penaltyBps, uint16 graceDays);
    /// @param obligor group of the merchant
    event LineOpened(address indexed merchant, uint32 indexed obligor);
    /// @param score the score that decided, 0 for the bank's own decision
    /// @param pdBps its default probability
    event LimitChanged(
        address indexed merchant,
        uint88 oldLimit,
        uint88 newLimit,
        uint16 rateBps,
        uint8 band,
        uint16 score,
        uint16 pdBps,
        uint40 scoreAt,
        uint16 policyVersion
    );
    /// @notice An officer's own decision in place of the policy's, and why.
    event LineOverridden(
        address indexed merchant,
        address indexed by,
        uint88 oldLimit,
        uint88 newLimit,
        uint16 rateBps,
        uint16 untilDay,
        string reason
    );
    event Drawn(
        address indexed merchant,
        uint128 amount,
        uint16 rateBps,
        uint88 principal,
        uint96 rateX18,
        uint128 accruedX18,
        uint16 billDay
    );
    /// @param day on which the bill fell due
    event Billed(
        address indexed merchant,
        uint16 indexed day,
        uint88 interest,
        uint88 principalPart,
        uint88 dueInterest,
        uint88 duePrincipal,
        uint64 penalty,
        uint16 dueSince
    );
    /// @param penaltyPaid part of the payment, likewise interest and principal
    /// @param principal what remains, likewise the rest
    event Repaid(
        address indexed merchant,
        address indexed payer,
        uint128 penaltyPaid,
        uint128 interestPaid,
        uint128 principalPaid,
        uint88 principal,
        uint96 rateX18,
        uint128 accruedX18,
        uint88 dueInterest,
        uint88 duePrincipal,
        uint64 penalty,
        State state
    );
    event LineMarked(
        address indexed merchant,
        uint8 oldPct,
        uint8 newPct,
        uint88 impaired,
        uint16 daysPastDue,
        address indexed by
    );
    event LineDefaulted(address indexed merchant, uint16 daysPastDue, address indexed by);
    event LineWrittenOff(address indexed merchant, uint88 principal, uint128 accruedX18, address indexed by);
    /// @notice All bills are paid: the line is Active and accrues in NAV again.
    event LineCured(address indexed merchant);
    event LineClosed(address indexed merchant, address indexed by);
    event ScoreOracleChanged(address oldOracle, address newOracle);

    error WrongState(address merchant, State state);
    error ZeroAmount();
    /// @notice No source behind the merchant's score has its consent any more, or there never was one.
    error ConsentNotLive(address merchant);
    error ScorePending(address merchant);
    error ScoreStale(address merchant, uint40 asOf, uint40 oldest);
    /// @notice The policy gives no limit to this score and turnover (per month, in 1/100 of the currency).
    error NoLimit(address merchant, uint16 score, uint80 turnover);
    error LimitExceeded(uint256 principal, uint256 limit);
    /// @notice Part of the debt is marked down; the bank must release the mark before new money is drawn.
    error MarkedDown(address merchant, uint8 pct);
    error PastDue(address merchant, uint16 dueSince, uint128 due);
    error RateAboveMaximum(uint16 rateBps, uint16 maxRateBps);
    error NotPastDue(address merchant);
    error TooEarly(uint16 daysPastDue, uint16 needed);
    error MarkNotHigher(uint8 oldPct, uint8 newPct);
    error MarkNotLower(uint8 oldPct, uint8 newPct);
    error NotFullyMarked(uint8 pct);
    error DebtRemains(address merchant, uint128 total);
    error NothingOwed(address merchant);
    /// @notice The limit is higher or the price lower than now: that is for {loosenLine}.
    error NotTighter();
    /// @notice The grace must be shorter than a billing period, the penalty at most 36 % a year.
    error InvalidTerms();
    /// @notice An override needs a price within the book's, a day at most 180 days ahead, and a reason.
    error InvalidOverride();

    // ---------------------------------------------------------------- merchant

    /// @notice Open the caller's line, or open it again after it was closed, at the limit that the policy gives.
    /// @dev A reopened line goes on from its old limit, by the policy's steps.
    function open() external;

    /// @notice Take money. Applies the latest score first, so a cut acts at once.
    /// @param maxRateBps highest yearly price accepted
    function draw(uint128 amount, uint16 maxRateBps) external;

    /// @notice Pay on a merchant's debt: penalty, then interest, then principal. Anyone may, in every state of the line.
    ///         After write-off the principal is made good first.
    /// @param amount more than is owed pays what is owed
    /// @return paid what was taken from the caller
    function repay(address merchant, uint128 amount) external returns (uint128 paid);

    /// @notice End a line without debt. For the merchant; the bank uses {closeFor}.
    function close() external;

    /// @notice Apply the latest score and policy: a lower limit at once, a higher one by the policy's steps. Anyone may.
    function refresh(address merchant) external;

    /// @notice Write the bills that have fallen due. Anyone may; every other function does it by itself. Nothing is
    ///         written when no bill has come due, so that events tell of every change of a line.
    function bill(address merchant) external;

    // ---------------------------------------------------------------- bad debt

    /// @notice Mark down by days past due: 30 days 25 %, 60 days 50 %, 90 days 100 %. Stops the accrual in NAV.
    function mark(address merchant) external;

    /// @notice Mark down earlier or deeper, from the first day past due.
    /// @custom:access OFFICER
    function markEarly(address merchant, uint8 pct) external;

    /// @notice Lift a mark without cash.
    /// @custom:access RISK_LOOSEN (delayed)
    function releaseMark(address merchant, uint8 pct) external;

    /// @notice Declare default: the limit ends and the whole debt falls due. Anyone may from 90 days past due.
    function declareDefault(address merchant) external;

    /// @notice Write off a defaulted line that is fully marked down. Anyone may from 180 days past due.
    function writeOff(address merchant) external;

    /// @notice Write off earlier.
    /// @custom:access OFFICER
    function writeOffEarly(address merchant) external;

    // ---------------------------------------------------------------- administration

    /// @notice Set a stricter limit or price for one merchant until a day, at most 180 days ahead.
    /// @custom:access OFFICER
    function tightenLine(
        address merchant,
        uint88 limit,
        uint16 rateBps,
        uint16 untilDay,
        string calldata reason
    ) external;

    /// @notice Set any limit and price for one merchant until a day, at most 180 days ahead.
    /// @custom:access RISK_LOOSEN (delayed)
    function loosenLine(
        address merchant,
        uint88 limit,
        uint16 rateBps,
        uint16 untilDay,
        string calldata reason
    ) external;

    /// @custom:access OFFICER
    function closeFor(address merchant) external;

    /// @custom:access ADMIN (delayed)
    function setScoreOracle(IScoreOracle oracle) external;

    // ---------------------------------------------------------------- view

    function line(address merchant) external view returns (Line memory);

    /// @notice What the merchant owes at this moment, bills that nobody has written yet included.
    function debtOf(address merchant) external view returns (Debt memory);

    function policy() external view returns (ILinePolicy);

    function scoreOracle() external view returns (IScoreOracle);
}
