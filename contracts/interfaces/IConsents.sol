// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Register of what merchants allow to be read about them
/// @notice A merchant signs which provider may release which kinds of data to which recipient, for what and until when.
///         Revoking is one transaction by the merchant and acts at once on everything that reads {live}.
/// @dev One per network. Providers check {live} before they release data, oracles before they ask, lines before a draw.
interface IConsents {
    /// @notice A platform that holds data about merchants and releases them to an oracle network.
    /// @param key Ed25519 key that signs its answers
    /// @param scopes kinds of data that it has, a bit mask (see docs/scoring.md)
    /// @param active false: no consent for it is live
    /// @param url where its interface answers, without a trailing slash
    struct Provider {
        bytes32 key;
        uint32 scopes;
        bool active;
        string name;
        string url;
    }

    /// @notice What the merchant signs (EIP-712), except `nonce`, which the contract supplies.
    /// @param recipient oracle contract that the data are for; ties the consent to one bank
    /// @param purpose keccak256 of the purpose's name, such as "CREDIT_SCORING"
    /// @param expiry second from which the consent is over
    struct DataConsent {
        address merchant;
        bytes32 provider;
        address recipient;
        bytes32 purpose;
        uint32 scopes;
        uint40 expiry;
    }

    /// @notice What is stored for one merchant, provider, recipient and purpose.
    struct Grant {
        uint32 scopes;
        uint40 expiry;
        uint40 grantedAt;
    }

    event ProviderSet(bytes32 indexed provider, Provider oldProvider, Provider newProvider);
    event ConsentGranted(
        address indexed merchant,
        bytes32 indexed provider,
        address indexed recipient,
        bytes32 purpose,
        uint32 scopes,
        uint40 expiry,
        uint256 nonce
    );
    event ConsentRevoked(
        address indexed merchant,
        bytes32 indexed provider,
        address indexed recipient,
        bytes32 purpose,
        uint256 nonce
    );

    error UnknownProvider(bytes32 provider);
    error InvalidProvider(bytes32 provider);
    /// @notice The provider does not have all kinds of data that the consent names, or it names none.
    error InvalidScopes(uint32 scopes, uint32 available);
    /// @notice The consent's end lies in the past or more than two years ahead.
    error InvalidExpiry(uint40 expiry, uint40 earliest, uint40 latest);
    error InvalidConsentSignature(address merchant);

    /// @notice Store the caller's own consent. Replaces an earlier one for the same provider, recipient and purpose.
    function grant(DataConsent calldata consent) external;

    /// @notice Store a consent that the merchant has signed; anyone may submit it, once.
    function grantBySig(DataConsent calldata consent, bytes calldata signature) external;

    /// @notice End a consent of the caller at once; signatures given for it and not yet submitted are void too, also when
    ///         nothing was granted yet.
    /// @dev Works for frozen and expired members.
    function revoke(bytes32 provider, address recipient, bytes32 purpose) external;

    /// @notice Register or change a provider.
    /// @custom:access NETWORK_ADMIN (delayed)
    function setProvider(bytes32 provider, Provider calldata data) external;

    /// @notice Stop a provider at once: no consent for it is live.
    /// @custom:access GUARDIAN
    function stopProvider(bytes32 provider) external;

    // ---------------------------------------------------------------- view

    /// @notice True while the merchant allows `provider` to release at least `scopes` to `recipient` for `purpose`.
    function live(
        address merchant,
        bytes32 provider,
        address recipient,
        bytes32 purpose,
        uint32 scopes
    ) external view returns (bool);

    function consentOf(
        address merchant,
        bytes32 provider,
        address recipient,
        bytes32 purpose
    ) external view returns (Grant memory);

    function providerOf(bytes32 provider) external view returns (Provider memory);

    /// @notice Nonce that the next signature for this provider, recipient and purpose must carry.
    function nonceOf(
        address merchant,
        bytes32 provider,
        address recipient,
        bytes32 purpose
    ) external view returns (uint256);

    /// @notice What the merchant signs.
    function consentDigest(DataConsent calldata consent, uint256 nonce) external view returns (bytes32);
}
