// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {LineBilling} from "../../../contracts/libraries/LineBilling.sol";
import {LeaseFixture} from "../support/LeaseFixture.sol";

/// @notice Arrears: marks, notice, default, repossession, sale, write-off; and the ways back.
contract LeaseLossTest is LeaseFixture {
    function _account(uint256 id) private view returns (ILeases.Account memory) {
        return leases.account(id);
    }

    /// @dev Rent unpaid for `late` days.
    function _inArrears(uint256 late) private returns (uint256 id) {
        id = _active();
        _billSilent(id);
        _pass(late);
    }

    function _sell(uint256 id, uint88 proceeds) private {
        asset.mint(address(this), proceeds);
        asset.approve(address(leases), proceeds);
        leases.sell(id, proceeds);
    }

    /// @dev Paid by the lessee as long as something is due; late rent may bring penalties to the day.
    function _cure(uint256 id) private {
        _payAll(id);
        assertEq(leases.debtOf(id).due, 0, "all paid");
    }

    // ---------------------------------------------------------------- marks

    function test_marksFollowTheDays() external {
        uint256 id = _inArrears(29);
        vm.expectRevert(abi.encodeWithSelector(ILeases.MarkNotRaised.selector, 0, 0));
        leases.mark(id);
        uint8[3] memory ladder = [25, 50, 100];
        for (uint256 i; i < 3; ++i) {
            _pass(i == 0 ? 1 : 30);
            leases.mark(id);
            assertEq(_account(id).impairedPct, ladder[i], "30, 60, 90 days");
            vm.expectRevert(abi.encodeWithSelector(ILeases.MarkNotRaised.selector, ladder[i], ladder[i]));
            leases.mark(id);
        }
        assertEq(treasury.impaired(), _account(id).impaired, "told to the treasury");
    }

    function test_firstMarkStopsTheAccrualInNav() external {
        uint256 id = _inArrears(30);
        leases.mark(id);
        assertEq(treasury.rateX18(), 0, "stopped");
        uint256 nav = treasury.totalAssets();
        uint256 interest = leases.debtOf(id).interest;
        _pass(30);
        assertEq(treasury.totalAssets(), nav, "no more in NAV");
        assertGt(leases.debtOf(id).interest, interest, "but the lessee owes more");
    }

    function test_markNeedsArrears() external {
        uint256 id = _active();
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotInArrears.selector, id));
        leases.markEarly(id, 50);
        _billSilent(id);
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotInArrears.selector, id));
        leases.mark(id); // on the day of the bill
        _pass(1);
        leases.markEarly(id, 255);
        assertEq(_account(id).impairedPct, 100, "at most all of it");
    }

    function test_paymentLiftsTheMarkInProportion() external {
        uint256 id = _inArrears(30);
        leases.mark(id);
        uint256 before = treasury.impaired();
        uint256 principal = _account(id).principal;
        _cure(id);
        uint256 paid = principal - _account(id).principal;
        assertGt(paid, 0, "principal was paid");
        uint256 interest = (_account(id).accruedX18 - _account(id).unbookedX18) / 1e18;
        assertEq(treasury.impaired(), ((principal - paid + interest) * 25 + 99) / 100, "the share of what is left");
        assertLt(treasury.impaired(), before, "less");
        assertTrue(!_account(id).nonAccrual, "and it accrues again");
        assertEq(treasury.rateX18(), LineBilling.rateX18(_account(id).principal, RATE_BPS), "on the ledger");
    }

    /// @dev A cured lease accrues beside its mark: cash that is less than the new interest lifts nothing.
    function test_payingNeverRevertsBesideAnOldMark() external {
        uint256 id = _inArrears(30);
        leases.mark(id);
        _cure(id);
        uint256 impaired = treasury.impaired();
        _pass(60);
        leases.bill(id);
        _pay(id, 1);
        assertEq(treasury.impaired(), impaired, "the mark stays");
        leases.releaseMark(id, 24);
        assertLe(treasury.impaired(), impaired, "lifting it never raises it");
        _cure(id);
    }

    function test_curedLeaseThatFallsBehindAgainStopsAtItsOldMark() external {
        uint256 id = _inArrears(60);
        leases.mark(id);
        _cure(id);
        _pass(60);
        leases.bill(id);
        _pass(1);
        leases.markEarly(id, 1);
        assertEq(_account(id).impairedPct, 50, "not lower");
        assertEq(treasury.rateX18(), 0, "stopped again");
    }

    function test_officerReleasesAMark() external {
        uint256 id = _inArrears(60);
        leases.mark(id);
        vm.expectRevert(abi.encodeWithSelector(ILeases.MarkNotLowered.selector, 50, 50));
        leases.releaseMark(id, 50);
        leases.releaseMark(id, 0);
        assertEq(treasury.impaired(), 0, "nothing marked");
        leases.mark(id);
        assertEq(_account(id).impairedPct, 50, "and marked again by anyone");
    }

    // ---------------------------------------------------------------- notice and default

    function test_noticeFromThirtyDays() external {
        uint256 id = _inArrears(29);
        vm.expectRevert(abi.encodeWithSelector(ILeases.DueTooShort.selector, 29, 30));
        leases.notice(id);
        _pass(1);
        leases.notice(id);
        _expectState(id, ILeases.State.Noticed, "noticed");
        _expectWrongState(id);
        leases.notice(id);
    }

    function test_L02_defaultNeedsTheDaysOfNotice() external {
        uint256 id = _inArrears(100);
        _expectWrongState(id);
        leases.declareDefault(id);
        leases.notice(id);
        _pass(NOTICE_DAYS - 1);
        vm.expectRevert(abi.encodeWithSelector(ILeases.DueTooShort.selector, NOTICE_DAYS - 1, NOTICE_DAYS));
        leases.declareDefault(id);
        _pass(1);
        leases.declareDefault(id);
        _expectState(id, ILeases.State.Defaulted, "defaulted");
    }

    function test_noticedLeaseIsBilledPaidAndCured() external {
        uint256 id = _noticed();
        _prepay(id, 1);
        _pass(NOTICE_DAYS);
        leases.bill(id);
        vm.prank(lessee);
        vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, id, ILeases.State.Noticed));
        leases.requestEnd(id);
        _cure(id);
        _expectState(id, ILeases.State.Active, "cured");
        vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, id, ILeases.State.Active));
        leases.declareDefault(id);
    }

    function test_defaultTakesTheDepositAndThenTheCover() external {
        uint256 id = _noticed();
        _pass(NOTICE_DAYS);
        uint256 due = uint256(leases.debtOf(id).total);
        vm.expectEmit(address(leases));
        emit ILeases.LeaseDefaulted(id, address(this), SECURITY, uint80(COVER));
        leases.declareDefault(id);
        assertEq(leases.debtOf(id).due, due - SECURITY - COVER, "both pay of it");
        assertEq(treasury.owedTo(address(leases)), 0, "nothing held any more");
        ILeases.Account memory a = _account(id);
        assertEq(a.principal, a.duePrincipal, "all has fallen due");
    }

    function test_defaultedLeaseIsCuredBeforeItIsRepossessed() external {
        uint256 id = _defaulted();
        _expectWrongState(id);
        leases.bill(id);
        _expectWrongState(id);
        leases.prepay(id, 1);
        _cure(id);
        _expectState(id, ILeases.State.Active, "cured");
        assertEq(treasury.principal(), 0, "all principal paid");
        _bill(id, 10 hours);
        assertEq(leases.debtOf(id).due, 2 * uint256(LEAST), "use goes on, and the silent period is made up");
    }

    /// @dev The deposit covers what little is left: notice, default and cure in one.
    function test_defaultThatTheDepositPaysIsCured() external {
        uint256 id = _active();
        for (uint256 i; i + 1 < PERIODS; ++i) {
            _billSilent(id);
            _payAll(id);
        }
        _billSilent(id);
        _pass(30);
        leases.notice(id);
        _pass(NOTICE_DAYS);
        uint256 due = leases.debtOf(id).total;
        assertLt(due, SECURITY, "little is left");
        leases.declareDefault(id);
        _expectState(id, ILeases.State.Active, "paid up");
        assertEq(_account(id).held, SECURITY - due, "the rest of the deposit stays");
        assertEq(_account(id).cover, COVER, "so does the cover");
    }

    // ---------------------------------------------------------------- repossession and sale

    function test_L02_repossessionFollowsADefault() external {
        uint256 id = _noticed();
        _expectWrongState(id);
        leases.repossess(id, "record");
        _pass(NOTICE_DAYS);
        leases.declareDefault(id);
        _expectWrongState(id);
        leases.sell(id, 1);
        vm.expectEmit(address(leases));
        emit ILeases.LeaseRepossessed(id, address(this), "record");
        leases.repossess(id, "record");
    }

    function test_saleEndsTheLeaseAndTheSurplusIsTheLessees() external {
        uint256 id = _repossessed();
        uint128 due = leases.debtOf(id).due;
        vm.expectRevert(ILeases.ZeroRent.selector);
        leases.sell(id, 0);
        _sell(id, uint88(due) + 70e6);
        _expectState(id, ILeases.State.Ended, "ended");
        assertEq(treasury.owedTo(lessee), 70e6, "surplus");
        assertEq(treasury.principal(), 0, "paid back");
        assertEq(devices.device(deviceId).book, address(0), "the machine is free");
    }

    function test_saleBelowTheDebtLeavesTheRest() external {
        uint256 id = _repossessed();
        uint128 due = leases.debtOf(id).due;
        _sell(id, 500_000e6);
        _expectState(id, ILeases.State.Repossessed, "still owed");
        assertEq(leases.debtOf(id).due, due - 500_000e6, "the rest");
        assertTrue(leases.lease(id).deviceFreed, "but the machine is let go");
        assertTrue(!leases.mayLock(id), "and not locked any more");
        _payAll(id);
        _expectState(id, ILeases.State.Ended, "ended by the last payment");
    }

    // ---------------------------------------------------------------- write-off

    function test_writeOffNeedsAFullMarkAndTime() external {
        uint256 id = _repossessed();
        vm.expectRevert(abi.encodeWithSelector(ILeases.DueTooShort.selector, 45, 180));
        leases.writeOff(id);
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotFullyImpaired.selector, 0));
        leases.writeOffEarly(id);
        leases.mark(id);
        _pass(180 - 45);
        leases.mark(id);
        leases.writeOff(id);
        _expectState(id, ILeases.State.WrittenOff, "written off");
    }

    function test_writeOffTakesEverythingOffTheBooks() external {
        uint256 id = _repossessed();
        uint256 principal = _account(id).principal;
        leases.markEarly(id, 100);
        leases.writeOffEarly(id);
        assertTrue(treasury.principal() == 0 && treasury.accruedX18() == 0, "nothing on the ledger");
        assertTrue(treasury.rateX18() == 0 && treasury.impaired() == 0, "no rate, no mark");
        assertEq(treasury.book(address(leases)).lost, principal, "a loss of the book");
        assertEq(treasury.obligor(LESSEE_GROUP).lost, principal, "and of the group");
        vm.expectRevert(abi.encodeWithSelector(ILeases.WrongLeaseState.selector, id, ILeases.State.WrittenOff));
        leases.mark(id);
        vm.expectRevert(abi.encodeWithSelector(ILeases.MarkNotLowered.selector, 0, 0));
        leases.releaseMark(id, 0);
    }

    /// @dev Marked in full once, cured, then lost: its rate must not stay on the ledger.
    function test_writeOffOfACuredLeaseStopsItsRate() external {
        uint256 id = _inArrears(90);
        leases.mark(id);
        _cure(id);
        leases.bill(id);
        _pass(30);
        leases.notice(id);
        _pass(NOTICE_DAYS);
        leases.declareDefault(id);
        assertTrue(!_account(id).nonAccrual && _account(id).impairedPct == 100, "accrues beside its mark");
        vm.expectRevert(abi.encodeWithSelector(ILeases.NotFullyImpaired.selector, 100));
        leases.writeOffEarly(id);
        leases.mark(id);
        uint256 exitAssets = treasury.exitAssets();
        leases.writeOffEarly(id);
        assertGe(treasury.exitAssets() + 1, exitAssets, "the mark has taken the loss before");
        assertTrue(treasury.rateX18() == 0 && treasury.accruedX18() == 0, "nothing runs on");
        assertEq(treasury.bookAccruedX18(address(leases)), int256(0), "nor at the book");
    }

    function test_recoveryComesBackAsTheLossItWas() external {
        uint256 id = _writtenOff();
        uint128 due = leases.debtOf(id).due;
        _pass(100);
        assertEq(leases.debtOf(id).due, due, "what is given up stands still");
        uint256 nav = treasury.totalAssets();
        _pay(id, 5e6);
        assertEq(treasury.totalAssets(), nav + 5e6, "income of the shares");
        _sell(id, 300_000e6);
        assertEq(leases.debtOf(id).due, due - 300_005e6, "the machine is still worth something");
        _payAll(id);
        _expectState(id, ILeases.State.Ended, "ended");
        assertEq(treasury.book(address(leases)).lost, 0, "nothing is lost");
        assertEq(treasury.obligor(LESSEE_GROUP).lost, 0, "nor with the group");
    }

    function test_onlyEndedLeasesAreWrittenOff() external {
        uint256 id = _inArrears(200);
        leases.mark(id);
        _expectWrongState(id);
        leases.writeOff(id);
    }

    // ---------------------------------------------------------------- curing against the treasury

    /// @dev Where the treasury takes no more accrual, the payment stands, and the next one resumes it.
    function test_paymentStandsWhereTheTreasuryRefusesToResume() external {
        uint256 id = _inArrears(30);
        leases.mark(id);
        bytes memory refusal = abi.encodeWithSelector(ITreasury.BookOverdrawn.selector, address(leases));
        vm.mockCallRevert(address(treasury), abi.encodeWithSelector(ITreasury.resumeAccrual.selector), refusal);
        _cure(id);
        assertTrue(_account(id).nonAccrual, "waits");
        vm.clearMockedCalls();
        _pass(30);
        leases.bill(id);
        _cure(id);
        assertTrue(!_account(id).nonAccrual, "resumed");
    }

    function test_curedWithoutPrincipalAccruesNothing() external {
        uint256 id = _defaulted();
        leases.markEarly(id, 50);
        _cure(id);
        assertTrue(!_account(id).nonAccrual && treasury.rateX18() == 0, "no rate on nothing");
        assertEq(treasury.impaired(), 0, "no mark on nothing");
    }
}
