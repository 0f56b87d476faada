// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IDevices} from "../interfaces/IDevices.sol";
import {IImmobiliser} from "../interfaces/IImmobiliser.sol";
import {ILeases} from "../interfaces/ILeases.sol";

/// @title Lock commands to leased machines
contract Immobiliser is IImmobiliser, AccessManaged {
    ILeases public immutable leases;
    IDevices public immutable devices;

    /// @dev A device's clock may differ by this much from the chain's.
    uint256 private constant CLOCK_TOLERANCE = 1 days;

    uint64 private _lastCommand;
    mapping(uint256 leaseId => Command) private _commands;
    /// @dev The last lease under which a device was locked.
    mapping(bytes32 deviceId => uint256 leaseId) private _lockedUnder;

    constructor(address authority, ILeases leases_, IDevices devices_) AccessManaged(authority) {
        leases = leases_;
        devices = devices_;
    }

    /// @inheritdoc IImmobiliser
    function lock(uint256 leaseId, string calldata reason) external restricted {
        require(leases.mayLock(leaseId), LockNotAllowed(leaseId));
        require(bytes(reason).length != 0, ReasonMissing());
        _takeOver(leaseId);
        _command(leaseId, true, reason);
    }

    /// @dev Ends what an earlier lease left locked, so that nobody unlocks the machine in its name.
    function _takeOver(uint256 leaseId) private {
        bytes32 deviceId = leases.lease(leaseId).deviceId;
        uint256 before = _lockedUnder[deviceId];
        if (before == leaseId) return;
        delete _commands[before];
        _lockedUnder[deviceId] = leaseId;
    }

    /// @inheritdoc IImmobiliser
    function unlock(uint256 leaseId, string calldata reason) external restricted {
        require(bytes(reason).length != 0, ReasonMissing());
        _command(leaseId, false, reason);
    }

    /// @inheritdoc IImmobiliser
    function unlockCured(uint256 leaseId) external {
        require(!leases.mayLock(leaseId), StillLockable(leaseId));
        _command(leaseId, false, "");
    }

    function _command(uint256 leaseId, bool locked, string memory reason) private {
        Command storage last = _commands[leaseId];
        require(last.locked != locked, AlreadyCommanded(leaseId, locked));
        uint64 commandId = ++_lastCommand;
        _commands[leaseId] = Command(commandId, locked, false, uint40(block.timestamp));
        emit CommandIssued(leaseId, leases.lease(leaseId).deviceId, commandId, locked, reason, msg.sender);
    }

    /// @inheritdoc IImmobiliser
    function acknowledge(uint256 leaseId, IDevices.CommandAck calldata ack, bytes calldata signature) external {
        Command storage last = _commands[leaseId];
        uint64 expected = last.acknowledged ? 0 : last.commandId;
        bool matches = expected != 0 && ack.commandId == expected && ack.command == (last.locked ? 1 : 0);
        bytes32 deviceId = leases.lease(leaseId).deviceId;
        // Another bank's command may have had the same number: what is older than the command does not answer it.
        bool answers = ack.deviceId == deviceId && ack.ts / 1000 + CLOCK_TOLERANCE >= last.time;
        require(matches && answers, WrongAck(ack.commandId, expected));
        devices.verifyAck(ack, signature);
        last.acknowledged = true;
        emit CommandAcknowledged(leaseId, deviceId, ack.commandId, last.locked, ack.ts);
    }

    /// @inheritdoc IImmobiliser
    function commandOf(uint256 leaseId) external view returns (Command memory) {
        return _commands[leaseId];
    }
}
