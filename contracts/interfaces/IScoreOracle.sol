// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "./IConsents.sol";
import {IModelRegistry} from "./IModelRegistry.sol";
import {IOracleCore} from "./IOracleCore.sol";

/// @title Scores of merchants, computed by an oracle network from consented data
interface IScoreOracle is IOracleCore {
    /// @param turnover mean paid orders per month in 1/100 of the currency
    /// @param asOf second up to which the data reach
    /// @param updatedAt second at which the score was stored
    /// @param reasons at most four reason codes, the weightiest first, one byte each
    /// @param score 300 to 850
    /// @param pdBps default probability within a year
    /// @param version model
    /// @param sourceMask sources that agreed
    /// @param pending true while a request of the merchant is open
    struct Score {
        uint80 turnover;
        uint40 asOf;
        uint40 updatedAt;
        uint32 reasons;
        uint16 score;
        uint16 pdBps;
        uint16 version;
        uint8 sourceMask;
        bool pending;
    }

    /// @param cooldown seconds between an answer and the merchant's next request
    /// @param timeToLive seconds in which an answer is accepted
    /// @param maxDataAge seconds by which data may lie behind
    /// @param dailyBudget requests in one day (UTC), over all merchants
    /// @param merchantBudget requests of one merchant in one day (UTC)
    /// @param minSources fewest sources with a live consent
    struct Limits {
        uint32 cooldown;
        uint32 timeToLive;
        uint32 maxDataAge;
        uint16 dailyBudget;
        uint8 merchantBudget;
        uint8 minSources;
    }

    event ScoreStored(
        bytes32 indexed requestId,
        address indexed merchant,
        uint16 score,
        uint16 pdBps,
        uint32 reasons,
        uint16 version,
        uint8 sourceMask,
        uint40 asOf,
        uint80 turnover,
        bytes32 commitment
    );
    /// @notice Somebody proved the features and the contract scored them itself.
    event ScoreChallenged(
        address indexed merchant,
        address indexed challenger,
        uint16 oldScore,
        uint16 newScore,
        uint16 oldPdBps,
        uint16 newPdBps,
        uint80 oldTurnover,
        uint80 newTurnover
    );
    event SourceSet(uint8 indexed index, bytes32 oldProvider, bytes32 newProvider);
    event LimitsChanged(Limits oldLimits, Limits newLimits);

    error RequestOpen(address merchant, bytes32 requestId);
    error CooldownRunning(address merchant, uint40 until);
    /// @param merchant whose budget is spent, zero for everybody's
    error DailyBudgetSpent(address merchant, uint16 budget, uint40 until);
    /// @notice Too few sources have the merchant's live consent for what the model needs.
    error ConsentMissing(address merchant, uint8 sources, uint8 needed);
    error NoScore(address merchant);
    /// @notice The features and the salt are not those that the score was computed from.
    error WrongFeatures(bytes32 commitment, bytes32 stored);
    error InvalidLimits();
    error InvalidSource(uint8 index);

    /// @notice Ask the oracle network for the caller's score, with the active model, from all sources that the caller
    ///         has consented to.
    function requestScore() external returns (bytes32 requestId);

    /// @notice Ask for a merchant's score.
    /// @custom:access OFFICER
    function requestScoreFor(address merchant) external returns (bytes32 requestId);

    /// @notice Prove the features of a merchant's score and have the contract score them. What differs is corrected.
    /// @param features in the schema's order
    /// @param salt from the platform
    /// @return corrected true when the stored score was wrong
    function challenge(address merchant, int64[] calldata features, bytes32 salt) external returns (bool corrected);

    /// @notice Put a provider at a source's place (0 to 7), or nobody. Requests in flight keep what they were opened with.
    /// @custom:access ORACLE_ADMIN (delayed)
    function setSource(uint8 index, bytes32 provider) external;

    /// @custom:access ORACLE_ADMIN (delayed)
    function setLimits(Limits calldata limits) external;

    // ---------------------------------------------------------------- view

    function scoreOf(address merchant) external view returns (Score memory);

    /// @notice SHA-256 of salt, merchant, asOf and features of the merchant's score, see docs/scoring.md.
    function commitmentOf(address merchant) external view returns (bytes32);

    /// @notice The score and whether every source behind it still has the merchant's consent.
    function usable(address merchant) external view returns (Score memory score, bool consented);

    /// @return requestId zero when none is open
    function openRequestOf(address merchant) external view returns (bytes32 requestId);

    function source(uint8 index) external view returns (bytes32 provider);

    function limits() external view returns (Limits memory);

    function consents() external view returns (IConsents);

    function models() external view returns (IModelRegistry);
}
