// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A bank's register of credit models
/// @notice A model is developed, validated and approved by three different roles. Its SHA-256 is fixed before the first
///         score; the blob itself may stay confidential, or be published so that anybody can re-score on chain.
/// @dev draft → validated → active → retired; one model is active at a time. Versions start at 1.
interface IModelRegistry {
    enum Status {
        None,
        Draft,
        Validated,
        Active,
        Retired
    }

    /// @param modelHash SHA-256 of the blob (docs/scoring.md)
    /// @param schemaHash SHA-256 of the feature schema
    /// @param dataHash SHA-256 of the development data
    /// @param cardHash SHA-256 of the model card
    /// @param scopes kinds of data that the model needs, see {IConsents}
    /// @param baseline shares in bps of the development population in ten score bins of 55 points from 300 to 850, the
    ///        lowest first: what the scores of today are compared with (PSI)
    /// @param uri where the oracle network fetches the blob
    /// @param cardUri where people read the model card
    struct Spec {
        bytes32 modelHash;
        bytes32 schemaHash;
        bytes32 dataHash;
        bytes32 cardHash;
        uint32 scopes;
        uint16[10] baseline;
        string uri;
        string cardUri;
    }

    /// @param blob contract whose code is a zero byte and the blob; zero while confidential
    struct Model {
        Status status;
        uint32 scopes;
        address blob;
        address developer;
        bytes32 modelHash;
        string uri;
    }

    event ModelRegistered(uint16 indexed version, address indexed developer, Spec spec);
    event ModelValidated(uint16 indexed version, address indexed validator, bytes32 reportHash);
    event ModelActivated(uint16 indexed version, uint16 indexed previous, address indexed approver);
    event ModelRetired(uint16 indexed version, address indexed by);
    event ModelPublished(uint16 indexed version, address blob);

    error UnknownModel(uint16 version);
    error InvalidModel();
    /// @notice The model is in another status than this step needs.
    error WrongModelStatus(uint16 version, Status status);
    /// @notice Nobody validates or approves what they developed.
    error SeparationOfDuties(address account);
    /// @notice The bytes are not the model that was registered.
    error WrongModelBlob(bytes32 hash, bytes32 modelHash);
    error AlreadyPublished(uint16 version);
    /// @notice The model is confidential: publish its blob before it can be evaluated on chain.
    error ModelNotPublished(uint16 version);
    error NoActiveModel();

    /// @return version the model's number
    /// @custom:access MODEL_DEVELOPER
    function register(Spec calldata spec) external returns (uint16 version);

    /// @param reportHash SHA-256 of the validation report
    /// @custom:access MODEL_VALIDATOR
    function validate(uint16 version, bytes32 reportHash) external;

    /// @notice Make a validated model the one that new requests use; the previous one is retired.
    /// @custom:access MODEL_APPROVER (delayed)
    function activate(uint16 version) external;

    /// @notice Stop a model. Without an active model no score can be requested.
    /// @custom:access OFFICER
    function retire(uint16 version) external;

    /// @notice Store the blob on chain. Anyone who has it may, also after retirement: a dispute needs it.
    function publish(uint16 version, bytes calldata blob) external;

    // ---------------------------------------------------------------- view

    /// @return version 0 while no model is active
    function active() external view returns (uint16 version);

    function model(uint16 version) external view returns (Model memory);

    /// @notice Score a row of features with a published model, bit for bit as the oracle network does.
    /// @param features fixed-point integers in the schema's order
    /// @return score 300 to 850
    /// @return pdBps default probability
    /// @return turnover in 1/100 of the currency
    function evaluate(
        uint16 version,
        int64[] calldata features
    ) external view returns (uint16 score, uint16 pdBps, uint80 turnover);
}
