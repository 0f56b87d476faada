// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDevices} from "./IDevices.sol";
import {ILeases} from "./ILeases.sol";

/// @title What leases a bank finances
/// @notice Checks that terms make sense by themselves, and that they keep within the bank's dated rules.
interface ILeaseRules {
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

    event RulesChanged(Rules oldRules, Rules newRules);

    error InvalidRules();
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

    /// @notice Reverts unless the terms can be a lease at all, whoever finances it.
    function checkTerms(ILeases.Terms calldata terms, int32[] calldata region) external view;

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
}
