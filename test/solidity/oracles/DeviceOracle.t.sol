// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {FunctionsClient} from "@chainlink/contracts/src/v0.8/functions/v1_3_0/FunctionsClient.sol";
import {IDeviceOracle} from "../../../contracts/interfaces/IDeviceOracle.sol";
import {IDevices} from "../../../contracts/interfaces/IDevices.sol";
import {IOracleCore, Transport} from "../../../contracts/interfaces/IOracleCore.sol";
import {LeaseFixture} from "../support/LeaseFixture.sol";

/// @notice Alarms of machines: asked for, brought by router or report, written, acknowledged.
contract DeviceOracleTest is LeaseFixture {
    uint256 private constant WORDS = 7;
    uint256 private constant BATCH = 224;
    uint8 private constant UNUSED = 1;
    uint8 private constant TAMPER = 64;
    bytes32 private constant NOTE = keccak256("seen");

    bytes32 private second;
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        second = _registerDevice(SECOND_DEVICE_KEY);
        deviceOracle.enroll(deviceId);
        deviceOracle.enroll(second);
        id = deviceOracle.requestAlarms(0);
    }

    function _head(uint256 batch, uint256 count, uint256 asOf) private pure returns (uint256) {
        return (uint256(1) << 240) | (batch << 224) | (count << 208) | (asOf << 168);
    }

    /// @return answer that gives the first two devices their alarms, now
    function _answer(uint8 first, uint8 next) private view returns (bytes memory answer) {
        return _answerOf(_head(0, 2, block.timestamp), (uint256(first) << 248) | (uint256(next) << 240));
    }

    function _answerOf(uint256 head, uint256 word) private pure returns (bytes memory) {
        return bytes.concat(abi.encode(head, word), new bytes(32 * (WORDS - 1)));
    }

    function _deliver(bytes memory answer, bytes memory err) private {
        assertTrue(router.deliver(id, answer, err), "the callback does not revert");
    }

    function _refuse(bytes memory answer, IOracleCore.Refusal reason) private {
        vm.expectEmit(address(deviceOracle));
        emit IOracleCore.OracleRefused(id, address(1), reason, bytes32(answer));
        _deliver(answer, "");
        assertEq(deviceOracle.batch(0).updatedAt, 0, "nothing stored");
        id = deviceOracle.requestAlarms(0);
    }

    /// @dev Asked for, answered and written, after the cooldown of the one before.
    function _bring(uint8 first, uint8 next) private {
        vm.warp(block.timestamp + ALARM_COOLDOWN);
        if (deviceOracle.request(id).state != IOracleCore.RequestState.Open) id = deviceOracle.requestAlarms(0);
        bytes memory answer = _answer(first, next);
        _deliver(answer, "");
        deviceOracle.apply_(0, answer);
    }

    // ---------------------------------------------------------------- places

    function test_devicesGetTheirPlacesInOrder() external {
        assertTrue(deviceOracle.indexOf(deviceId) == 1 && deviceOracle.indexOf(second) == 2, "from one");
        assertTrue(deviceOracle.deviceAt(2) == second && deviceOracle.deviceCount() == 2, "both ways");
        vm.expectRevert(abi.encodeWithSelector(IDeviceOracle.AlreadyEnrolled.selector, deviceId));
        deviceOracle.enroll(deviceId);
        vm.expectRevert(abi.encodeWithSelector(IDevices.UnknownDevice.selector, bytes32("none")));
        deviceOracle.enroll("none");
        vm.expectRevert(abi.encodeWithSelector(IDeviceOracle.NotEnrolled.selector, bytes32("none")));
        deviceOracle.alarmsOf("none");
    }

    // ---------------------------------------------------------------- asking

    function test_requestSaysWhereToAskAndWhose() external {
        vm.warp(block.timestamp + ALARM_TTL + 1);
        string[] memory args = new string[](1);
        args[0] = "http://gateway";
        bytes[] memory bytesArgs = new bytes[](2);
        bytesArgs[0] = abi.encode(bytes32("gateway key"));
        bytesArgs[1] = hex"00010000";
        bytes32 next = keccak256(abi.encode(address(router), router.count() + 1));
        vm.expectEmit(address(deviceOracle));
        emit IOracleCore.OracleRequested(
            next,
            address(1),
            address(this),
            Transport.Functions,
            1,
            1,
            keccak256("return 1"),
            abi.encode(args, bytesArgs)
        );
        deviceOracle.requestAlarms(0);
        (string memory url, bytes32 key) = deviceOracle.endpoint();
        assertTrue(keccak256(bytes(url)) == keccak256("http://gateway") && key == "gateway key", "the endpoint");
    }

    function test_O06_oneRequestAtATimeAndALateOneMakesWay() external {
        vm.expectRevert(abi.encodeWithSelector(IDeviceOracle.BatchRequestOpen.selector, 0, id));
        deviceOracle.requestAlarms(0);
        vm.expectRevert(abi.encodeWithSelector(IDeviceOracle.NoSuchBatch.selector, 1));
        deviceOracle.requestAlarms(1);
        vm.warp(block.timestamp + ALARM_TTL + 1);
        deviceOracle.requestAlarms(0);
        assertEq(uint256(deviceOracle.request(id).state), uint256(IOracleCore.RequestState.Expired), "given up");
    }

    function test_O06_cooldownAndBudget() external {
        _deliver(_answer(0, 0), "");
        uint256 until = block.timestamp + ALARM_COOLDOWN;
        vm.expectRevert(abi.encodeWithSelector(IDeviceOracle.BatchCooldown.selector, 0, until));
        deviceOracle.requestAlarms(0);
        vm.warp(until);
        deviceOracle.setLimits(IDeviceOracle.Limits(ALARM_MAX_AGE, ALARM_TTL, 0, 1));
        uint256 tomorrow = (block.timestamp / 1 days + 1) * 1 days;
        vm.expectRevert(abi.encodeWithSelector(IDeviceOracle.AlarmBudgetSpent.selector, 1, tomorrow));
        deviceOracle.requestAlarms(0);
        vm.warp(tomorrow);
        deviceOracle.requestAlarms(0);
    }

    // ---------------------------------------------------------------- answers

    function test_answerIsKeptByItsHashAndWrittenByAnyone() external {
        bytes memory answer = _answer(UNUSED, TAMPER);
        vm.expectEmit(address(deviceOracle));
        emit IDeviceOracle.AlarmsReported(id, 0, uint40(block.timestamp), answer);
        _deliver(answer, "");
        assertEq(deviceOracle.alarmsOf(deviceId), 0, "not written yet");
        vm.expectEmit(address(deviceOracle));
        emit IDeviceOracle.AlarmsChanged(deviceId, 0, UNUSED, uint40(block.timestamp));
        vm.expectEmit(address(deviceOracle));
        emit IDeviceOracle.AlarmsChanged(second, 0, TAMPER, uint40(block.timestamp));
        vm.prank(stranger);
        deviceOracle.apply_(0, answer);
        assertTrue(deviceOracle.alarmsOf(deviceId) == UNUSED && deviceOracle.alarmsOf(second) == TAMPER, "written");
        assertTrue(deviceOracle.batch(0).applied && deviceOracle.batch(0).answerHash == keccak256(answer), "once");
        vm.expectRevert(abi.encodeWithSelector(IDeviceOracle.AlreadyApplied.selector, 0));
        deviceOracle.apply_(0, answer);
    }

    function test_O01_onlyTheLastAnswerIsWritten() external {
        bytes memory answer = _answer(UNUSED, TAMPER);
        _deliver(answer, "");
        bytes memory forged = _answer(0, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IDeviceOracle.OtherAnswer.selector, keccak256(forged), keccak256(answer))
        );
        deviceOracle.apply_(0, forged);
        vm.expectRevert(FunctionsClient.OnlyRouterCanFulfill.selector);
        deviceOracle.handleOracleFulfillment(id, forged, "");
    }

    function test_alarmsClearByTheNextPicture() external {
        _bring(UNUSED, TAMPER);
        _bring(0, TAMPER);
        assertTrue(deviceOracle.alarmsOf(deviceId) == 0 && deviceOracle.alarmsOf(second) == TAMPER, "cleared");
    }

    /// @dev A place takes no alarm before it has a device, so that no device begins with another's.
    function test_O04_placesWithoutADeviceTakeNoAlarms() external {
        bytes memory answer = _answerOf(_head(0, 3, block.timestamp), type(uint256).max);
        _deliver(answer, "");
        deviceOracle.apply_(0, answer);
        bytes32 third = _registerDevice(SECOND_DEVICE_KEY + 1);
        deviceOracle.enroll(third);
        assertEq(deviceOracle.alarmsOf(third), 0, "begins without alarms");
        assertEq(deviceOracle.alarmsOf(second), 255, "the others have theirs");
    }

    function test_secondBatchHasItsOwnPicture() external {
        for (uint256 i = 2; i <= BATCH; ++i) deviceOracle.enroll(_registerDevice(DEVICE_KEY + i));
        bytes32 last = deviceOracle.deviceAt(BATCH + 1);
        id = deviceOracle.requestAlarms(1);
        bytes memory answer = _answerOf(_head(1, 1, block.timestamp), uint256(TAMPER) << 248);
        _deliver(answer, "");
        deviceOracle.apply_(1, answer);
        assertEq(deviceOracle.alarmsOf(last), TAMPER, "the first of the second batch");
        assertEq(deviceOracle.alarmsOf(deviceId), 0, "not of the first");
    }

    // ---------------------------------------------------------------- refused

    function test_O04_everyFieldOutOfRangeIsRefused() external {
        uint256 time = block.timestamp;
        _refuse(_answerOf(_head(0, 2, time) ^ (uint256(3) << 240), 0), IOracleCore.Refusal.WrongVersion);
        _refuse(_answerOf(_head(1, 2, time), 0), IOracleCore.Refusal.WrongSources);
        _refuse(_answerOf(_head(0, 225, time), 0), IOracleCore.Refusal.BadField);
        _refuse(_answerOf(_head(0, 2, time) | 1, 0), IOracleCore.Refusal.BadField);
    }

    function test_O03_oldAndFuturePicturesAreRefused() external {
        uint256 time = block.timestamp;
        _refuse(_answerOf(_head(0, 2, time + 121), 0), IOracleCore.Refusal.FromTheFuture);
        _refuse(_answerOf(_head(0, 2, time - ALARM_MAX_AGE - 1), 0), IOracleCore.Refusal.TooOld);
        _deliver(_answerOf(_head(0, 2, time - 5), 0), "");
        vm.warp(time + ALARM_COOLDOWN);
        id = deviceOracle.requestAlarms(0);
        _deliver(_answerOf(_head(0, 2, time - 6), 0), "");
        assertEq(deviceOracle.batch(0).asOf, time - 5, "older than the last");
        assertEq(uint256(deviceOracle.request(id).state), uint256(IOracleCore.RequestState.Failed), "refused");
    }

    function test_O07_lateAnswersAreRefused() external {
        vm.warp(block.timestamp + ALARM_TTL + 1);
        vm.expectEmit(address(deviceOracle));
        emit IOracleCore.OracleRefused(id, address(1), IOracleCore.Refusal.TooLate, 0);
        _deliver(_answer(1, 1), "");
        assertEq(deviceOracle.batch(0).updatedAt, 0, "nothing stored");
    }

    function testFuzz_O05_anyWordsAreSettledWithinTheCallbackGas(uint256 head, uint256[7] memory words) external {
        _deliver(abi.encode(head, words), "");
        _assertSettled();
    }

    /// @dev The right head, so that the words are what is tried out.
    function testFuzz_O05_anyPictureIsWrittenForTheDevicesThereAre(uint256[7] memory words) external {
        bytes memory answer = abi.encode(_head(0, BATCH, block.timestamp), words);
        _deliver(answer, "");
        _assertSettled();
        deviceOracle.apply_(0, answer);
        assertEq(deviceOracle.alarmsOf(deviceId), words[0] >> 248, "the first byte");
        assertEq(deviceOracle.alarmsOf(second), (words[0] >> 240) & 255, "the second");
    }

    function testFuzz_O05_anyBytesAreSettledWithinTheCallbackGas(bytes calldata response, bytes calldata err) external {
        _deliver(response, err);
        _assertSettled();
    }

    function _assertSettled() private view {
        assertLe(router.gasUsed(), CALLBACK_GAS, "gas");
        bool answered = deviceOracle.request(id).state == IOracleCore.RequestState.Answered;
        assertTrue(answered == (deviceOracle.batch(0).updatedAt != 0), "kept only when it is an answer");
        assertTrue(deviceOracle.request(id).state != IOracleCore.RequestState.Open, "settled");
    }

    function test_O02_answerIsTakenOnce() external {
        bytes memory answer = _answer(UNUSED, 0);
        _deliver(answer, "");
        vm.expectEmit(address(deviceOracle));
        emit IOracleCore.DeliveryIgnored(id, Transport.Functions, IOracleCore.Ignored.UnknownRequest);
        _deliver(_answer(TAMPER, 0), "");
        assertEq(deviceOracle.batch(0).answerHash, keccak256(answer), "the first stands");
    }

    function test_reportsBringPicturesToo() external {
        deviceOracle.setTransport(Transport.Cre);
        vm.warp(block.timestamp + ALARM_TTL + 1);
        id = deviceOracle.requestAlarms(0);
        bytes memory metadata = abi.encodePacked(WORKFLOW, bytes10("name"), address(0xF0), bytes2(0));
        bytes memory answer = _answer(UNUSED, 0);
        bytes memory report = abi.encode(CHAIN_SELECTOR, id, answer, "");
        assertTrue(forwarder.report(deviceOracle, metadata, report), "consumed");
        deviceOracle.apply_(0, answer);
        assertEq(deviceOracle.alarmsOf(deviceId), UNUSED, "written");
    }

    // ---------------------------------------------------------------- officers

    function test_officersAcknowledgeAlarmsThatAreThere() external {
        _bring(UNUSED | TAMPER, 0);
        vm.expectRevert(abi.encodeWithSelector(IDeviceOracle.NothingToAcknowledge.selector, deviceId, 2));
        deviceOracle.acknowledge(deviceId, 2, NOTE);
        vm.expectRevert(abi.encodeWithSelector(IDeviceOracle.NothingToAcknowledge.selector, deviceId, 0));
        deviceOracle.acknowledge(deviceId, 0, NOTE);
        vm.expectEmit(address(deviceOracle));
        emit IDeviceOracle.AlarmsAcknowledged(deviceId, UNUSED, NOTE, address(this));
        deviceOracle.acknowledge(deviceId, UNUSED, NOTE);
        assertEq(deviceOracle.alarmsOf(deviceId), UNUSED | TAMPER, "which clears nothing");
    }

    function test_followUpsAreOpenedAndClosedOnce() external {
        vm.expectRevert(abi.encodeWithSelector(IDeviceOracle.NotEnrolled.selector, bytes32("none")));
        deviceOracle.openFollowUp("none", 0, NOTE, START_DAY);
        vm.expectRevert(IDeviceOracle.NoteMissing.selector);
        deviceOracle.openFollowUp(deviceId, 0, 0, START_DAY);
        uint64 followUp = deviceOracle.openFollowUp(deviceId, UNUSED, NOTE, START_DAY + 3);
        vm.expectRevert(IDeviceOracle.NoteMissing.selector);
        deviceOracle.closeFollowUp(deviceId, followUp, 0);
        deviceOracle.closeFollowUp(deviceId, followUp, NOTE);
        vm.expectRevert(abi.encodeWithSelector(IDeviceOracle.FollowUpNotOpen.selector, deviceId, followUp));
        deviceOracle.closeFollowUp(deviceId, followUp, NOTE);
    }

    // ---------------------------------------------------------------- administration

    function test_refusesSettingsWithoutContent() external {
        vm.expectRevert(IDeviceOracle.EndpointMissing.selector);
        deviceOracle.setEndpoint("", NOTE);
        vm.expectRevert(IDeviceOracle.EndpointMissing.selector);
        deviceOracle.setEndpoint("http://gateway", 0);
        for (uint256 i; i < 3; ++i) {
            IDeviceOracle.Limits memory l = deviceOracle.limits();
            if (i == 0) l.maxDataAge = 0;
            if (i == 1) l.timeToLive = 0;
            if (i == 2) l.dailyBudget = 0;
            vm.expectRevert(IDeviceOracle.InvalidAlarmLimits.selector);
            deviceOracle.setLimits(l);
        }
    }

    function test_nothingIsAskedWithoutAnEndpoint() external {
        IDeviceOracle.Limits memory l = deviceOracle.limits();
        bytes memory arguments = abi.encode(manager, router, devices, l);
        IDeviceOracle other = IDeviceOracle(_create("contracts/oracles/DeviceOracle.sol:DeviceOracle", arguments));
        other.enroll(deviceId);
        vm.expectRevert(IDeviceOracle.EndpointMissing.selector);
        other.requestAlarms(0);
    }

    function test_A01_onlyTheAuthoritySetsAndAcknowledges() external {
        IDeviceOracle.Limits memory l = deviceOracle.limits();
        bytes memory reason = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(reason);
        deviceOracle.setEndpoint("http://other", NOTE);
        vm.expectRevert(reason);
        deviceOracle.setLimits(l);
        vm.expectRevert(reason);
        deviceOracle.acknowledge(deviceId, 1, NOTE);
        vm.expectRevert(reason);
        deviceOracle.openFollowUp(deviceId, 1, NOTE, START_DAY);
        vm.expectRevert(reason);
        deviceOracle.closeFollowUp(deviceId, 1, NOTE);
        vm.stopPrank();
    }
}
