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

    uint64 private _lastCommand;
    mapping(uint256 leaseId => Command) private _commands;

    constructor(address authority, ILeases leases_, IDevices devices_) AccessManaged(authority) {
        leases = leases_;
        devices = devices_;
    }

    /// @inheritdoc IImmobiliser
    function lock(uint256 leaseId, string calldata reason) external restricted {
        require(leases.mayLock(leaseId), LockNotAllowed(leaseId));
        require(bytes(reason).length != 0, ReasonMissing());
        _command(leaseId, true, reason);
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
        require(matches && ack.deviceId == deviceId, WrongAck(ack.commandId, expected));
        devices.verifyAck(ack, signature);
        last.acknowledged = true;
        emit CommandAcknowledged(leaseId, deviceId, ack.commandId, last.locked, ack.ts);
    }

    /// @inheritdoc IImmobiliser
    function commandOf(uint256 leaseId) external view returns (Command memory) {
        return _commands[leaseId];
    }
}
