// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {LocalDay} from "../../../contracts/libraries/LocalDay.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {TestBook} from "../mocks/TestBook.sol";
import {Handler} from "../support/Handler.sol";

/// @notice A book of loans with a stop day and one of revolving loans, which share two groups' limits.
contract BooksHandler is Handler {
    /// @param end 0 for a revolving loan
    /// @param deferredX18 paid before it was earned; runs down to zero at the end
    struct Loan {
        TestBook book;
        uint32 group;
        uint16 stopDay;
        uint256 principal;
        uint256 rateX18;
        uint256 accruedX18;
        uint256 since;
        uint256 end;
        uint256 carry;
        uint256 impaired;
        uint256 deferredRateX18;
    }

    int32 private constant UTC_OFFSET = 28_800;
    uint32 public constant GROUPS = 2;
    address private constant BORROWER = address(0xB0);

    Treasury private immutable _treasury;
    TestBook[2] public books;

    Loan[] private _loans;
    uint256 public cash;
    uint256 public owed;
    mapping(uint32 group => uint256) public lost;
    mapping(TestBook book => uint256) public lostBy;
    mapping(uint32 group => uint256) private _exposure;
    /// @notice A loan got through above a limit or cap.
    uint256 public limitFaults;

    constructor(Treasury treasury, TestBook term, TestBook revolving, uint256 cash_) {
        _treasury = treasury;
        books = [term, revolving];
        cash = cash_;
    }

    function actions() public pure override returns (bytes4[] memory s) {
        s = new bytes4[](10);
        s[0] = this.lendUntil.selector;
        s[1] = this.lendRevolving.selector;
        s[2] = this.collectAll.selector;
        s[3] = this.collectPart.selector;
        s[4] = this.impair.selector;
        s[5] = this.release.selector;
        s[6] = this.writeOff.selector;
        s[7] = this.recover.selector;
        s[8] = this.moveLimit.selector;
        s[9] = this.pass.selector;
    }

    function loans() external view returns (Loan[] memory) {
        return _loans;
    }

    // ---------------------------------------------------------------- lending

    function lendUntil(uint256 amount, uint256 bps, uint256 tenor) external {
        uint16 day = LocalDay.dayOf(block.timestamp, UTC_OFFSET) + uint16(bound(tenor, 1, 60));
        _tryLend(books[tenor % 2], amount, bps, day);
    }

    function lendRevolving(uint256 amount, uint256 bps) external {
        _tryLend(books[1], amount, bps, 0);
    }

    /// @dev A refusal is an answer too: it must come exactly when a limit, a loss or the cash says so.
    function _tryLend(TestBook book, uint256 amount, uint256 bps, uint16 stopDay) private {
        uint32 group = 1 + uint32(amount % GROUPS);
        amount = bound(amount, 1e6, 400_000e6);
        uint96 rate = uint96((amount * bound(bps, 0, 2000) * 1e18) / (10_000 * 365 days));
        bool fits = lost[group] == 0 && _exposure[group] + amount <= _treasury.obligor(group).limit;
        fits = fits && amount <= cash - owed && _loans.length < 40;
        if (fits) return _lend(book, group, amount, rate, stopDay);
        if (_loans.length == 40) return;
        try book.lend(group, BORROWER, uint128(amount), rate, stopDay) {
            limitFaults++;
        } catch {}
    }

    function _lend(
        TestBook book,
        uint32 group,
        uint256 amount,
        uint96 rate,
        uint16 stopDay
    ) private counted(stopDay == 0 ? this.lendRevolving.selector : this.lendUntil.selector) {
        book.lend(group, BORROWER, uint128(amount), rate, stopDay);
        Loan storage l = _loans.push();
        (l.book, l.group, l.stopDay, l.principal, l.rateX18) = (book, group, stopDay, amount, rate);
        l.since = block.timestamp;
        if (stopDay != 0) {
            l.end = LocalDay.endOf(stopDay, UTC_OFFSET);
            l.carry = amount + (rate * (l.end - l.since) + 1e18 - 1) / 1e18;
        }
        _exposure[group] += amount;
        cash -= amount;
    }

    // ---------------------------------------------------------------- collecting

    /// @dev A loan with a stop day gives up all that it would have earned by then; a revolving one what it has earned.
    function collectAll(uint256 which) external {
        (bool found, Loan storage l) = _find(which, _isOpen);
        if (found) _collectAll(l);
    }

    function _collectAll(Loan storage l) private counted(this.collectAll.selector) {
        _settleAccrual(l);
        ITreasury.Collection memory c = _collection(l, l.principal);
        c.carry = uint128(l.impaired == 0 ? l.carry : 0);
        c.released = uint128(l.impaired);
        if (l.end == 0) {
            c.accruedX18 = l.accruedX18;
            c.rateX18 = uint96(l.rateX18);
        } else {
            uint256 left = block.timestamp < l.end ? l.end - block.timestamp : 0;
            c.accruedX18 = l.accruedX18 + l.rateX18 * left;
            if (left != 0) l.deferredRateX18 = l.rateX18;
        }
        c.income = uint128((c.accruedX18 + 1e18 - 1) / 1e18);
        _book(l, c);
        (l.rateX18, l.accruedX18, l.carry, l.impaired) = (0, 0, 0, 0);
    }

    /// @dev Interest first, then a part of the principal of a revolving loan.
    function collectPart(uint256 which, uint256 part) external {
        (bool found, Loan storage l) = _find(which, _isRevolving);
        if (found) _collectPart(l, bound(part, 1, l.principal));
    }

    function _collectPart(Loan storage l, uint256 part) private counted(this.collectPart.selector) {
        _settleAccrual(l);
        ITreasury.Collection memory c = _collection(l, part);
        c.accruedX18 = l.accruedX18;
        c.rateX18 = uint96((l.rateX18 * part) / l.principal);
        c.income = uint128((c.accruedX18 + 1e18 - 1) / 1e18);
        c.creditor = BORROWER;
        c.credit = uint128(part % 3);
        owed += c.credit;
        _book(l, c);
        l.accruedX18 = 0;
        l.rateX18 -= c.rateX18;
    }

    function _collection(Loan storage l, uint256 part) private view returns (ITreasury.Collection memory c) {
        (c.obligor, c.stopDay, c.principal) = (l.group, l.stopDay, uint128(part));
    }

    function _book(Loan storage l, ITreasury.Collection memory c) private {
        l.book.collect(c);
        l.principal -= c.principal;
        _exposure[l.group] -= c.principal;
        cash += uint256(c.principal) + c.income + c.credit;
    }

    // ---------------------------------------------------------------- losses

    function impair(uint256 which, uint256 amount) external {
        (bool found, Loan storage l) = _find(which, _isSound);
        if (found) _impair(l, bound(amount, 1, l.principal));
    }

    function _impair(Loan storage l, uint256 amount) private counted(this.impair.selector) {
        l.book.impair(l.group, l.stopDay, uint128(amount), uint128(l.carry));
        l.impaired = amount;
    }

    function release(uint256 which) external {
        (bool found, Loan storage l) = _find(which, _isImpaired);
        if (found) _release(l);
    }

    function _release(Loan storage l) private counted(this.release.selector) {
        l.book.release(l.group, l.stopDay, uint128(l.impaired), uint128(l.carry));
        l.impaired = 0;
    }

    function writeOff(uint256 which) external {
        (bool found, Loan storage l) = _find(which, _isEnded);
        if (found) _writeOff(l);
    }

    function _writeOff(Loan storage l) private counted(this.writeOff.selector) {
        _settleAccrual(l);
        ITreasury.WriteOff memory w;
        (w.obligor, w.stopDay, w.principal) = (l.group, l.stopDay, uint128(l.principal));
        w.accruedX18 = l.accruedX18;
        w.carry = uint128(l.impaired == 0 ? l.carry : 0);
        w.impaired = uint128(l.impaired);
        if (l.end == 0) w.rateX18 = uint96(l.rateX18);
        l.book.writeOff(w);
        lost[l.group] += l.principal;
        lostBy[l.book] += l.principal;
        _exposure[l.group] -= l.principal;
        (l.principal, l.rateX18, l.accruedX18, l.carry, l.impaired) = (0, 0, 0, 0, 0);
    }

    function recover(uint256 which, uint256 amount) external {
        TestBook book = books[which % 2];
        if (lostBy[book] == 0) book = books[1 - (which % 2)];
        uint32 group = 1 + uint32((which >> 8) % GROUPS);
        if (lost[group] == 0) group = 1 + (group % GROUPS);
        uint256 most = lostBy[book] < lost[group] ? lostBy[book] : lost[group];
        if (most != 0) _recover(book, group, amount % 2 == 0 ? most : bound(amount, 1, most));
    }

    function _recover(TestBook book, uint32 group, uint256 amount) private counted(this.recover.selector) {
        book.recover(group, uint128(amount), 3, BORROWER, 2);
        lostBy[book] -= amount;
        lost[group] -= amount;
        cash += amount + 5;
        owed += 2;
    }

    // ---------------------------------------------------------------- limits and time

    function moveLimit(uint256 which, uint256 limit) external counted(this.moveLimit.selector) {
        uint32 group = 1 + uint32(which % GROUPS);
        uint88 old = _treasury.obligor(group).limit;
        uint88 next = uint88(bound(limit, 1, 2_000_000e6));
        if (next < old) _treasury.lowerObligorLimit(group, next);
        if (next > old) _treasury.raiseObligorLimit(group, next);
    }

    function pass(uint256 time) external counted(this.pass.selector) {
        vm.warp(block.timestamp + bound(time, 1, 20 days));
        if (time % 2 == 0) _treasury.poke(time % 5);
    }

    // ---------------------------------------------------------------- model

    /// @notice Accrued on a loan now, and what an early payment has still to earn.
    function valueX18(Loan memory l) public view returns (int256) {
        uint256 now_ = l.end != 0 && block.timestamp > l.end ? l.end : block.timestamp;
        uint256 since = l.since < now_ ? l.since : now_;
        int256 earned = int256(l.accruedX18 + l.rateX18 * (now_ - since));
        return l.end == 0 ? earned : earned - int256(l.deferredRateX18 * (l.end - now_));
    }

    function _settleAccrual(Loan storage l) private {
        uint256 now_ = l.end != 0 && block.timestamp > l.end ? l.end : block.timestamp;
        if (now_ > l.since) {
            l.accruedX18 += l.rateX18 * (now_ - l.since);
            l.since = now_;
        }
    }

    /// @return found false when no loan fits; then `loan` must not be used
    function _find(
        uint256 from,
        function(Loan storage) view returns (bool) fits
    ) private view returns (bool found, Loan storage loan) {
        for (uint256 i = 0; i < _loans.length; i++) {
            loan = _loans[((from % _loans.length) + i) % _loans.length];
            if (fits(loan)) return (true, loan);
        }
        assembly ("memory-safe") {
            loan.slot := 0
        }
    }

    function _isOpen(Loan storage l) private view returns (bool) {
        return l.principal != 0;
    }

    function _isRevolving(Loan storage l) private view returns (bool) {
        return l.principal != 0 && l.end == 0 && l.impaired == 0;
    }

    function _isSound(Loan storage l) private view returns (bool) {
        return l.principal != 0 && l.impaired == 0;
    }

    function _isImpaired(Loan storage l) private view returns (bool) {
        return l.principal != 0 && l.impaired != 0;
    }

    /// @dev Only what has stopped, or never stops, is given up.
    function _isEnded(Loan storage l) private view returns (bool) {
        return l.principal != 0 && (l.end == 0 || block.timestamp >= l.end);
    }
}
