// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Bit of each role in a member's role mask.
library Roles {
    uint64 internal constant CORE = 1 << 0; // core enterprise: may owe receivables
    uint64 internal constant SUPPLIER = 1 << 1; // may hold and pass on receivables
    uint64 internal constant BANK = 1 << 2; // may hold treasury shares
    uint64 internal constant MERCHANT = 1 << 3;
    uint64 internal constant LESSEE = 1 << 4;
    uint64 internal constant MANUFACTURER = 1 << 5;
    uint64 internal constant AUDITOR = 1 << 6;
    uint64 internal constant BOOK = 1 << 7; // contract that buys units for a treasury
}

/// @title Register of known companies, shared by all banks of the network
/// @notice Says who an account belongs to and what it may do. Administration is role-guarded; reading is free.
interface IMembers {
    /// @param roles bit mask of {Roles}
    /// @param expiry second from which the member may no longer act, except to pay and to collect its own money
    /// @param country ISO 3166-1 numeric
    /// @param frozen set by an authority; the same limits as after expiry
    /// @param contractSignatureOnly refuse raw ECDSA signatures: only the account's code (ERC-1271) may speak for it
    /// @param obligor group id: accounts that fail together share one exposure. Never zero for a member
    /// @param identity keccak256 of the normalised legal id (VAT id before registration id), one per legal entity
    struct Member {
        uint64 roles;
        uint40 expiry;
        uint16 country;
        bool frozen;
        bool contractSignatureOnly;
        uint32 obligor;
        bytes32 identity;
    }

    event MemberRegistered(address indexed account, uint32 indexed obligor, bytes32 indexed identity, Member member);
    event RolesChanged(address indexed account, uint64 oldRoles, uint64 newRoles);
    event ExpiryChanged(address indexed account, uint40 oldExpiry, uint40 newExpiry);
    event ContractSignatureOnlyChanged(address indexed account, bool required);
    event Frozen(address indexed account, address indexed by);
    event Unfrozen(address indexed account, address indexed by);
    event Regrouped(address indexed account, uint32 indexed oldObligor, uint32 indexed newObligor);

    /// @notice The account is not registered or lacks a role.
    error NotMember(address account, uint64 role);
    error MemberFrozen(address account);
    error MemberExpired(address account, uint40 expiry);
    error AlreadyMember(address account);
    /// @notice Registration data that can never be right: a zero account, group or identity, or a book with other roles.
    error InvalidMember(address account);
    /// @notice One legal entity cannot stand in two groups.
    error IdentityInOtherGroup(bytes32 identity, uint32 obligor);

    // ---------------------------------------------------------------- administration

    /// @notice Add a company's account.
    /// @custom:access KYC
    function register(address account, Member calldata member) external;

    /// @notice Replace the role mask.
    /// @custom:access KYC
    function setRoles(address account, uint64 roles) external;

    /// @notice Move the expiry, in either direction.
    /// @custom:access KYC
    function setExpiry(address account, uint40 expiry) external;

    /// @notice Require (or stop requiring) that the account's code approves its signatures.
    /// @custom:access KYC
    function setContractSignatureOnly(address account, bool required) external;

    /// @notice Stop an account at once. It can still pay, settle and collect its own money to itself.
    /// @custom:access GUARDIAN
    function freeze(address account) external;

    /// @custom:access KYC
    function unfreeze(address account) external;

    /// @notice Move an account and its legal entity to another group. Affects new positions only.
    /// @dev Other accounts of the same entity keep their old group until they are regrouped too.
    /// @custom:access KYC_LOOSEN (delayed)
    function regroup(address account, uint32 obligor) external;

    // ---------------------------------------------------------------- view

    function memberOf(address account) external view returns (Member memory);

    /// @notice True when the account is registered with all bits of `role`, not frozen and not expired.
    function allowed(address account, uint64 role) external view returns (bool);

    /// @notice The account's group. Reverts {NotMember}, {MemberFrozen} or {MemberExpired} when it may not act as `role`.
    function requireRole(address account, uint64 role) external view returns (uint32 obligor);

    /// @notice As {requireRole}, with the whole record.
    function requireMember(address account, uint64 role) external view returns (Member memory);

    /// @notice True when only the account's code may speak for it, see {Member}.
    function contractSignatureOnly(address account) external view returns (bool);

    /// @notice True while the account is frozen. Strangers and expired members are not frozen.
    function isFrozen(address account) external view returns (bool);

    /// @notice True for a contract registered to buy units for a treasury.
    function isBook(address account) external view returns (bool);

    /// @notice Group of a legal entity, 0 when unknown.
    function obligorOfIdentity(bytes32 identity) external view returns (uint32);
}
