// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Register of machines and the keys that sign their meters
/// @notice One per network: its address is part of what devices sign, so keys outlive every lease contract.
interface IDevices {
    /// @notice Secp256k1: ECDSA over the EIP-712 digest, 65 bytes. P256: ECDSA over SHA-256 of the digest, r ‖ s with
    ///         low s, 64 bytes; only on chains that verify it natively (EIP-7951, RIP-7212).
    enum KeyType {
        Secp256k1,
        P256
    }

    /// @notice How far the meter can be trusted.
    enum Tier {
        SelfReported, // T0: somebody's word; never bills
        SoftwareKey, // T1: signed by software; bills what an officer confirms
        SecureElement, // T2: key in a secure element, attested; bills by itself
        Attested // T3: as T2, with attested firmware
    }

    /// @param x secp256k1: the key's address in the low 20 bytes. P-256: the point's x
    /// @param y secp256k1: zero. P-256: the point's y
    struct Key {
        KeyType keyType;
        bytes32 x;
        bytes32 y;
    }

    /// @param oem manufacturer's brand (EquipmentHeader.OEMName of ISO 15143-3), `model` likewise
    /// @param serialHash keccak256 of "PIN|SerialNumber", upper case
    /// @param ratedFuelMlPerHour what the machine burns at most by its data sheet
    struct Registration {
        string oem;
        string model;
        bytes32 serialHash;
        uint32 ratedFuelMlPerHour;
        Key key;
    }

    /// @param book contract whose lease the device serves now, zero when it is free
    struct Device {
        address manufacturer;
        uint32 keyVersion;
        Tier tier;
        address book;
        uint32 ratedFuelMlPerHour;
    }

    /// @notice What a device signs: cumulative counters of ISO 15143-3, integers only. The digest is also the Merkle
    ///         leaf's content, and the next reading's `prevHash`.
    /// @param seq grows by one with each reading
    /// @param ts Unix milliseconds
    /// @param prevHash digest of the reading before, zero for the first
    /// @param opSec CumulativeOperatingHours, in seconds
    /// @param idleSec CumulativeIdleHours (engine on, no work), in seconds
    /// @param fuelMl FuelUsed
    /// @param fuelPctBp FuelRemaining
    /// @param flags bit 0 tamper, 1 main power lost, 2 GNSS jammed, 3 antenna, 4 clock not synchronised, 5 backfilled
    /// @param extHash keccak256 of the canonical JSON (RFC 8785) of what else the device tells, zero for nothing
    struct Reading {
        bytes32 deviceId;
        uint32 keyVersion;
        uint64 seq;
        uint64 ts;
        bytes32 prevHash;
        int32 latE7;
        int32 lonE7;
        uint32 accuracyCm;
        uint64 opSec;
        uint64 idleSec;
        uint64 fuelMl;
        uint16 fuelPctBp;
        uint8 engine;
        uint32 flags;
        bytes32 extHash;
    }

    /// @notice What a device signs when it has carried out a command.
    /// @param command 1 lock, 0 unlock
    /// @param ts Unix milliseconds
    struct CommandAck {
        bytes32 deviceId;
        uint64 commandId;
        uint8 command;
        uint64 ts;
    }

    event DeviceRegistered(
        bytes32 indexed deviceId,
        address indexed manufacturer,
        string oem,
        string model,
        bytes32 serialHash,
        uint32 ratedFuelMlPerHour,
        Tier tier
    );
    /// @notice A key signs for the device from now on; the one before it only for readings up to `time`.
    event DeviceKeySet(bytes32 indexed deviceId, uint32 indexed keyVersion, Key key, uint40 time);
    event DeviceKeyRevoked(bytes32 indexed deviceId, uint32 indexed keyVersion, address by);
    event DeviceTierChanged(bytes32 indexed deviceId, Tier oldTier, Tier newTier);
    event KeyReplacementApproved(bytes32 indexed deviceId, bytes32 keyHash, address indexed book);
    event DeviceBound(bytes32 indexed deviceId, address indexed book);
    event DeviceFreed(bytes32 indexed deviceId, address indexed book);

    error UnknownDevice(bytes32 deviceId);
    error DeviceAlreadyRegistered(bytes32 deviceId);
    error DeviceInUse(bytes32 deviceId, address book);
    error NotManufacturerOf(bytes32 deviceId, address account);
    error NotBookOf(bytes32 deviceId, address account);
    error InvalidRegistration();
    /// @notice One key signs for one device only.
    error KeyInUse(bytes32 keyHash);
    error InvalidDeviceSignature(bytes32 deviceId, uint32 keyVersion);
    /// @notice The version was never set, was revoked, or had been replaced when the reading was taken.
    error KeyNotValid(bytes32 deviceId, uint32 keyVersion, uint40 validUntil);
    /// @notice A leased machine's key is replaced with the lessor's consent only.
    error ReplacementNotApproved(bytes32 deviceId, bytes32 keyHash);

    /// @notice Register the caller's machine. Its own key proves that it is there by signing {keyDigest}.
    /// @param possession signature by `registration.key` of its own key, version 1
    /// @return deviceId keccak256(abi.encode(manufacturer's legal identity, keccak256(model), serialHash))
    function register(
        Registration calldata registration,
        bytes calldata possession
    ) external returns (bytes32 deviceId);

    /// @notice Give the device its next key. Anyone may bring it: the old key has signed for the new one.
    /// @param possession signature of {keyDigest} by the new key
    /// @param consent signature of the same by the old key
    function rotateKey(bytes32 deviceId, Key calldata key, bytes calldata possession, bytes calldata consent) external;

    /// @notice Give the device a new key without the old one: lost, revoked, or other hardware.
    /// @custom:access the manufacturer; while leased, for a key that the lessor's book has approved
    function replaceKey(bytes32 deviceId, Key calldata key, bytes calldata possession) external;

    /// @notice Agree that the manufacturer replaces the key of a machine under lease.
    /// @param keyHash see {keyHashOf}
    /// @custom:access the book that the device serves
    function approveReplacement(bytes32 deviceId, bytes32 keyHash) external;

    /// @notice Nothing that the key has signed is accepted any more.
    /// @custom:access the manufacturer, or the book that the device serves
    function revokeKey(bytes32 deviceId) external;

    /// @custom:access KYC
    function setTier(bytes32 deviceId, Tier tier) external;

    /// @notice Take a free device into a lease.
    /// @custom:access members with role BOOK
    function bind(bytes32 deviceId) external;

    /// @custom:access the book that the device serves
    function free(bytes32 deviceId) external;

    // ---------------------------------------------------------------- view

    function device(bytes32 deviceId) external view returns (Device memory);

    /// @return key its type and coordinates
    /// @return validUntil second up to which readings of this key are accepted; 0 when revoked
    function keyOf(bytes32 deviceId, uint32 keyVersion) external view returns (Key memory key, uint40 validUntil);

    /// @notice Reverts unless the device's key of that version was valid at the reading's time and has signed it.
    function verify(Reading calldata reading, bytes calldata signature) external view returns (bytes32 digest);

    /// @notice Reverts unless the device's present key has signed the acknowledgement.
    function verifyAck(CommandAck calldata ack, bytes calldata signature) external view;

    function readingDigest(Reading calldata reading) external view returns (bytes32);

    function ackDigest(CommandAck calldata ack) external view returns (bytes32);

    /// @notice What a new key signs to show that it is there, and an old one to hand over.
    function keyDigest(bytes32 deviceId, uint32 keyVersion, Key calldata key) external view returns (bytes32);

    function keyHashOf(Key calldata key) external pure returns (bytes32);
}
