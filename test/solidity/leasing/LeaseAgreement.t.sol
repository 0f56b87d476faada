// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IDevices} from "../../../contracts/interfaces/IDevices.sol";
import {ILeaseOffers} from "../../../contracts/interfaces/ILeaseOffers.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {IUsageMeter} from "../../../contracts/interfaces/IUsageMeter.sol";
import {LineBilling} from "../../../contracts/libraries/LineBilling.sol";
import {LeaseFixture} from "../support/LeaseFixture.sol";

/// @notice From the offer to the delivered machine, and the ways out before it.
contract LeaseAgreementTest is LeaseFixture {
    function _signed1() private returns (uint256 id) {
        id = _propose(_leaseTerms());
        _sign(id);
    }

    function _held() private view returns (uint256) {
        return treasury.owedTo(address(leases));
    }

    // ---------------------------------------------------------------- signing

    function test_L01_depositLiesAtTheTreasuryForTheLease() external {
        uint256 nav = treasury.totalAssets();
        uint256 id = _signed1();
        _expectState(id, ILeases.State.Signed, "signed");
        assertEq(leases.account(id).held, SECURITY, "held");
        assertEq(_held(), SECURITY, "owed to the book");
        assertEq(treasury.totalAssets(), nav, "nobody else's");
        assertEq(leases.lease(id).obligor, LESSEE_GROUP, "its group");
    }

    function test_leaseWithoutDepositHoldsNothing() external {
        ILeases.Terms memory t = _leaseTerms();
        t.deposit = 0;
        uint256 id = _propose(t);
        _sign(id);
        assertEq(_held(), 0, "nothing");
        vm.prank(lessee);
        leases.cancel(id);
        _expectState(id, ILeases.State.Cancelled, "and nothing to give back");
    }

    function test_L07_manufacturerLeasesNothingToItsOwnGroup() external {
        ILeases.Terms memory t = _leaseTerms();
        t.lessee = address(0x7A16);
        _register(t.lessee, MANUFACTURER_GROUP, "taishan rental", Roles.LESSEE);
        uint256 id = _propose(t);
        bytes32 termsHash = offers.offer(id).termsHash;
        vm.prank(t.lessee);
        vm.expectRevert(abi.encodeWithSelector(ILeases.SameGroup.selector, MANUFACTURER_GROUP));
        leases.sign(id, termsHash);
    }

    function test_I_frozenPartiesAgreeToNothing() external {
        uint256 id = _propose(_leaseTerms());
        bytes32 termsHash = offers.offer(id).termsHash;
        members.freeze(manufacturer);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, manufacturer));
        leases.sign(id, termsHash);
        members.unfreeze(manufacturer);
        members.freeze(lessee);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, lessee));
        leases.sign(id, termsHash);
        members.unfreeze(lessee);
        _sign(id);
        members.freeze(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, manufacturer));
        leases.approve(id);
        members.unfreeze(manufacturer);
        members.freeze(lessee);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, lessee));
        leases.approve(id);
        members.unfreeze(lessee);
        leases.approve(id);
        members.freeze(lessee);
        IDevices.Reading memory r = _reading(100, block.timestamp, 1000 hours);
        bytes memory signature = _signed(r);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, lessee));
        leases.acceptDelivery(id, r, signature);
        vm.prank(lessee);
        leases.cancel(id);
        assertEq(asset.balanceOf(lessee), SECURITY, "a frozen lessee gets its deposit back");
    }

    // ---------------------------------------------------------------- approval

    function test_approvalSetsMoneyAsideAndPaysNobody() external {
        uint256 id = _signed1();
        uint256 nav = treasury.totalAssets();
        uint256 cash = treasury.cash();
        vm.expectEmit(address(leases));
        emit ILeases.LeaseApproved(id, address(this), FINANCED, 1);
        leases.approve(id);
        assertEq(treasury.totalAssets(), nav, "NAV stays");
        assertEq(treasury.cash(), cash, "so does the cash");
        assertEq(_held(), SECURITY + FINANCED, "but it is promised");
        assertEq(treasury.obligor(LESSEE_GROUP).exposure, FINANCED, "exposure of the lessee's group");
        assertEq(treasury.book(address(leases)).out, FINANCED, "and of the book");
        assertEq(treasury.rateX18(), 0, "earning nothing yet");
        assertEq(devices.device(deviceId).book, address(leases), "the machine is taken");
    }

    function test_F_approvalKeepsLimitsCapAndCash() external {
        uint256 id = _signed1();
        treasury.lowerObligorLimit(LESSEE_GROUP, FINANCED - 1);
        vm.expectPartialRevert(ITreasury.ObligorLimitExceeded.selector);
        leases.approve(id);
        treasury.raiseObligorLimit(LESSEE_GROUP, FINANCED);
        treasury.lowerBookCap(address(leases), FINANCED - 1);
        vm.expectPartialRevert(ITreasury.BookCapExceeded.selector);
        leases.approve(id);
        treasury.raiseBookCap(address(leases), FINANCED);
        uint256 shares = treasury.balanceOf(bank);
        vm.prank(bank);
        treasury.exit(shares, bank, 0);
        vm.expectPartialRevert(ITreasury.InsufficientLiquidity.selector);
        leases.approve(id);
    }

    function test_approvalKeepsTheBanksRules() external {
        uint256 id = _signed1();
        ILeaseOffers.Rules memory r = _rules();
        r.minTier = IDevices.Tier.Attested;
        offers.tighten(r);
        vm.expectRevert(
            abi.encodeWithSelector(ILeaseOffers.TierTooLow.selector, IDevices.Tier.SecureElement, r.minTier)
        );
        leases.approve(id);
    }

    function test_approvalKeepsTheTreasurysHighestRate() external {
        ILeases.Terms memory t = _leaseTerms();
        (t.rateBps, t.baseRent, t.minimumRent) = (2401, 60_000e6, 60_000e6);
        uint256 id = _propose(t);
        _sign(id);
        vm.expectRevert(abi.encodeWithSelector(ILeases.RentRateTooHigh.selector, 2401, 2400));
        leases.approve(id);
    }

    function test_L10_machineServesOneLeaseAtATime() external {
        uint256 first = _propose(_leaseTerms());
        uint256 second = _propose(_leaseTerms());
        _sign(first);
        _sign(second);
        leases.approve(first);
        vm.expectRevert(abi.encodeWithSelector(IDevices.DeviceInUse.selector, deviceId, address(leases)));
        leases.approve(second);
        vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, first, ILeases.State.Approved));
        leases.approve(first);
    }

    // ---------------------------------------------------------------- delivery

    function test_deliveryPaysTheManufacturerAndStartsTheInterest() external {
        uint256 id = _approved();
        uint256 nav = treasury.totalAssets();
        vm.expectEmit(address(leases));
        emit ILeases.LeaseDelivered(id, deviceId, FINANCED - COVER, uint80(COVER), true);
        _acceptDelivery(id, _reading(100, block.timestamp, 1000 hours));
        _expectState(id, ILeases.State.Active, "active");
        assertEq(asset.balanceOf(manufacturer), FINANCED - COVER, "paid");
        assertEq(_held(), SECURITY + COVER, "deposit and cover stay");
        assertEq(treasury.totalAssets(), nav, "NAV stays");
        assertEq(treasury.rateX18(), LineBilling.rateX18(FINANCED, RATE_BPS), "and grows from now");
        assertEq(leases.debtOf(id).principal, FINANCED, "principal");
        assertEq(leases.debtOf(id).due, 0, "nothing due yet");
    }

    function test_L07_onlyTheLesseeSaysThatTheMachineHasCome() external {
        uint256 id = _approved();
        IDevices.Reading memory r = _reading(100, block.timestamp, 1000 hours);
        bytes memory signature = _signed(r);
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotParty.selector, id, manufacturer));
        leases.acceptDelivery(id, r, signature);
    }

    function test_L07_deliveryNeedsAReadingOfThatMachine() external {
        uint256 id = _approved();
        bytes32 other = _registerDevice(SECOND_DEVICE_KEY);
        IDevices.Reading memory r = _reading(100, block.timestamp, 1000 hours);
        r.deviceId = other;
        bytes memory signature = _signature(SECOND_DEVICE_KEY, devices.readingDigest(r));
        vm.startPrank(lessee);
        vm.expectRevert(abi.encodeWithSelector(IUsageMeter.OtherDevice.selector, other, deviceId));
        leases.acceptDelivery(id, r, signature);
        r.deviceId = deviceId;
        vm.expectRevert(abi.encodeWithSelector(IDevices.InvalidDeviceSignature.selector, deviceId, 1));
        leases.acceptDelivery(id, r, signature);
        vm.stopPrank();
    }

    function test_L08_manufacturerThatCannotBePaidClaimsLater() external {
        uint256 id = _approved();
        bytes memory pay = abi.encodeCall(asset.transfer, (manufacturer, FINANCED - COVER));
        vm.mockCallRevert(address(asset), pay, "black-listed");
        _acceptDelivery(id, _reading(100, block.timestamp, 1000 hours));
        _expectState(id, ILeases.State.Active, "delivered all the same");
        assertEq(treasury.owedTo(manufacturer), FINANCED - COVER, "waits for it");
        vm.clearMockedCalls();
        treasury.claimFor(manufacturer);
        assertEq(asset.balanceOf(manufacturer), FINANCED - COVER, "to the unit");
        assertEq(_held(), SECURITY + COVER, "and the rest stays");
    }

    // ---------------------------------------------------------------- what is held

    function test_L01_nobodyTakesOutWhatTheBookHolds() external {
        uint256 id = _approved();
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NothingOwed.selector, address(leases)));
        treasury.claimFor(address(leases));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NotRegisteredBook.selector, stranger));
        treasury.claimPart(stranger, 1);
        vm.prank(lessee);
        leases.cancel(id);
        assertEq(asset.balanceOf(lessee), SECURITY, "it is all there");
    }

    // ---------------------------------------------------------------- cancelling

    function test_L01_cancellingGivesEverythingBack() external {
        uint256 id = _approved();
        vm.prank(manufacturer);
        leases.cancel(id);
        _expectState(id, ILeases.State.Cancelled, "cancelled");
        assertEq(asset.balanceOf(lessee), SECURITY, "the deposit");
        assertEq(_held(), 0, "nothing held");
        assertEq(treasury.obligor(LESSEE_GROUP).exposure, 0, "no exposure");
        assertEq(treasury.principal(), 0, "nothing lent");
        assertEq(treasury.totalAssets(), DEPOSIT, "NAV stays");
        assertEq(devices.device(deviceId).book, address(0), "the machine is free");
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, id, ILeases.State.Cancelled));
        leases.cancel(id);
    }

    function test_L08_lesseeThatCannotBePaidClaimsItsDepositLater() external {
        uint256 id = _signed1();
        vm.mockCallRevert(address(asset), abi.encodeCall(asset.transfer, (lessee, SECURITY)), "black-listed");
        leases.decline(id);
        assertEq(treasury.owedTo(lessee), SECURITY, "waits for it");
    }

    function test_strangersCancelOnlyWhatHasLapsed() external {
        uint256 id = _approved();
        _goToDay(START_DAY + 30);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotExpired.selector, id, START_DAY + 30));
        leases.cancel(id);
        _goToDay(START_DAY + 31);
        IDevices.Reading memory r = _reading(100, block.timestamp, 1000 hours);
        bytes memory signature = _signed(r);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(ILeases.LeaseExpired.selector, id, START_DAY + 30));
        leases.acceptDelivery(id, r, signature);
        vm.prank(stranger);
        leases.cancel(id);
        assertEq(asset.balanceOf(lessee), SECURITY, "back to the lessee");
    }

    function test_signatureLapsesToo() external {
        uint256 id = _signed1();
        _goToDay(START_DAY + 31);
        vm.expectRevert(abi.encodeWithSelector(ILeases.LeaseExpired.selector, id, START_DAY + 30));
        leases.approve(id);
    }

    function test_L01_depositStaysOnceTheMachineIsDelivered() external {
        uint256 id = _active();
        address[3] memory all = [lessee, manufacturer, stranger];
        _goToDay(START_DAY + 40);
        for (uint256 i; i < all.length; ++i) {
            vm.prank(all[i]);
            vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, id, ILeases.State.Active));
            leases.cancel(id);
        }
        vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, id, ILeases.State.Active));
        leases.decline(id);
    }

    // ---------------------------------------------------------------- who may

    function test_A01_onlyTheAuthorityDecides() external {
        bytes memory reason = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        bytes[] memory calls = new bytes[](11);
        calls[0] = abi.encodeCall(leases.approve, (1));
        calls[1] = abi.encodeCall(leases.decline, (1));
        calls[2] = abi.encodeCall(leases.markEarly, (1, 50));
        calls[3] = abi.encodeCall(leases.releaseMark, (1, 0));
        calls[4] = abi.encodeCall(leases.notice, (1));
        calls[5] = abi.encodeCall(leases.declareDefault, (1));
        calls[6] = abi.encodeCall(leases.repossess, (1, "record"));
        calls[7] = abi.encodeCall(leases.sell, (1, 1));
        calls[8] = abi.encodeCall(leases.writeOffEarly, (1));
        calls[9] = abi.encodeCall(leases.approveDeviceKey, (1, "key"));
        calls[10] = abi.encodeCall(leases.revokeDeviceKey, (1));
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(stranger);
            (bool ok, bytes memory returned) = address(leases).call(calls[i]);
            assertTrue(!ok && keccak256(returned) == keccak256(reason), "unauthorised");
        }
    }

    function test_L07_bankAgreesToTheKeyOfALeasedMachine() external {
        uint256 id = _active();
        IDevices.Key memory k = _keyOf(SECOND_DEVICE_KEY);
        leases.approveDeviceKey(id, devices.keyHashOf(k));
        bytes memory possession = _possession(deviceId, 2, k, SECOND_DEVICE_KEY);
        vm.prank(manufacturer);
        devices.replaceKey(deviceId, k, possession);
        assertEq(devices.device(deviceId).keyVersion, 2, "replaced");
    }

    function test_defaultTermsHaveBounds() external {
        for (uint256 i; i < 2; ++i) {
            bytes memory arguments = abi.encode(
                manager,
                treasury,
                asset,
                members,
                meter,
                offers,
                i == 0 ? 3601 : 1800,
                i == 0 ? 7 : 30,
                NOTICE_DAYS
            );
            vm.expectRevert(ILeases.InvalidDefaultTerms.selector);
            this.create(arguments);
        }
    }

    function create(bytes calldata arguments) external returns (address) {
        return _create("contracts/leasing/Leases.sol:Leases", arguments);
    }
}
