// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SelfPermit} from "../access/SelfPermit.sol";
import {ICreditLines} from "../interfaces/ICreditLines.sol";
import {ILinePolicy} from "../interfaces/ILinePolicy.sol";
import {IMembers, Roles} from "../interfaces/IMembers.sol";
import {IScoreOracle} from "../interfaces/IScoreOracle.sol";
import {ITreasury} from "../interfaces/ITreasury.sol";
import {LineBilling} from "../libraries/LineBilling.sol";
import {LocalDay} from "../libraries/LocalDay.sol";
import {WAD} from "../libraries/RoundingMath.sol";

/// @title A bank's book of revolving lines for merchants
/// @dev A function takes a line into memory, brings its bills up to now, changes it and writes it back. While a line is
///      Active its interest is on the treasury's ledger; from the first mark on it is only counted here, and becomes
///      income when it is paid.
contract CreditLines is ICreditLines, AccessManaged, Multicall, SelfPermit, ReentrancyGuardTransient {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint16 private constant DEFAULT_DAYS = 90;
    uint16 private constant WRITE_OFF_DAYS = 180;
    uint16 private constant MAX_OVERRIDE_DAYS = 180;
    /// @dev Keeps a century's penalties within their type.
    uint16 private constant MAX_PENALTY_BPS = 3_600;
    uint8 private constant NO_BAND = type(uint8).max;

    ITreasury public immutable treasury;
    IERC20 public immutable asset;
    IMembers public immutable members;
    /// @inheritdoc ICreditLines
    ILinePolicy public immutable policy;
    /// @notice Yearly rate on what is unpaid after its days of grace.
    uint16 public immutable penaltyBps;
    uint16 public immutable graceDays;
    int32 private immutable _utcOffset;

    /// @inheritdoc ICreditLines
    IScoreOracle public scoreOracle;
    mapping(address merchant => Line) private _lines;

    constructor(
        address authority,
        ITreasury treasury_,
        IERC20 asset_,
        IMembers members_,
        ILinePolicy policy_,
        IScoreOracle oracle,
        uint16 penaltyBps_,
        uint16 graceDays_
    ) AccessManaged(authority) {
        require(graceDays_ < LineBilling.PERIOD && penaltyBps_ <= MAX_PENALTY_BPS, InvalidTerms());
        treasury = treasury_;
        asset = asset_;
        members = members_;
        policy = policy_;
        scoreOracle = oracle;
        penaltyBps = penaltyBps_;
        graceDays = graceDays_;
        _utcOffset = treasury_.utcOffset();
        emit BillingTermsSet(penaltyBps_, graceDays_);
        emit ScoreOracleChanged(address(0), address(oracle));
    }

    // ---------------------------------------------------------------- merchant

    /// @inheritdoc ICreditLines
    function open() external {
        Line memory credit = _load(msg.sender);
        require(credit.state == State.None || credit.state == State.Closed, WrongState(msg.sender, credit.state));
        credit.obligor = members.requireRole(msg.sender, Roles.MERCHANT);
        ILinePolicy.Rules memory rules = policy.rules();
        IScoreOracle.Score memory score = _usableScore(msg.sender, rules);
        bool isFirst = credit.state == State.None && credit.overrideUntil == 0;
        credit.state = State.Active;
        emit LineOpened(msg.sender, credit.obligor);
        _follow(msg.sender, credit, score, rules.version, true, isFirst);
        require(credit.limit != 0, NoLimit(msg.sender, score.score, score.turnover));
        _store(msg.sender, credit);
    }

    /// @inheritdoc ICreditLines
    function draw(uint128 amount, uint16 maxRateBps) external nonReentrant {
        require(amount != 0, ZeroAmount());
        Line memory credit = _inState(msg.sender, State.Active);
        members.requireRole(msg.sender, Roles.MERCHANT);
        ILinePolicy.Rules memory rules = policy.rules();
        IScoreOracle.Score memory score = _usableScore(msg.sender, rules);
        require(credit.impairedPct == 0, MarkedDown(msg.sender, credit.impairedPct));
        _bringUp(msg.sender, credit);
        require(
            credit.dueSince == 0 || credit.dueSince >= _today(),
            PastDue(msg.sender, credit.dueSince, _due(credit))
        );
        if (credit.scoreAt != score.updatedAt || credit.policyVersion != rules.version || _hasLapsed(credit)) {
            _follow(msg.sender, credit, score, rules.version, true, false);
        }
        require(credit.rateBps <= maxRateBps, RateAboveMaximum(credit.rateBps, maxRateBps));
        require(
            uint256(credit.principal) + amount <= credit.limit,
            LimitExceeded(uint256(credit.principal) + amount, credit.limit)
        );
        uint96 rate = LineBilling.rateX18(amount, credit.rateBps);
        credit.principal += uint88(amount);
        credit.rateX18 += rate;
        if (credit.billDay == 0) credit.billDay = _today() + LineBilling.PERIOD;
        _store(msg.sender, credit);
        emit Drawn(
            msg.sender,
            amount,
            credit.rateBps,
            credit.principal,
            credit.rateX18,
            credit.accruedX18,
            credit.billDay
        );
        treasury.lend(credit.obligor, msg.sender, amount, rate, 0);
    }

    /// @inheritdoc ICreditLines
    function repay(address merchant, uint128 amount) external nonReentrant returns (uint128 paid) {
        require(amount != 0, ZeroAmount());
        Line memory credit = _load(merchant);
        _bringUp(merchant, credit);
        uint128 total = _total(credit);
        require(total != 0, NothingOwed(merchant));
        paid = amount < total ? amount : total;
        if (credit.state == State.WrittenOff) _recover(merchant, credit, paid);
        else _collect(merchant, credit, paid);
    }

    /// @inheritdoc ICreditLines
    function close() external {
        _close(msg.sender);
    }

    /// @inheritdoc ICreditLines
    function refresh(address merchant) external {
        Line memory credit = _inState(merchant, State.Active);
        (IScoreOracle.Score memory score, bool consented) = scoreOracle.usable(merchant);
        require(score.updatedAt != 0, ConsentNotLive(merchant));
        ILinePolicy.Rules memory rules = policy.rules();
        bool mayRise = consented && !score.pending && score.asOf >= _oldestScore(rules);
        _follow(merchant, credit, score, rules.version, mayRise, false);
        _store(merchant, credit);
    }

    /// @inheritdoc ICreditLines
    function bill(address merchant) external {
        Line memory credit = _load(merchant);
        if (_bringUp(merchant, credit) != 0) _store(merchant, credit);
    }

    function _close(address merchant) private {
        Line memory credit = _load(merchant);
        require(credit.state == State.Active || credit.state == State.WrittenOff, WrongState(merchant, credit.state));
        _bringUp(merchant, credit);
        require(_total(credit) == 0, DebtRemains(merchant, _total(credit)));
        credit.state = State.Closed;
        _store(merchant, credit);
        emit LineClosed(merchant, msg.sender);
    }

    // ---------------------------------------------------------------- limit

    /// @dev A score that may be lent on: consented, recent, and no newer one under way.
    function _usableScore(
        address merchant,
        ILinePolicy.Rules memory rules
    ) private view returns (IScoreOracle.Score memory score) {
        bool consented;
        (score, consented) = scoreOracle.usable(merchant);
        require(consented, ConsentNotLive(merchant));
        require(!score.pending, ScorePending(merchant));
        uint40 oldest = _oldestScore(rules);
        require(score.asOf >= oldest, ScoreStale(merchant, score.asOf, oldest));
    }

    function _oldestScore(ILinePolicy.Rules memory rules) private view returns (uint40) {
        return uint40(block.timestamp) - rules.scoreMaxAge;
    }

    /// @dev Sets limit and price by policy and score, unless the bank's own decision stands.
    /// @param mayRise false for a score that may not be lent on: it can only lower the limit
    /// @param isFirst the first decision on a line sets its limit without steps
    function _follow(
        address merchant,
        Line memory credit,
        IScoreOracle.Score memory score,
        uint16 policyVersion,
        bool mayRise,
        bool isFirst
    ) private {
        uint16 day = _today();
        if (credit.overrideUntil != 0 && credit.overrideUntil >= day) return;
        (uint88 limit, uint16 rateBps, uint8 band) = policy.limitOf(score.score, score.turnover);
        if (!mayRise && limit > credit.limit) limit = credit.limit;
        if (!isFirst) limit = policy.step(credit.limit, limit, credit.raisedDay, day);
        uint88 old = credit.limit;
        if (limit > old) credit.raisedDay = day;
        credit.limit = limit;
        credit.rateBps = rateBps;
        credit.band = band;
        credit.scoreAt = score.updatedAt;
        credit.policyVersion = policyVersion;
        credit.overrideUntil = 0;
        _emitLimit(merchant, credit, old, score.score, score.pdBps);
    }

    function _emitLimit(address merchant, Line memory credit, uint88 old, uint16 score, uint16 pdBps) private {
        emit LimitChanged(
            merchant,
            old,
            credit.limit,
            credit.rateBps,
            credit.band,
            score,
            pdBps,
            credit.scoreAt,
            credit.policyVersion
        );
    }

    function _hasLapsed(Line memory credit) private view returns (bool) {
        return credit.overrideUntil != 0 && credit.overrideUntil < _today();
    }

    // ---------------------------------------------------------------- money in

    /// @dev Splits a payment into penalty, interest and principal, and tells the treasury what of it was on its ledger.
    function _collect(address merchant, Line memory credit, uint128 paid) private {
        uint128 penalty = paid < credit.penalty ? paid : credit.penalty;
        uint128 interest = LineBilling.interestOf(credit);
        if (paid - penalty < interest) interest = paid - penalty;
        uint128 principal = paid - penalty - interest;
        ITreasury.Collection memory c;
        c.obligor = credit.obligor;
        c.principal = principal;
        c.income = penalty + interest;
        bool accrues = credit.state == State.Active;
        uint256 settledX18 = _min(uint256(interest) * WAD, credit.accruedX18);
        c.accruedX18 = accrues ? settledX18 : _min(settledX18, credit.bookedX18);
        uint96 rate = _remainingRate(credit, principal);
        if (accrues) c.rateX18 = credit.rateX18 - rate;
        else credit.bookedX18 -= uint128(c.accruedX18);
        _reduce(credit, uint64(penalty), uint88(interest), settledX18, uint88(principal), rate);
        c.released = _release(credit);
        _store(merchant, credit);
        _emitRepaid(merchant, credit, penalty, interest, principal);
        asset.safeTransferFrom(msg.sender, address(treasury), paid);
        treasury.collect(c);
        if (!accrues && credit.dueSince == 0 && credit.accruedX18 == 0) _cure(merchant, credit.rateX18);
    }

    /// @dev A marked or defaulted line whose bills and interest are all paid earns again. Where the treasury refuses,
    ///      because other lines have too much unpaid interest, the payment stands and the line waits for the next one
    ///      that leaves no interest: what has accrued meanwhile is not on the treasury's ledger.
    function _cure(address merchant, uint96 rate) private {
        if (rate != 0) {
            try treasury.resumeAccrual(rate) {} catch {
                return;
            }
        }
        _lines[merchant].state = State.Active;
        emit LineCured(merchant);
    }

    /// @dev After write-off the bank's loss is made good first, and only then what it would have earned.
    function _recover(address merchant, Line memory credit, uint128 paid) private {
        uint128 principal = paid < credit.principal ? paid : credit.principal;
        uint128 penalty = paid - principal < credit.penalty ? paid - principal : credit.penalty;
        uint128 interest = paid - principal - penalty;
        _reduce(
            credit,
            uint64(penalty),
            uint88(interest),
            _min(uint256(interest) * WAD, credit.accruedX18),
            uint88(principal),
            0
        );
        _store(merchant, credit);
        _emitRepaid(merchant, credit, penalty, interest, principal);
        asset.safeTransferFrom(msg.sender, address(treasury), paid);
        treasury.recover(credit.obligor, principal, penalty + interest, address(0), 0);
    }

    /// @dev The price of what stays drawn: its share of the old rate, rounded down.
    function _remainingRate(Line memory credit, uint128 principalPaid) private pure returns (uint96) {
        if (principalPaid == credit.principal) return 0;
        return uint96((uint256(credit.rateX18) * (credit.principal - principalPaid)) / credit.principal);
    }

    function _reduce(
        Line memory credit,
        uint64 penalty,
        uint88 interest,
        uint256 settledX18,
        uint88 principal,
        uint96 rate
    ) private pure {
        credit.penalty -= penalty;
        credit.accruedX18 -= uint128(settledX18);
        credit.dueInterest -= interest < credit.dueInterest ? interest : credit.dueInterest;
        credit.principal -= principal;
        credit.duePrincipal -= principal < credit.duePrincipal ? principal : credit.duePrincipal;
        credit.rateX18 = rate;
        if (credit.dueInterest == 0 && credit.duePrincipal == 0 && credit.penalty == 0) {
            credit.dueSince = 0;
            credit.penaltyDay = 0;
        }
        if (credit.principal == 0 && credit.accruedX18 == 0) credit.billDay = 0;
    }

    /// @dev Cash lifts the mark in proportion: what stays marked is the same share of the smaller value.
    function _release(Line memory credit) private pure returns (uint128 released) {
        if (credit.impaired == 0) return 0;
        uint88 remaining = _impairment(credit, credit.impairedPct);
        released = credit.impaired - remaining;
        credit.impaired = remaining;
        if (remaining == 0) credit.impairedPct = 0;
    }

    function _emitRepaid(
        address merchant,
        Line memory credit,
        uint128 penalty,
        uint128 interest,
        uint128 principal
    ) private {
        emit Repaid(
            merchant,
            msg.sender,
            penalty,
            interest,
            principal,
            credit.principal,
            credit.rateX18,
            credit.accruedX18,
            credit.dueInterest,
            credit.duePrincipal,
            credit.penalty,
            credit.state
        );
    }

    // ---------------------------------------------------------------- bad debt

    /// @inheritdoc ICreditLines
    function mark(address merchant) external nonReentrant {
        Line memory credit = _pastDue(merchant);
        _mark(merchant, credit, _ladder(_daysPastDue(credit)));
    }

    /// @inheritdoc ICreditLines
    function markEarly(address merchant, uint8 pct) external restricted nonReentrant {
        Line memory credit = _pastDue(merchant);
        _mark(merchant, credit, pct > 100 ? 100 : pct);
    }

    /// @inheritdoc ICreditLines
    function releaseMark(address merchant, uint8 pct) external restricted nonReentrant {
        Line memory credit = _load(merchant);
        uint8 old = credit.impairedPct;
        require(credit.state != State.WrittenOff, WrongState(merchant, credit.state));
        require(pct < old, MarkNotLower(old, pct));
        uint88 remaining = _impairment(credit, pct);
        uint88 released = credit.impaired - remaining;
        credit.impairedPct = pct;
        credit.impaired = remaining;
        _store(merchant, credit);
        emit LineMarked(merchant, old, pct, remaining, _daysPastDue(credit), msg.sender);
        if (released != 0) treasury.release(credit.obligor, 0, released, 0);
    }

    /// @inheritdoc ICreditLines
    function declareDefault(address merchant) external nonReentrant {
        Line memory credit = _inState(merchant, State.NonAccrual);
        _bringUp(merchant, credit);
        uint16 late = _daysPastDue(credit);
        require(late >= DEFAULT_DAYS, TooEarly(late, DEFAULT_DAYS));
        uint88 old = credit.limit;
        credit.state = State.Defaulted;
        credit.limit = 0;
        credit.overrideUntil = 0;
        credit.duePrincipal = credit.principal;
        credit.dueInterest = LineBilling.interestOf(credit);
        _store(merchant, credit);
        _emitLimit(merchant, credit, old, 0, 0);
        emit LineDefaulted(merchant, late, msg.sender);
    }

    /// @inheritdoc ICreditLines
    function writeOff(address merchant) external nonReentrant {
        uint16 late = _daysPastDue(_load(merchant));
        require(late >= WRITE_OFF_DAYS, TooEarly(late, WRITE_OFF_DAYS));
        _writeOff(merchant);
    }

    /// @inheritdoc ICreditLines
    function writeOffEarly(address merchant) external restricted nonReentrant {
        _writeOff(merchant);
    }

    /// @dev The first mark stops the accrual in NAV; what has accrued there stays, as part of what is marked down.
    function _mark(address merchant, Line memory credit, uint8 pct) private {
        uint8 old = credit.impairedPct;
        bool accrues = credit.state == State.Active;
        // A line that was cured keeps its mark; falling behind again stops its accrual at the old mark or a higher one.
        if (accrues && pct != 0 && pct < old) pct = old;
        require(pct > old || (accrues && pct != 0), MarkNotHigher(old, pct));
        uint96 rate = credit.rateX18;
        if (accrues) {
            credit.state = State.NonAccrual;
            credit.bookedX18 = credit.accruedX18;
        }
        uint88 before = credit.impaired;
        credit.impairedPct = pct;
        credit.impaired = _impairment(credit, pct);
        _store(merchant, credit);
        emit LineMarked(merchant, old, pct, credit.impaired, _daysPastDue(credit), msg.sender);
        if (accrues) _stopAccrual(credit.obligor, rate);
        if (credit.impaired != before) treasury.impair(credit.obligor, 0, credit.impaired - before, 0);
    }

    function _stopAccrual(uint32 obligor, uint96 rate) private {
        ITreasury.Collection memory c;
        c.obligor = obligor;
        c.rateX18 = rate;
        treasury.collect(c);
    }

    /// @dev What the merchant owes is frozen here; it can still be paid.
    function _writeOff(address merchant) private {
        Line memory credit = _inState(merchant, State.Defaulted);
        require(credit.impairedPct == 100, NotFullyMarked(credit.impairedPct));
        _bringUp(merchant, credit);
        ITreasury.WriteOff memory w;
        w.obligor = credit.obligor;
        w.accruedX18 = credit.bookedX18;
        w.principal = credit.principal;
        w.impaired = credit.impaired;
        credit.state = State.WrittenOff;
        credit.rateX18 = 0;
        credit.billDay = 0;
        credit.bookedX18 = 0;
        credit.impaired = 0;
        credit.impairedPct = 0;
        _store(merchant, credit);
        emit LineWrittenOff(merchant, credit.principal, credit.accruedX18, msg.sender);
        treasury.writeOff(w);
    }

    /// @dev Marks follow the days past due of the treasury's policy: 30 days 25 %, 60 days 50 %, 90 days 100 %.
    function _ladder(uint16 late) private pure returns (uint8 pct) {
        if (late >= 90) return 100;
        if (late >= 60) return 50;
        if (late >= 30) return 25;
        return 0;
    }

    /// @dev Share, rounded up, of the whole units on the treasury's books: rounding the value itself up would mark down
    ///      more than the book holds once all its lines are marked in full.
    function _impairment(Line memory credit, uint8 pct) private pure returns (uint88) {
        uint256 value = uint256(credit.principal) + credit.bookedX18 / WAD;
        return uint88((value * pct + 99) / 100);
    }

    // ---------------------------------------------------------------- administration

    /// @inheritdoc ICreditLines
    function tightenLine(
        address merchant,
        uint88 limit,
        uint16 rateBps,
        uint16 untilDay,
        string calldata reason
    ) external restricted {
        Line storage credit = _lines[merchant];
        require(limit <= credit.limit && rateBps >= credit.rateBps, NotTighter());
        _override(merchant, limit, rateBps, untilDay, reason);
    }

    /// @inheritdoc ICreditLines
    function loosenLine(
        address merchant,
        uint88 limit,
        uint16 rateBps,
        uint16 untilDay,
        string calldata reason
    ) external restricted {
        _override(merchant, limit, rateBps, untilDay, reason);
    }

    function _override(
        address merchant,
        uint88 limit,
        uint16 rateBps,
        uint16 untilDay,
        string calldata reason
    ) private {
        Line storage credit = _lines[merchant];
        uint16 day = _today();
        require(
            limit <= policy.MAX_LIMIT() &&
                rateBps != 0 &&
                rateBps <= treasury.book(address(this)).maxRateBps &&
                untilDay >= day &&
                untilDay <= day + MAX_OVERRIDE_DAYS &&
                bytes(reason).length != 0,
            InvalidOverride()
        );
        require(
            credit.state == State.None || credit.state == State.Active || credit.state == State.Closed,
            WrongState(merchant, credit.state)
        );
        emit LineOverridden(merchant, msg.sender, credit.limit, limit, rateBps, untilDay, reason);
        credit.limit = limit;
        credit.rateBps = rateBps;
        credit.overrideUntil = untilDay;
        credit.band = NO_BAND;
    }

    /// @inheritdoc ICreditLines
    function closeFor(address merchant) external restricted {
        _close(merchant);
    }

    /// @inheritdoc ICreditLines
    function setScoreOracle(IScoreOracle oracle) external restricted {
        emit ScoreOracleChanged(address(scoreOracle), address(oracle));
        scoreOracle = oracle;
    }

    // ---------------------------------------------------------------- view

    /// @inheritdoc ICreditLines
    function line(address merchant) external view returns (Line memory) {
        return _load(merchant);
    }

    /// @inheritdoc ICreditLines
    function debtOf(address merchant) external view returns (Debt memory d) {
        Line memory credit = _load(merchant);
        if (credit.state != State.WrittenOff) LineBilling.bringUp(credit, _billingTerms());
        d.principal = credit.principal;
        d.interest = LineBilling.interestOf(credit);
        d.penalty = credit.penalty;
        d.total = _total(credit);
        d.due = _due(credit);
        d.dueSince = credit.dueSince;
        d.daysPastDue = _daysPastDue(credit);
        d.billDay = credit.billDay;
    }

    // ---------------------------------------------------------------- shared

    /// @dev The only places that copy a line: each copy is long in code.
    function _load(address merchant) private view returns (Line memory) {
        return _lines[merchant];
    }

    function _store(address merchant, Line memory credit) private {
        _lines[merchant] = credit;
    }

    /// @dev Brings a line to now and tells of every bill. Claims on a line written off stand still.
    /// @return count bills written
    function _bringUp(address merchant, Line memory credit) private returns (uint256 count) {
        if (credit.state == State.WrittenOff) return 0;
        LineBilling.Bill[] memory bills = LineBilling.bringUp(credit, _billingTerms());
        count = bills.length;
        for (uint256 i; i < count; ++i) {
            LineBilling.Bill memory b = bills[i];
            emit Billed(
                merchant,
                b.day,
                b.interest,
                b.principalPart,
                b.dueInterest,
                b.duePrincipal,
                b.penalty,
                b.dueSince
            );
        }
    }

    function _billingTerms() private view returns (LineBilling.Terms memory) {
        return LineBilling.Terms(penaltyBps, graceDays, _utcOffset);
    }

    function _inState(address merchant, State state) private view returns (Line memory credit) {
        credit = _load(merchant);
        require(credit.state == state, WrongState(merchant, credit.state));
    }

    /// @dev A line that owes a bill whose day is over, and is not written off.
    function _pastDue(address merchant) private returns (Line memory credit) {
        credit = _load(merchant);
        require(credit.state != State.WrittenOff, WrongState(merchant, credit.state));
        _bringUp(merchant, credit);
        require(_daysPastDue(credit) != 0, NotPastDue(merchant));
    }

    function _daysPastDue(Line memory credit) private view returns (uint16) {
        uint16 day = _today();
        return credit.dueSince != 0 && day > credit.dueSince ? day - credit.dueSince : 0;
    }

    function _due(Line memory credit) private pure returns (uint128) {
        return uint128(credit.dueInterest) + credit.duePrincipal + credit.penalty;
    }

    function _total(Line memory credit) private pure returns (uint128) {
        return uint128(credit.principal) + LineBilling.interestOf(credit) + credit.penalty;
    }

    function _today() private view returns (uint16) {
        return LocalDay.dayOf(block.timestamp, _utcOffset);
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
