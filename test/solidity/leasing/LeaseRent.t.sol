// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {LeaseFixture} from "../support/LeaseFixture.sol";

/// @notice Bills, payments, what is held, and the end of a lease.
contract LeaseRentTest is LeaseFixture {
    uint256 private id;

    function setUp() public override {
        super.setUp();
        id = _active();
    }

    function _due() private view returns (uint128) {
        return leases.debtOf(id).due;
    }

    function _balance(address who) private view returns (uint256) {
        return asset.balanceOf(who);
    }

    /// @dev By the lessee, who gets what it needs.
    function _finish(bool buyOut) private {
        _fund(lessee, 2_000_000e6);
        vm.prank(lessee);
        leases.finish(id, buyOut, type(uint128).max);
    }

    // ---------------------------------------------------------------- bills

    function test_rentIsBaseRentAndTheTariffOfTheHours() external {
        _report(id, 250 hours);
        vm.warp(block.timestamp + WINDOW);
        uint256 time = _end(id) - leases.account(id).last;
        uint256 interest = (uint256(FINANCED) * RATE_BPS * time) / (10_000 * 365 days);
        leases.bill(id);
        ILeases.Debt memory d = leases.debtOf(id);
        assertEq(d.due, BASE_RENT + 24_000e6, "100 hours at 120, 100 at 90, 50 at 60");
        assertEq(d.usage, 24_000e6, "use");
        ILeases.Account memory a = leases.account(id);
        assertTrue(a.dueInterest - interest <= 1, "interest of the period, rounded up");
        assertEq(a.duePrincipal, BASE_RENT - a.dueInterest, "the rest repays");
        assertEq(d.dueSince, leases.account(id).penaltyDay, "since today");
        assertEq(leases.lease(id).period, 1, "the first period");
    }

    function test_minimumIsChargedForFewHours() external {
        _bill(id, 1 hours);
        assertEq(_due(), BASE_RENT + LEAST, "not 120");
    }

    function test_L06_silenceCostsBaseRentOnlyAndIsMadeUp() external {
        _billSilent(id);
        assertEq(_due(), BASE_RENT, "no use, no minimum");
        _payAll(id);
        _bill(id, 2 * 250 hours);
        uint256 use = _due() - BASE_RENT;
        assertEq(use, 2 * 24_000e6, "both periods at their own brackets");
    }

    function test_L06_silenceIsNoDefault() external {
        for (uint256 i; i < 4; ++i) {
            _billSilent(id);
            _payAll(id);
        }
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotInArrears.selector, id));
        leases.mark(id);
        vm.expectRevert(abi.encodeWithSelector(ILeases.DueTooShort.selector, 0, 30));
        leases.notice(id);
    }

    function test_L06_lastBillMakesUpTheMinimumOfSilentPeriods() external {
        _billSilent(id);
        _billSilent(id);
        _lastBill(id);
        ILeases.Account memory a = leases.account(id);
        uint256 fee = (uint256(FINANCED) * 200) / 10_000;
        assertEq(a.dueUsage, 3 * uint256(LEAST) + fee, "three minimums and the fee of an early end");
        assertEq(a.duePrincipal, FINANCED, "and all that was financed");
    }

    function test_financedIsPaidBackByTheTermAndUseGoesOn() external {
        for (uint256 i; i < PERIODS; ++i) {
            _bill(id, 100 hours);
            _payAll(id);
        }
        assertEq(leases.account(id).principal, 0, "paid back");
        assertEq(treasury.rateX18(), 0, "no interest any more");
        _bill(id, 100 hours);
        assertEq(leases.debtOf(id).usage, 12_000e6, "use");
        assertLt(_due() - 12_000e6, 20e6, "and the interest from the last period's end to its payment");
        _payAll(id);
        _lastBill(id);
        assertEq(_due(), LEAST, "no fee after the term");
        _finish(true);
        assertEq(treasury.obligor(LESSEE_GROUP).exposure, 0, "no exposure");
        assertEq(treasury.owed(), 0, "nothing held");
    }

    function test_periodIsBilledOnce() external {
        _bill(id, 100 hours);
        vm.expectPartialRevert(bytes4(keccak256("WindowOpen(uint256,uint40)")));
        leases.bill(id);
    }

    // ---------------------------------------------------------------- paying

    function test_anyonePaysAndOnlyWhatIsDue() external {
        vm.expectRevert(ILeases.ZeroRent.selector);
        leases.pay(id, 0);
        vm.expectRevert(abi.encodeWithSelector(ILeases.NothingDue.selector, id));
        leases.pay(id, 1);
        _bill(id, 100 hours);
        uint128 due = _due();
        _fund(stranger, due + 5);
        vm.prank(stranger);
        assertEq(leases.pay(id, due + 5), due, "what is due");
        assertEq(_balance(stranger), 5, "the rest stays");
        assertEq(leases.debtOf(id).dueSince, 0, "nothing due any more");
    }

    function test_penaltyBeginsAfterTheGrace() external {
        _billSilent(id);
        _pass(LEASE_GRACE);
        assertEq(leases.debtOf(id).penalty, 0, "in grace");
        _pass(1);
        uint256 penalty = (uint256(BASE_RENT) * LEASE_PENALTY_BPS * 8) / 3_650_000 + 1;
        assertEq(leases.debtOf(id).penalty, penalty, "then from the day of the bill");
        uint256 nav = treasury.totalAssets();
        _pay(id, uint128(penalty));
        assertEq(treasury.totalAssets(), nav + penalty, "income when it is paid");
        assertEq(_due(), BASE_RENT, "and paid first");
    }

    function test_paymentReachesTheTreasury() external {
        _bill(id, 250 hours);
        uint256 nav = treasury.totalAssets();
        uint256 had = _balance(address(treasury));
        uint128 due = _due();
        _payAll(id);
        assertEq(_balance(address(treasury)), had + due, "all of it");
        assertEq(treasury.totalAssets(), nav + 24_000e6, "use is income; interest was there already");
    }

    function test_penaltyIsToldWhenABillFindsIt() external {
        _billSilent(id);
        vm.warp(_end(id) + WINDOW);
        vm.expectEmit(address(leases));
        uint256 late = leases.debtOf(id).daysPastDue;
        uint256 penalty = (uint256(BASE_RENT) * LEASE_PENALTY_BPS * late) / 3_650_000 + 1;
        uint16 today = uint16((block.timestamp + uint32(UTC_OFFSET)) / 1 days);
        emit ILeases.PenaltyCharged(id, today, uint64(penalty));
        leases.bill(id);
    }

    // ---------------------------------------------------------------- prepaid rent

    function test_prepaidRentPaysTheBillAndTheDepositDoesNot() external {
        _prepay(id, BASE_RENT / 2);
        _bill(id, 100 hours);
        assertEq(_due(), BASE_RENT / 2 + 12_000e6, "half paid");
        assertEq(leases.account(id).held, SECURITY, "the deposit stays");
        _prepay(id, 100_000e6);
        assertEq(_due(), 0, "prepaying pays what is due at once");
        assertEq(leases.account(id).held, SECURITY + 100_000e6 - BASE_RENT / 2 - 12_000e6, "and the rest is held");
    }

    function test_L01_onlyPrepaidRentIsTakenBackAndOnlyByTheLessee() external {
        _prepay(id, 10_000e6);
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotParty.selector, id, address(this)));
        leases.withdrawPrepaid(id, 1);
        vm.startPrank(lessee);
        vm.expectRevert(ILeases.ZeroRent.selector);
        leases.withdrawPrepaid(id, 0);
        vm.expectRevert(abi.encodeWithSelector(ILeases.HeldTooLittle.selector, 10_000e6, 10_000e6 + 1));
        leases.withdrawPrepaid(id, 10_000e6 + 1);
        leases.withdrawPrepaid(id, 10_000e6);
        vm.expectRevert(abi.encodeWithSelector(ILeases.HeldTooLittle.selector, 0, 1));
        leases.withdrawPrepaid(id, 1);
        vm.stopPrank();
        assertEq(_balance(lessee), 10_000e6, "back");
        _billSilent(id);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(ILeases.RentUnpaid.selector, id, BASE_RENT));
        leases.withdrawPrepaid(id, 1);
    }

    function test_prepayingNeedsALivingLease() external {
        vm.expectRevert(ILeases.ZeroRent.selector);
        leases.prepay(id, 0);
        uint256 other = id + 1;
        vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, other, ILeases.State.None));
        leases.prepay(other, 1);
        vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, other, ILeases.State.None));
        leases.pay(other, 1);
    }

    // ---------------------------------------------------------------- end

    function test_L10_onlyTheLesseeEndsAndOnce() external {
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotParty.selector, id, address(this)));
        leases.requestEnd(id);
        vm.startPrank(lessee);
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotEnding.selector, id));
        leases.finish(id, false, 0);
        leases.requestEnd(id);
        vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, id, ILeases.State.Active));
        leases.requestEnd(id);
        vm.stopPrank();
        _billSilent(id);
        vm.warp(_end(id) + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(ILeases.FinalBillWritten.selector, id));
        leases.bill(id);
    }

    function test_L10_buyOutIsTakenOnce() external {
        _lastBill(id);
        _finish(true);
        _expectState(id, ILeases.State.Ended, "ended");
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, id, ILeases.State.Ended));
        leases.finish(id, true, type(uint128).max);
    }

    function test_L10_buyOutNeedsTheLessee() external {
        _lastBill(id);
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotParty.selector, id, address(this)));
        leases.finish(id, true, 0);
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotParty.selector, id, manufacturer));
        leases.finish(id, false, 0); // rent is still due
        _payAll(id);
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotParty.selector, id, manufacturer));
        leases.finish(id, true, 0);
    }

    function test_L10_manufacturerWaitsForTheLesseesChoice() external {
        _lastBill(id);
        uint16 lastDay = leases.lease(id).day + 30;
        _payAll(id);
        vm.prank(manufacturer);
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotExpired.selector, id, lastDay));
        leases.finish(id, false, 0);
        _goToDay(lastDay + 1);
        vm.prank(manufacturer);
        leases.finish(id, false, 0);
        assertEq(_balance(lessee), SECURITY, "the deposit to the lessee all the same");
        assertEq(_balance(manufacturer), FINANCED, "the cover to the manufacturer");
    }

    function test_finishTakesNoMoreThanAllowed() external {
        _lastBill(id);
        uint256 missing = _due() + BUY_OUT - SECURITY;
        _fund(lessee, missing);
        vm.startPrank(lessee);
        vm.expectRevert(abi.encodeWithSelector(ILeases.CostAboveMaximum.selector, missing, missing - 1));
        leases.finish(id, true, uint128(missing - 1));
        leases.finish(id, true, uint128(missing));
        vm.stopPrank();
        assertEq(_balance(lessee), 0, "to the unit");
    }

    function test_L09_everyUnitComesBack() external {
        _endAndCount(3 days + 1, 7, true);
    }

    /// @dev Σ in = Σ out, whenever the end comes and whatever was held.
    function testFuzz_L09_everyUnitComesBack(uint256 time, uint256 prepaid, bool buyOut) external {
        _endAndCount(bound(time, 1, 40 days), bound(prepaid, 0, 2_000_000e6), buyOut);
    }

    function _endAndCount(uint256 time, uint256 prepaid, bool buyOut) private {
        if (prepaid != 0) _prepay(id, uint88(prepaid));
        vm.warp(block.timestamp + time);
        if (block.timestamp >= _end(id) + WINDOW) leases.bill(id);
        _lastBill(id);
        uint256 nav = treasury.totalAssets();
        ILeases.Debt memory d = leases.debtOf(id);
        uint256 held = leases.account(id).held;
        uint256 paidToManufacturer = _balance(manufacturer);
        _fund(lessee, 3_000_000e6);
        uint256 had = _balance(lessee);
        vm.prank(lessee);
        leases.finish(id, buyOut, type(uint128).max);
        uint256 price = buyOut ? BUY_OUT : 0;
        assertEq(_balance(lessee) + d.due + price, had + held, "the lessee");
        assertEq(_balance(manufacturer) - paidToManufacturer, COVER + price, "the manufacturer");
        assertEq(treasury.owed(), 0, "nothing is left held");
        assertGe(treasury.totalAssets(), nav, "nor taken from the shares");
        assertEq(treasury.principal(), 0, "all is paid back");
        assertEq(treasury.accruedX18(), 0, "with all interest");
        assertEq(devices.device(deviceId).book, address(0), "the machine is free in the same transaction");
    }

    /// @dev Interest goes on from the end of the period to its bill; prepaid rent pays that too.
    function test_L09_lastBillLeavesNoDebtSinceNoDay() external {
        _prepay(id, 2_000_000e6);
        _lastBill(id);
        vm.warp(block.timestamp + 10 days);
        assertEq(_due(), 0, "all paid by the bill");
        assertEq(leases.account(id).accruedX18, 0, "no interest left behind");
    }

    function test_L08_partiesThatCannotBePaidClaimLater() external {
        _lastBill(id);
        _payAll(id);
        vm.mockCallRevert(address(asset), abi.encodeCall(asset.transfer, (lessee, SECURITY)), "black-listed");
        vm.mockCallRevert(address(asset), abi.encodeCall(asset.transfer, (manufacturer, COVER)), "black-listed");
        vm.prank(lessee);
        leases.finish(id, false, 0);
        _expectState(id, ILeases.State.Ended, "ended all the same");
        assertTrue(treasury.owedTo(lessee) == SECURITY && treasury.owedTo(manufacturer) == COVER, "money waits");
        assertEq(treasury.owedTo(address(leases)), 0, "nothing is held");
    }

    function test_machineIsLeasedAgainAfterItsEnd() external {
        _lastBill(id);
        _finish(false);
        id = _approved();
        _acceptDelivery(id, _reading(200, block.timestamp, 1100 hours));
        _expectState(id, ILeases.State.Active, "again");
    }
}
