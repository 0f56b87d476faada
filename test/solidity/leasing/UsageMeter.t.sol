// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IDevices} from "../../../contracts/interfaces/IDevices.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {IUsageMeter} from "../../../contracts/interfaces/IUsageMeter.sol";
import {LeaseFixture} from "../support/LeaseFixture.sol";

/// @notice Closing readings: which count, which do not, and what becomes of a device that contradicts itself.
contract UsageMeterTest is LeaseFixture {
    bytes32 private constant ROOT = "root";
    uint256 private id;
    uint256 private start;

    function setUp() public override {
        super.setUp();
        start = block.timestamp;
        id = _active();
    }

    /// @dev In the last minutes of the period, after `opSec` seconds of use; a second later with each number.
    function _closing(uint64 seq, uint64 opSec) private view returns (IDevices.Reading memory) {
        return _reading(seq, _end(id) - 210 + seq, 1000 hours + opSec);
    }

    function _bring(IDevices.Reading memory r) private {
        meter.report(id, r, _signed(r));
    }

    function _refuse(IDevices.Reading memory r, bytes memory reason) private {
        bytes memory signature = _signed(r);
        vm.expectRevert(reason);
        meter.report(id, r, signature);
    }

    function _contradict(IDevices.Reading memory r) private {
        meter.contradict(id, r, _signed(r));
    }

    function _meter() private view returns (IUsageMeter.Meter memory) {
        return meter.meter(id);
    }

    function _atEnd() private {
        vm.warp(_end(id));
    }

    // ---------------------------------------------------------------- opening and reporting

    function test_meterOpensWithTheDeliveryAndEndsAtADaysEnd() external view {
        IUsageMeter.Meter memory m = _meter();
        assertEq(m.end, _secondOf(START_DAY + PERIOD_DAYS), "thirty local days, the day of delivery included");
        assertTrue(m.period == 1 && m.opening.seq == 100 && m.opening.opSec == 1000 hours, "from the reading on");
        assertEq(m.reportedAt, 0, "nothing brought");
    }

    function test_anyoneBringsTheClosingReading() external {
        _atEnd();
        IDevices.Reading memory r = _closing(150, 200 hours);
        bytes memory signature = _signed(r);
        vm.prank(stranger);
        meter.report(id, r, signature);
        IUsageMeter.Meter memory m = _meter();
        assertTrue(m.closing.opSec == 1200 hours && m.closing.idleSec == 120 hours, "its counters");
        assertEq(m.reportedAt, block.timestamp, "now");
        assertEq(m.closingDigest, devices.readingDigest(r), "and its digest");
    }

    function test_onlyTheLastHoursOfThePeriodCount() external {
        _atEnd();
        uint40 end = uint40(_end(id));
        uint40 earliest = end - TOLERANCE;
        IDevices.Reading memory r = _closing(150, 200 hours);
        r.ts = uint64(earliest) * 1000;
        _refuse(r, abi.encodeWithSelector(IUsageMeter.OutsidePeriod.selector, earliest, earliest, end));
        r.ts = (uint64(end) + 1) * 1000;
        _refuse(r, abi.encodeWithSelector(IUsageMeter.OutsidePeriod.selector, end + 1, earliest, end));
        r.ts = uint64(end) * 1000;
        _bring(r);
    }

    function test_L05_readingsFromTheFutureAreRefused() external {
        vm.warp(_end(id) - 1 hours);
        IDevices.Reading memory r = _reading(150, block.timestamp + 121, 1000 hours + 1);
        uint256 time = block.timestamp;
        _refuse(r, abi.encodeWithSelector(IUsageMeter.FromTheFuture.selector, time + 121, time + 120));
        r.ts = uint64(time + 120) * 1000;
        _bring(r);
    }

    function test_L03_replayedAndOlderReadingsAreRefused() external {
        _atEnd();
        _refuse(_closing(100, 1 hours), abi.encodeWithSelector(IUsageMeter.NotNewer.selector, 100, 100));
        IDevices.Reading memory r = _closing(150, 200 hours);
        _bring(r);
        _refuse(r, abi.encodeWithSelector(IUsageMeter.NotNewer.selector, 150, 150));
        _refuse(_closing(149, 1 hours), abi.encodeWithSelector(IUsageMeter.NotNewer.selector, 149, 150));
        vm.warp(block.timestamp + WINDOW);
        leases.bill(id);
        _refuse(r, abi.encodeWithSelector(IUsageMeter.NotNewer.selector, 150, 150));
    }

    function test_L03_anotherLeasesReadingsCountNothingHere() external {
        _atEnd();
        IDevices.Reading memory r = _closing(150, 1 hours);
        r.deviceId = _registerDevice(SECOND_DEVICE_KEY);
        bytes memory signature = _signature(SECOND_DEVICE_KEY, devices.readingDigest(r));
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.OtherDevice.selector, r.deviceId, deviceId));
        meter.report(id, r, signature);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.NoMeter.selector, id + 1));
        meter.report(id + 1, r, signature);
    }

    function test_L05_impossibleCountersAreRefused() external {
        _atEnd();
        uint256 elapsed = _end(id) - 60 - start + 2;
        IDevices.Reading memory r = _closing(150, uint64(elapsed) + 1);
        _refuse(r, abi.encodeWithSelector(IUsageMeter.Impossible.selector, r.opSec, r.idleSec, elapsed));
        r = _closing(150, 100 hours);
        r.idleSec = 100 hours + 100 hours + 1;
        _refuse(r, abi.encodeWithSelector(IUsageMeter.Impossible.selector, r.opSec, r.idleSec, elapsed));
        r = _closing(150, 0);
        r.opSec -= 1;
        _refuse(r, abi.encodeWithSelector(IUsageMeter.Impossible.selector, r.opSec, r.idleSec, 0));
        r = _closing(150, 0);
        r.fuelMl -= 1;
        _refuse(r, abi.encodeWithSelector(IUsageMeter.Impossible.selector, r.opSec, r.idleSec, 0));
        _bring(_closing(150, uint64(elapsed))); // at the limit
    }

    function testFuzz_L05_noCounterOverflows(uint64 opSec, uint64 idleSec, uint64 fuelMl, uint64 seq) external {
        _atEnd();
        IDevices.Reading memory r = _closing(150, 0);
        (r.opSec, r.idleSec, r.fuelMl, r.seq) = (opSec, idleSec, fuelMl, seq);
        bytes memory signature = _signed(r);
        try meter.report(id, r, signature) {
            IUsageMeter.Counters memory c = _meter().closing;
            assertTrue(c.opSec == opSec && c.idleSec == idleSec && c.fuelMl == fuelMl, "as signed");
            assertLe(opSec - 1000 hours, 31 days, "and possible");
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) != PANIC, "refused with a reason");
        }
    }

    // ---------------------------------------------------------------- replacing

    function test_L03_laterReadingReplacesWithinTheWindow() external {
        _atEnd();
        IDevices.Reading memory early = _reading(140, _end(id) - 10 hours, 1000 hours + 100 hours);
        _bring(early);
        uint256 reportedAt = block.timestamp;
        vm.warp(block.timestamp + WINDOW - 1);
        vm.expectEmit(address(meter));
        emit IUsageMeter.UsageReplaced(id, 1, 140, 150, address(this));
        _bring(_closing(150, 105 hours));
        assertEq(_meter().reportedAt, reportedAt, "the window does not move");
        vm.warp(block.timestamp + 1);
        leases.bill(id);
        assertEq(_meter().opening.opSec, 1105 hours, "the later one is billed");
    }

    function test_windowStaysOpenForSeventyTwoHours() external {
        _atEnd();
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.WindowOpen.selector, id, _end(id) + WINDOW));
        leases.bill(id);
        vm.warp(block.timestamp + 1 hours);
        _bring(_closing(150, 105 hours));
        uint256 final_ = block.timestamp + WINDOW;
        vm.warp(final_ - 1);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.WindowOpen.selector, id, final_));
        leases.bill(id);
        vm.warp(final_);
        leases.bill(id);
    }

    function test_readingBroughtEarlyIsFinalAtThePeriodsEnd() external {
        vm.warp(_end(id) - 20 hours);
        _bring(_reading(140, block.timestamp, 1000 hours + 100 hours));
        _atEnd();
        vm.expectPartialRevert(IUsageMeter.WindowOpen.selector);
        leases.bill(id);
        vm.warp(block.timestamp + WINDOW - 20 hours);
        leases.bill(id);
    }

    // ---------------------------------------------------------------- evidence

    function test_L02_onlyGatewaysBringEvidence() external {
        _atEnd();
        IDevices.Reading memory r = _closing(150, 100 hours);
        bytes memory signature = _signed(r);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.NotGateway.selector, address(this)));
        meter.reportWithEvidence(id, r, signature, ROOT, 50);
        vm.startPrank(gateway);
        vm.expectRevert(IUsageMeter.InvalidEvidence.selector);
        meter.reportWithEvidence(id, r, signature, 0, 50);
        vm.expectRevert(IUsageMeter.InvalidEvidence.selector);
        meter.reportWithEvidence(id, r, signature, ROOT, 0);
        vm.expectRevert(IUsageMeter.InvalidEvidence.selector);
        meter.reportWithEvidence(id, r, signature, ROOT, 51);
        meter.reportWithEvidence(id, r, signature, ROOT, 50);
        vm.stopPrank();
        assertTrue(_meter().root == ROOT && _meter().received == 50, "kept");
    }

    function test_gatewayAddsEvidenceToTheReadingThatStands() external {
        _atEnd();
        IDevices.Reading memory r = _closing(150, 100 hours);
        _bring(r);
        uint256 reportedAt = block.timestamp;
        vm.warp(block.timestamp + 1 hours);
        bytes memory signature = _signed(r);
        vm.prank(gateway);
        meter.reportWithEvidence(id, r, signature, ROOT, 40);
        assertTrue(_meter().root == ROOT && _meter().reportedAt == reportedAt, "no new window");
        _bring(_closing(151, 100 hours + 1));
        assertTrue(_meter().root == 0 && _meter().received == 0, "a replaced reading loses it");
    }

    function test_L04_secondReadingUnderTheSameNumberIsNoEvidence() external {
        _atEnd();
        IDevices.Reading memory r = _closing(150, 100 hours);
        _bring(r);
        bytes32 standing = devices.readingDigest(r);
        r.opSec += 1;
        bytes memory signature = _signed(r);
        bytes32 digest = devices.readingDigest(r);
        vm.prank(gateway);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.OtherReading.selector, digest, standing));
        meter.reportWithEvidence(id, r, signature, ROOT, 40);
        IDevices.Reading memory older = _closing(149, 99 hours);
        signature = _signed(older);
        vm.prank(gateway);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.NotNewer.selector, 149, 150));
        meter.reportWithEvidence(id, older, signature, ROOT, 40);
    }

    // ---------------------------------------------------------------- tiers

    function test_L02_softwareKeysBillOnlyWhatAnOfficerConfirms() external {
        devices.setTier(deviceId, IDevices.Tier.SoftwareKey);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.NothingReported.selector, id));
        meter.confirm(id);
        _atEnd();
        _bring(_closing(150, 100 hours));
        meter.confirm(id);
        _bring(_closing(151, 100 hours + 1));
        assertTrue(!_meter().confirmed, "another reading must be confirmed again");
        meter.confirm(id);
        vm.warp(block.timestamp + WINDOW);
        leases.bill(id);
        assertEq(_meter().opening.opSec, 1100 hours + 1, "billed");
        _report(id, 50 hours);
        vm.warp(block.timestamp + WINDOW);
        leases.bill(id);
        assertEq(_meter().silent, 1, "not confirmed: as if silent");
    }

    function test_L02_somebodysWordNeverBills() external {
        devices.setTier(deviceId, IDevices.Tier.SelfReported);
        _atEnd();
        _bring(_closing(150, 100 hours));
        meter.confirm(id);
        vm.warp(block.timestamp + WINDOW);
        leases.bill(id);
        assertEq(_meter().silent, 1, "as if silent");
    }

    // ---------------------------------------------------------------- contradiction

    function test_L04_numberUsedTwiceSuspendsTheMeter() external {
        _atEnd();
        IDevices.Reading memory r = _closing(150, 100 hours);
        _bring(r);
        IDevices.Reading memory other = _closing(150, 90 hours);
        bytes memory signature = _signed(other);
        vm.expectEmit(address(meter));
        emit IUsageMeter.MeterContradicted(
            id,
            deviceId,
            1,
            150,
            devices.readingDigest(other),
            devices.readingDigest(r),
            stranger
        );
        vm.prank(stranger);
        meter.contradict(id, other, signature);
        _refuse(_closing(151, 101 hours), abi.encodeWithSelector(IUsageMeter.MeterSuspended.selector, id));
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.MeterSuspended.selector, id));
        meter.confirm(id);
        vm.warp(block.timestamp + WINDOW);
        leases.bill(id);
        assertEq(_meter().silent, 1, "the period bills no use");
    }

    function test_L05_rolledBackCounterSuspendsTheMeter() external {
        vm.warp(start + 10 days);
        IDevices.Reading memory r = _reading(101, block.timestamp, 999 hours);
        _contradict(r);
        assertTrue(_meter().suspended, "below the opening reading");
    }

    function test_L05_eachCounterThatFellIsAContradiction() external {
        vm.warp(start + 10 days);
        IDevices.Reading memory r = _reading(101, block.timestamp, 1000 hours);
        r.idleSec -= 1;
        uint256 snapshot = vm.snapshotState();
        _contradict(r);
        vm.revertToState(snapshot);
        r.idleSec += 1;
        r.fuelMl -= 1;
        _contradict(r);
        assertTrue(_meter().suspended, "fuel");
    }

    function test_L04_readingsThatAgreeAreNoContradiction() external {
        _atEnd();
        IDevices.Reading memory r = _closing(150, 100 hours);
        _bring(r);
        _expectNoContradiction(r);
        _expectNoContradiction(_closing(151, 101 hours)); // later and higher
        _expectNoContradiction(_closing(149, 99 hours)); // earlier and lower
    }

    /// @dev Whoever finds the key that a scrapped unit had cannot suspend the meter with it.
    function test_L04_keyOfAnEarlierTimeReachesNoLaterPeriod() external {
        _expectNoContradiction(_reading(101, start - 1 days, 1));
    }

    function _expectNoContradiction(IDevices.Reading memory r) private {
        bytes memory signature = _signed(r);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.NoContradiction.selector, r.seq));
        meter.contradict(id, r, signature);
    }

    function test_L04_strangersReadingIsNoContradiction() external {
        IDevices.Reading memory r = _reading(101, block.timestamp, 1);
        bytes memory signature = _signature(SECOND_DEVICE_KEY, devices.readingDigest(r));
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, deviceId, 1));
        meter.contradict(id, r, signature);
    }

    // ---------------------------------------------------------------- resetting

    function test_L05_officerAndLesseeStartASuspendedMeterAnew() external {
        vm.warp(start + 10 days);
        _contradict(_reading(101, block.timestamp, 5 hours));
        IDevices.Reading memory r = _reading(102, block.timestamp, 6 hours);
        bytes memory signature = _signed(r);
        bytes32 digest = devices.readingDigest(r);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.OtherReading.selector, digest, 0));
        meter.acceptReset(id, r, signature);
        meter.proposeReset(id, r, signature);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.NotLessee.selector, id, address(this)));
        meter.acceptReset(id, r, signature);
        vm.prank(lessee);
        meter.acceptReset(id, r, signature);
        assertTrue(!_meter().suspended && _meter().opening.opSec == 6 hours, "from that reading on");
        _bill(id, 50 hours);
        assertEq(_meter().opening.opSec, 56 hours, "and it counts again");
    }

    function test_resetIsForSuspendedMetersAndOfficers() external {
        IDevices.Reading memory r = _reading(102, block.timestamp, 1000 hours);
        bytes memory signature = _signed(r);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.MeterNotSuspended.selector, id));
        meter.proposeReset(id, r, signature);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.MeterNotSuspended.selector, id));
        meter.acceptReset(id, r, signature);
    }

    // ---------------------------------------------------------------- silence

    function test_L06_silentPeriodsWaitForTheNextReading() external {
        _billSilent(id);
        _billSilent(id);
        assertTrue(_meter().silent == 2 && _meter().period == 3, "two silent periods");
        _bill(id, 300 hours);
        assertTrue(_meter().silent == 0 && _meter().opening.opSec == 1300 hours, "all at once");
    }

    function test_L06_readingOfAPeriodLongOverStillCounts() external {
        _pass(200);
        _bring(_closing(150, 100 hours));
        vm.warp(block.timestamp + WINDOW);
        leases.bill(id);
        assertEq(_meter().opening.opSec, 1100 hours, "billed");
        leases.bill(id); // the next one is over too, and silent
        assertEq(_meter().silent, 1, "silent");
    }

    // ---------------------------------------------------------------- keys in a period

    function test_keyChangedInAPeriodCountsFromItsTime() external {
        vm.warp(start + 10 days);
        IDevices.Key memory k = _keyOf(SECOND_DEVICE_KEY);
        bytes memory possession = _possession(deviceId, 2, k, SECOND_DEVICE_KEY);
        devices.rotateKey(deviceId, k, possession, _possession(deviceId, 2, k, DEVICE_KEY));
        _atEnd();
        IDevices.Reading memory r = _closing(150, 100 hours);
        _refuse(r, abi.encodeWithSelector(IDevices.KeyNotValid.selector, deviceId, 1, start + 10 days));
        r.keyVersion = 2;
        meter.report(id, r, _signature(SECOND_DEVICE_KEY, devices.readingDigest(r)));
    }

    function test_L04_revokedKeyReportsNothing() external {
        leases.revokeDeviceKey(id);
        _atEnd();
        _refuse(_closing(150, 1 hours), abi.encodeWithSelector(IDevices.KeyNotValid.selector, deviceId, 1, 0));
    }

    // ---------------------------------------------------------------- end

    function test_L09_endStopsTheMeterInThatSecond() external {
        vm.warp(start + 10 days);
        vm.prank(lessee);
        leases.requestEnd(id);
        assertTrue(_meter().last && _meter().end == block.timestamp, "now");
        IDevices.Reading memory r = _reading(150, block.timestamp + 1, 1050 hours);
        uint40 end = uint40(block.timestamp);
        _refuse(r, abi.encodeWithSelector(IUsageMeter.OutsidePeriod.selector, end + 1, 0, end));
        r.ts = uint64(end) * 1000;
        _bring(r);
    }

    /// @dev Silence before the end saves nothing: there is no next reading that would bill what it hid.
    function test_L09_anyReadingOfTheLastPeriodCounts() external {
        vm.warp(start + 20 days);
        vm.prank(lessee);
        leases.requestEnd(id);
        _bring(_reading(150, start + 12 days, 1080 hours));
        _bring(_reading(160, start + 15 days, 1100 hours));
        vm.warp(block.timestamp + WINDOW);
        leases.bill(id);
        assertEq(_meter().opening.opSec, 1100 hours, "the latest of them");
    }

    function test_L09_periodThatWaitsForItsReadingIsStretchedToTheEnd() external {
        vm.warp(_end(id) + 1 days);
        vm.prank(lessee);
        leases.requestEnd(id);
        assertEq(_meter().end, block.timestamp, "no hour is left out");
    }

    function test_L09_periodThatCanBeBilledComesBeforeTheEnd() external {
        vm.warp(_end(id) + WINDOW);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.PeriodNotBilled.selector, id, 1));
        leases.requestEnd(id);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(leases.bill, (id));
        calls[1] = abi.encodeCall(leases.requestEnd, (id));
        vm.prank(lessee);
        leases.multicall(calls);
        assertTrue(_meter().last && _meter().period == 2, "both at once");
    }

    function test_L09_readingOfAClockThatRunsAheadEndsWithTheLease() external {
        vm.warp(_end(id) - 10 hours);
        _bring(_reading(150, block.timestamp + 100, 1050 hours));
        vm.prank(lessee);
        leases.requestEnd(id);
        assertEq(_meter().reportedAt, 0, "not of this period");
    }

    // ---------------------------------------------------------------- opening

    function test_openingReadingIsOfTheLastDay() external {
        vm.warp(start);
        vm.prank(lessee);
        leases.requestEnd(id);
        _billSilent(id);
        _fund(lessee, 2_000_000e6);
        vm.prank(lessee);
        leases.finish(id, false, type(uint128).max);
        id = _approved();
        uint256 time = block.timestamp;
        _expectOpening(time - TOLERANCE, IUsageMeter.OutsidePeriod.selector);
        _expectOpening(time + 121, IUsageMeter.FromTheFuture.selector);
        _acceptDelivery(id, _reading(200, time - TOLERANCE + 1, 1001 hours));
    }

    function _expectOpening(uint256 time, bytes4 selector) private {
        IDevices.Reading memory r = _reading(200, time, 1001 hours);
        bytes memory signature = _signed(r);
        vm.prank(lessee);
        vm.expectPartialRevert(selector);
        leases.acceptDelivery(id, r, signature);
    }

    // ---------------------------------------------------------------- who may

    function test_A01_onlyTheBookOpensSettlesAndCloses() external {
        IDevices.Reading memory r = _reading(1, start, 1);
        bytes memory reason = abi.encodeWithSelector(IUsageMeter.NotLeases.selector, address(this));
        vm.expectRevert(reason);
        meter.open(9, lessee, r, "", 30);
        vm.expectRevert(reason);
        meter.cut(id);
        vm.expectRevert(reason);
        meter.settle(id);
        vm.expectRevert(reason);
        meter.close(id);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.LeasesAlreadySet.selector, address(leases)));
        meter.setLeases(address(this));
    }

    function test_A01_onlyTheAuthorityConfirmsResetsAndNamesGateways() external {
        IDevices.Reading memory r = _reading(1, start, 1);
        bytes memory reason = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(reason);
        meter.confirm(id);
        vm.expectRevert(reason);
        meter.proposeReset(id, r, "");
        vm.expectRevert(reason);
        meter.setGateway(stranger, true);
        vm.expectRevert(reason);
        meter.setLeases(stranger);
        vm.stopPrank();
    }

    function test_closedMeterTakesNothing() external {
        vm.prank(lessee);
        leases.requestEnd(id);
        _billSilent(id);
        _fund(lessee, 2_000_000e6);
        vm.prank(lessee);
        leases.finish(id, false, type(uint128).max);
        _refuse(_reading(150, start + 1, 1001 hours), abi.encodeWithSelector(IUsageMeter.NoMeter.selector, id));
        _expectState(id, ILeases.State.Ended, "ended");
    }
}
