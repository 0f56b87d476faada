// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {ITreasury} from "../interfaces/ITreasury.sol";
import {IUsageMeter} from "../interfaces/IUsageMeter.sol";
import {LineBilling} from "../libraries/LineBilling.sol";
import {LocalDay} from "../libraries/LocalDay.sol";
import {RentBilling} from "../libraries/RentBilling.sol";
import {BPS, WAD} from "../libraries/RoundingMath.sol";
import {Tariff} from "../libraries/Tariff.sol";

/// @title The money side of a lease: bills, payments, marks, write-offs, with the treasury told of each
/// @notice Deployed once and called by {Leases} in its own context: one contract would be too large. Events and calls to
///         the treasury come from the lease book.
/// @dev A function takes an account into memory, brings it up to now, changes it and writes it back. What is held for
///      others lies at the treasury, owed to the book.
library LeaseAccounts {
    using RentBilling for ILeases.Account;
    using SafeCast for uint256;

    /// @param penaltyBps yearly rate on what is unpaid after its days of grace
    /// @param graceDays days after a bill in which it may be paid without penalty
    struct Book {
        ITreasury treasury;
        uint16 penaltyBps;
        uint16 graceDays;
        int32 utcOffset;
    }

    // ---------------------------------------------------------------- bills

    /// @notice Writes the bill of a settled period, and pays it from prepaid rent as far as that goes.
    function bill(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored,
        IUsageMeter.Usage memory usage
    ) external {
        ILeases.Account memory a = stored;
        a.accrue(agreement.rateBps, usage.end);
        _penalise(book, leaseId, a);
        agreement.period = usage.period;
        if (usage.last) (agreement.finalBilled, agreement.day) = (true, _today(book));
        ILeases.Bill memory b = _billOf(agreement, a, usage);
        bool all = usage.last || usage.period >= agreement.periods;
        (b.interest, b.principal) = a.bill(agreement.baseRent, all, b.usage + b.fee, _today(book));
        emit ILeases.RentBilled(leaseId, usage.period, b, uint128(a.dueOf()), a.dueSince);
        a.accrue(agreement.rateBps, block.timestamp);
        // Interest since the period's end too, or paying the bill would leave a debt that is due since no day.
        if (usage.last) a.accelerate();
        _applyPrepaid(book, leaseId, agreement, stored, a);
    }

    /// @dev Price of use, and what an early end costs. A silent period costs its base rent only; what was committed is
    ///      made up with the next reading, or with the last bill.
    function _billOf(
        ILeases.Lease storage agreement,
        ILeases.Account memory a,
        IUsageMeter.Usage memory usage
    ) private view returns (ILeases.Bill memory b) {
        b.metered = usage.known;
        b.opSec = usage.opSec;
        b.periodsMetered = usage.periods;
        uint88 least = agreement.minimumRent - agreement.baseRent;
        if (usage.known) b.usage = Tariff.usageRentOf(agreement.tariff, usage.opSec, usage.periods, least).toUint88();
        else if (usage.last) b.usage = (uint256(least) * usage.periods).toUint88();
        bool early = usage.last && usage.period < agreement.periods;
        if (early) b.fee = uint88((uint256(a.principal) * agreement.earlyFeeBps) / BPS);
    }

    /// @notice Pays what is due from prepaid rent, which is what is held beyond the deposit.
    function applyPrepaid(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored
    ) external {
        _applyPrepaid(book, leaseId, agreement, stored, _bringUp(book, leaseId, agreement, stored));
    }

    function _applyPrepaid(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored,
        ILeases.Account memory a
    ) private {
        uint256 due = a.dueOf();
        uint256 prepaid = a.held > agreement.deposit ? a.held - agreement.deposit : 0;
        uint256 paid = prepaid < due ? prepaid : due;
        _store(stored, a);
        if (paid != 0) _settle(book, leaseId, agreement, stored, a, paid, true);
    }

    /// @notice Brings an account to now.
    /// @return due what has fallen due
    function bringUp(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored
    ) external returns (uint256 due) {
        ILeases.Account memory a = _bringUp(book, leaseId, agreement, stored);
        _store(stored, a);
        return a.dueOf();
    }

    /// @dev Brings an account to now, and tells of penalties.
    function _bringUp(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored
    ) private returns (ILeases.Account memory a) {
        a = stored;
        uint64 penalty = a.penalty;
        _upToNow(book, agreement, a);
        if (a.penalty != penalty) emit ILeases.PenaltyCharged(leaseId, a.penaltyDay, a.penalty);
    }

    /// @dev Claims on a lease written off stand still. A lease that has been ended owes everything.
    function _upToNow(Book memory book, ILeases.Lease storage agreement, ILeases.Account memory a) private view {
        ILeases.State state = agreement.state;
        if (state < ILeases.State.Active || state >= ILeases.State.WrittenOff) return;
        a.penalise(book.penaltyBps, book.graceDays, _today(book));
        a.accrue(agreement.rateBps, block.timestamp);
        bool ended = agreement.finalBilled || state == ILeases.State.Defaulted || state == ILeases.State.Repossessed;
        if (ended) a.accelerate();
    }

    function _penalise(Book memory book, uint256 leaseId, ILeases.Account memory a) private {
        uint64 penalty = a.penalty;
        a.penalise(book.penaltyBps, book.graceDays, _today(book));
        if (a.penalty != penalty) emit ILeases.PenaltyCharged(leaseId, a.penaltyDay, a.penalty);
    }

    // ---------------------------------------------------------------- payments

    /// @notice Settles a payment that has arrived at the treasury, or is taken from what is held.
    /// @param paid at most what is due; the account has been brought up
    /// @return paidUp nothing is due any more
    function settle(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored,
        uint256 paid,
        bool fromHeld
    ) external returns (bool paidUp) {
        return _settle(book, leaseId, agreement, stored, stored, paid, fromHeld);
    }

    function _settle(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored,
        ILeases.Account memory a,
        uint256 paid,
        bool fromHeld
    ) private returns (bool paidUp) {
        ILeases.Payment memory p = a.split(paid);
        ITreasury.Collection memory c = _collection(agreement, a, p);
        if (fromHeld) a.held -= paid.toUint88();
        paidUp = a.dueOf() == 0;
        _store(stored, a);
        ILeases.State state = agreement.state;
        bool cured = paidUp && state <= ILeases.State.Defaulted;
        if (cured && state != ILeases.State.Active) _cure(leaseId, agreement);
        _emitPaid(leaseId, fromHeld, p, a, agreement.state);
        if (fromHeld) book.treasury.claimPart(address(book.treasury), uint128(paid));
        if (state != ILeases.State.WrittenOff) book.treasury.collect(c);
        else book.treasury.recover(c.obligor, c.principal, c.income, address(0), 0);
        if (cured && a.nonAccrual) _resume(book.treasury, agreement.rateBps, stored);
    }

    /// @dev Takes the payment off the account, and says what of it was on the treasury's ledger.
    function _collection(
        ILeases.Lease storage agreement,
        ILeases.Account memory a,
        ILeases.Payment memory p
    ) private view returns (ITreasury.Collection memory c) {
        c.obligor = agreement.obligor;
        c.principal = p.principal;
        c.income = uint128(p.penalty) + p.interest + p.usage;
        uint96 rate = LineBilling.rateX18(a.principal, agreement.rateBps);
        c.accruedX18 = a.settle(p);
        if (!a.nonAccrual) c.rateX18 = rate - LineBilling.rateX18(a.principal, agreement.rateBps);
        c.released = _release(a);
    }

    function _cure(uint256 leaseId, ILeases.Lease storage agreement) private {
        agreement.state = ILeases.State.Active;
        emit ILeases.LeaseCured(leaseId);
    }

    function _emitPaid(
        uint256 leaseId,
        bool fromHeld,
        ILeases.Payment memory p,
        ILeases.Account memory a,
        ILeases.State state
    ) private {
        uint128 due = uint128(a.dueOf());
        emit ILeases.RentPaid(leaseId, msg.sender, fromHeld, p, a.principal, a.accruedX18, due, a.held, state);
    }

    /// @dev Where the treasury refuses, because other leases have too much unpaid interest, the payment stands and the
    ///      lease waits for the next one: what accrues meanwhile is not on the treasury's ledger.
    function _resume(ITreasury treasury, uint16 rateBps, ILeases.Account storage stored) private {
        uint96 rate = LineBilling.rateX18(stored.principal, rateBps);
        if (rate != 0) {
            try treasury.resumeAccrual(rate) {} catch {
                return;
            }
        }
        stored.nonAccrual = false;
    }

    /// @dev Cash lifts the mark in proportion: what stays marked is the same share of the smaller value. A lease that was
    ///      cured accrues beside its mark; while that outweighs the cash, the mark stays as it is.
    function _release(ILeases.Account memory a) private pure returns (uint128 released) {
        uint88 remaining = _remaining(a, a.impairedPct);
        released = a.impaired - remaining;
        a.impaired = remaining;
        if (remaining == 0) a.impairedPct = 0;
    }

    // ---------------------------------------------------------------- what is held

    /// @notice Money that the caller has sent to the treasury is held for a lease.
    function hold(
        ITreasury treasury,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored,
        uint88 amount
    ) external {
        uint88 old = stored.held;
        stored.held = old + amount;
        emit ILeases.HeldChanged(leaseId, msg.sender, old, old + amount);
        _credit(treasury, agreement.obligor, address(this), amount);
    }

    /// @notice Money that has arrived at the treasury is owed to `creditor`.
    function credit(ITreasury treasury, uint32 obligor, address creditor, uint128 amount) external {
        _credit(treasury, obligor, creditor, amount);
    }

    function _credit(ITreasury treasury, uint32 obligor, address creditor, uint128 amount) private {
        ITreasury.Collection memory c;
        c.obligor = obligor;
        c.creditor = creditor;
        c.credit = amount;
        treasury.collect(c);
    }

    /// @notice Pays from what the book holds. Where the asset refuses the address, the money waits for it at the
    ///         treasury.
    /// @return pushed false when it waits
    function payOut(ITreasury treasury, uint32 obligor, address to, uint128 amount) external returns (bool pushed) {
        try treasury.claimPart(to, amount) {
            return true;
        } catch {
            treasury.claimPart(address(treasury), amount);
            _credit(treasury, obligor, to, amount);
            return false;
        }
    }

    // ---------------------------------------------------------------- bad debt

    /// @notice Marks down by days past due: 30 days 25 %, 60 days 50 %, 90 days 100 %.
    function mark(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored
    ) external {
        ILeases.Account memory a = _pastDue(book, leaseId, agreement, stored);
        _mark(book, leaseId, agreement, stored, a, _ladder(_daysPastDue(book, a)));
    }

    /// @notice Marks down before the days say so.
    function markEarly(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored,
        uint8 pct
    ) external {
        ILeases.Account memory a = _pastDue(book, leaseId, agreement, stored);
        _mark(book, leaseId, agreement, stored, a, pct > 100 ? 100 : pct);
    }

    /// @dev A lease that owes a bill whose day is over.
    function _pastDue(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored
    ) private returns (ILeases.Account memory a) {
        require(agreement.state != ILeases.State.WrittenOff, ILeases.WrongLeaseState(leaseId, agreement.state));
        a = _bringUp(book, leaseId, agreement, stored);
        require(_daysPastDue(book, a) != 0, ILeases.NotInArrears(leaseId));
    }

    /// @dev The first mark stops the accrual in NAV; what has accrued there stays, as part of what is marked down.
    function _mark(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored,
        ILeases.Account memory a,
        uint8 pct
    ) private {
        uint8 old = a.impairedPct;
        bool accrues = !a.nonAccrual;
        // A lease that was cured keeps its mark; falling behind again stops its accrual at the old mark or a higher one.
        if (accrues && pct != 0 && pct < old) pct = old;
        require(pct > old || (accrues && pct != 0), ILeases.MarkNotRaised(old, pct));
        uint88 before = a.impaired;
        a.nonAccrual = true;
        a.impairedPct = pct;
        a.impaired = _impairment(a, pct);
        _store(stored, a);
        emit ILeases.LeaseMarked(leaseId, old, pct, a.impaired, _daysPastDue(book, a), msg.sender);
        if (accrues) _stopAccrual(book.treasury, agreement, a.principal);
        if (a.impaired != before) book.treasury.impair(agreement.obligor, 0, a.impaired - before, 0);
    }

    function _stopAccrual(ITreasury treasury, ILeases.Lease storage agreement, uint88 principal) private {
        ITreasury.Collection memory c;
        c.obligor = agreement.obligor;
        c.rateX18 = LineBilling.rateX18(principal, agreement.rateBps);
        treasury.collect(c);
    }

    /// @notice Lifts a mark without cash.
    function releaseMark(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored,
        uint8 pct
    ) external {
        ILeases.Account memory a = stored;
        uint8 old = a.impairedPct;
        require(pct < old, ILeases.MarkNotLowered(old, pct));
        uint88 remaining = _remaining(a, pct);
        uint88 released = a.impaired - remaining;
        a.impairedPct = pct;
        a.impaired = remaining;
        _store(stored, a);
        emit ILeases.LeaseMarked(leaseId, old, pct, remaining, _daysPastDue(book, a), msg.sender);
        if (released != 0) book.treasury.release(agreement.obligor, 0, released, 0);
    }

    /// @notice All falls due; what is held and then the cover pay of it.
    function accelerate(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored
    ) external {
        agreement.state = ILeases.State.Defaulted;
        ILeases.Account memory a = _bringUp(book, leaseId, agreement, stored);
        uint256 due = a.dueOf();
        uint88 held = uint88(a.held < due ? a.held : due);
        uint80 cover = uint80(a.cover < due - held ? a.cover : due - held);
        a.held += cover;
        a.cover -= cover;
        _store(stored, a);
        emit ILeases.LeaseDefaulted(leaseId, msg.sender, held, cover);
        if (held + cover != 0) _settle(book, leaseId, agreement, stored, a, uint256(held) + cover, true);
    }

    /// @notice Gives up what is owed. It is frozen here, and can still be paid.
    function writeOff(
        Book memory book,
        uint256 leaseId,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored
    ) external {
        ILeases.Account memory a = _bringUp(book, leaseId, agreement, stored);
        // A lease that was cured accrues beside its old mark, which must be brought up before.
        require(a.impairedPct == 100 && a.nonAccrual, ILeases.NotFullyImpaired(a.impairedPct));
        ITreasury.WriteOff memory w;
        w.obligor = agreement.obligor;
        w.accruedX18 = a.bookedOf();
        w.principal = a.principal;
        w.impaired = a.impaired;
        a.unbookedX18 = a.accruedX18;
        a.impaired = 0;
        a.impairedPct = 0;
        agreement.state = ILeases.State.WrittenOff;
        _store(stored, a);
        emit ILeases.LeaseWrittenOff(leaseId, a.principal, a.accruedX18, msg.sender);
        book.treasury.writeOff(w);
    }

    /// @dev Marks follow the days past due of the treasury's policy.
    function _ladder(uint16 late) private pure returns (uint8 pct) {
        if (late >= 90) return 100;
        if (late >= 60) return 50;
        if (late >= 30) return 25;
        return 0;
    }

    /// @dev Share, rounded up, of the whole units on the treasury's books: rounding the value itself up would mark down
    ///      more than the book holds once all its leases are marked in full.
    function _impairment(ILeases.Account memory a, uint8 pct) private pure returns (uint88) {
        uint256 value = a.principal + a.bookedOf() / WAD;
        return uint88((value * pct + 99) / 100);
    }

    /// @dev What stays of a mark at `pct`; never more than there is.
    function _remaining(ILeases.Account memory a, uint8 pct) private pure returns (uint88) {
        uint88 share = _impairment(a, pct);
        return share < a.impaired ? share : a.impaired;
    }

    // ---------------------------------------------------------------- view

    /// @notice The debt as it would be brought up now.
    function debtOf(
        Book memory book,
        ILeases.Lease storage agreement,
        ILeases.Account storage stored
    ) external view returns (ILeases.Debt memory d) {
        ILeases.Account memory a = stored;
        _upToNow(book, agreement, a);
        d.principal = a.principal;
        d.interest = a.interestOf();
        d.usage = a.dueUsage;
        d.penalty = a.penalty;
        d.due = uint128(a.dueOf());
        d.total = d.principal + d.interest + d.usage + d.penalty;
        d.held = a.held;
        d.cover = a.cover;
        d.dueSince = a.dueSince;
        d.daysPastDue = _daysPastDue(book, a);
    }

    /// @notice Days since the oldest unpaid bill.
    function daysPastDue(Book memory book, ILeases.Account storage stored) external view returns (uint16) {
        return _daysPastDue(book, stored);
    }

    function _daysPastDue(Book memory book, ILeases.Account memory a) private view returns (uint16) {
        uint16 day = _today(book);
        return a.dueSince != 0 && day > a.dueSince ? day - a.dueSince : 0;
    }

    function _today(Book memory book) private view returns (uint16) {
        return LocalDay.dayOf(block.timestamp, book.utcOffset);
    }

    /// @dev Field by field: what a reference points to cannot be assigned as a whole.
    function _store(ILeases.Account storage s, ILeases.Account memory a) private {
        s.principal = a.principal;
        s.duePrincipal = a.duePrincipal;
        s.penalty = a.penalty;
        s.impairedPct = a.impairedPct;
        s.nonAccrual = a.nonAccrual;
        s.accruedX18 = a.accruedX18;
        s.dueUsage = a.dueUsage;
        s.last = a.last;
        s.unbookedX18 = a.unbookedX18;
        s.impaired = a.impaired;
        s.dueSince = a.dueSince;
        s.penaltyDay = a.penaltyDay;
        s.dueInterest = a.dueInterest;
        s.held = a.held;
        s.cover = a.cover;
    }
}
