// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/interfaces/IMembers.sol";
import {IDeviceOracle} from "../../../contracts/interfaces/IDeviceOracle.sol";
import {IDevices} from "../../../contracts/interfaces/IDevices.sol";
import {ILeaseOffers} from "../../../contracts/interfaces/ILeaseOffers.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {IOracleCore} from "../../../contracts/interfaces/IOracleCore.sol";
import {IUsageMeter} from "../../../contracts/interfaces/IUsageMeter.sol";
import {Devices} from "../../../contracts/leasing/Devices.sol";
import {Immobiliser} from "../../../contracts/leasing/Immobiliser.sol";
import {LeaseOffers} from "../../../contracts/leasing/LeaseOffers.sol";
import {Leases} from "../../../contracts/leasing/Leases.sol";
import {UsageMeter} from "../../../contracts/leasing/UsageMeter.sol";
import {DeviceOracle} from "../../../contracts/oracles/DeviceOracle.sol";
import {TestForwarder} from "../mocks/TestForwarder.sol";
import {TestRouter} from "../mocks/TestRouter.sol";
import {Fixture} from "./Fixture.sol";
import {Machine} from "./Machine.sol";

/// @title Equipment leases of one bank on top of the whole system: a manufacturer, a lessee, an excavator
/// @dev The test contract is officer and administrator.
abstract contract LeaseFixture is Fixture {
    uint256 internal constant DEVICE_KEY = 0xDE71CE;
    uint256 internal constant SECOND_DEVICE_KEY = 0xDE71CF;
    uint32 internal constant MANUFACTURER_GROUP = 6;
    uint32 internal constant LESSEE_GROUP = 105;
    address internal constant manufacturer = address(0x7A15);
    address internal constant lessee = address(0x4E67);
    address internal constant gateway = address(0x6A7E);

    uint40 internal constant WINDOW = 72 hours;
    uint40 internal constant TOLERANCE = 24 hours;
    uint16 internal constant LEASE_PENALTY_BPS = 1800;
    uint16 internal constant LEASE_GRACE = 7;
    uint16 internal constant NOTICE_DAYS = 15;
    uint128 internal constant BOOK_CAP = 8_000_000e6;

    uint88 internal constant PRICE = 1_000_000e6;
    uint88 internal constant BUY_OUT = 100_000e6;
    uint88 internal constant FINANCED = PRICE - BUY_OUT;
    uint88 internal constant SECURITY = 100_000e6;
    uint88 internal constant BASE_RENT = 40_000e6;
    uint88 internal constant LEAST = 5_000e6;
    uint88 internal constant COVER = FINANCED / 10;
    uint16 internal constant RATE_BPS = 600;
    uint16 internal constant PERIOD_DAYS = 30;
    uint16 internal constant PERIODS = 24;

    uint32 internal constant ALARM_COOLDOWN = 10;
    uint32 internal constant ALARM_TTL = 5 minutes;
    uint32 internal constant ALARM_MAX_AGE = 10 minutes;
    uint16 internal constant ALARM_BUDGET = 1000;
    uint32 internal constant CALLBACK_GAS = 180_000;
    bytes32 internal constant DON_ID = "don";
    bytes32 internal constant WORKFLOW = "alarms";
    uint64 internal constant CHAIN_SELECTOR = 16015286601757825753;

    Devices internal devices;
    UsageMeter internal meter;
    LeaseOffers internal offers;
    Leases internal leases;
    Immobiliser internal immobiliser;
    DeviceOracle internal deviceOracle;
    TestRouter internal router;
    TestForwarder internal forwarder;
    bytes32 internal deviceId;

    function setUp() public virtual override {
        super.setUp();
        _deployLeasing();
        _register(manufacturer, MANUFACTURER_GROUP, "taishan", Roles.MANUFACTURER);
        _register(lessee, LESSEE_GROUP, "hengtong", Roles.LESSEE);
        treasury.raiseObligorLimit(LESSEE_GROUP, 5_000_000e6);
        meter.setGateway(gateway, true);
        deviceId = _registerDevice(DEVICE_KEY);
        _deposit(bank, DEPOSIT);
    }

    // ---------------------------------------------------------------- deployment

    function _deployLeasing() private {
        router = new TestRouter();
        forwarder = new TestForwarder();
        devices = Devices(_create("contracts/leasing/Devices.sol:Devices", abi.encode(manager, members)));
        meter = UsageMeter(
            _create(
                "contracts/leasing/UsageMeter.sol:UsageMeter",
                abi.encode(manager, devices, UTC_OFFSET, WINDOW, TOLERANCE)
            )
        );
        bytes memory arguments = abi.encode(manager, members, devices, UTC_OFFSET, _rules());
        offers = LeaseOffers(_create("contracts/leasing/LeaseOffers.sol:LeaseOffers", arguments));
        leases = _newLeases();
        meter.setLeases(address(leases));
        offers.setLeases(address(leases));
        immobiliser = Immobiliser(
            _create("contracts/leasing/Immobiliser.sol:Immobiliser", abi.encode(manager, leases, devices))
        );
        deviceOracle = _newDeviceOracle();
    }

    /// @dev Its money side is an external library, which the runner links.
    function _newLeases() internal returns (Leases book) {
        bytes memory arguments = abi.encode(
            manager,
            treasury,
            asset,
            members,
            meter,
            offers,
            LEASE_PENALTY_BPS,
            LEASE_GRACE,
            NOTICE_DAYS
        );
        book = Leases(_create("contracts/leasing/Leases.sol:Leases", arguments));
        _register(address(book), uint32(uint160(address(book))) | 1, bytes32(bytes20(address(book))), Roles.BOOK);
        treasury.registerBook(address(book), 2400, 1500, true);
        treasury.raiseBookCap(address(book), BOOK_CAP);
    }

    function _newDeviceOracle() internal returns (DeviceOracle oracle) {
        IDeviceOracle.Limits memory limits = IDeviceOracle.Limits(
            ALARM_MAX_AGE,
            ALARM_TTL,
            ALARM_COOLDOWN,
            ALARM_BUDGET
        );
        bytes memory arguments = abi.encode(manager, router, devices, limits);
        oracle = DeviceOracle(_create("contracts/oracles/DeviceOracle.sol:DeviceOracle", arguments));
        oracle.setFunctionsConfig(IOracleCore.FunctionsConfig(DON_ID, 7, 0, CALLBACK_GAS, 0));
        oracle.setProgram("return 1");
        oracle.setCreConfig(IOracleCore.CreConfig(address(forwarder), CHAIN_SELECTOR, WORKFLOW, 0));
        oracle.setEndpoint("http://gateway", "gateway key");
    }

    function _rules() internal pure returns (ILeaseOffers.Rules memory) {
        return ILeaseOffers.Rules(0, 2_000_000e6, 1000, 300, 1200, IDevices.Tier.SoftwareKey);
    }

    // ---------------------------------------------------------------- devices

    function _keyOf(uint256 key) internal pure returns (IDevices.Key memory) {
        return IDevices.Key(IDevices.KeyType.Secp256k1, bytes32(uint256(uint160(vm.addr(key)))), 0);
    }

    function _registration(
        bytes32 serialHash,
        IDevices.Key memory key
    ) internal pure returns (IDevices.Registration memory) {
        return IDevices.Registration("Taishan", "TS-215", serialHash, 18_000, key);
    }

    /// @dev Its number follows from its key; in a secure element.
    function _registerDevice(uint256 key) internal returns (bytes32 id) {
        bytes32 serialHash = keccak256(abi.encode("serial", key));
        id = _idOf(serialHash);
        bytes memory possession = _possession(id, 1, _keyOf(key), key);
        vm.prank(manufacturer);
        devices.register(_registration(serialHash, _keyOf(key)), possession);
        devices.setTier(id, IDevices.Tier.SecureElement);
    }

    function _idOf(bytes32 serialHash) internal pure returns (bytes32) {
        return keccak256(abi.encode(bytes32("taishan"), keccak256("TS-215"), serialHash));
    }

    function _possession(
        bytes32 id,
        uint32 version,
        IDevices.Key memory key,
        uint256 signer
    ) internal view returns (bytes memory) {
        return _signature(signer, devices.keyDigest(id, version, key));
    }

    function _signature(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Of the first device; see {Machine}.
    function _reading(uint64 seq, uint256 time, uint64 opSec) internal view returns (IDevices.Reading memory) {
        return Machine.reading(deviceId, seq, time, opSec);
    }

    function _signed(IDevices.Reading memory r) internal view returns (bytes memory) {
        return _signature(DEVICE_KEY, devices.readingDigest(r));
    }

    // ---------------------------------------------------------------- agreement

    function _leaseTerms() internal view returns (ILeases.Terms memory t) {
        t.deviceId = deviceId;
        t.lessee = lessee;
        t.price = PRICE;
        t.buyOut = BUY_OUT;
        t.deposit = SECURITY;
        t.baseRent = BASE_RENT;
        t.minimumRent = BASE_RENT + LEAST;
        t.rateBps = RATE_BPS;
        t.coverBps = 1000;
        t.earlyFeeBps = 200;
        t.periodDays = PERIOD_DAYS;
        t.periods = PERIODS;
        t.tariff = new ILeases.Bracket[](3);
        t.tariff[0] = ILeases.Bracket(0, 120e6);
        t.tariff[1] = ILeases.Bracket(100, 90e6);
        t.tariff[2] = ILeases.Bracket(200, 60e6);
        t.alarms = ILeases.AlarmLimits(24, 120, 40);
    }

    function _propose(ILeases.Terms memory terms) internal returns (uint256 leaseId) {
        vm.prank(manufacturer);
        return offers.propose(terms, new int32[](0));
    }

    function _sign(uint256 leaseId) internal {
        ILeaseOffers.Offer memory o = offers.offer(leaseId);
        _fund(o.lessee, o.deposit);
        vm.prank(o.lessee);
        leases.sign(leaseId, o.termsHash);
    }

    function _acceptDelivery(uint256 leaseId, IDevices.Reading memory r) internal {
        bytes memory signature = _signed(r);
        vm.prank(lessee);
        leases.acceptDelivery(leaseId, r, signature);
    }

    function _approved() internal returns (uint256 leaseId) {
        leaseId = _propose(_leaseTerms());
        _sign(leaseId);
        leases.approve(leaseId);
    }

    /// @dev Delivered now, with reading 100 and a thousand hours on the meter.
    function _active() internal returns (uint256 leaseId) {
        leaseId = _approved();
        _acceptDelivery(leaseId, _reading(100, block.timestamp, 1000 hours));
    }

    // ---------------------------------------------------------------- periods

    function _end(uint256 leaseId) internal view returns (uint256) {
        return meter.meter(leaseId).end;
    }

    /// @dev The running period's closing reading with `opSec` seconds of use, brought at its end.
    function _report(uint256 leaseId, uint64 opSec) internal {
        IUsageMeter.Meter memory m = meter.meter(leaseId);
        if (block.timestamp < m.end) vm.warp(m.end);
        IDevices.Reading memory r = _reading(m.closing.seq + 10, m.end - 60, m.opening.opSec + opSec);
        meter.report(leaseId, r, _signed(r));
    }

    /// @dev Used for `opSec` seconds, billed as soon as it can be.
    function _bill(uint256 leaseId, uint64 opSec) internal {
        _report(leaseId, opSec);
        vm.warp(block.timestamp + WINDOW);
        leases.bill(leaseId);
    }

    /// @dev No reading came.
    function _billSilent(uint256 leaseId) internal {
        uint256 final_ = _end(leaseId) + WINDOW;
        if (block.timestamp < final_) vm.warp(final_);
        leases.bill(leaseId);
    }

    /// @dev Ended by the lessee now, and billed for the last time.
    function _lastBill(uint256 leaseId) internal {
        vm.prank(lessee);
        leases.requestEnd(leaseId);
        _billSilent(leaseId);
    }

    // ---------------------------------------------------------------- money

    function _fund(address who, uint256 amount) internal {
        asset.mint(who, amount);
        vm.prank(who);
        asset.approve(address(leases), amount);
    }

    /// @dev Paid by the lessee, who gets the money for it.
    function _pay(uint256 leaseId, uint128 amount) internal returns (uint128 paid) {
        _fund(lessee, amount);
        vm.prank(lessee);
        return leases.pay(leaseId, amount);
    }

    function _payAll(uint256 leaseId) internal {
        _pay(leaseId, leases.debtOf(leaseId).due);
    }

    function _prepay(uint256 leaseId, uint88 amount) internal {
        _fund(lessee, amount);
        vm.prank(lessee);
        leases.prepay(leaseId, amount);
    }

    // ---------------------------------------------------------------- bad debt

    function _pass(uint256 days_) internal {
        vm.warp(block.timestamp + days_ * 1 days);
    }

    /// @dev A silent first period, billed and not paid for 30 days.
    function _noticed() internal returns (uint256 leaseId) {
        leaseId = _active();
        _billSilent(leaseId);
        _pass(30);
        leases.notice(leaseId);
    }

    function _defaulted() internal returns (uint256 leaseId) {
        leaseId = _noticed();
        _pass(NOTICE_DAYS);
        leases.declareDefault(leaseId);
    }

    function _repossessed() internal returns (uint256 leaseId) {
        leaseId = _defaulted();
        leases.repossess(leaseId, "record");
    }

    function _writtenOff() internal returns (uint256 leaseId) {
        leaseId = _repossessed();
        leases.markEarly(leaseId, 100);
        leases.writeOffEarly(leaseId);
    }

    // ---------------------------------------------------------------- expectations

    function _stateOf(uint256 leaseId) internal view returns (ILeases.State) {
        return leases.lease(leaseId).state;
    }

    function _expectState(uint256 leaseId, ILeases.State state, string memory what) internal view {
        assertEq(uint256(_stateOf(leaseId)), uint256(state), what);
    }

    function _expectWrongState(uint256 leaseId) internal {
        vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, leaseId, _stateOf(leaseId)));
    }
}
