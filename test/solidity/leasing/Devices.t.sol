// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {IDevices} from "../../../contracts/interfaces/IDevices.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {LeaseFixture} from "../support/LeaseFixture.sol";

/// @notice Machines, their keys, and who may set them.
contract DevicesTest is LeaseFixture {
    bytes32 private constant SERIAL = keccak256("serial");
    uint256 private constant NEXT_KEY = 0xDE72;
    address private constant P256_PRECOMPILE = address(0x100);
    address private constant book = address(0xB00C);

    function setUp() public override {
        super.setUp();
        _register(book, 77, "book", Roles.BOOK);
    }

    function _registerAs(address who, IDevices.Registration memory r, bytes memory possession) private {
        vm.prank(who);
        devices.register(r, possession);
    }

    function _registerP256(bytes32 serialHash, uint256 key) private returns (bytes32 id) {
        id = _idOf(serialHash);
        IDevices.Key memory k = _keyOfP256(key);
        bytes memory possession = _signatureP256(key, devices.keyDigest(id, 1, k));
        _registerAs(manufacturer, _registration(serialHash, k), possession);
    }

    function _keyOfP256(uint256 key) private pure returns (IDevices.Key memory) {
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        return IDevices.Key(IDevices.KeyType.P256, bytes32(x), bytes32(y));
    }

    /// @dev As a secure element signs: SHA-256 of the digest, low s.
    function _signatureP256(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = vm.signP256(key, sha256(abi.encodePacked(digest)));
        if (uint256(s) > P256.N / 2) s = bytes32(P256.N - uint256(s));
        return abi.encodePacked(r, s);
    }

    function _rotate(uint256 oldKey, uint256 newKey, uint32 version) private {
        IDevices.Key memory k = _keyOf(newKey);
        bytes memory consent = _possession(deviceId, version, k, oldKey);
        devices.rotateKey(deviceId, k, _possession(deviceId, version, k, newKey), consent);
    }

    function _replace(address who, uint256 newKey, uint32 version) private {
        IDevices.Key memory k = _keyOf(newKey);
        bytes memory possession = _possession(deviceId, version, k, newKey);
        vm.prank(who);
        devices.replaceKey(deviceId, k, possession);
    }

    function _expectKeyNotValid(uint32 version, uint256 until) private {
        vm.expectRevert(abi.encodeWithSelector(IDevices.KeyNotValid.selector, deviceId, version, until));
    }

    // ---------------------------------------------------------------- registration

    function test_registersTheCallersMachineAtTierOne() external {
        bytes32 id = _idOf(SERIAL);
        bytes memory possession = _possession(id, 1, _keyOf(NEXT_KEY), NEXT_KEY);
        vm.expectEmit(address(devices));
        emit IDevices.DeviceRegistered(
            id,
            manufacturer,
            "Taishan",
            "TS-215",
            SERIAL,
            18_000,
            IDevices.Tier.SoftwareKey
        );
        _registerAs(manufacturer, _registration(SERIAL, _keyOf(NEXT_KEY)), possession);
        IDevices.Device memory d = devices.device(id);
        assertEq(d.manufacturer, manufacturer, "whose");
        assertTrue(d.tier == IDevices.Tier.SoftwareKey && d.keyVersion == 1 && d.book == address(0), "new and free");
        (IDevices.Key memory key, uint40 until) = devices.keyOf(id, 1);
        assertEq(keccak256(abi.encode(key)), devices.keyHashOf(_keyOf(NEXT_KEY)), "its key");
        assertEq(until, type(uint40).max, "without an end");
    }

    function test_onlyManufacturersInGoodStandingRegister() external {
        bytes memory none = "";
        IDevices.Registration memory r = _registration(SERIAL, _keyOf(NEXT_KEY));
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, lessee, Roles.MANUFACTURER));
        _registerAs(lessee, r, none);
        members.freeze(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, manufacturer));
        _registerAs(manufacturer, r, none);
    }

    function test_refusesRegistrationsWithoutContent() external {
        for (uint256 field; field < 6; ++field) {
            IDevices.Registration memory r = _registration(SERIAL, _keyOf(NEXT_KEY));
            if (field == 0) r.oem = "";
            if (field == 1) r.model = "";
            if (field == 2) r.serialHash = 0;
            if (field == 3) r.ratedFuelMlPerHour = 0;
            if (field == 4) r.key.x = 0;
            if (field == 5) r.key.y = bytes32(uint256(1));
            vm.expectRevert(IDevices.InvalidRegistration.selector);
            _registerAs(manufacturer, r, "");
        }
    }

    function test_L04_aMachineIsRegisteredOnce() external {
        bytes32 serialHash = keccak256(abi.encode("serial", DEVICE_KEY));
        vm.expectRevert(abi.encodeWithSelector(IDevices.DeviceAlreadyRegistered.selector, deviceId));
        _registerAs(manufacturer, _registration(serialHash, _keyOf(NEXT_KEY)), "");
    }

    function test_L04_aKeySignsForOneDeviceOnly() external {
        bytes memory possession = _possession(_idOf(SERIAL), 1, _keyOf(DEVICE_KEY), DEVICE_KEY);
        vm.expectRevert(abi.encodeWithSelector(IDevices.KeyInUse.selector, devices.keyHashOf(_keyOf(DEVICE_KEY))));
        _registerAs(manufacturer, _registration(SERIAL, _keyOf(DEVICE_KEY)), possession);
    }

    function test_L04_keyMustProveThatItIsThere() external {
        bytes32 id = _idOf(SERIAL);
        bytes memory others = _possession(id, 1, _keyOf(NEXT_KEY), DEVICE_KEY);
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, id, 1));
        _registerAs(manufacturer, _registration(SERIAL, _keyOf(NEXT_KEY)), others);
    }

    function test_onlyTheAuthorityRaisesATier() external {
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, manufacturer));
        devices.setTier(deviceId, IDevices.Tier.Attested);
        vm.expectEmit(address(devices));
        emit IDevices.DeviceTierChanged(deviceId, IDevices.Tier.SecureElement, IDevices.Tier.Attested);
        devices.setTier(deviceId, IDevices.Tier.Attested);
        vm.expectRevert(abi.encodeWithSelector(IDevices.UnknownDevice.selector, bytes32("none")));
        devices.setTier("none", IDevices.Tier.Attested);
    }

    // ---------------------------------------------------------------- keys

    function test_oldKeyHandsOverToTheNext() external {
        uint256 time = block.timestamp;
        _rotate(DEVICE_KEY, NEXT_KEY, 2);
        (, uint40 until) = devices.keyOf(deviceId, 1);
        assertEq(until, time, "the old key up to now");
        IDevices.Reading memory r = _reading(1, time, 0);
        assertEq(devices.verify(r, _signed(r)), devices.readingDigest(r), "what it signed until then counts");
        r.ts += 1000;
        bytes memory late = _signed(r);
        _expectKeyNotValid(1, time);
        devices.verify(r, late);
        r.keyVersion = 2;
        devices.verify(r, _signature(NEXT_KEY, devices.readingDigest(r)));
    }

    function test_L04_noHandingOverWithoutBothSignatures() external {
        IDevices.Key memory k = _keyOf(NEXT_KEY);
        bytes memory byNew = _possession(deviceId, 2, k, NEXT_KEY);
        bytes memory byOld = _possession(deviceId, 2, k, DEVICE_KEY);
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, deviceId, 1));
        devices.rotateKey(deviceId, k, byNew, byNew);
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, deviceId, 2));
        devices.rotateKey(deviceId, k, byOld, byOld);
    }

    function test_L04_revokedKeySignsNothing() external {
        IDevices.Reading memory r = _reading(1, block.timestamp, 0);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IDevices.NotManufacturerOf.selector, deviceId, stranger));
        devices.revokeKey(deviceId);
        vm.prank(manufacturer);
        devices.revokeKey(deviceId);
        bytes memory signature = _signed(r);
        _expectKeyNotValid(1, 0);
        devices.verify(r, signature);
        IDevices.Key memory k = _keyOf(NEXT_KEY);
        bytes memory consent = _possession(deviceId, 2, k, DEVICE_KEY);
        bytes memory possession = _possession(deviceId, 2, k, NEXT_KEY);
        _expectKeyNotValid(1, 0);
        devices.rotateKey(deviceId, k, possession, consent);
        _replace(manufacturer, NEXT_KEY, 2);
        _expectKeyNotValid(1, 0);
        devices.verify(r, signature);
    }

    function test_manufacturerReplacesTheKeyOfAFreeMachine() external {
        IDevices.Key memory k = _keyOf(NEXT_KEY);
        bytes memory possession = _possession(deviceId, 2, k, NEXT_KEY);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IDevices.NotManufacturerOf.selector, deviceId, stranger));
        devices.replaceKey(deviceId, k, possession);
        members.freeze(manufacturer);
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, manufacturer));
        devices.replaceKey(deviceId, k, possession);
        members.unfreeze(manufacturer);
        _replace(manufacturer, NEXT_KEY, 2);
        assertEq(devices.device(deviceId).keyVersion, 2, "the next version");
    }

    function test_L07_leasedMachinesKeyNeedsTheLessorsConsent() external {
        vm.prank(book);
        devices.bind(deviceId);
        bytes32 hash = devices.keyHashOf(_keyOf(NEXT_KEY));
        bytes memory possession = _possession(deviceId, 2, _keyOf(NEXT_KEY), NEXT_KEY);
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(IDevices.ReplacementNotApproved.selector, deviceId, hash));
        devices.replaceKey(deviceId, _keyOf(NEXT_KEY), possession);
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(IDevices.NotBookOf.selector, deviceId, manufacturer));
        devices.approveReplacement(deviceId, hash);
        vm.prank(book);
        devices.approveReplacement(deviceId, hash);
        _replace(manufacturer, NEXT_KEY, 2);
        vm.prank(book);
        devices.revokeKey(deviceId);
        (, uint40 until) = devices.keyOf(deviceId, 2);
        assertEq(until, 0, "the book may revoke too");
    }

    function test_consentEndsWithTheLease() external {
        bytes32 hash = devices.keyHashOf(_keyOf(NEXT_KEY));
        vm.startPrank(book);
        devices.bind(deviceId);
        devices.approveReplacement(deviceId, hash);
        devices.free(deviceId);
        devices.bind(deviceId);
        vm.stopPrank();
        bytes memory possession = _possession(deviceId, 2, _keyOf(NEXT_KEY), NEXT_KEY);
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(IDevices.ReplacementNotApproved.selector, deviceId, hash));
        devices.replaceKey(deviceId, _keyOf(NEXT_KEY), possession);
    }

    // ---------------------------------------------------------------- readings

    function testFuzz_L04_everyFieldOfAReadingIsSigned(uint256 field, uint256 change) external {
        IDevices.Reading memory r = _reading(7, block.timestamp, 1000);
        bytes memory signature = _signed(r);
        devices.verify(r, signature);
        bytes memory words = abi.encode(r);
        field = bound(field, 2, 14); // device and version choose the key
        uint256 delta = bound(change, 1, 255);
        uint256 place = 32 * field + 31;
        words[place] = bytes1(uint8(words[place]) ^ uint8(delta));
        if (field == 3) return; // the second stays valid or not by its own rule
        r = abi.decode(words, (IDevices.Reading));
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, deviceId, 1));
        devices.verify(r, signature);
    }

    function test_signatureIsBoundToChainAndRegister() external {
        IDevices.Reading memory r = _reading(7, block.timestamp, 1000);
        bytes memory signature = _signed(r);
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, deviceId, 1));
        devices.verify(r, signature);
    }

    function test_L04_unknownKeysAndGarbageSignNothing() external {
        IDevices.Reading memory r = _reading(7, block.timestamp, 1000);
        bytes32 digest = devices.readingDigest(r);
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, deviceId, 1));
        devices.verify(r, "garbage");
        bytes memory high = _highS(_signature(DEVICE_KEY, digest));
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, deviceId, 1));
        devices.verify(r, high);
        r.keyVersion = 9;
        _expectKeyNotValid(9, 0);
        devices.verify(r, high);
    }

    /// @dev The other signature of the same key over the same digest.
    function _highS(bytes memory signature) private pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        uint8 v = uint8(signature[64]) == 27 ? 28 : 27;
        return abi.encodePacked(r, order - uint256(s), v);
    }

    // ---------------------------------------------------------------- binding

    function test_onlyBooksBindAndFree() external {
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, address(this), Roles.BOOK));
        devices.bind(deviceId);
        vm.prank(book);
        devices.bind(deviceId);
        vm.prank(book);
        vm.expectRevert(abi.encodeWithSelector(IDevices.DeviceInUse.selector, deviceId, book));
        devices.bind(deviceId);
        vm.expectRevert(abi.encodeWithSelector(IDevices.NotBookOf.selector, deviceId, address(this)));
        devices.free(deviceId);
        vm.prank(book);
        devices.free(deviceId);
        assertEq(devices.device(deviceId).book, address(0), "free");
    }

    // ---------------------------------------------------------------- P-256

    function test_p256KeysAreTakenWhereTheChainVerifiesThem() external {
        bytes32 id = _registerP256(SERIAL, 0x256);
        IDevices.Reading memory r = _reading(1, block.timestamp, 0);
        r.deviceId = id;
        bytes memory signature = _signatureP256(0x256, devices.readingDigest(r));
        assertEq(devices.verify(r, signature), devices.readingDigest(r), "its reading counts");
        (IDevices.Key memory key, ) = devices.keyOf(id, 1);
        assertEq(keccak256(abi.encode(key)), devices.keyHashOf(_keyOfP256(0x256)), "its key");
        r.opSec = 1;
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, id, 1));
        devices.verify(r, signature);
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, id, 1));
        devices.verify(r, bytes.concat(signature, hex"00"));
    }

    function test_p256KeysAreRefusedWhereTheChainCannotVerify() external {
        bytes32 id = _idOf(SERIAL);
        IDevices.Key memory k = _keyOfP256(0x256);
        bytes memory possession = _signatureP256(0x256, devices.keyDigest(id, 1, k));
        vm.mockCall(P256_PRECOMPILE, "", "");
        vm.expectRevert(abi.encodeWithSelector(Errors.MissingPrecompile.selector, P256_PRECOMPILE));
        _registerAs(manufacturer, _registration(SERIAL, k), possession);
    }
}
