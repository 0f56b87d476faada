// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IDeviceOracle} from "../interfaces/IDeviceOracle.sol";
import {IDevices} from "../interfaces/IDevices.sol";
import {CreReceiver} from "./CreReceiver.sol";
import {FunctionsTransport} from "./FunctionsTransport.sol";
import {OracleCore} from "./OracleCore.sol";

/// @title Alarms of leased machines, brought by an oracle network
/// @dev A request's subject is its batch number plus one, as an address: the core keeps requests by address.
contract DeviceOracle is IDeviceOracle, FunctionsTransport, CreReceiver {
    uint16 private constant SCHEMA = 1;
    uint8 private constant GATEWAY = 1;
    uint256 private constant DEVICES_PER_WORD = 32;
    uint256 private constant WORDS = 7;
    uint256 private constant DEVICES_PER_BATCH = DEVICES_PER_WORD * WORDS;
    uint256 private constant ANSWER_LENGTH = 32 * (WORDS + 1);
    /// @dev Clocks of gateway and chain may differ by this much.
    uint256 private constant CLOCK_TOLERANCE = 120;

    IDevices public immutable devices;

    Limits private _limits;
    string private _url;
    bytes32 private _key;
    uint16 private _budgetDay;
    uint16 private _budgetUsed;
    uint64 private _lastFollowUp;
    bytes32[] private _deviceIds;
    mapping(bytes32 deviceId => uint256) private _indexes;
    mapping(uint16 number => Batch) private _batches;
    mapping(uint16 number => mapping(uint256 word => uint256)) private _alarms;
    mapping(uint16 number => bytes32 requestId) private _openRequests;
    mapping(bytes32 deviceId => mapping(uint64 followUpId => bool)) private _followUps;

    constructor(
        address authority,
        address router,
        IDevices devices_,
        Limits memory limits_
    ) AccessManaged(authority) FunctionsTransport(router) {
        devices = devices_;
        _setLimits(limits_);
    }

    // ---------------------------------------------------------------- asking

    /// @inheritdoc IDeviceOracle
    function enroll(bytes32 deviceId) external returns (uint256 index) {
        require(_indexes[deviceId] == 0, AlreadyEnrolled(deviceId));
        require(devices.device(deviceId).manufacturer != address(0), IDevices.UnknownDevice(deviceId));
        _deviceIds.push(deviceId);
        index = _deviceIds.length;
        _indexes[deviceId] = index;
        emit DeviceEnrolled(deviceId, index);
    }

    /// @inheritdoc IDeviceOracle
    function requestAlarms(uint16 number) external returns (bytes32 requestId) {
        require(uint256(number) * DEVICES_PER_BATCH < _deviceIds.length, NoSuchBatch(number));
        require(bytes(_url).length != 0, EndpointMissing());
        _makeWay(number);
        Limits memory limits_ = _limits;
        uint40 lastAt = _batches[number].updatedAt;
        uint40 until = lastAt == 0 ? 0 : lastAt + limits_.cooldown;
        require(block.timestamp >= until, BatchCooldown(number, until));
        _spend(limits_.dailyBudget);
        string[] memory args = new string[](1);
        args[0] = _url;
        bytes[] memory bytesArgs = new bytes[](2);
        bytesArgs[0] = abi.encode(_key);
        bytesArgs[1] = abi.encodePacked(SCHEMA, number);
        uint40 expiresAt = uint40(block.timestamp) + limits_.timeToLive;
        requestId = _open(_subjectOf(number), SCHEMA, GATEWAY, expiresAt, args, bytesArgs);
        _openRequests[number] = requestId;
    }

    /// @dev One request at a time; one whose answer never came is given up here.
    function _makeWay(uint16 number) private {
        bytes32 open = _openRequests[number];
        if (open == 0) return;
        require(_isOverdue(open), BatchRequestOpen(number, open));
        expire(open);
    }

    function _spend(uint16 budget) private {
        uint256 day = block.timestamp / 1 days;
        if (_budgetDay != uint16(day)) (_budgetDay, _budgetUsed) = (uint16(day), 0);
        require(_budgetUsed < budget, AlarmBudgetSpent(budget, uint40((day + 1) * 1 days)));
        ++_budgetUsed;
    }

    function _subjectOf(uint16 number) private pure returns (address) {
        return address(uint160(number) + 1);
    }

    function _batchOf(address subject) private pure returns (uint16) {
        // forge-lint: disable-next-line(unsafe-typecast) subjects are made of batch numbers only
        return uint16(uint160(subject) - 1);
    }

    // ---------------------------------------------------------------- answers

    /// @inheritdoc OracleCore
    function _answerLength() internal pure override returns (uint256) {
        return ANSWER_LENGTH;
    }

    /// @inheritdoc OracleCore
    function _accept(
        bytes32 requestId,
        Request memory r,
        bytes memory response
    ) internal override returns (bool, Refusal) {
        uint256 head = uint256(_firstWord(response));
        uint16 number = _batchOf(r.subject);
        // forge-lint: disable-start(unsafe-typecast) each field is cut to its own width
        if (uint16(head >> 240) != r.version) return (false, Refusal.WrongVersion);
        if (uint16(head >> 224) != number) return (false, Refusal.WrongSources);
        if (uint16(head >> 208) > DEVICES_PER_BATCH || uint168(head) != 0) return (false, Refusal.BadField);
        uint40 asOf = uint40(head >> 168);
        // forge-lint: disable-end(unsafe-typecast)
        if (asOf > block.timestamp + CLOCK_TOLERANCE) return (false, Refusal.FromTheFuture);
        if (uint256(asOf) + _limits.maxDataAge < block.timestamp) return (false, Refusal.TooOld);
        if (asOf < _batches[number].asOf) return (false, Refusal.OlderThanLast);
        _batches[number] = Batch(asOf, uint40(block.timestamp), false, keccak256(response));
        emit AlarmsReported(requestId, number, asOf, response);
        return (true, Refusal.OracleError);
    }

    /// @inheritdoc OracleCore
    function _onClosed(address subject) internal override {
        delete _openRequests[_batchOf(subject)];
    }

    /// @inheritdoc IDeviceOracle
    function apply_(uint16 number, bytes calldata answer) external {
        Batch storage b = _batches[number];
        bytes32 hash = keccak256(answer);
        require(hash == b.answerHash, OtherAnswer(hash, b.answerHash));
        require(!b.applied, AlreadyApplied(number));
        b.applied = true;
        for (uint256 w; w < WORDS; ++w) {
            uint256 begin = 32 * (w + 1);
            uint256 first = uint256(number) * DEVICES_PER_BATCH + w * DEVICES_PER_WORD;
            uint256 next = uint256(bytes32(answer[begin:begin + 32])) & _enrolledFrom(first);
            uint256 old = _alarms[number][w];
            if (next == old) continue;
            _alarms[number][w] = next;
            _tell(first, old, next, b.asOf);
        }
    }

    /// @dev Ones in the bytes of a word that have a device: a place without one takes no alarms before it is given.
    function _enrolledFrom(uint256 first) private view returns (uint256 mask) {
        uint256 count = _deviceIds.length;
        uint256 here = count > first ? count - first : 0;
        return here < DEVICES_PER_WORD ? ~(type(uint256).max >> (8 * here)) : type(uint256).max;
    }

    /// @dev The first device of a word has its highest byte.
    function _tell(uint256 first, uint256 old, uint256 next, uint40 asOf) private {
        for (uint256 i; i < DEVICES_PER_WORD && first + i < _deviceIds.length; ++i) {
            (uint8 before, uint8 now_) = (_byteAt(old, i), _byteAt(next, i));
            if (before != now_) emit AlarmsChanged(_deviceIds[first + i], before, now_, asOf);
        }
    }

    function _byteAt(uint256 word, uint256 i) private pure returns (uint8) {
        // forge-lint: disable-next-line(unsafe-typecast) one byte is meant
        return uint8(word >> (248 - 8 * i));
    }

    // ---------------------------------------------------------------- officers

    /// @inheritdoc IDeviceOracle
    function acknowledge(bytes32 deviceId, uint8 alarms, bytes32 note) external restricted {
        require(alarms != 0 && alarms & ~alarmsOf(deviceId) == 0, NothingToAcknowledge(deviceId, alarms));
        emit AlarmsAcknowledged(deviceId, alarms, note, msg.sender);
    }

    /// @inheritdoc IDeviceOracle
    function openFollowUp(
        bytes32 deviceId,
        uint8 alarms,
        bytes32 note,
        uint16 dueDay
    ) external restricted returns (uint64 followUpId) {
        require(_indexes[deviceId] != 0, NotEnrolled(deviceId));
        require(note != 0, NoteMissing());
        followUpId = ++_lastFollowUp;
        _followUps[deviceId][followUpId] = true;
        emit FollowUpOpened(deviceId, followUpId, alarms, note, dueDay, msg.sender);
    }

    /// @inheritdoc IDeviceOracle
    function closeFollowUp(bytes32 deviceId, uint64 followUpId, bytes32 note) external restricted {
        require(_followUps[deviceId][followUpId], FollowUpNotOpen(deviceId, followUpId));
        require(note != 0, NoteMissing());
        delete _followUps[deviceId][followUpId];
        emit FollowUpClosed(deviceId, followUpId, note, msg.sender);
    }

    // ---------------------------------------------------------------- administration and view

    /// @inheritdoc IDeviceOracle
    function setEndpoint(string calldata url, bytes32 key) external restricted {
        require(bytes(url).length != 0 && key != 0, EndpointMissing());
        emit EndpointChanged(_url, url, _key, key);
        _url = url;
        _key = key;
    }

    /// @inheritdoc IDeviceOracle
    function setLimits(Limits calldata limits_) external restricted {
        _setLimits(limits_);
    }

    function _setLimits(Limits memory limits_) private {
        require(limits_.maxDataAge != 0 && limits_.timeToLive != 0 && limits_.dailyBudget != 0, InvalidAlarmLimits());
        emit LimitsChanged(_limits, limits_);
        _limits = limits_;
    }

    /// @inheritdoc IDeviceOracle
    function alarmsOf(bytes32 deviceId) public view returns (uint8) {
        uint256 index = _indexes[deviceId];
        require(index != 0, NotEnrolled(deviceId));
        uint256 place = (index - 1) % DEVICES_PER_BATCH;
        uint16 number = uint16((index - 1) / DEVICES_PER_BATCH);
        return _byteAt(_alarms[number][place / DEVICES_PER_WORD], place % DEVICES_PER_WORD);
    }

    /// @inheritdoc IDeviceOracle
    function indexOf(bytes32 deviceId) external view returns (uint256) {
        return _indexes[deviceId];
    }

    /// @inheritdoc IDeviceOracle
    function deviceAt(uint256 index) external view returns (bytes32) {
        return _deviceIds[index - 1];
    }

    /// @inheritdoc IDeviceOracle
    function deviceCount() external view returns (uint256) {
        return _deviceIds.length;
    }

    /// @inheritdoc IDeviceOracle
    function batch(uint16 number) external view returns (Batch memory) {
        return _batches[number];
    }

    /// @inheritdoc IDeviceOracle
    function endpoint() external view returns (string memory url, bytes32 key) {
        return (_url, _key);
    }

    /// @inheritdoc IDeviceOracle
    function limits() external view returns (Limits memory) {
        return _limits;
    }
}
