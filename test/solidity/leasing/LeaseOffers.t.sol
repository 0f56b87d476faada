// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IDevices} from "../../../contracts/interfaces/IDevices.sol";
import {ILeaseOffers} from "../../../contracts/interfaces/ILeaseOffers.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {LeaseFixture} from "../support/LeaseFixture.sol";

/// @notice Offers of manufacturers, and the bank's rules.
contract LeaseOffersTest is LeaseFixture {
    function _region(uint256 points) private pure returns (int32[] memory region) {
        region = new int32[](2 * points);
        for (uint256 i; i < points; ++i) {
            region[2 * i] = int32(int256(312_000_000 + i * 1000));
            region[2 * i + 1] = int32(int256(1_214_000_000 + (i % 2) * 1000));
        }
    }

    function _proposeIn(int32[] memory region) private {
        vm.prank(manufacturer);
        offers.propose(_leaseTerms(), region);
    }

    function _expectInvalid(bytes32 field, ILeases.Terms memory t) private {
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.InvalidTerms.selector, field));
        offers.propose(t, new int32[](0));
    }

    // ---------------------------------------------------------------- proposing

    function test_offerKeepsTheTerms() external {
        ILeases.Terms memory t = _leaseTerms();
        bytes32 termsHash = keccak256(abi.encode(uint256(1), t, _region(4)));
        vm.expectEmit(address(offers));
        emit ILeaseOffers.LeaseProposed(1, deviceId, manufacturer, t, _region(4), termsHash);
        _proposeIn(_region(4));
        ILeaseOffers.Offer memory o = offers.offer(1);
        assertTrue(o.state == ILeaseOffers.OfferState.Open && o.lessee == lessee && o.day == START_DAY, "open");
        assertTrue(o.financed == FINANCED && o.buyOut == BUY_OUT && o.deposit == SECURITY, "money");
        assertTrue(o.baseRent == BASE_RENT && o.minimumRent == BASE_RENT + LEAST, "rents");
        assertTrue(o.rateBps == RATE_BPS && o.periodDays == PERIOD_DAYS && o.periods == PERIODS, "time");
        assertEq(o.termsHash, termsHash, "what the lessee reads");
        assertEq(offers.usageRent(1, 250 hours), 24_000e6, "price of use");
        assertEq(offers.count(), 1, "counted");
    }

    function test_onlyItsManufacturerOffersAMachine() external {
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, address(this), Roles.MANUFACTURER));
        offers.propose(_leaseTerms(), new int32[](0));
        _register(stranger, 9, "other", Roles.MANUFACTURER);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IDevices.NotManufacturerOf.selector, deviceId, stranger));
        offers.propose(_leaseTerms(), new int32[](0));
    }

    function test_leasedMachineIsNotOffered() external {
        _approved();
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(IDevices.DeviceInUse.selector, deviceId, address(leases)));
        offers.propose(_leaseTerms(), new int32[](0));
    }

    function test_refusesTermsThatMakeNoSense() external {
        ILeases.Terms memory t = _leaseTerms();
        t.lessee = address(0);
        _expectInvalid("lessee", t);
        t = _leaseTerms();
        t.buyOut = PRICE;
        _expectInvalid("price", t);
        t = _leaseTerms();
        t.deposit = uint88(1) << 80;
        _expectInvalid("deposit", t);
        t = _leaseTerms();
        t.minimumRent = BASE_RENT - 1;
        _expectInvalid("minimumRent", t);
        t.minimumRent = BASE_RENT + FINANCED + 1;
        _expectInvalid("minimumRent", t);
        t = _leaseTerms();
        t.rateBps = 0;
        _expectInvalid("rateBps", t);
        t.rateBps = 3601;
        _expectInvalid("rateBps", t);
        t = _leaseTerms();
        t.coverBps = 10_000;
        _expectInvalid("coverBps", t);
        t = _leaseTerms();
        t.earlyFeeBps = 1001;
        _expectInvalid("earlyFeeBps", t);
    }

    function test_refusesPeriodsAndAlarmsOutOfRange() external {
        ILeases.Terms memory t = _leaseTerms();
        t.periodDays = 6;
        _expectInvalid("periodDays", t);
        t.periodDays = 32;
        _expectInvalid("periodDays", t);
        t = _leaseTerms();
        t.periods = 0;
        _expectInvalid("periods", t);
        t.periods = 61;
        _expectInvalid("periods", t);
        t = _leaseTerms();
        t.alarms.unusedHours = 0;
        _expectInvalid("unusedHours", t);
        t.alarms = ILeases.AlarmLimits(24, 1001, 40);
        _expectInvalid("fuelRatePct", t);
        t.alarms = ILeases.AlarmLimits(24, 120, 101);
        _expectInvalid("idlePct", t);
    }

    function test_refusesTariffsThatAreNotMonotone() external {
        ILeases.Terms memory t = _leaseTerms();
        t.tariff[2].pricePerHour = 91e6;
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.InvalidTariff.selector, 2));
        offers.propose(t, new int32[](0));
    }

    function test_rentsMustPayBackWhatIsFinanced() external {
        ILeases.Terms memory t = _leaseTerms();
        t.baseRent = 38_000e6;
        vm.prank(manufacturer);
        vm.expectPartialRevert(ILeaseOffers.RentTooLow.selector);
        offers.propose(t, new int32[](0));
        t.baseRent = 900_000e6 + 4_439e6;
        t.minimumRent = t.baseRent;
        t.periods = 1;
        _propose(t); // interest of 30 days at 6 % is 4 438.36
    }

    function test_regionsAreThreeToThirtyTwoPointsOnThisSideOfTheDateLine() external {
        _proposeIn(_region(3));
        _proposeIn(_region(32));
        _refuseRegion(_region(2), 2);
        _refuseRegion(_region(33), 33);
        int32[] memory odd = new int32[](7);
        _refuseRegion(odd, 3);
        int32[] memory far = _region(4);
        far[2] = 900_000_001;
        _refuseRegion(far, 1);
        far = _region(4);
        far[5] = -1_800_000_001;
        _refuseRegion(far, 1); // the edge to it is already too long
        far = _region(4);
        (far[1], far[3]) = (1_790_000_000, -1_790_000_000);
        _refuseRegion(far, 0);
        far[3] = 1_790_000_001;
        (far[5], far[7]) = (0, -10_000_001);
        _refuseRegion(far, 3); // the edge back to the first point
    }

    function _refuseRegion(int32[] memory region, uint256 point) private {
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.InvalidRegion.selector, point));
        offers.propose(_leaseTerms(), region);
    }

    // ---------------------------------------------------------------- taking and withdrawing

    function test_partiesWithdrawAnOpenOffer() external {
        uint256 id = _propose(_leaseTerms());
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.NotOfferParty.selector, id, address(this)));
        offers.withdraw(id);
        vm.prank(lessee);
        offers.withdraw(id);
        vm.prank(manufacturer);
        vm.expectRevert(
            abi.encodeWithSelector(ILeaseOffers.OfferNotOpen.selector, id, ILeaseOffers.OfferState.Withdrawn)
        );
        offers.withdraw(id);
        id = _propose(_leaseTerms());
        vm.prank(manufacturer);
        offers.withdraw(id);
    }

    function test_onlyTheBookTakes() external {
        uint256 id = _propose(_leaseTerms());
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.NotLeaseBook.selector, address(this)));
        offers.take(id, lessee, 0);
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.LeaseBookAlreadySet.selector, address(leases)));
        offers.setLeases(address(this));
    }

    function test_lesseeTakesWhatItHasRead() external {
        uint256 id = _propose(_leaseTerms());
        bytes32 termsHash = offers.offer(id).termsHash;
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.NotOfferParty.selector, id, address(this)));
        leases.sign(id, termsHash);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.TermsChanged.selector, bytes32("other"), termsHash));
        leases.sign(id, "other");
        _goToDay(START_DAY + 31);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.OfferLapsed.selector, id, START_DAY + 30));
        leases.sign(id, termsHash);
        _goToDay(START_DAY + 30);
        _sign(id);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.OfferNotOpen.selector, id, ILeaseOffers.OfferState.Taken));
        leases.sign(id, termsHash);
    }

    // ---------------------------------------------------------------- rules

    function test_rulesBoundWhatTheBankFinances() external {
        ILeaseOffers.Rules memory r = _rules();
        assertEq(offers.checkApproval(r.maxFinanced, r.maxFinanced / 10, 300, 1200, r.minTier), 1, "at every bound");
        vm.expectRevert(
            abi.encodeWithSelector(ILeaseOffers.FinancedTooMuch.selector, r.maxFinanced + 1, r.maxFinanced)
        );
        offers.checkApproval(r.maxFinanced + 1, r.maxFinanced, 300, 1200, r.minTier);
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.DepositTooSmall.selector, 1, 2));
        offers.checkApproval(11, 1, 300, 1200, r.minTier);
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.RateTooLow.selector, 299, 300));
        offers.checkApproval(10, 1, 299, 1200, r.minTier);
        vm.expectRevert(abi.encodeWithSelector(ILeaseOffers.TermTooLong.selector, 1201, 1200));
        offers.checkApproval(10, 1, 300, 1201, r.minTier);
        vm.expectRevert(
            abi.encodeWithSelector(ILeaseOffers.TierTooLow.selector, IDevices.Tier.SelfReported, r.minTier)
        );
        offers.checkApproval(10, 1, 300, 1200, IDevices.Tier.SelfReported);
    }

    function test_P_tighteningLoosensNothing() external {
        for (uint256 field; field < 5; ++field) {
            ILeaseOffers.Rules memory r = _rules();
            if (field == 0) r.maxFinanced++;
            if (field == 1) r.minDepositBps--;
            if (field == 2) r.minRateBps--;
            if (field == 3) r.maxDays++;
            if (field == 4) r.minTier = IDevices.Tier.SelfReported;
            vm.expectRevert(ILeaseOffers.LooserRules.selector);
            offers.tighten(r);
        }
        ILeaseOffers.Rules memory stricter = _rules();
        stricter.minTier = IDevices.Tier.SecureElement;
        offers.tighten(stricter);
        assertEq(offers.rules().version, 2, "a new version");
        offers.loosen(_rules());
        assertEq(offers.rules().version, 3, "and another");
    }

    function test_refusesRulesOutOfRange() external {
        ILeaseOffers.Rules memory r = _rules();
        r.minDepositBps = 10_001;
        vm.expectRevert(ILeaseOffers.InvalidRules.selector);
        offers.loosen(r);
        r = _rules();
        r.minRateBps = 3601;
        vm.expectRevert(ILeaseOffers.InvalidRules.selector);
        offers.loosen(r);
        r = _rules();
        r.minTier = IDevices.Tier.SelfReported;
        vm.expectRevert(ILeaseOffers.InvalidRules.selector);
        offers.loosen(r);
    }

    function test_A01_onlyTheAuthoritySetsRulesAndBook() external {
        bytes memory reason = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(reason);
        offers.tighten(_rules());
        vm.expectRevert(reason);
        offers.loosen(_rules());
        vm.expectRevert(reason);
        offers.setLeases(stranger);
        vm.stopPrank();
    }
}
