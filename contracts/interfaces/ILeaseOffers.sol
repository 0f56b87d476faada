// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDevices} from "./IDevices.sol";
import {ILeases} from "./ILeases.sol";

/// @title Leases that manufacturers offer, and which of them a bank finances
/// @notice An offer's terms must make sense by themselves; whether the bank finances it is a matter of its dated rules.
interface ILeaseOffers {
    enum OfferState {
        None,
        Open,
        Taken,
        Withdrawn
    }

    /// @notice What is stored of the terms; see {ILeases-Terms}.
    /// @param financed price less buy-out
    /// @param tariff see {Tariff}
    /// @param day of the proposal
    struct Offer {
        bytes32 deviceId;
        address manufacturer;
        OfferState state;
        uint16 day;
        uint16 rateBps;
        uint16 coverBps;
        uint16 earlyFeeBps;
        uint16 periodDays;
        address lessee;
        uint16 periods;
        uint80 deposit;
        uint88 financed;
        uint88 buyOut;
        uint88 baseRent;
        uint88 minimumRent;
        uint256 tariff;
        bytes32 termsHash;
    }

    /// @param version counts up with each change
    /// @param maxFinanced most that one lease may finance, minor units
    /// @param minDepositBps least deposit, of what is financed
    /// @param minRateBps least yearly rate on what is financed
    /// @param maxDays longest term
    /// @param minTier least trust in the meter
    struct Rules {
        uint16 version;
        uint88 maxFinanced;
        uint16 minDepositBps;
        uint16 minRateBps;
        uint16 maxDays;
        IDevices.Tier minTier;
    }

    event LeaseProposed(
        uint256 indexed leaseId,
        bytes32 indexed deviceId,
        address indexed manufacturer,
        ILeases.Terms terms,
        int32[] region,
        bytes32 termsHash
    );
    event OfferWithdrawn(uint256 indexed leaseId, address by);
    event RulesChanged(Rules oldRules, Rules newRules);
    event LeaseBookSet(address leases);

    error InvalidRules();
    /// @notice {tighten} may only move rules to the strict side.
    error LooserRules();
    /// @notice Brackets begin at hour 0, hours rise, prices never rise; 1 to 4 of them.
    error InvalidTariff(uint256 bracket);
    /// @notice `field` is out of range: see {ILeases-Terms}.
    error InvalidTerms(bytes32 field);
    /// @notice The base rents do not pay back what is financed.
    error RentTooLow(uint256 unpaid);
    /// @notice A region is 3 to 32 points within ±90° and ±180° that do not span the date line.
    error InvalidRegion(uint256 point);
    error FinancedTooMuch(uint256 financed, uint256 most);
    error DepositTooSmall(uint256 deposit, uint256 least);
    error RateTooLow(uint256 rateBps, uint256 least);
    error TermTooLong(uint256 termDays, uint256 most);
    error TierTooLow(IDevices.Tier tier, IDevices.Tier least);

    error NotLeaseBook(address account);
    error LeaseBookAlreadySet(address leases);
    error OfferNotOpen(uint256 leaseId, OfferState state);
    error OfferLapsed(uint256 leaseId, uint16 lastDay);
    error TermsChanged(bytes32 termsHash, bytes32 expected);
    error NotOfferParty(uint256 leaseId, address account);

    /// @notice Offer a lease of the caller's machine. Lapses after 30 days.
    /// @param region corners of the area of work: latE7, lonE7, latE7, …; empty for anywhere
    /// @custom:access members with role MANUFACTURER that registered the device
    function propose(ILeases.Terms calldata terms, int32[] calldata region) external returns (uint256 leaseId);

    /// @notice Withdraw or refuse an offer that is not taken.
    /// @custom:access its manufacturer or lessee
    function withdraw(uint256 leaseId) external;

    /// @notice Take an open offer.
    /// @param termsHash hash in {LeaseProposed}: what the lessee has read
    /// @custom:access the lease book, for the lessee
    function take(uint256 leaseId, address lessee, bytes32 termsHash) external returns (Offer memory);

    /// @notice Name the lease book, once.
    /// @custom:access ADMIN
    function setLeases(address leases) external;

    /// @notice Reverts unless the bank finances such a lease.
    /// @return version of the rules that allowed it
    function checkApproval(
        uint256 financed,
        uint256 deposit,
        uint256 rateBps,
        uint256 termDays,
        IDevices.Tier tier
    ) external view returns (uint16 version);

    /// @custom:access RISK_TIGHTEN
    function tighten(Rules calldata rules) external;

    /// @custom:access RISK_LOOSEN (delayed)
    function loosen(Rules calldata rules) external;

    function rules() external view returns (Rules memory);

    function offer(uint256 leaseId) external view returns (Offer memory);

    /// @notice Number of the last offer; they count from 1, and a lease keeps its offer's number.
    function count() external view returns (uint256);

    /// @notice Price of `opSec` seconds of use in one period, rounded down once.
    function usageRent(uint256 leaseId, uint256 opSec) external view returns (uint256);

    function leases() external view returns (address);
}
