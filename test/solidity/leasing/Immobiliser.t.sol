// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IDevices} from "../../../contracts/interfaces/IDevices.sol";
import {IImmobiliser} from "../../../contracts/interfaces/IImmobiliser.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {LeaseFixture} from "../support/LeaseFixture.sol";

/// @notice A machine is locked only when the law of the lease allows it, and always comes free again.
contract ImmobiliserTest is LeaseFixture {
    string private constant REASON = "rent unpaid";

    function _ack(uint64 commandId, uint8 command) private view returns (IDevices.CommandAck memory) {
        return IDevices.CommandAck(deviceId, commandId, command, uint64(block.timestamp * 1000));
    }

    function _acknowledge(uint256 id, IDevices.CommandAck memory ack) private {
        immobiliser.acknowledge(id, ack, _signature(DEVICE_KEY, devices.ackDigest(ack)));
    }

    function _refuse(uint256 id, IDevices.CommandAck memory ack, uint64 expected) private {
        bytes memory signature = _signature(DEVICE_KEY, devices.ackDigest(ack));
        vm.expectRevert(abi.encodeWithSelector(IImmobiliser.WrongAck.selector, ack.commandId, expected));
        immobiliser.acknowledge(id, ack, signature);
    }

    function _expectNoLock(uint256 id) private {
        vm.expectRevert(abi.encodeWithSelector(IImmobiliser.LockNotAllowed.selector, id));
        immobiliser.lock(id, REASON);
    }

    // ---------------------------------------------------------------- when

    function test_lockOnlyAfterTheDaysOfNotice() external {
        uint256 id = _active();
        _expectNoLock(id);
        _billSilent(id);
        _pass(100);
        _expectNoLock(id);
        leases.notice(id);
        _pass(NOTICE_DAYS - 1);
        _expectNoLock(id);
        _pass(1);
        immobiliser.lock(id, REASON);
        IImmobiliser.Command memory c = immobiliser.commandOf(id);
        assertTrue(c.commandId == 1 && c.locked && !c.acknowledged && c.time == block.timestamp, "issued");
        vm.expectRevert(abi.encodeWithSelector(IImmobiliser.AlreadyCommanded.selector, id, true));
        immobiliser.lock(id, REASON);
    }

    function test_lockAfterDefaultRepossessionAndWriteOff() external {
        uint256 id = _defaulted();
        assertTrue(leases.mayLock(id), "defaulted");
        leases.repossess(id, "record");
        assertTrue(leases.mayLock(id), "repossessed");
        leases.markEarly(id, 100);
        leases.writeOffEarly(id);
        assertTrue(leases.mayLock(id), "written off");
    }

    function test_anyoneUnlocksACuredLease() external {
        uint256 id = _defaulted();
        immobiliser.lock(id, REASON);
        vm.expectRevert(abi.encodeWithSelector(IImmobiliser.StillLockable.selector, id));
        immobiliser.unlockCured(id);
        _payAll(id);
        vm.prank(stranger);
        immobiliser.unlockCured(id);
        assertTrue(!immobiliser.commandOf(id).locked, "unlocked");
        vm.expectRevert(abi.encodeWithSelector(IImmobiliser.AlreadyCommanded.selector, id, false));
        immobiliser.unlockCured(id);
    }

    function test_officerUnlocksAtAnyTimeAndSaysWhy() external {
        uint256 id = _defaulted();
        vm.expectRevert(IImmobiliser.ReasonMissing.selector);
        immobiliser.lock(id, "");
        immobiliser.lock(id, REASON);
        vm.expectRevert(IImmobiliser.ReasonMissing.selector);
        immobiliser.unlock(id, "");
        vm.expectEmit(address(immobiliser));
        emit IImmobiliser.CommandIssued(id, deviceId, 2, false, "agreed to pay", address(this));
        immobiliser.unlock(id, "agreed to pay");
    }

    /// @dev What an earlier lease left locked does not unlock the machine under the next one.
    function test_earlierLeaseUnlocksNothingUnderTheNext() external {
        uint256 first = _repossessed();
        immobiliser.lock(first, REASON);
        asset.mint(address(this), 2_000_000e6);
        asset.approve(address(leases), 2_000_000e6);
        leases.sell(first, 2_000_000e6);
        uint256 second = _approved();
        _acceptDelivery(second, _reading(200, block.timestamp, 1100 hours));
        _billSilent(second);
        _pass(30);
        leases.notice(second);
        _pass(NOTICE_DAYS);
        immobiliser.lock(second, REASON);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IImmobiliser.AlreadyCommanded.selector, first, false));
        immobiliser.unlockCured(first);
        assertTrue(immobiliser.commandOf(second).locked, "still locked");
        immobiliser.unlock(second, "paid");
        immobiliser.lock(second, REASON);
    }

    // ---------------------------------------------------------------- acknowledgement

    function test_deviceAcknowledgesWhatItHasDone() external {
        uint256 id = _defaulted();
        immobiliser.lock(id, REASON);
        _refuse(id, _ack(1, 0), 1); // the other command
        _refuse(id, _ack(2, 1), 1); // another number
        IDevices.CommandAck memory ack = _ack(1, 1);
        ack.deviceId = _registerDevice(SECOND_DEVICE_KEY);
        _refuse(id, ack, 1);
        _acknowledge(id, _ack(1, 1));
        assertTrue(immobiliser.commandOf(id).acknowledged, "done");
        _refuse(id, _ack(1, 1), 0); // once
        immobiliser.unlock(id, "paid");
        _acknowledge(id, _ack(2, 0));
    }

    function test_L03_acknowledgementOlderThanTheCommandIsRefused() external {
        uint256 id = _defaulted();
        immobiliser.lock(id, REASON);
        IDevices.CommandAck memory ack = _ack(1, 1);
        ack.ts -= 86_401_000;
        _refuse(id, ack, 1);
        ack.ts += 1000;
        _acknowledge(id, ack);
    }

    function test_L04_onlyThePresentKeyAcknowledges() external {
        uint256 id = _defaulted();
        immobiliser.lock(id, REASON);
        IDevices.CommandAck memory ack = _ack(1, 1);
        bytes memory others = _signature(SECOND_DEVICE_KEY, devices.ackDigest(ack));
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, deviceId, 1));
        immobiliser.acknowledge(id, ack, others);
        leases.revokeDeviceKey(id);
        bytes memory signature = _signature(DEVICE_KEY, devices.ackDigest(ack));
        vm.expectRevert(abi.encodeWithSelector(IDevices.KeyNotValid.selector, deviceId, 1, 0));
        immobiliser.acknowledge(id, ack, signature);
    }

    function test_A01_onlyOfficersCommand() external {
        uint256 id = _defaulted();
        bytes memory reason = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(reason);
        immobiliser.lock(id, REASON);
        vm.expectRevert(reason);
        immobiliser.unlock(id, REASON);
        vm.stopPrank();
        _expectState(id, ILeases.State.Defaulted, "nothing happened");
    }
}
