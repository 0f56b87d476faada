// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDevices} from "./IDevices.sol";

/// @title What leased machines were used, period by period, from their own signed readings
/// @notice Counters are cumulative: a period's use is its last reading less the last reading of the period before.
///         Anyone may bring the closing reading, nobody can alter it, and within the window a later one replaces it.
///         A silent device costs nobody anything: its hours are billed with the next reading.
interface IUsageMeter {
    /// @param ts Unix milliseconds
    struct Counters {
        uint64 seq;
        uint48 ts;
        uint40 opSec;
        uint40 idleSec;
        uint56 fuelMl;
    }

    /// @param end last second of the running period
    /// @param period number of the running period, from 1
    /// @param silent periods before this one that ended without a reading
    /// @param reportedAt when the closing reading was first brought, 0 while there is none
    /// @param suspended the device has contradicted itself; no reading counts until the meter is reset
    /// @param confirmed an officer has confirmed the closing reading (devices of a low tier)
    /// @param received readings of the period that the gateway holds, of `closing.seq − opening.seq`
    struct Meter {
        bytes32 deviceId;
        Counters opening;
        Counters closing;
        bytes32 closingDigest;
        bytes32 root;
        uint40 end;
        uint40 reportedAt;
        uint16 period;
        uint16 periodDays;
        uint16 silent;
        uint32 received;
        bool suspended;
        bool confirmed;
        bool last;
    }

    /// @notice What a settled period brought.
    /// @param known false when no reading counted; then the rest is zero
    /// @param periods periods that the use belongs to: this one and the silent ones before it
    /// @param end last second of the period
    /// @param last the meter has stopped
    struct Usage {
        bool known;
        bool last;
        uint16 period;
        uint16 periods;
        uint40 end;
        uint40 opSec;
        uint40 idleSec;
        uint56 fuelMl;
    }

    event MeterOpened(
        uint256 indexed leaseId,
        bytes32 indexed deviceId,
        Counters opening,
        bytes32 digest,
        uint16 periodDays,
        uint40 end
    );
    /// @param root Merkle root over keccak256(digest) of all readings of the period, 0 when only the reading was brought
    /// @param final_ second from which the period can be settled
    event UsageReported(
        uint256 indexed leaseId,
        bytes32 indexed deviceId,
        uint16 indexed period,
        Counters opening,
        Counters closing,
        bytes32 digest,
        bytes32 root,
        uint32 received,
        uint40 final_,
        address reporter
    );
    /// @notice A later reading of the period replaced the one that was brought before.
    event UsageReplaced(uint256 indexed leaseId, uint16 indexed period, uint64 oldSeq, uint64 newSeq, address by);
    event UsageConfirmed(uint256 indexed leaseId, uint16 indexed period, address by);
    /// @notice Two signed readings cannot both be true: a number used twice, or a counter that fell.
    event MeterContradicted(
        uint256 indexed leaseId,
        bytes32 indexed deviceId,
        uint16 indexed period,
        uint64 seq,
        bytes32 digest,
        bytes32 otherDigest,
        address by
    );
    event MeterResetProposed(uint256 indexed leaseId, bytes32 digest, address by);
    event MeterReset(uint256 indexed leaseId, Counters opening, bytes32 digest);
    event PeriodSettled(
        uint256 indexed leaseId,
        bytes32 indexed deviceId,
        uint16 indexed period,
        Usage usage,
        Counters opening,
        uint40 nextEnd
    );
    /// @notice The running period ends now and is the last.
    event MeterCut(uint256 indexed leaseId, uint16 indexed period, uint40 end);
    event MeterClosed(uint256 indexed leaseId);
    event LeasesSet(address leases);
    event GatewayChanged(address indexed gateway, bool trusted);

    error NotLeases(address account);
    /// @notice The book is named once, for good.
    error LeasesAlreadySet(address leases);
    error NotGateway(address account);
    error NoMeter(uint256 leaseId);
    error OtherDevice(bytes32 deviceId, bytes32 expected);
    /// @notice The reading does not lie in the last hours of the period.
    error OutsidePeriod(uint48 time, uint40 earliest, uint40 latest);
    error FromTheFuture(uint48 time, uint256 latest);
    /// @notice Not newer than the reading that stands.
    error NotNewer(uint64 seq, uint64 last);
    /// @notice More hours than time has passed, more idle than running hours, or a counter that fell.
    error Impossible(uint40 opSec, uint40 idleSec, uint256 elapsed);
    error MeterSuspended(uint256 leaseId);
    error MeterNotSuspended(uint256 leaseId);
    error NoContradiction(uint64 seq);
    error NothingReported(uint256 leaseId);
    error InvalidEvidence();
    /// @notice The period is still running, or its reading can still be replaced, until `until`.
    error WindowOpen(uint256 leaseId, uint40 until);
    /// @notice The period is over and can be settled: that comes before an end.
    error PeriodNotBilled(uint256 leaseId, uint16 period);
    error NotLessee(uint256 leaseId, address account);
    error OtherReading(bytes32 digest, bytes32 expected);

    // ---------------------------------------------------------------- readings

    /// @notice Bring the closing reading of the running period, or a later one than stands. A replaced reading loses
    ///         its evidence; the window does not move.
    function report(uint256 leaseId, IDevices.Reading calldata reading, bytes calldata signature) external;

    /// @notice As {report}, with the Merkle root of the period; also for the reading that stands already.
    /// @param received readings in the tree
    /// @custom:access gateways of the bank
    function reportWithEvidence(
        uint256 leaseId,
        IDevices.Reading calldata reading,
        bytes calldata signature,
        bytes32 root,
        uint32 received
    ) external;

    /// @notice Show that the device contradicts itself in this period: another reading under the number that stands, or a
    ///         later one with lower counters. The meter is suspended and the period bills no use.
    function contradict(uint256 leaseId, IDevices.Reading calldata reading, bytes calldata signature) external;

    /// @notice Let a reading of a device of tier 1 count.
    /// @custom:access OFFICER
    function confirm(uint256 leaseId) external;

    /// @notice Start a suspended meter anew from `reading`; the lessee agrees by {acceptReset}.
    /// @custom:access OFFICER
    function proposeReset(uint256 leaseId, IDevices.Reading calldata reading, bytes calldata signature) external;

    /// @notice Agree to the reading that the officer proposed. Use since the last settled reading is not billed.
    /// @custom:access the lessee
    function acceptReset(uint256 leaseId, IDevices.Reading calldata reading, bytes calldata signature) external;

    // ---------------------------------------------------------------- the book

    /// @custom:access the lease book
    function open(
        uint256 leaseId,
        address lessee,
        IDevices.Reading calldata reading,
        bytes calldata signature,
        uint16 periodDays
    ) external;

    /// @notice End the running period now; it is the last. One that is over and still waits for its reading is stretched
    ///         to now.
    /// @custom:access the lease book
    function cut(uint256 leaseId) external;

    /// @notice Close the running period's account and begin the next.
    /// @custom:access the lease book
    function settle(uint256 leaseId) external returns (Usage memory usage);

    /// @custom:access the lease book
    function close(uint256 leaseId) external;

    // ---------------------------------------------------------------- administration and view

    /// @notice Name the lease book, once.
    /// @custom:access ADMIN
    function setLeases(address leases) external;

    /// @custom:access ORACLE_ADMIN (delayed)
    function setGateway(address gateway, bool trusted) external;

    function isGateway(address account) external view returns (bool);

    function meter(uint256 leaseId) external view returns (Meter memory);

    /// @notice Seconds in which a closing reading can be replaced, and in which a silent period waits for one.
    function window() external view returns (uint40);

    /// @notice A closing reading lies in this many seconds before the period's end; that of the last period anywhere in it.
    function tolerance() external view returns (uint40);

    function devices() external view returns (IDevices);

    /// @notice The lease book, whose calls open and settle meters.
    function leases() external view returns (address);
}
