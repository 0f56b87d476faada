// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Alarms of leased machines, brought by an oracle network
/// @notice The gateway raises and clears alarms; the network brings the picture of up to 224 machines at once, a byte of
///         alarm bits each. The answer is only stored by its hash; {apply_} writes what has changed. Alarms inform, and
///         move no money.
interface IDeviceOracle {
    /// @param maxDataAge oldest picture accepted, seconds
    /// @param timeToLive seconds in which an answer is accepted
    /// @param cooldown seconds between two answers of one batch
    /// @param dailyBudget requests a day
    struct Limits {
        uint32 maxDataAge;
        uint32 timeToLive;
        uint32 cooldown;
        uint16 dailyBudget;
    }

    /// @param asOf second of the last accepted picture
    /// @param answerHash keccak256 of the last accepted answer
    /// @param applied it has been written
    struct Batch {
        uint40 asOf;
        uint40 updatedAt;
        bool applied;
        bytes32 answerHash;
    }

    event DeviceEnrolled(bytes32 indexed deviceId, uint256 index);
    event EndpointChanged(string oldUrl, string newUrl, bytes32 oldKey, bytes32 newKey);
    event LimitsChanged(Limits oldLimits, Limits newLimits);
    /// @param answer header and bitmap, see docs/telemetry.md
    event AlarmsReported(bytes32 indexed requestId, uint16 indexed batch, uint40 asOf, bytes answer);
    event AlarmsChanged(bytes32 indexed deviceId, uint8 oldAlarms, uint8 newAlarms, uint40 asOf);
    event AlarmsAcknowledged(bytes32 indexed deviceId, uint8 alarms, bytes32 note, address indexed by);
    event FollowUpOpened(
        bytes32 indexed deviceId,
        uint64 followUpId,
        uint8 alarms,
        bytes32 note,
        uint16 dueDay,
        address indexed by
    );
    event FollowUpClosed(bytes32 indexed deviceId, uint64 followUpId, bytes32 note, address indexed by);

    error AlreadyEnrolled(bytes32 deviceId);
    error NotEnrolled(bytes32 deviceId);
    error NoSuchBatch(uint16 batch);
    error BatchRequestOpen(uint16 batch, bytes32 requestId);
    error BatchCooldown(uint16 batch, uint40 until);
    error AlarmBudgetSpent(uint16 budget, uint40 until);
    error EndpointMissing();
    error InvalidAlarmLimits();
    error OtherAnswer(bytes32 hash, bytes32 expected);
    error AlreadyApplied(uint16 batch);
    error NothingToAcknowledge(bytes32 deviceId, uint8 alarms);
    error FollowUpNotOpen(bytes32 deviceId, uint64 followUpId);
    error NoteMissing();

    /// @notice Give a registered device its place in the pictures. By anyone.
    function enroll(bytes32 deviceId) external returns (uint256 index);

    /// @notice Ask the network for the picture of a batch. By anyone, within the limits.
    function requestAlarms(uint16 batch) external returns (bytes32 requestId);

    /// @notice Write what the last answer changed. By anyone.
    function apply_(uint16 batch, bytes calldata answer) external;

    /// @notice Say that the bank has seen the alarms.
    /// @param note keccak256 of the officer's words, which the gateway keeps; 0 for none
    /// @custom:access OFFICER
    function acknowledge(bytes32 deviceId, uint8 alarms, bytes32 note) external;

    /// @param note keccak256 of what is to be done
    /// @custom:access OFFICER
    function openFollowUp(
        bytes32 deviceId,
        uint8 alarms,
        bytes32 note,
        uint16 dueDay
    ) external returns (uint64 followUpId);

    /// @custom:access OFFICER
    function closeFollowUp(bytes32 deviceId, uint64 followUpId, bytes32 note) external;

    /// @notice Where the network asks, and the key that signs what it is given there.
    /// @custom:access ORACLE_ADMIN (delayed)
    function setEndpoint(string calldata url, bytes32 key) external;

    /// @custom:access ORACLE_ADMIN (delayed)
    function setLimits(Limits calldata limits) external;

    // ---------------------------------------------------------------- view

    /// @notice Alarm bits of a device as last applied; see docs/telemetry.md for the bits.
    function alarmsOf(bytes32 deviceId) external view returns (uint8);

    /// @notice Place of a device, from 1; 0 when it has none. Its batch is (index − 1) / 224.
    function indexOf(bytes32 deviceId) external view returns (uint256);

    function deviceAt(uint256 index) external view returns (bytes32);

    function deviceCount() external view returns (uint256);

    function batch(uint16 number) external view returns (Batch memory);

    function endpoint() external view returns (string memory url, bytes32 key);

    function limits() external view returns (Limits memory);
}
