// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDevices} from "./IDevices.sol";

/// @title Lock commands to leased machines
/// @notice A machine is locked only when the lease says so, by an officer; it is unlocked by an officer at any time, and
///         by anyone once the lease does not allow it any more. The machine itself waits until it can stop safely, and
///         signs what it has done.
interface IImmobiliser {
    /// @param commandId number of the last command, 0 for none
    /// @param locked what the last command asked for
    /// @param acknowledged the device has carried it out
    struct Command {
        uint64 commandId;
        bool locked;
        bool acknowledged;
        uint40 time;
    }

    event CommandIssued(
        uint256 indexed leaseId,
        bytes32 indexed deviceId,
        uint64 commandId,
        bool locked,
        string reason,
        address by
    );
    event CommandAcknowledged(
        uint256 indexed leaseId,
        bytes32 indexed deviceId,
        uint64 commandId,
        bool locked,
        uint64 ts
    );

    error LockNotAllowed(uint256 leaseId);
    error AlreadyCommanded(uint256 leaseId, bool locked);
    error StillLockable(uint256 leaseId);
    error ReasonMissing();
    error WrongAck(uint64 commandId, uint64 expected);

    /// @custom:access OFFICER
    function lock(uint256 leaseId, string calldata reason) external;

    /// @custom:access OFFICER
    function unlock(uint256 leaseId, string calldata reason) external;

    /// @notice Unlock a machine whose lease was cured or has ended. By anyone.
    function unlockCured(uint256 leaseId) external;

    /// @notice Bring the device's signed word that it has done it. By anyone.
    function acknowledge(uint256 leaseId, IDevices.CommandAck calldata ack, bytes calldata signature) external;

    function commandOf(uint256 leaseId) external view returns (Command memory);
}
