// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDevices} from "../interfaces/IDevices.sol";
import {IUsageMeter} from "../interfaces/IUsageMeter.sol";
import {LocalDay} from "../libraries/LocalDay.sol";

/// @title What leased machines were used, period by period, from their own signed readings
contract UsageMeter is IUsageMeter, AccessManaged {
    using SafeCast for uint256;

    /// @dev Devices' clocks and the chain's may differ by this much.
    uint256 private constant CLOCK_TOLERANCE = 120;
    /// @dev Counters are whole seconds, so two of them may differ from the clock by one each.
    uint256 private constant COUNTER_ROUNDING = 2;

    /// @inheritdoc IUsageMeter
    IDevices public immutable devices;
    int32 public immutable utcOffset;
    /// @inheritdoc IUsageMeter
    uint40 public immutable window;
    /// @inheritdoc IUsageMeter
    uint40 public immutable tolerance;

    /// @inheritdoc IUsageMeter
    address public leases;
    mapping(uint256 leaseId => Meter) private _meters;
    mapping(uint256 leaseId => address) private _lessees;
    mapping(uint256 leaseId => bytes32 digest) private _resets;
    /// @inheritdoc IUsageMeter
    mapping(address account => bool) public isGateway;

    modifier onlyLeases() {
        require(msg.sender == leases, NotLeases(msg.sender));
        _;
    }

    /// @param window_ see {window}, seconds
    /// @param tolerance_ see {tolerance}, seconds
    constructor(
        address authority,
        IDevices devices_,
        int32 utcOffset_,
        uint40 window_,
        uint40 tolerance_
    ) AccessManaged(authority) {
        devices = devices_;
        utcOffset = utcOffset_;
        window = window_;
        tolerance = tolerance_;
    }

    // ---------------------------------------------------------------- readings

    /// @inheritdoc IUsageMeter
    function report(uint256 leaseId, IDevices.Reading calldata reading, bytes calldata signature) external {
        Meter storage m = _running(leaseId);
        _requireNewer(reading.seq, m.closing.seq);
        _report(leaseId, m, _counters(reading), _verified(m, reading, signature));
        m.root = 0;
        m.received = 0;
        _emitReported(leaseId, m);
    }

    /// @inheritdoc IUsageMeter
    function reportWithEvidence(
        uint256 leaseId,
        IDevices.Reading calldata reading,
        bytes calldata signature,
        bytes32 root,
        uint32 received
    ) external {
        require(isGateway[msg.sender], NotGateway(msg.sender));
        Meter storage m = _running(leaseId);
        if (reading.seq != m.closing.seq) _requireNewer(reading.seq, m.closing.seq);
        require(root != 0 && received != 0 && received <= reading.seq - m.opening.seq, InvalidEvidence());
        _report(leaseId, m, _counters(reading), _verified(m, reading, signature));
        m.root = root;
        m.received = received;
        _emitReported(leaseId, m);
    }

    /// @inheritdoc IUsageMeter
    function contradict(uint256 leaseId, IDevices.Reading calldata reading, bytes calldata signature) external {
        Meter storage m = _running(leaseId);
        bytes32 digest = _verified(m, reading, signature);
        bool standing = m.reportedAt != 0;
        Counters memory last = standing ? m.closing : m.opening;
        bool twice = standing && reading.seq == last.seq && digest != m.closingDigest;
        bool fell =
            reading.seq > last.seq &&
                (reading.opSec < last.opSec || reading.idleSec < last.idleSec || reading.fuelMl < last.fuelMl);
        // A key that has been replaced must not reach into a period that it has not seen.
        require((twice || fell) && reading.ts > m.opening.ts, NoContradiction(reading.seq));
        m.suspended = true;
        emit MeterContradicted(leaseId, m.deviceId, m.period, reading.seq, digest, m.closingDigest, msg.sender);
    }

    /// @inheritdoc IUsageMeter
    function confirm(uint256 leaseId) external restricted {
        Meter storage m = _running(leaseId);
        require(m.reportedAt != 0, NothingReported(leaseId));
        m.confirmed = true;
        emit UsageConfirmed(leaseId, m.period, msg.sender);
    }

    function _report(uint256 leaseId, Meter storage m, Counters memory closing, bytes32 digest) private {
        _checkTime(m, closing.ts);
        _checkPlausible(m.opening, closing);
        if (m.reportedAt != 0) _replace(leaseId, m, closing, digest);
        else m.reportedAt = uint40(block.timestamp);
        m.closing = closing;
        m.closingDigest = digest;
    }

    function _emitReported(uint256 leaseId, Meter storage m) private {
        emit UsageReported(
            leaseId,
            m.deviceId,
            m.period,
            m.opening,
            m.closing,
            m.closingDigest,
            m.root,
            m.received,
            _finalAt(m),
            msg.sender
        );
    }

    /// @dev A reading that replaces another one must be confirmed again.
    function _replace(uint256 leaseId, Meter storage m, Counters memory closing, bytes32 digest) private {
        if (digest == m.closingDigest) return;
        Counters memory old = m.closing;
        require(closing.seq > old.seq, OtherReading(digest, m.closingDigest));
        _checkPlausible(old, closing);
        m.confirmed = false;
        emit UsageReplaced(leaseId, m.period, old.seq, closing.seq, msg.sender);
    }

    function _verified(
        Meter storage m,
        IDevices.Reading calldata reading,
        bytes calldata signature
    ) private view returns (bytes32) {
        require(reading.deviceId == m.deviceId, OtherDevice(reading.deviceId, m.deviceId));
        return devices.verify(reading, signature);
    }

    function _checkTime(Meter storage m, uint48 ts) private view {
        uint48 time = ts / 1000;
        uint40 end = m.end;
        // After the last period nothing bills what a silent device leaves open, so any later reading of it counts.
        uint40 earliest = m.last ? 0 : end - tolerance;
        require(time > earliest && time <= end, OutsidePeriod(time, earliest, end));
        uint256 latest = block.timestamp + CLOCK_TOLERANCE;
        require(time <= latest, FromTheFuture(time, latest));
    }

    /// @dev Checked again on chain, because the gateway is not to be trusted.
    function _checkPlausible(Counters memory from, Counters memory to) private pure {
        _requireNewer(to.seq, from.seq);
        bool grows =
            to.ts > from.ts && to.opSec >= from.opSec && to.idleSec >= from.idleSec && to.fuelMl >= from.fuelMl;
        uint256 elapsed = grows ? (to.ts - from.ts) / 1000 + COUNTER_ROUNDING : 0;
        require(
            grows && to.opSec - from.opSec <= elapsed && to.idleSec - from.idleSec <= to.opSec - from.opSec,
            Impossible(to.opSec, to.idleSec, elapsed)
        );
    }

    function _requireNewer(uint64 seq, uint64 last) private pure {
        require(seq > last, NotNewer(seq, last));
    }

    function _counters(IDevices.Reading calldata r) private pure returns (Counters memory) {
        return
            Counters(
                r.seq,
                uint256(r.ts).toUint48(),
                uint256(r.opSec).toUint40(),
                uint256(r.idleSec).toUint40(),
                uint256(r.fuelMl).toUint56()
            );
    }

    // ---------------------------------------------------------------- resetting

    /// @inheritdoc IUsageMeter
    function proposeReset(
        uint256 leaseId,
        IDevices.Reading calldata reading,
        bytes calldata signature
    ) external restricted {
        bytes32 digest = _verified(_suspended(leaseId), reading, signature);
        _resets[leaseId] = digest;
        emit MeterResetProposed(leaseId, digest, msg.sender);
    }

    /// @inheritdoc IUsageMeter
    function acceptReset(uint256 leaseId, IDevices.Reading calldata reading, bytes calldata signature) external {
        require(msg.sender == _lessees[leaseId], NotLessee(leaseId, msg.sender));
        Meter storage m = _suspended(leaseId);
        bytes32 digest = _verified(m, reading, signature);
        require(digest == _resets[leaseId], OtherReading(digest, _resets[leaseId]));
        delete _resets[leaseId];
        m.suspended = false;
        m.opening = _counters(reading);
        _forgetClosing(m);
        emit MeterReset(leaseId, m.opening, digest);
    }

    function _suspended(uint256 leaseId) private view returns (Meter storage m) {
        m = _open(leaseId);
        require(m.suspended, MeterNotSuspended(leaseId));
    }

    // ---------------------------------------------------------------- the book

    /// @inheritdoc IUsageMeter
    function open(
        uint256 leaseId,
        address lessee,
        IDevices.Reading calldata reading,
        bytes calldata signature,
        uint16 periodDays
    ) external onlyLeases {
        bytes32 digest = devices.verify(reading, signature);
        Meter storage m = _meters[leaseId];
        Counters memory opening = _counters(reading);
        uint48 time = opening.ts / 1000;
        uint256 latest = block.timestamp + CLOCK_TOLERANCE;
        require(time <= latest, FromTheFuture(time, latest));
        require(
            time + tolerance > block.timestamp,
            OutsidePeriod(time, uint40(block.timestamp) - tolerance, uint40(block.timestamp))
        );
        m.deviceId = reading.deviceId;
        m.opening = opening;
        m.period = 1;
        m.periodDays = periodDays;
        uint16 today = LocalDay.dayOf(block.timestamp, utcOffset);
        m.end = uint40(LocalDay.endOf(today + periodDays - 1, utcOffset));
        m.closingDigest = digest;
        _forgetClosing(m);
        _lessees[leaseId] = lessee;
        emit MeterOpened(leaseId, reading.deviceId, opening, digest, periodDays, m.end);
    }

    /// @inheritdoc IUsageMeter
    function cut(uint256 leaseId) external onlyLeases {
        Meter storage m = _open(leaseId);
        uint40 now_ = uint40(block.timestamp);
        require(now_ < _settledFrom(m), PeriodNotBilled(leaseId, m.period));
        m.last = true;
        m.end = now_;
        // Of a device whose clock runs ahead.
        if (m.closing.ts / 1000 > now_) _forgetClosing(m);
        emit MeterCut(leaseId, m.period, m.end);
    }

    /// @inheritdoc IUsageMeter
    function settle(uint256 leaseId) external onlyLeases returns (Usage memory u) {
        Meter storage m = _open(leaseId);
        bool counts = _counts(m);
        uint40 finalAt = _settledFrom(m);
        require(block.timestamp >= finalAt, WindowOpen(leaseId, finalAt));
        Counters memory opening = m.opening;
        u.last = m.last;
        u.period = m.period;
        u.end = m.end;
        u.periods = m.silent + 1;
        if (counts) {
            Counters memory closing = m.closing;
            u.known = true;
            u.opSec = closing.opSec - opening.opSec;
            u.idleSec = closing.idleSec - opening.idleSec;
            u.fuelMl = closing.fuelMl - opening.fuelMl;
            m.opening = closing;
        }
        m.silent = counts ? 0 : m.silent + 1;
        m.period = u.period + 1;
        m.end = uint40(LocalDay.endOf(LocalDay.dayOf(u.end - 1, utcOffset) + m.periodDays, utcOffset));
        _forgetClosing(m);
        emit PeriodSettled(leaseId, m.deviceId, u.period, u, opening, m.end);
    }

    /// @inheritdoc IUsageMeter
    function close(uint256 leaseId) external onlyLeases {
        delete _meters[leaseId];
        delete _resets[leaseId];
        emit MeterClosed(leaseId);
    }

    /// @dev The slots of the last reading stay written, so that the next one costs less; without `reportedAt` they mean
    ///      nothing but the last number.
    function _forgetClosing(Meter storage m) private {
        m.closing = m.opening;
        m.reportedAt = 0;
        m.confirmed = false;
    }

    function _counts(Meter storage m) private view returns (bool) {
        if (m.reportedAt == 0 || m.suspended) return false;
        IDevices.Tier tier = devices.device(m.deviceId).tier;
        return tier >= IDevices.Tier.SecureElement || (m.confirmed && tier == IDevices.Tier.SoftwareKey);
    }

    /// @dev Second from which the running period can be settled.
    function _settledFrom(Meter storage m) private view returns (uint40) {
        return _counts(m) ? _finalAt(m) : m.end + window;
    }

    function _finalAt(Meter storage m) private view returns (uint40) {
        uint40 windowEnd = m.reportedAt + window;
        return windowEnd > m.end ? windowEnd : m.end;
    }

    function _open(uint256 leaseId) private view returns (Meter storage m) {
        m = _meters[leaseId];
        require(m.deviceId != 0, NoMeter(leaseId));
    }

    function _running(uint256 leaseId) private view returns (Meter storage m) {
        m = _open(leaseId);
        require(!m.suspended, MeterSuspended(leaseId));
    }

    // ---------------------------------------------------------------- administration and view

    /// @inheritdoc IUsageMeter
    function setLeases(address leases_) external restricted {
        require(leases == address(0) && leases_ != address(0), LeasesAlreadySet(leases));
        leases = leases_;
        emit LeasesSet(leases_);
    }

    /// @inheritdoc IUsageMeter
    function setGateway(address gateway, bool trusted) external restricted {
        isGateway[gateway] = trusted;
        emit GatewayChanged(gateway, trusted);
    }

    /// @inheritdoc IUsageMeter
    function meter(uint256 leaseId) external view returns (Meter memory) {
        return _meters[leaseId];
    }
}
