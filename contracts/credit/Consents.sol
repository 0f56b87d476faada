// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IConsents} from "../interfaces/IConsents.sol";
import {IMembers, Roles} from "../interfaces/IMembers.sol";
import {Signatures} from "../libraries/Signatures.sol";

/// @title Register of what merchants allow to be read about them
contract Consents is IConsents, AccessManaged, EIP712 {
    bytes32 private constant CONSENT_TYPEHASH = keccak256(
        // solhint-disable-next-line max-line-length
        "DataConsent(address merchant,bytes32 provider,address recipient,bytes32 purpose,uint32 scopes,uint40 expiry,uint256 nonce)"
    );
    uint40 private constant MAX_DURATION = 730 days;

    IMembers public immutable members;

    mapping(bytes32 provider => Provider) private _providers;
    mapping(address merchant => mapping(bytes32 key => Grant)) private _grants;
    mapping(address merchant => mapping(bytes32 key => uint256)) private _nonces;

    constructor(address authority, IMembers members_) AccessManaged(authority) EIP712("Tallystick Consents", "1") {
        members = members_;
    }

    // ---------------------------------------------------------------- merchant

    /// @inheritdoc IConsents
    function grant(DataConsent calldata consent) external {
        require(consent.merchant == msg.sender, InvalidConsentSignature(consent.merchant));
        _grant(consent);
    }

    /// @inheritdoc IConsents
    function grantBySig(DataConsent calldata consent, bytes calldata signature) external {
        uint256 nonce = _nonces[consent.merchant][_key(consent.provider, consent.recipient, consent.purpose)];
        require(
            Signatures.isValid(
                consent.merchant,
                members.contractSignatureOnly(consent.merchant),
                consentDigest(consent, nonce),
                signature
            ),
            InvalidConsentSignature(consent.merchant)
        );
        _grant(consent);
    }

    /// @inheritdoc IConsents
    function revoke(bytes32 provider, address recipient, bytes32 purpose) external {
        bytes32 key = _key(provider, recipient, purpose);
        delete _grants[msg.sender][key];
        emit ConsentRevoked(msg.sender, provider, recipient, purpose, _nonces[msg.sender][key]++);
    }

    function _grant(DataConsent calldata consent) private {
        members.requireRole(consent.merchant, Roles.MERCHANT);
        Provider storage provider = _providers[consent.provider];
        require(provider.active, UnknownProvider(consent.provider));
        require(
            consent.scopes != 0 && consent.scopes & ~provider.scopes == 0,
            InvalidScopes(consent.scopes, provider.scopes)
        );
        uint40 time = uint40(block.timestamp);
        require(
            consent.expiry > time && consent.expiry <= time + MAX_DURATION,
            InvalidExpiry(consent.expiry, time + 1, time + MAX_DURATION)
        );
        bytes32 key = _key(consent.provider, consent.recipient, consent.purpose);
        uint256 nonce = _nonces[consent.merchant][key]++;
        _grants[consent.merchant][key] = Grant(consent.scopes, consent.expiry, time);
        emit ConsentGranted(
            consent.merchant,
            consent.provider,
            consent.recipient,
            consent.purpose,
            consent.scopes,
            consent.expiry,
            nonce
        );
    }

    // ---------------------------------------------------------------- administration

    /// @inheritdoc IConsents
    function setProvider(bytes32 provider, Provider calldata data) external restricted {
        require(
            provider != 0 &&
                data.key != 0 &&
                data.scopes != 0 &&
                bytes(data.name).length != 0 &&
                bytes(data.url).length != 0,
            InvalidProvider(provider)
        );
        emit ProviderSet(provider, _providers[provider], data);
        _providers[provider] = data;
    }

    /// @inheritdoc IConsents
    function stopProvider(bytes32 provider) external restricted {
        Provider memory old = _providers[provider];
        require(old.active, UnknownProvider(provider));
        _providers[provider].active = false;
        emit ProviderSet(provider, old, _providers[provider]);
    }

    // ---------------------------------------------------------------- view

    /// @inheritdoc IConsents
    function live(
        address merchant,
        bytes32 provider,
        address recipient,
        bytes32 purpose,
        uint32 scopes
    ) external view returns (bool) {
        Grant storage given = _grants[merchant][_key(provider, recipient, purpose)];
        return given.expiry > block.timestamp && given.scopes & scopes == scopes && _providers[provider].active;
    }

    /// @inheritdoc IConsents
    function consentOf(
        address merchant,
        bytes32 provider,
        address recipient,
        bytes32 purpose
    ) external view returns (Grant memory) {
        return _grants[merchant][_key(provider, recipient, purpose)];
    }

    /// @inheritdoc IConsents
    function providerOf(bytes32 provider) external view returns (Provider memory) {
        return _providers[provider];
    }

    /// @inheritdoc IConsents
    function nonceOf(
        address merchant,
        bytes32 provider,
        address recipient,
        bytes32 purpose
    ) external view returns (uint256) {
        return _nonces[merchant][_key(provider, recipient, purpose)];
    }

    /// @inheritdoc IConsents
    function consentDigest(DataConsent calldata consent, uint256 nonce) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(CONSENT_TYPEHASH, consent, nonce)));
    }

    function _key(bytes32 provider, address recipient, bytes32 purpose) private pure returns (bytes32) {
        return keccak256(abi.encode(provider, recipient, purpose));
    }
}
