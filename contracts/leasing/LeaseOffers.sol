// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IDevices} from "../interfaces/IDevices.sol";
import {ILeaseOffers} from "../interfaces/ILeaseOffers.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {IMembers, Roles} from "../interfaces/IMembers.sol";
import {LocalDay} from "../libraries/LocalDay.sol";
import {BPS, RoundingMath} from "../libraries/RoundingMath.sol";
import {Tariff} from "../libraries/Tariff.sol";

/// @title Leases that manufacturers offer, and which of them a bank finances
contract LeaseOffers is ILeaseOffers, AccessManaged {
    /// @dev An offer that nobody takes lapses after these days.
    uint16 private constant OFFER_DAYS = 30;
    uint16 private constant MIN_PERIOD_DAYS = 7;
    uint16 private constant MAX_PERIOD_DAYS = 31;
    uint16 private constant MAX_PERIODS = 60;
    uint16 private constant MAX_RATE_BPS = 3_600;
    uint16 private constant MAX_FEE_BPS = 1_000;
    uint16 private constant MAX_UNUSED_HOURS = 24 * 31;
    uint16 private constant MAX_FUEL_RATE_PCT = 1_000;
    uint16 private constant MAX_IDLE_PCT = 100;
    uint256 private constant MIN_POINTS = 3;
    uint256 private constant MAX_POINTS = 32;
    int256 private constant MAX_LATITUDE = 90e7;
    int256 private constant MAX_LONGITUDE = 180e7;

    IMembers public immutable members;
    IDevices public immutable devices;
    int32 public immutable utcOffset;

    /// @inheritdoc ILeaseOffers
    uint256 public count;
    /// @inheritdoc ILeaseOffers
    address public leases;
    Rules private _rules;
    mapping(uint256 leaseId => Offer) private _offers;

    constructor(
        address authority,
        IMembers members_,
        IDevices devices_,
        int32 utcOffset_,
        Rules memory rules_
    ) AccessManaged(authority) {
        members = members_;
        devices = devices_;
        utcOffset = utcOffset_;
        _set(rules_);
    }

    // ---------------------------------------------------------------- offers

    /// @inheritdoc ILeaseOffers
    function propose(ILeases.Terms calldata terms, int32[] calldata region) external returns (uint256 leaseId) {
        members.requireRole(msg.sender, Roles.MANUFACTURER);
        IDevices.Device memory d = devices.device(terms.deviceId);
        require(d.manufacturer == msg.sender, IDevices.NotManufacturerOf(terms.deviceId, msg.sender));
        require(d.book == address(0), IDevices.DeviceInUse(terms.deviceId, d.book));
        uint256 tariff = _check(terms, region);
        leaseId = ++count;
        bytes32 termsHash = keccak256(abi.encode(leaseId, terms, region));
        _write(_offers[leaseId], terms, tariff, termsHash);
        emit LeaseProposed(leaseId, terms.deviceId, msg.sender, terms, region, termsHash);
    }

    function _write(Offer storage o, ILeases.Terms calldata terms, uint256 tariff, bytes32 termsHash) private {
        o.deviceId = terms.deviceId;
        o.manufacturer = msg.sender;
        o.state = OfferState.Open;
        o.day = _today();
        o.rateBps = terms.rateBps;
        o.coverBps = terms.coverBps;
        o.earlyFeeBps = terms.earlyFeeBps;
        o.periodDays = terms.periodDays;
        o.lessee = terms.lessee;
        o.periods = terms.periods;
        o.deposit = uint80(terms.deposit);
        o.financed = terms.price - terms.buyOut;
        o.buyOut = terms.buyOut;
        o.baseRent = terms.baseRent;
        o.minimumRent = terms.minimumRent;
        o.tariff = tariff;
        o.termsHash = termsHash;
    }

    /// @inheritdoc ILeaseOffers
    function withdraw(uint256 leaseId) external {
        Offer storage o = _openOffer(leaseId);
        require(msg.sender == o.manufacturer || msg.sender == o.lessee, NotOfferParty(leaseId, msg.sender));
        o.state = OfferState.Withdrawn;
        emit OfferWithdrawn(leaseId, msg.sender);
    }

    /// @inheritdoc ILeaseOffers
    function take(uint256 leaseId, address lessee, bytes32 termsHash) external returns (Offer memory) {
        require(msg.sender == leases, NotLeaseBook(msg.sender));
        Offer storage o = _openOffer(leaseId);
        uint16 lastDay = o.day + OFFER_DAYS;
        require(_today() <= lastDay, OfferLapsed(leaseId, lastDay));
        require(lessee == o.lessee, NotOfferParty(leaseId, lessee));
        require(termsHash == o.termsHash, TermsChanged(termsHash, o.termsHash));
        o.state = OfferState.Taken;
        return o;
    }

    function _openOffer(uint256 leaseId) private view returns (Offer storage o) {
        o = _offers[leaseId];
        require(o.state == OfferState.Open, OfferNotOpen(leaseId, o.state));
    }

    function _today() private view returns (uint16) {
        return LocalDay.dayOf(block.timestamp, utcOffset);
    }

    // ---------------------------------------------------------------- terms

    /// @return tariff in one word
    function _check(ILeases.Terms calldata terms, int32[] calldata region) private pure returns (uint256 tariff) {
        uint256 bad;
        (tariff, bad) = Tariff.pack(terms.tariff);
        require(bad > Tariff.MAX_BRACKETS, InvalidTariff(bad));
        _checkMoney(terms);
        _checkTime(terms);
        _checkAlarms(terms.alarms);
        _checkRents(terms);
        _checkRegion(region);
    }

    function _checkMoney(ILeases.Terms calldata terms) private pure {
        require(terms.lessee != address(0), InvalidTerms("lessee"));
        require(terms.price > terms.buyOut, InvalidTerms("price"));
        require(terms.deposit <= type(uint80).max, InvalidTerms("deposit"));
        // Beyond the price a minimum makes no sense, and could outgrow the types of what falls due.
        require(
            terms.minimumRent >= terms.baseRent && terms.minimumRent - terms.baseRent <= terms.price - terms.buyOut,
            InvalidTerms("minimumRent")
        );
        require(terms.rateBps != 0 && terms.rateBps <= MAX_RATE_BPS, InvalidTerms("rateBps"));
        require(terms.coverBps < BPS, InvalidTerms("coverBps"));
        require(terms.earlyFeeBps <= MAX_FEE_BPS, InvalidTerms("earlyFeeBps"));
    }

    function _checkTime(ILeases.Terms calldata terms) private pure {
        require(terms.periodDays >= MIN_PERIOD_DAYS && terms.periodDays <= MAX_PERIOD_DAYS, InvalidTerms("periodDays"));
        require(terms.periods != 0 && terms.periods <= MAX_PERIODS, InvalidTerms("periods"));
    }

    function _checkAlarms(ILeases.AlarmLimits calldata a) private pure {
        require(a.unusedHours != 0 && a.unusedHours <= MAX_UNUSED_HOURS, InvalidTerms("unusedHours"));
        require(a.fuelRatePct != 0 && a.fuelRatePct <= MAX_FUEL_RATE_PCT, InvalidTerms("fuelRatePct"));
        require(a.idlePct != 0 && a.idlePct <= MAX_IDLE_PCT, InvalidTerms("idlePct"));
    }

    /// @dev Plays the schedule through: each base rent pays the period's interest, rounded up, and then principal.
    function _checkRents(ILeases.Terms calldata terms) private pure {
        uint256 principal = terms.price - terms.buyOut;
        uint256 time = uint256(terms.periodDays) * 1 days;
        for (uint256 i; i < terms.periods && principal != 0; ++i) {
            uint256 owed = principal + RoundingMath.interestUp(principal, terms.rateBps, time);
            principal = owed > terms.baseRent ? owed - terms.baseRent : 0;
        }
        require(principal == 0, RentTooLow(principal));
    }

    /// @dev Edges that cross are for the parties' programs to find: it takes every pair of edges.
    function _checkRegion(int32[] calldata region) private pure {
        uint256 points = region.length / 2;
        if (region.length == 0) return;
        require(region.length % 2 == 0 && points >= MIN_POINTS && points <= MAX_POINTS, InvalidRegion(points));
        for (uint256 i; i < points; ++i) {
            int256 lat = region[2 * i];
            int256 lon = region[2 * i + 1];
            int256 next = region[(2 * i + 3) % region.length];
            require(
                lat >= -MAX_LATITUDE &&
                    lat <= MAX_LATITUDE &&
                    lon >= -MAX_LONGITUDE &&
                    lon <= MAX_LONGITUDE &&
                    lon - next <= MAX_LONGITUDE &&
                    next - lon <= MAX_LONGITUDE,
                InvalidRegion(i)
            );
        }
    }

    // ---------------------------------------------------------------- approval

    /// @inheritdoc ILeaseOffers
    function checkApproval(
        uint256 financed,
        uint256 deposit,
        uint256 rateBps,
        uint256 termDays,
        IDevices.Tier tier
    ) external view returns (uint16 version) {
        Rules memory r = _rules;
        require(financed <= r.maxFinanced, FinancedTooMuch(financed, r.maxFinanced));
        uint256 least = RoundingMath.mulDivUp(financed, r.minDepositBps, BPS);
        require(deposit >= least, DepositTooSmall(deposit, least));
        require(rateBps >= r.minRateBps, RateTooLow(rateBps, r.minRateBps));
        require(termDays <= r.maxDays, TermTooLong(termDays, r.maxDays));
        require(tier >= r.minTier, TierTooLow(tier, r.minTier));
        return r.version;
    }

    /// @inheritdoc ILeaseOffers
    function tighten(Rules calldata rules_) external restricted {
        Rules memory old = _rules;
        require(
            rules_.maxFinanced <= old.maxFinanced &&
                rules_.minDepositBps >= old.minDepositBps &&
                rules_.minRateBps >= old.minRateBps &&
                rules_.maxDays <= old.maxDays &&
                rules_.minTier >= old.minTier,
            LooserRules()
        );
        _set(rules_);
    }

    /// @inheritdoc ILeaseOffers
    function loosen(Rules calldata rules_) external restricted {
        _set(rules_);
    }

    function _set(Rules memory next) private {
        require(
            next.minDepositBps <= BPS && next.minRateBps <= MAX_RATE_BPS && next.minTier != IDevices.Tier.SelfReported,
            InvalidRules()
        );
        Rules memory old = _rules;
        next.version = old.version + 1;
        emit RulesChanged(old, next);
        _rules = next;
    }

    /// @inheritdoc ILeaseOffers
    function setLeases(address leases_) external restricted {
        require(leases == address(0) && leases_ != address(0), LeaseBookAlreadySet(leases));
        leases = leases_;
        emit LeaseBookSet(leases_);
    }

    // ---------------------------------------------------------------- view

    /// @inheritdoc ILeaseOffers
    function offer(uint256 leaseId) external view returns (Offer memory) {
        return _offers[leaseId];
    }

    /// @inheritdoc ILeaseOffers
    function usageRent(uint256 leaseId, uint256 opSec) external view returns (uint256) {
        return Tariff.usageRent(_offers[leaseId].tariff, opSec);
    }

    /// @inheritdoc ILeaseOffers
    function rules() external view returns (Rules memory) {
        return _rules;
    }
}
