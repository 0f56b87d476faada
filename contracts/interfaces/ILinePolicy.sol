// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A bank's public rule from a score to limit and price
/// @notice `limit = ⌊min(cap of the band, monthly turnover · multiple of the band) / lot⌋ · lot`. A lower limit acts at
///         once, a higher one by steps.
/// @dev Amounts are minor units of the asset, days are local calendar days.
interface ILinePolicy {
    /// @param minScore lowest score of the band
    /// @param multipleBps limit as a share of the monthly turnover
    /// @param rateBps yearly price
    /// @param cap most principal, at most {MAX_LIMIT}
    struct Band {
        uint16 minScore;
        uint16 multipleBps;
        uint16 rateBps;
        uint88 cap;
    }

    /// @param scoreMaxAge seconds by which a score's data may lie behind at a draw
    /// @param stepBps most rise of a limit at once
    /// @param stepDays fewest days between two rises
    /// @param version counted by the contract
    /// @param lot limits are multiples of it, rounded down
    /// @param starterLimit a limit below it may rise to it at once
    struct Rules {
        uint32 scoreMaxAge;
        uint16 stepBps;
        uint16 stepDays;
        uint16 version;
        uint64 lot;
        uint80 starterLimit;
    }

    event PolicyChanged(Rules oldRules, Band[] oldBands, Rules newRules, Band[] newBands, address indexed by);

    /// @notice Something in the new policy is more generous than in the old one.
    error NotTighter();
    /// @notice Bands must go from the highest score down without getting cheaper or larger, at most eight, with prices,
    ///         caps within {MAX_LIMIT}, a lot and an age.
    error InvalidPolicy();

    /// @notice Replace the policy by one that is nowhere more generous.
    /// @custom:access RISK_TIGHTEN
    function tighten(Rules calldata rules, Band[] calldata bands) external;

    /// @custom:access RISK_LOOSEN (delayed)
    function loosen(Rules calldata rules, Band[] calldata bands) external;

    // ---------------------------------------------------------------- view

    function rules() external view returns (Rules memory);

    function bands() external view returns (Band[] memory);

    /// @notice Limit, price and band for a score, before steps. Without a band limit and price are zero.
    /// @param turnover per month in 1/100 of the currency
    function limitOf(uint16 score, uint80 turnover) external view returns (uint88 limit, uint16 rateBps, uint8 band);

    /// @notice The limit after one step from `limit` towards `target`.
    /// @param raisedDay day of the last rise
    /// @param day today
    function step(uint88 limit, uint88 target, uint16 raisedDay, uint16 day) external view returns (uint88);

    /// @notice Band index that says: none.
    function NO_BAND() external view returns (uint8);

    /// @notice Highest limit that any decision may give.
    function MAX_LIMIT() external view returns (uint88);
}
