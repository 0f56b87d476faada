// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {IDevices} from "../interfaces/IDevices.sol";
import {IMembers, Roles} from "../interfaces/IMembers.sol";

/// @title Register of machines and the keys that sign their meters
contract Devices is IDevices, AccessManaged, EIP712 {
    bytes32 private constant READING_TYPEHASH = keccak256(
        // solhint-disable-next-line max-line-length
        "Reading(bytes32 deviceId,uint32 keyVersion,uint64 seq,uint64 ts,bytes32 prevHash,int32 latE7,int32 lonE7,uint32 accuracyCm,uint64 opSec,uint64 idleSec,uint64 fuelMl,uint16 fuelPctBp,uint8 engine,uint32 flags,bytes32 extHash)"
    );
    bytes32 private constant KEY_TYPEHASH = keccak256(
        "DeviceKey(bytes32 deviceId,uint32 keyVersion,uint8 keyType,bytes32 x,bytes32 y)"
    );
    bytes32 private constant ACK_TYPEHASH = keccak256(
        "CommandAck(bytes32 deviceId,uint64 commandId,uint8 command,uint64 ts)"
    );
    uint256 private constant P256_SIGNATURE_LENGTH = 64;
    uint40 private constant FOR_EVER = type(uint40).max;

    /// @dev A secp256k1 key is one slot.
    struct StoredKey {
        address signer;
        uint40 validUntil;
        KeyType keyType;
        bytes32 x;
        bytes32 y;
    }

    IMembers public immutable members;

    mapping(bytes32 deviceId => Device) private _devices;
    mapping(bytes32 deviceId => mapping(uint32 version => StoredKey)) private _keys;
    mapping(bytes32 keyHash => bool) private _keyUsed;
    mapping(bytes32 deviceId => bytes32 keyHash) private _approvedKeys;

    constructor(address authority, IMembers members_) AccessManaged(authority) EIP712("Tallystick Devices", "1") {
        members = members_;
    }

    // ---------------------------------------------------------------- registration

    /// @inheritdoc IDevices
    function register(Registration calldata r, bytes calldata possession) external returns (bytes32 deviceId) {
        bytes32 identity = members.requireMember(msg.sender, Roles.MANUFACTURER).identity;
        require(
            bytes(r.oem).length != 0 && bytes(r.model).length != 0 && r.serialHash != 0 && r.ratedFuelMlPerHour != 0,
            InvalidRegistration()
        );
        deviceId = keccak256(abi.encode(identity, keccak256(bytes(r.model)), r.serialHash));
        require(_devices[deviceId].manufacturer == address(0), DeviceAlreadyRegistered(deviceId));
        _devices[deviceId] = Device(msg.sender, 0, Tier.SoftwareKey, address(0), r.ratedFuelMlPerHour);
        emit DeviceRegistered(
            deviceId,
            msg.sender,
            r.oem,
            r.model,
            r.serialHash,
            r.ratedFuelMlPerHour,
            Tier.SoftwareKey
        );
        _setKey(deviceId, r.key, possession);
    }

    /// @inheritdoc IDevices
    function setTier(bytes32 deviceId, Tier tier) external restricted {
        Device storage d = _known(deviceId);
        emit DeviceTierChanged(deviceId, d.tier, tier);
        d.tier = tier;
    }

    // ---------------------------------------------------------------- keys

    /// @inheritdoc IDevices
    function rotateKey(bytes32 deviceId, Key calldata key, bytes calldata possession, bytes calldata consent) external {
        uint32 version = _known(deviceId).keyVersion;
        StoredKey storage old = _keys[deviceId][version];
        require(old.validUntil == FOR_EVER, KeyNotValid(deviceId, version, old.validUntil));
        require(
            _hasSigned(old, keyDigest(deviceId, version + 1, key), consent),
            InvalidDeviceSignature(deviceId, version)
        );
        _setKey(deviceId, key, possession);
    }

    /// @inheritdoc IDevices
    function replaceKey(bytes32 deviceId, Key calldata key, bytes calldata possession) external {
        Device storage d = _manufacturers(deviceId);
        members.requireRole(msg.sender, Roles.MANUFACTURER);
        bytes32 hash = keyHashOf(key);
        require(d.book == address(0) || _approvedKeys[deviceId] == hash, ReplacementNotApproved(deviceId, hash));
        delete _approvedKeys[deviceId];
        _setKey(deviceId, key, possession);
    }

    /// @inheritdoc IDevices
    function approveReplacement(bytes32 deviceId, bytes32 keyHash) external {
        _requireBook(deviceId);
        _approvedKeys[deviceId] = keyHash;
        emit KeyReplacementApproved(deviceId, keyHash, msg.sender);
    }

    /// @inheritdoc IDevices
    function revokeKey(bytes32 deviceId) external {
        Device storage d = _known(deviceId);
        require(msg.sender == d.manufacturer || msg.sender == d.book, NotManufacturerOf(deviceId, msg.sender));
        _keys[deviceId][d.keyVersion].validUntil = 0;
        emit DeviceKeyRevoked(deviceId, d.keyVersion, msg.sender);
    }

    /// @dev The key before stays valid for what it signed until now, unless it was revoked.
    function _setKey(bytes32 deviceId, Key calldata key, bytes calldata possession) private {
        bytes32 hash = keyHashOf(key);
        require(!_keyUsed[hash], KeyInUse(hash));
        Device storage d = _devices[deviceId];
        uint40 time = uint40(block.timestamp);
        StoredKey storage old = _keys[deviceId][d.keyVersion];
        if (old.validUntil == FOR_EVER) old.validUntil = time;
        uint32 version = ++d.keyVersion;
        bytes32 digest = keyDigest(deviceId, version, key);
        StoredKey storage stored = _keys[deviceId][version];
        _store(stored, key);
        _keyUsed[hash] = true;
        require(_hasSigned(stored, digest, possession), InvalidDeviceSignature(deviceId, version));
        emit DeviceKeySet(deviceId, version, key, time);
    }

    function _store(StoredKey storage stored, Key calldata key) private {
        stored.validUntil = FOR_EVER;
        stored.keyType = key.keyType;
        if (key.keyType == KeyType.Secp256k1) {
            require(key.y == 0 && uint256(key.x) <= type(uint160).max && key.x != 0, InvalidRegistration());
            stored.signer = address(uint160(uint256(key.x)));
        } else {
            (stored.x, stored.y) = (key.x, key.y);
        }
    }

    function _hasSigned(StoredKey storage key, bytes32 digest, bytes calldata signature) private view returns (bool) {
        if (key.keyType == KeyType.Secp256k1) {
            (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(digest, signature);
            return err == ECDSA.RecoverError.NoError && signer == key.signer;
        }
        if (signature.length != P256_SIGNATURE_LENGTH) return false;
        bytes32 hash = sha256(abi.encodePacked(digest));
        return P256.verifyNative(hash, bytes32(signature[:32]), bytes32(signature[32:]), key.x, key.y);
    }

    // ---------------------------------------------------------------- leases

    /// @inheritdoc IDevices
    function bind(bytes32 deviceId) external {
        Device storage d = _known(deviceId);
        members.requireRole(msg.sender, Roles.BOOK);
        require(d.book == address(0), DeviceInUse(deviceId, d.book));
        d.book = msg.sender;
        emit DeviceBound(deviceId, msg.sender);
    }

    /// @inheritdoc IDevices
    function free(bytes32 deviceId) external {
        _requireBook(deviceId);
        _devices[deviceId].book = address(0);
        delete _approvedKeys[deviceId];
        emit DeviceFreed(deviceId, msg.sender);
    }

    function _known(bytes32 deviceId) private view returns (Device storage d) {
        d = _devices[deviceId];
        require(d.manufacturer != address(0), UnknownDevice(deviceId));
    }

    function _manufacturers(bytes32 deviceId) private view returns (Device storage d) {
        d = _known(deviceId);
        require(msg.sender == d.manufacturer, NotManufacturerOf(deviceId, msg.sender));
    }

    function _requireBook(bytes32 deviceId) private view {
        require(msg.sender == _devices[deviceId].book, NotBookOf(deviceId, msg.sender));
    }

    // ---------------------------------------------------------------- view

    /// @inheritdoc IDevices
    function device(bytes32 deviceId) external view returns (Device memory) {
        return _devices[deviceId];
    }

    /// @inheritdoc IDevices
    function keyOf(bytes32 deviceId, uint32 keyVersion) external view returns (Key memory key, uint40 validUntil) {
        StoredKey storage stored = _keys[deviceId][keyVersion];
        bool isP256 = stored.keyType == KeyType.P256;
        bytes32 x = isP256 ? stored.x : bytes32(uint256(uint160(stored.signer)));
        return (Key(stored.keyType, x, stored.y), stored.validUntil);
    }

    /// @inheritdoc IDevices
    function verify(Reading calldata reading, bytes calldata signature) external view returns (bytes32 digest) {
        StoredKey storage key = _keys[reading.deviceId][reading.keyVersion];
        uint40 validUntil = key.validUntil;
        require(
            validUntil != 0 && reading.ts / 1000 <= validUntil,
            KeyNotValid(reading.deviceId, reading.keyVersion, validUntil)
        );
        digest = readingDigest(reading);
        require(_hasSigned(key, digest, signature), InvalidDeviceSignature(reading.deviceId, reading.keyVersion));
    }

    /// @inheritdoc IDevices
    function verifyAck(CommandAck calldata ack, bytes calldata signature) external view {
        uint32 version = _known(ack.deviceId).keyVersion;
        StoredKey storage key = _keys[ack.deviceId][version];
        require(key.validUntil == FOR_EVER, KeyNotValid(ack.deviceId, version, key.validUntil));
        require(_hasSigned(key, ackDigest(ack), signature), InvalidDeviceSignature(ack.deviceId, version));
    }

    /// @inheritdoc IDevices
    function readingDigest(Reading calldata reading) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(READING_TYPEHASH, reading)));
    }

    /// @inheritdoc IDevices
    function ackDigest(CommandAck calldata ack) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(ACK_TYPEHASH, ack)));
    }

    /// @inheritdoc IDevices
    function keyDigest(bytes32 deviceId, uint32 keyVersion, Key calldata key) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(KEY_TYPEHASH, deviceId, keyVersion, key)));
    }

    /// @inheritdoc IDevices
    function keyHashOf(Key calldata key) public pure returns (bytes32) {
        return keccak256(abi.encode(key));
    }
}
