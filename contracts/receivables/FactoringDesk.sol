// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IFactoringDesk} from "../interfaces/IFactoringDesk.sol";
import {IMembers, Roles} from "../interfaces/IMembers.sol";
import {IReceivableBook} from "../interfaces/IReceivableBook.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {ITreasury} from "../interfaces/ITreasury.sol";
import {LocalDay} from "../libraries/LocalDay.sol";
import {Pricing} from "../libraries/Pricing.sol";
import {BPS} from "../libraries/RoundingMath.sol";
import {TokenId} from "../libraries/TokenId.sol";

/// @title A bank's factoring book
/// @dev A deal is two slots, found by the token it bought and a running number. Its accretion rate is recomputed from
///      price, advance and time instead of being stored.
contract FactoringDesk is IFactoringDesk, AccessManaged, ReentrancyGuardTransient {
    using SafeCast for uint256;
    using TokenId for uint256;

    uint8 private constant WRITTEN_OFF = type(uint8).max;
    uint16 private constant WRITE_OFF_DAYS = 180;

    ITreasury public immutable treasury;
    IReceivables public immutable receivables;
    IMembers public immutable members;
    address public immutable asset;
    int32 private immutable _utcOffset;

    mapping(address debtor => DebtorTerms) private _debtorTerms;
    mapping(uint256 tokenId => mapping(uint32 dealId => Deal)) private _deals;
    /// @inheritdoc IFactoringDesk
    uint32 public dealCount;

    constructor(
        address authority,
        ITreasury treasury_,
        address asset_,
        IReceivables receivables_,
        IMembers members_
    ) AccessManaged(authority) {
        require(treasury_.utcOffset() == receivables_.utcOffset(), InvalidTerms());
        treasury = treasury_;
        receivables = receivables_;
        members = members_;
        asset = asset_;
        _utcOffset = treasury_.utcOffset();
    }

    // ---------------------------------------------------------------- buying

    /// @inheritdoc IReceivableBook
    function onSale(
        address seller,
        uint256 tokenId,
        uint128 units,
        uint128 minPrice
    ) external nonReentrant returns (uint128 price) {
        require(msg.sender == address(receivables), OnlyReceivables(msg.sender));
        IReceivables.Receivable memory r = receivables.receivable(tokenId.baseOf());
        DebtorTerms memory terms = _debtorTerms[r.debtor];
        uint32 obligor = _checkSale(seller, tokenId, units, r, terms);
        Quote memory q = _quote(units, r.dueDay, terms);
        require(q.price >= minPrice, PriceBelowMinimum(q.price, minPrice));
        uint32 dealId = ++dealCount;
        _deals[tokenId][dealId] = Deal({
            seller: seller,
            units: uint256(units).toUint88(),
            impairedPct: 0,
            price: uint256(q.price).toUint88(),
            advance: uint256(q.advance).toUint88(),
            start: uint32(block.timestamp),
            stopDay: r.dueDay,
            obligor: obligor
        });
        uint96 rate = _rateX18(q.advance, q.price, q.maturity - block.timestamp);
        _emitFinanced(tokenId, dealId, seller, units, obligor, rate, q, r, terms.version);
        treasury.lend(obligor, seller, q.price, rate, r.dueDay);
        return q.price;
    }

    /// @dev Each refusal of the automatic decision has its own error.
    function _checkSale(
        address seller,
        uint256 tokenId,
        uint128 units,
        IReceivables.Receivable memory r,
        DebtorTerms memory terms
    ) private view returns (uint32 obligor) {
        require(r.state == IReceivables.State.Open, NotFinanceable(tokenId, uint8(r.state)));
        require(terms.enabled, DebtorNotEnabled(r.debtor));
        address given = receivables.assetAt(r.asset);
        require(given == asset, WrongAsset(given, asset));
        require(units >= terms.minUnits, TooFewUnits(units, terms.minUnits));
        obligor = members.requireRole(r.debtor, Roles.CORE);
        uint32 sellerGroup = members.requireRole(seller, Roles.SUPPLIER);
        require(sellerGroup != obligor && sellerGroup != r.obligor, RelatedParty(seller, r.debtor));
        uint32 overdue = receivables.overdueCount(r.obligor);
        require(overdue == 0, DebtorSuspended(r.obligor, overdue));
    }

    /// @inheritdoc IFactoringDesk
    function quote(uint256 tokenId, uint128 units) external view returns (Quote memory) {
        IReceivables.Receivable memory r = receivables.receivable(tokenId.baseOf());
        require(r.state == IReceivables.State.Open, NotFinanceable(tokenId, uint8(r.state)));
        DebtorTerms memory terms = _debtorTerms[r.debtor];
        require(terms.enabled, DebtorNotEnabled(r.debtor));
        return _quote(units, r.dueDay, terms);
    }

    function _quote(uint128 units, uint16 dueDay, DebtorTerms memory terms) private view returns (Quote memory q) {
        uint16 day = LocalDay.dayOf(block.timestamp, _utcOffset);
        uint16 tenor = dueDay > day ? dueDay - day : 0;
        require(tenor != 0 && tenor <= terms.maxTenorDays, TenorOutOfRange(tenor, terms.maxTenorDays));
        uint256 maturity = LocalDay.endOf(dueDay, _utcOffset);
        (uint256 advance, uint256 discount, uint256 fee) = Pricing.parts(
            units,
            terms.advanceBps,
            terms.discountBps,
            terms.feeBps,
            maturity - block.timestamp
        );
        require(discount + fee < advance, NothingToPay(uint128(advance), (discount + fee).toUint128()));
        q.advance = uint128(advance);
        q.discount = uint128(discount);
        q.fee = uint128(fee);
        q.price = uint128(advance - discount - fee);
        q.holdback = units - uint128(advance);
        q.maturity = uint40(maturity);
    }

    function _emitFinanced(
        uint256 tokenId,
        uint32 dealId,
        address seller,
        uint128 units,
        uint32 obligor,
        uint96 rate,
        Quote memory q,
        IReceivables.Receivable memory r,
        uint32 termsVersion
    ) private {
        emit Financed(
            tokenId,
            dealId,
            seller,
            r.debtor,
            obligor,
            units,
            q.advance,
            q.discount,
            q.fee,
            q.price,
            rate,
            r.dueDay,
            termsVersion
        );
    }

    // ---------------------------------------------------------------- collecting

    /// @inheritdoc IFactoringDesk
    function collect(uint256 tokenId, uint32 dealId) external nonReentrant returns (uint128 proceeds) {
        Deal memory d = _deal(tokenId, dealId);
        require(_state(tokenId) == IReceivables.State.Settled, NotSettled(tokenId));
        delete _deals[tokenId][dealId];
        proceeds = receivables.redeem(tokenId, d.units, address(treasury));
        uint128 credit = d.units - d.advance;
        uint128 income = proceeds - credit - d.price;
        bool recovered = d.impairedPct == WRITTEN_OFF;
        emit DealCollected(tokenId, dealId, proceeds, income, credit, recovered);
        if (recovered) treasury.recover(d.obligor, d.price, income, d.seller, credit);
        else treasury.collect(_collection(d, income, credit));
    }

    /// @dev The whole accrual to the stop day leaves the ledger: of a deal paid early, the part not yet earned goes on
    ///      accreting there, so that the payment moves no share price.
    function _collection(
        Deal memory d,
        uint128 income,
        uint128 credit
    ) private view returns (ITreasury.Collection memory) {
        return
            ITreasury.Collection({
                obligor: d.obligor,
                stopDay: d.stopDay,
                rateX18: 0,
                accruedX18: _earnedX18(d),
                principal: d.price,
                income: income,
                carry: d.impairedPct == 0 ? d.advance : 0,
                released: _impairment(d.advance, d.impairedPct),
                creditor: d.seller,
                credit: credit
            });
    }

    // ---------------------------------------------------------------- marking down

    /// @inheritdoc IFactoringDesk
    function mark(uint256 tokenId, uint32 dealId) external nonReentrant {
        Deal storage d = _unpaid(tokenId, dealId);
        _mark(d, tokenId, dealId, _ladder(_daysPastDue(d.stopDay)));
    }

    /// @inheritdoc IFactoringDesk
    function markEarly(uint256 tokenId, uint32 dealId, uint8 pct) external restricted nonReentrant {
        Deal storage d = _unpaid(tokenId, dealId);
        require(pct <= 100, InvalidTerms());
        require(_daysPastDue(d.stopDay) != 0, NotPastDue(tokenId));
        _mark(d, tokenId, dealId, pct);
    }

    /// @inheritdoc IFactoringDesk
    function releaseMark(uint256 tokenId, uint32 dealId, uint8 pct) external restricted nonReentrant {
        Deal storage d = _unpaid(tokenId, dealId);
        uint8 old = d.impairedPct;
        require(pct < old, MarkNotLower(old, pct));
        d.impairedPct = pct;
        emit DealMarked(tokenId, dealId, old, pct, _daysPastDue(d.stopDay), msg.sender);
        uint128 decrease = _impairment(d.advance, old) - _impairment(d.advance, pct);
        // Rounded up, two marks of a few minor units can be the same amount.
        if (decrease != 0) treasury.release(d.obligor, d.stopDay, decrease, pct == 0 ? d.advance : 0);
    }

    /// @inheritdoc IFactoringDesk
    function writeOff(uint256 tokenId, uint32 dealId) external nonReentrant {
        uint16 late = _daysPastDue(_unpaid(tokenId, dealId).stopDay);
        require(late >= WRITE_OFF_DAYS, WriteOffTooEarly(late, WRITE_OFF_DAYS));
        _writeOff(tokenId, dealId);
    }

    /// @inheritdoc IFactoringDesk
    function writeOffEarly(uint256 tokenId, uint32 dealId) external restricted nonReentrant {
        _writeOff(tokenId, dealId);
    }

    function _mark(Deal storage d, uint256 tokenId, uint32 dealId, uint8 pct) private {
        uint8 old = d.impairedPct;
        require(pct > old, MarkNotHigher(old, pct));
        d.impairedPct = pct;
        emit DealMarked(tokenId, dealId, old, pct, _daysPastDue(d.stopDay), msg.sender);
        uint128 increase = _impairment(d.advance, pct) - _impairment(d.advance, old);
        if (increase != 0) treasury.impair(d.obligor, d.stopDay, increase, old == 0 ? d.advance : 0);
    }

    function _writeOff(uint256 tokenId, uint32 dealId) private {
        Deal storage d = _unpaid(tokenId, dealId);
        require(d.impairedPct == 100, NotFullyMarked(d.impairedPct));
        d.impairedPct = WRITTEN_OFF;
        emit DealWrittenOff(tokenId, dealId, d.price, msg.sender);
        treasury.writeOff(
            ITreasury.WriteOff({
                obligor: d.obligor,
                stopDay: d.stopDay,
                rateX18: 0,
                accruedX18: _earnedX18(d),
                principal: d.price,
                carry: 0,
                impaired: d.advance
            })
        );
    }

    /// @dev Marks follow the days past due of the treasury's policy: 30 days 25 %, 60 days 50 %, 90 days 100 %.
    function _ladder(uint16 late) private pure returns (uint8 pct) {
        if (late >= 90) return 100;
        if (late >= 60) return 50;
        if (late >= 30) return 25;
        return 0;
    }

    /// @dev Part of the advance, rounded up. A deal is marked after its stop day, when its value is the advance.
    function _impairment(uint128 advance, uint8 pct) private pure returns (uint128) {
        return uint128((uint256(advance) * pct + 99) / 100);
    }

    // ---------------------------------------------------------------- administration

    /// @inheritdoc IFactoringDesk
    function tightenTerms(address debtor, DebtorTerms calldata terms) external restricted {
        DebtorTerms memory old = _debtorTerms[debtor];
        require(
            terms.discountBps >= old.discountBps &&
                terms.feeBps >= old.feeBps &&
                terms.advanceBps <= old.advanceBps &&
                terms.maxTenorDays <= old.maxTenorDays &&
                terms.minUnits >= old.minUnits &&
                (old.enabled || !terms.enabled),
            NotTighter()
        );
        _setTerms(debtor, old, terms);
    }

    /// @inheritdoc IFactoringDesk
    function loosenTerms(address debtor, DebtorTerms calldata terms) external restricted {
        _setTerms(debtor, _debtorTerms[debtor], terms);
    }

    /// @dev The version is counted here, whatever the caller puts into the field.
    function _setTerms(address debtor, DebtorTerms memory old, DebtorTerms memory terms) private {
        require(
            terms.advanceBps != 0 && terms.advanceBps <= BPS && terms.feeBps < BPS && terms.maxTenorDays != 0,
            InvalidTerms()
        );
        terms.version = old.version + 1;
        _debtorTerms[debtor] = terms;
        emit DebtorTermsChanged(debtor, old, terms, msg.sender);
    }

    // ---------------------------------------------------------------- view

    /// @inheritdoc IFactoringDesk
    function debtorTerms(address debtor) external view returns (DebtorTerms memory) {
        return _debtorTerms[debtor];
    }

    /// @inheritdoc IFactoringDesk
    function deal(uint256 tokenId, uint32 dealId) external view returns (Deal memory) {
        return _deals[tokenId][dealId];
    }

    /// @inheritdoc IFactoringDesk
    function dealRateX18(uint256 tokenId, uint32 dealId) external view returns (uint96) {
        Deal memory d = _deal(tokenId, dealId);
        return _rateX18(d.advance, d.price, LocalDay.endOf(d.stopDay, _utcOffset) - d.start);
    }

    /// @inheritdoc IFactoringDesk
    function daysPastDue(uint256 tokenId, uint32 dealId) external view returns (uint16) {
        return _daysPastDue(_deal(tokenId, dealId).stopDay);
    }

    function _deal(uint256 tokenId, uint32 dealId) private view returns (Deal storage d) {
        d = _deals[tokenId][dealId];
        require(d.seller != address(0), NoSuchDeal(tokenId, dealId));
    }

    /// @dev A deal that still hopes for its debtor: neither paid nor written off.
    function _unpaid(uint256 tokenId, uint32 dealId) private view returns (Deal storage d) {
        d = _deal(tokenId, dealId);
        require(d.impairedPct != WRITTEN_OFF, IsWrittenOff(tokenId, dealId));
        require(_state(tokenId) != IReceivables.State.Settled, AlreadySettled(tokenId));
    }

    function _state(uint256 tokenId) private view returns (IReceivables.State) {
        return receivables.stateOf(tokenId.baseOf());
    }

    function _daysPastDue(uint16 stopDay) private view returns (uint16) {
        uint16 day = LocalDay.dayOf(block.timestamp, _utcOffset);
        return day > stopDay ? day - stopDay : 0;
    }

    /// @dev All that a deal accrues between purchase and stop day.
    function _earnedX18(Deal memory d) private view returns (uint256) {
        uint256 time = LocalDay.endOf(d.stopDay, _utcOffset) - d.start;
        return uint256(_rateX18(d.advance, d.price, time)) * time;
    }

    function _rateX18(uint256 advance, uint256 price, uint256 time) private pure returns (uint96) {
        return Pricing.rateX18(advance, price, time).toUint96();
    }
}
