// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IMembers} from "../../../contracts/interfaces/IMembers.sol";
import {IPausable, Verbs} from "../../../contracts/interfaces/IPausable.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {LocalDay} from "../../../contracts/libraries/LocalDay.sol";
import {TestBook} from "../mocks/TestBook.sol";
import {Fixture} from "../support/Fixture.sol";

/// @dev The treasury against books that do what they like: each bound is the treasury's own.
contract TreasuryBooksTest is Fixture {
    uint32 private constant GROUP = 77;
    uint128 private constant LOAN = 100_000e6;
    uint16 private constant STOP_DAY = START_DAY + 30;
    /// @dev 10 % a year on {LOAN}.
    uint96 private constant RATE = uint96((uint256(LOAN) * 1000 * 1e18) / (10_000 * 365 days));

    TestBook private term;
    TestBook private revolving;

    function setUp() public override {
        super.setUp();
        _deposit(bank, DEPOSIT);
        term = _newBook(false);
        revolving = _newBook(true);
        treasury.raiseObligorLimit(GROUP, 1_000_000e6);
    }

    function _newBook(bool isRevolving) private returns (TestBook book) {
        book = new TestBook(treasury, asset);
        treasury.registerBook(address(book), 2000, 90, isRevolving);
        treasury.raiseBookCap(address(book), 1_000_000e6);
    }

    function _lend() private {
        term.lend(GROUP, supplier, LOAN, RATE, STOP_DAY);
    }

    function _earnedX18() private view returns (uint256) {
        return uint256(RATE) * (LocalDay.endOf(STOP_DAY, UTC_OFFSET) - (_secondOf(START_DAY) + 10 hours));
    }

    function _carry() private view returns (uint128) {
        return LOAN + uint128((_earnedX18() + 1e18 - 1) / 1e18);
    }

    function _collection(uint128 carry) private view returns (ITreasury.Collection memory c) {
        c.obligor = GROUP;
        c.stopDay = STOP_DAY;
        c.accruedX18 = _earnedX18();
        c.principal = LOAN;
        c.income = _carry() - LOAN;
        c.carry = carry;
    }

    function _expectOverdrawn(TestBook book) private {
        vm.expectRevert(abi.encodeWithSelector(ITreasury.BookOverdrawn.selector, address(book)));
    }

    // ---------------------------------------------------------------- lend

    function test_lendPaysAndKeepsEveryTotal() external {
        vm.expectEmit(address(treasury));
        emit ITreasury.Lent(
            address(term),
            GROUP,
            supplier,
            LOAN,
            RATE,
            STOP_DAY,
            _carry(),
            uint128(DEPOSIT) - LOAN,
            LOAN,
            uint88(LOAN)
        );
        _lend();
        assertEq(asset.balanceOf(supplier), LOAN, "paid out");
        assertEq(treasury.book(address(term)).out, LOAN, "book");
        assertEq(treasury.obligor(GROUP).exposure, LOAN, "group");
        assertEq(treasury.totalAssets(), DEPOSIT, "a loan moves no NAV");
        assertEq(treasury.rateX18(), RATE, "rate");
        (uint96 rate, uint128 carry) = treasury.bucket(STOP_DAY);
        assertEq(rate, RATE, "rate of the bucket");
        assertEq(carry, _carry(), "value at the stop day");
    }

    function test_onlyRegisteredBooksCallTheTreasury() external {
        TestBook wild = new TestBook(treasury, asset);
        bytes memory why = abi.encodeWithSelector(ITreasury.NotRegisteredBook.selector, address(wild));
        ITreasury.Collection memory c;
        ITreasury.WriteOff memory w;
        vm.expectRevert(why);
        wild.lend(GROUP, stranger, 1, 0, STOP_DAY);
        vm.expectRevert(why);
        wild.collect(c);
        vm.expectRevert(why);
        wild.impair(GROUP, STOP_DAY, 1, 0);
        vm.expectRevert(why);
        wild.release(GROUP, STOP_DAY, 1, 0);
        vm.expectRevert(why);
        wild.writeOff(w);
        vm.expectRevert(why);
        wild.recover(GROUP, 1, 0, stranger, 0);
    }

    function test_lendRefusesZero() external {
        vm.expectRevert(abi.encodeWithSelector(ITreasury.ZeroAmount.selector));
        term.lend(GROUP, supplier, 0, 0, STOP_DAY);
    }

    function test_lendRefusesMoreThanTheBooksRate() external {
        uint256 most = (uint256(LOAN) * 2000 * 1e18) / (10_000 * 365 days);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.RateTooHigh.selector, most + 1, most));
        term.lend(GROUP, supplier, LOAN, uint96(most + 1), STOP_DAY);
        term.lend(GROUP, supplier, LOAN, uint96(most), STOP_DAY);
    }

    function test_lendRefusesStopDaysOutOfRange() external {
        uint16 latest = START_DAY + 90;
        uint16[3] memory days_ = [START_DAY, latest + 1, 1];
        for (uint256 i = 0; i < 3; i++) {
            vm.expectRevert(
                abi.encodeWithSelector(ITreasury.StopDayOutOfRange.selector, days_[i], START_DAY + 1, latest)
            );
            term.lend(GROUP, supplier, LOAN, RATE, days_[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(ITreasury.StopDayOutOfRange.selector, 0, START_DAY + 1, latest));
        term.lend(GROUP, supplier, LOAN, RATE, 0);
        revolving.lend(GROUP, supplier, LOAN, RATE, 0);
        revolving.lend(GROUP, supplier, LOAN, RATE, latest);
    }

    function test_C01_limitIsSharedByAllBooks() external {
        treasury.lowerObligorLimit(GROUP, uint88(LOAN) + 5);
        _lend();
        vm.expectRevert(abi.encodeWithSelector(ITreasury.ObligorLimitExceeded.selector, GROUP, LOAN + 6, LOAN + 5));
        revolving.lend(GROUP, supplier, 6, 0, 0);
        revolving.lend(GROUP, supplier, 5, 0, 0);
    }

    function test_C01_cutLimitStopsNewLoansOnly() external {
        _lend();
        treasury.lowerObligorLimit(GROUP, 1);
        assertEq(treasury.obligor(GROUP).exposure, LOAN, "still out");
        vm.expectRevert(abi.encodeWithSelector(ITreasury.ObligorLimitExceeded.selector, GROUP, LOAN + 1, 1));
        term.lend(GROUP, supplier, 1, 0, STOP_DAY);
        term.collect(_collection(_carry()));
    }

    function test_capZeroIsRunOffNotRemoval() external {
        _lend();
        treasury.lowerBookCap(address(term), 0);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.BookCapExceeded.selector, address(term), LOAN + 1, 0));
        term.lend(GROUP, supplier, 1, 0, STOP_DAY);
        term.impair(GROUP, STOP_DAY, 10, 0);
        term.release(GROUP, STOP_DAY, 10, 0);
        term.collect(_collection(_carry()));
        treasury.deregisterBook(address(term));
    }

    function test_P02_lendingCanBePausedAndCollectingCannot() external {
        _lend();
        treasury.pause(Verbs.LEND);
        uint40 until = treasury.pausedUntil(Verbs.LEND);
        vm.expectRevert(abi.encodeWithSelector(IPausable.VerbIsPaused.selector, Verbs.LEND, until));
        term.lend(GROUP, supplier, 1, 0, STOP_DAY);
        term.collect(_collection(_carry()));
    }

    function test_V06_moneyOwedToOthersIsNotLent() external {
        ITreasury.Collection memory c;
        c.creditor = supplier;
        c.credit = 1_000e6;
        term.collect(c);
        uint128 free = treasury.cash() - 1_000e6;
        treasury.raiseBookCap(address(revolving), free + 1);
        treasury.raiseObligorLimit(GROUP, uint88(free) + 1);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.InsufficientLiquidity.selector, free, free + 1));
        revolving.lend(GROUP, supplier, free + 1, 0, 0);
        revolving.lend(GROUP, supplier, free, 0, 0);
        treasury.claimFor(supplier);
    }

    // ---------------------------------------------------------------- collect

    function test_collectTakesThePositionOff() external {
        _lend();
        ITreasury.Collection memory c = _collection(_carry());
        vm.expectEmit(address(treasury));
        emit ITreasury.Collected(address(term), GROUP, c, uint128(DEPOSIT) + c.income, 0, 0);
        term.collect(c);
        assertEq(treasury.bookAccruedX18(address(term)), 0, "book's ledger");
        (, uint128 carry) = treasury.bucket(STOP_DAY);
        assertEq(carry, 0, "nothing matures");
        vm.warp(LocalDay.endOf(STOP_DAY, UTC_OFFSET));
        assertEq(treasury.totalAssets(), DEPOSIT + c.income, "all of it earned");
        assertLe(uint256(treasury.accruedX18() < 0 ? -treasury.accruedX18() : treasury.accruedX18()), 1e18, "done");
    }

    function test_collectNeedsTheMoney() external {
        _lend();
        ITreasury.Collection memory c = _collection(_carry());
        uint256 balance = asset.balanceOf(address(treasury));
        vm.expectRevert(
            abi.encodeWithSelector(ITreasury.CashNotReceived.selector, balance, uint256(DEPOSIT) + c.income)
        );
        term.collectWithoutMoney(c);
    }

    function test_bookTakesOffNoMoreThanItPutOn() external {
        _lend();
        ITreasury.Collection memory c = _collection(_carry());
        c.accruedX18 += 1;
        _expectOverdrawn(term);
        term.collect(c);
        c = _collection(_carry());
        c.principal += 1;
        vm.expectRevert(abi.encodeWithSelector(PANIC, 0x11));
        term.collect(c);
        c = _collection(_carry() + 1);
        vm.expectRevert(abi.encodeWithSelector(PANIC, 0x11));
        term.collect(c);
        c = _collection(_carry());
        c.released = 1;
        _expectOverdrawn(term);
        term.collect(c);
    }

    function test_bookCannotStopRatesThatItNeverStarted() external {
        _lend();
        ITreasury.Collection memory c;
        c.rateX18 = RATE + 1;
        c.stopDay = STOP_DAY;
        vm.expectRevert(abi.encodeWithSelector(PANIC, 0x11));
        term.collect(c);
        c.rateX18 = 1;
        _expectOverdrawn(revolving);
        revolving.collect(c);
        c.stopDay = 0;
        _expectOverdrawn(revolving);
        revolving.collect(c);
    }

    /// @dev Take the principal back, leave the accrual, lend again: NAV would grow from nothing.
    function test_H9_bookCannotPileUpAccrualWithoutPrincipal() external {
        uint96 most = uint96((uint256(LOAN) * 2000 * 1e18) / (10_000 * 365 days));
        ITreasury.Collection memory onlyPrincipal;
        onlyPrincipal.obligor = GROUP;
        onlyPrincipal.principal = LOAN;
        revolving.lend(GROUP, supplier, LOAN, most, 0);
        revolving.collect(onlyPrincipal);
        _expectOverdrawn(revolving);
        revolving.lend(GROUP, supplier, LOAN, most, 0);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.BookNotEmpty.selector, address(revolving)));
        treasury.deregisterBook(address(revolving));

        term.lend(GROUP, supplier, LOAN, most, START_DAY + 90);
        term.collect(onlyPrincipal);
        _expectOverdrawn(term);
        term.lend(GROUP, supplier, LOAN, most, START_DAY + 90);
    }

    function test_H9_bookMayUseItsWholeRateAndTenor() external {
        uint96 most = uint96((uint256(LOAN) * 2000 * 1e18) / (10_000 * 365 days));
        vm.warp(_secondOf(START_DAY + 1));
        term.lend(GROUP, supplier, LOAN, most, START_DAY + 91);
        term.lend(GROUP, supplier, LOAN, most, START_DAY + 91);
        revolving.lend(GROUP, supplier, LOAN, most, 0);
        vm.warp(block.timestamp + 89 days);
        revolving.lend(GROUP, supplier, LOAN, most, 0);
    }

    function test_bookCollectsForNoOtherGroup() external {
        _lend();
        ITreasury.Collection memory c = _collection(_carry());
        c.obligor = GROUP + 1;
        vm.expectRevert(abi.encodeWithSelector(PANIC, 0x11));
        term.collect(c);
    }

    function test_positionWithAStopDayCanEndEarly() external {
        _lend();
        vm.warp(block.timestamp + 10 days);
        uint256 soFar = uint256(RATE) * 10 days;
        ITreasury.Collection memory c = _collection(_carry());
        c.rateX18 = RATE;
        c.accruedX18 = soFar;
        c.income = uint128(soFar / 1e18);
        term.collect(c);
        assertEq(treasury.rateX18(), 0, "nothing accrues");
        assertEq(treasury.bookAccruedX18(address(term)), 0, "book's ledger");
        assertLe(DEPOSIT + c.income - treasury.totalAssets(), 1, "what was earned was paid");
    }

    function testFuzz_C02_C11_revolvingInterestIsLinearAndStops(uint32 held, uint32 after_) external {
        held = uint32(bound(held, 1, 3 * 365 days));
        after_ = uint32(bound(after_, 0, 10 * 365 days));
        revolving.lend(GROUP, supplier, LOAN, RATE, 0);
        vm.warp(block.timestamp + held);
        uint256 accrued = uint256(RATE) * held;
        assertEq(treasury.accruedX18(), int256(accrued), "simple interest by the second");
        ITreasury.Collection memory c;
        c.obligor = GROUP;
        c.rateX18 = RATE;
        c.accruedX18 = accrued;
        c.principal = LOAN;
        c.income = uint128((accrued + 1e18 - 1) / 1e18);
        revolving.collect(c);
        vm.warp(block.timestamp + after_);
        assertEq(treasury.accruedX18(), 0, "ended");
        assertEq(treasury.totalAssets(), DEPOSIT + c.income, "NAV is cash");
    }

    // ---------------------------------------------------------------- impairment, write-off, recovery

    function test_impairmentLowersTheExitPriceOnly() external {
        _lend();
        vm.expectEmit(address(treasury));
        emit ITreasury.Impaired(address(term), GROUP, STOP_DAY, 40_000e6, 0, 40_000e6);
        term.impair(GROUP, STOP_DAY, 40_000e6, 0);
        assertEq(treasury.totalAssets(), DEPOSIT, "NAV");
        assertEq(treasury.exitAssets(), DEPOSIT - 40_000e6, "exit NAV");
        vm.expectEmit(address(treasury));
        emit ITreasury.ImpairmentReleased(address(term), GROUP, STOP_DAY, 10_000e6, 0, 30_000e6);
        term.release(GROUP, STOP_DAY, 10_000e6, 0);
        assertEq(treasury.exitAssets(), DEPOSIT - 30_000e6, "released");
    }

    function test_impairmentIsBoundedByThePositions() external {
        _lend();
        uint128 most = _carry();
        term.impair(GROUP, STOP_DAY, most, 0);
        _expectOverdrawn(term);
        term.impair(GROUP, STOP_DAY, 1, 0);
        _expectOverdrawn(term);
        term.release(GROUP, STOP_DAY, most + 1, 0);
        bytes memory zero = abi.encodeWithSelector(ITreasury.ZeroAmount.selector);
        vm.expectRevert(zero);
        term.impair(GROUP, STOP_DAY, 0, 0);
        vm.expectRevert(zero);
        term.release(GROUP, STOP_DAY, 0, 0);
    }

    function test_carryLeavesAndReturnsOnBothSidesOfTheStopDay() external {
        _lend();
        uint128 carry = _carry();
        term.impair(GROUP, STOP_DAY, 10, carry);
        (, uint128 left) = treasury.bucket(STOP_DAY);
        assertEq(left, 0, "taken from the bucket");
        term.release(GROUP, STOP_DAY, 10, carry);
        vm.warp(LocalDay.endOf(STOP_DAY, UTC_OFFSET));
        assertEq(treasury.matured(), carry, "matured");
        term.impair(GROUP, STOP_DAY, 10, carry);
        assertEq(treasury.matured(), 0, "taken from the total");
        term.release(GROUP, STOP_DAY, 10, carry);
        assertEq(treasury.matured(), carry, "back again");
    }

    function _writtenOff() private returns (ITreasury.WriteOff memory w) {
        _lend();
        vm.warp(LocalDay.endOf(STOP_DAY, UTC_OFFSET));
        term.impair(GROUP, STOP_DAY, _carry(), _carry());
        w.obligor = GROUP;
        w.stopDay = STOP_DAY;
        w.accruedX18 = _earnedX18();
        w.principal = LOAN;
        w.impaired = _carry();
        vm.expectEmit(address(treasury));
        emit ITreasury.WrittenOff(address(term), GROUP, w, 0, 0);
        term.writeOff(w);
    }

    function test_writeOffTakesPositionAndImpairmentOff() external {
        _writtenOff();
        assertEq(treasury.totalAssets(), DEPOSIT - LOAN, "NAV");
        assertEq(treasury.exitAssets(), DEPOSIT - LOAN, "exit NAV");
        assertEq(treasury.obligor(GROUP).exposure, 0, "exposure");
        assertEq(treasury.obligor(GROUP).lost, LOAN, "lost");
        vm.expectRevert(abi.encodeWithSelector(ITreasury.ObligorInLoss.selector, GROUP, uint80(LOAN)));
        term.lend(GROUP, supplier, 1, 0, STOP_DAY + 10);
    }

    function test_C15_recoveryLowersTheLoss() external {
        _writtenOff();
        vm.expectEmit(address(treasury));
        emit ITreasury.Recovered(address(term), GROUP, LOAN, 5, supplier, 7, uint128(DEPOSIT) + 12);
        term.recover(GROUP, LOAN, 5, supplier, 7);
        assertEq(treasury.obligor(GROUP).lost, 0, "group");
        assertEq(treasury.book(address(term)).lost, 0, "book");
        assertEq(treasury.owedTo(supplier), 7, "credit");
        term.lend(GROUP, supplier, 1, 0, STOP_DAY + 10);
    }

    function test_recoveryIsBoundedByTheBooksLosses() external {
        _writtenOff();
        vm.expectRevert(abi.encodeWithSelector(PANIC, 0x11));
        term.recover(GROUP, LOAN + 1, 0, supplier, 0);
    }

    function test_forgivenGroupBorrowsAgain() external {
        _writtenOff();
        vm.expectEmit(address(treasury));
        emit ITreasury.Forgiven(GROUP, uint80(LOAN));
        treasury.forgive(GROUP);
        term.lend(GROUP, supplier, 1, 0, STOP_DAY + 10);
        term.recover(GROUP, LOAN, 0, supplier, 0);
        assertEq(treasury.obligor(GROUP).lost, 0, "not below zero");
    }

    // ---------------------------------------------------------------- claims

    function _owe() private {
        ITreasury.Collection memory c;
        c.creditor = supplier;
        c.credit = 1_000e6;
        term.collect(c);
    }

    function test_claimPaysTheCreditor() external {
        _owe();
        assertEq(treasury.owed(), 1_000e6, "owed");
        assertEq(treasury.totalAssets(), DEPOSIT, "not the bank's");
        vm.expectEmit(address(treasury));
        emit ITreasury.Claimed(supplier, supplierBranch, 1_000e6, 0, uint128(DEPOSIT));
        vm.prank(supplier);
        treasury.claim(supplierBranch);
        assertEq(asset.balanceOf(supplierBranch), 1_000e6, "paid");
        assertEq(treasury.owed(), 0, "nothing owed");
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NothingOwed.selector, supplier));
        vm.prank(supplier);
        treasury.claim(supplier);
    }

    function test_K02_frozenCreditorClaimsToItselfOnly() external {
        _owe();
        members.freeze(supplier);
        vm.startPrank(supplier);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, supplier));
        treasury.claim(supplierBranch);
        treasury.claim(supplier);
        vm.stopPrank();
        assertEq(asset.balanceOf(supplier), 1_000e6, "its own money");
    }

    function test_K02_claimsPayMembersOnly() external {
        _owe();
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, stranger, 0));
        vm.prank(supplier);
        treasury.claim(stranger);
    }

    // ---------------------------------------------------------------- administration

    function test_booksAreRegisteredOnceAndRemovedEmpty() external {
        vm.expectEmit(address(treasury));
        emit ITreasury.BookRegistered(stranger, 100, 5, true);
        treasury.registerBook(stranger, 100, 5, true);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.AlreadyRegisteredBook.selector, stranger));
        treasury.registerBook(stranger, 100, 5, true);
        vm.expectEmit(address(treasury));
        emit ITreasury.BookDeregistered(stranger);
        treasury.deregisterBook(stranger);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NotRegisteredBook.selector, stranger));
        treasury.deregisterBook(stranger);
        _lend();
        vm.expectRevert(abi.encodeWithSelector(ITreasury.BookNotEmpty.selector, address(term)));
        treasury.deregisterBook(address(term));
    }

    function test_bookWithLossesStays() external {
        _writtenOff();
        vm.expectRevert(abi.encodeWithSelector(ITreasury.BookNotEmpty.selector, address(term)));
        treasury.deregisterBook(address(term));
    }

    function test_capsAndLimitsMoveInTheDirectionOfTheName() external {
        vm.expectEmit(address(treasury));
        emit ITreasury.BookCapChanged(address(term), 1_000_000e6, 5);
        treasury.lowerBookCap(address(term), 5);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NotLower.selector, 5, 5));
        treasury.lowerBookCap(address(term), 5);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NotHigher.selector, 5, 5));
        treasury.raiseBookCap(address(term), 5);
        vm.expectEmit(address(treasury));
        emit ITreasury.ObligorLimitChanged(GROUP, 1_000_000e6, 9);
        treasury.lowerObligorLimit(GROUP, 9);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NotLower.selector, 9, 9));
        treasury.lowerObligorLimit(GROUP, 9);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.NotHigher.selector, 9, 9));
        treasury.raiseObligorLimit(GROUP, 9);
        bytes memory unknown = abi.encodeWithSelector(ITreasury.NotRegisteredBook.selector, stranger);
        vm.expectRevert(unknown);
        treasury.lowerBookCap(stranger, 0);
        vm.expectRevert(unknown);
        treasury.raiseBookCap(stranger, 1);
    }

    function test_A01_onlyTheAuthorityAdministers() external {
        bytes memory refused = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        treasury.registerBook(stranger, 1, 1, true);
        vm.expectRevert(refused);
        treasury.deregisterBook(address(term));
        vm.expectRevert(refused);
        treasury.lowerBookCap(address(term), 0);
        vm.expectRevert(refused);
        treasury.raiseBookCap(address(term), type(uint128).max);
        vm.expectRevert(refused);
        treasury.lowerObligorLimit(GROUP, 0);
        vm.expectRevert(refused);
        treasury.raiseObligorLimit(GROUP, type(uint88).max);
        vm.expectRevert(refused);
        treasury.forgive(GROUP);
        vm.expectRevert(refused);
        treasury.skim(stranger);
        vm.stopPrank();
    }

    // ---------------------------------------------------------------- accrual over many days

    /// @dev Debtors owe on through a pause and through a chain that stands still: interest counts seconds, not blocks.
    function test_P04_X06_accrualGoesOnWhilePausedOrStandingStill() external {
        _lend();
        treasury.pause(Verbs.LEND);
        vm.warp(block.timestamp + 6 hours);
        assertEq(treasury.accruedX18(), int256(uint256(RATE) * 6 hours), "by the second");
    }

    function test_accrualStopsAtTheEndOfTheStopDay() external {
        _lend();
        uint256 end = LocalDay.endOf(STOP_DAY, UTC_OFFSET);
        vm.warp(end);
        assertEq(treasury.accruedX18(), int256(_earnedX18()), "at the end");
        vm.warp(end + 400 days);
        assertEq(treasury.accruedX18(), int256(_earnedX18()), "long after");
        assertEq(treasury.rateX18(), 0, "no rate");
        assertEq(treasury.matured(), _carry(), "unpaid");
    }

    function testFuzz_pokingInStepsOrNotAtAllGivesOneLedger(uint8[6] memory stops, uint8 steps, uint32 wait) external {
        for (uint256 i = 0; i < stops.length; i++) {
            term.lend(GROUP, supplier, LOAN, uint96(RATE - i), START_DAY + 1 + (stops[i] % 90));
        }
        vm.warp(block.timestamp + (wait % 120 days));
        int256 accrued = treasury.accruedX18();
        uint256 rate = treasury.rateX18();
        uint256 matured = treasury.matured();
        for (uint256 i = 0; i < steps % 8; i++) {
            treasury.poke(i % 3);
            assertEq(treasury.accruedX18(), accrued, "accrued");
            assertEq(treasury.rateX18(), rate, "rate");
            assertEq(treasury.matured(), matured, "matured");
        }
        vm.expectEmit(address(treasury));
        emit ITreasury.Accrued(int128(accrued), uint96(rate), uint128(matured), uint40(block.timestamp));
        treasury.poke(type(uint256).max);
    }

    function test_G06_idleDaysCostNothing() external {
        _lend();
        vm.warp(LocalDay.endOf(STOP_DAY, UTC_OFFSET) + 1 days);
        uint256 snapshot = vm.snapshotState();
        uint256 gasAfterADay = _gasOfPoke();
        vm.revertToState(snapshot);
        vm.warp(block.timestamp + 200 days);
        assertLe(_gasOfPoke(), gasAfterADay + 6_000, "one more word of the map");
    }

    function _gasOfPoke() private returns (uint256) {
        uint256 before = gasleft();
        treasury.poke(type(uint256).max);
        return before - gasleft();
    }
}
