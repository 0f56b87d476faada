// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IFactoringDesk} from "../../../contracts/interfaces/IFactoringDesk.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {IPausable, Verbs} from "../../../contracts/interfaces/IPausable.sol";
import {IReceivables} from "../../../contracts/interfaces/IReceivables.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {LocalDay} from "../../../contracts/libraries/LocalDay.sol";
import {Receivables} from "../../../contracts/receivables/Receivables.sol";
import {PlainAsset} from "../mocks/PlainAsset.sol";
import {Fixture} from "../support/Fixture.sol";

contract FactoringDeskTest is Fixture {
    uint128 private constant UNITS = 600_000e6;

    uint256 private baseId;

    function setUp() public override {
        super.setUp();
        _deposit(bank, DEPOSIT);
        baseId = _open(1);
    }

    function _expectSaleRefused(bytes memory why) private {
        vm.expectRevert(why);
        vm.prank(supplier);
        receivables.sell(address(desk), baseId, UNITS, 0, type(uint40).max);
    }

    // ---------------------------------------------------------------- price

    function test_quoteIsTheWorkedFormula() external view {
        IFactoringDesk.Quote memory q = desk.quote(baseId, UNITS);
        uint256 time = LocalDay.endOf(DUE_DAY, UTC_OFFSET) - block.timestamp;
        assertEq(q.advance, 540_000e6, "90 % of the units");
        assertEq(q.discount, (uint256(540_000e6) * 400 * time + 315_360_000_000 - 1) / 315_360_000_000, "4 % a year");
        assertEq(q.fee, 1_080e6, "0.2 % of the advance");
        assertEq(q.price, q.advance - q.discount - q.fee, "price");
        assertEq(q.holdback, 60_000e6, "the rest comes after settlement");
        assertEq(q.maturity, LocalDay.endOf(DUE_DAY, UTC_OFFSET), "end of the due day");
    }

    function test_sellerReceivesTheQuotedPriceAtOnce() external {
        IFactoringDesk.Quote memory q = desk.quote(baseId, UNITS);
        uint256 rate = (uint256(q.advance - q.price) * 1e18) / (q.maturity - block.timestamp);
        vm.expectEmit(address(desk));
        emit IFactoringDesk.Financed(
            baseId,
            1,
            supplier,
            debtor,
            DEBTOR_GROUP,
            UNITS,
            q.advance,
            q.discount,
            q.fee,
            q.price,
            uint96(rate),
            DUE_DAY,
            1
        );
        vm.prank(supplier);
        uint128 price = receivables.sell(address(desk), baseId, UNITS, q.price, type(uint40).max);
        assertEq(price, q.price, "returned");
        assertEq(asset.balanceOf(supplier), q.price, "paid");
        assertEq(receivables.balanceOf(address(desk), baseId), UNITS, "units at the desk");
        IFactoringDesk.Deal memory d = desk.deal(baseId, 1);
        assertEq(d.seller, supplier, "seller");
        assertEq(d.units, UNITS, "units");
        assertEq(d.price, q.price, "price");
        assertEq(d.advance, q.advance, "advance");
        assertEq(d.start, block.timestamp, "start");
        assertEq(d.stopDay, DUE_DAY, "stop day");
        assertEq(d.obligor, DEBTOR_GROUP, "obligor");
        assertEq(d.impairedPct, 0, "not impaired");
        assertEq(desk.dealRateX18(baseId, 1), rate, "rate");
    }

    function test_M01_sellerNamesTheLeastPrice() external {
        uint128 price = desk.quote(baseId, UNITS).price;
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.PriceBelowMinimum.selector, price, price + 1));
        vm.prank(supplier);
        receivables.sell(address(desk), baseId, UNITS, price + 1, type(uint40).max);
    }

    function test_R14_costsCannotEatTheWholeAdvance() external {
        IFactoringDesk.DebtorTerms memory terms = _debtorTerms();
        terms.discountBps = type(uint16).max;
        desk.loosenTerms(debtor, terms);
        vm.expectPartialRevert(IFactoringDesk.NothingToPay.selector);
        vm.prank(supplier);
        receivables.sell(address(desk), baseId, UNITS, 0, type(uint40).max);
        vm.expectPartialRevert(IFactoringDesk.NothingToPay.selector);
        desk.quote(baseId, UNITS);
    }

    function testFuzz_R14_sellerNeverReceivesMoreThanTheAdvanceNorTheAdvanceMoreThanTheUnits(
        uint88 units,
        uint16 advanceBps,
        uint16 discountBps,
        uint16 feeBps
    ) external {
        IFactoringDesk.DebtorTerms memory terms = _debtorTerms();
        terms.advanceBps = uint16(bound(advanceBps, 1, 10_000));
        terms.discountBps = uint16(bound(discountBps, 0, 3000));
        terms.feeBps = uint16(bound(feeBps, 0, 1000));
        desk.loosenTerms(debtor, terms);
        units = uint88(bound(units, 1e6, type(uint88).max));
        IFactoringDesk.Quote memory q = desk.quote(baseId, units);
        assertLe(q.price, q.advance, "price");
        assertLe(q.advance, units, "advance");
        assertEq(q.advance + q.holdback, units, "advance and holdback are the units");
    }

    // ---------------------------------------------------------------- refusals

    function test_onlyTheRegisterBringsUnits() external {
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.OnlyReceivables.selector, supplier));
        vm.prank(supplier);
        desk.onSale(supplier, baseId, UNITS, 0);
    }

    function test_debtorNeedsTerms() external {
        IFactoringDesk.DebtorTerms memory terms = _debtorTerms();
        terms.enabled = false;
        desk.tightenTerms(debtor, terms);
        bytes memory why = abi.encodeWithSelector(IFactoringDesk.DebtorNotEnabled.selector, debtor);
        _expectSaleRefused(why);
        vm.expectRevert(why);
        desk.quote(baseId, UNITS);
    }

    function test_quoteNeedsAnOpenReceivable() external {
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.NotFinanceable.selector, 7, 0));
        desk.quote(7, UNITS);
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.NotFinanceable.selector, 7, 0));
        vm.prank(address(receivables));
        desk.onSale(supplier, 7, UNITS, 0);
    }

    function test_assetMustBeTheTreasurys() external {
        PlainAsset other = new PlainAsset(6);
        receivables.allowAsset(address(other));
        IReceivables.Terms memory terms = _terms(2);
        terms.asset = address(other);
        baseId = _open(terms);
        _expectSaleRefused(abi.encodeWithSelector(IFactoringDesk.WrongAsset.selector, address(other), address(asset)));
    }

    function test_smallDealsAreRefused() external {
        uint96 least = _debtorTerms().minUnits;
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.TooFewUnits.selector, least - 1, least));
        vm.prank(supplier);
        receivables.sell(address(desk), baseId, uint128(least - 1), 0, type(uint40).max);
        _sell(supplier, baseId, uint128(least));
    }

    function test_M04_tenorIsOneDayAtLeastAndTheTermsAtMost() external {
        IFactoringDesk.DebtorTerms memory terms = _debtorTerms();
        terms.maxTenorDays = TENOR_DAYS - 1;
        terms.feeBps = 0;
        desk.loosenTerms(debtor, terms);
        _expectSaleRefused(abi.encodeWithSelector(IFactoringDesk.TenorOutOfRange.selector, TENOR_DAYS, TENOR_DAYS - 1));
        vm.warp(_secondOf(START_DAY + 1));
        _sell(supplier, baseId, UNITS / 6);
        vm.warp(_secondOf(DUE_DAY) - 1);
        _sell(supplier, baseId, UNITS / 6);
        vm.warp(_secondOf(DUE_DAY));
        _expectSaleRefused(abi.encodeWithSelector(IFactoringDesk.TenorOutOfRange.selector, 0, TENOR_DAYS - 1));
    }

    function test_K01_debtorAndSellerMustStandWell() external {
        members.freeze(debtor);
        _expectSaleRefused(abi.encodeWithSelector(IMembers.MemberFrozen.selector, debtor));
        members.unfreeze(debtor);
        members.freeze(supplier);
        _expectSaleRefused(abi.encodeWithSelector(IMembers.MemberFrozen.selector, supplier));
    }

    function test_R09_sellerThatJoinedTheDebtorsGroupIsRefused() external {
        members.regroup(supplier, DEBTOR_GROUP);
        _expectSaleRefused(abi.encodeWithSelector(IFactoringDesk.RelatedParty.selector, supplier, debtor));
    }

    function test_R09_debtorThatJoinedTheSellersGroupIsRefused() external {
        members.regroup(debtor, SUPPLIER_GROUP);
        _expectSaleRefused(abi.encodeWithSelector(IFactoringDesk.RelatedParty.selector, supplier, debtor));
    }

    function test_suspendedDebtorIsNotFinanced() external {
        uint256 old = _open(3);
        IReceivables.Terms memory terms = _terms(4);
        terms.dueDay = DUE_DAY + 60;
        baseId = _open(terms);
        _goToDay(DUE_DAY + GRACE_DAYS + 1);
        receivables.flagOverdue(old);
        _expectSaleRefused(abi.encodeWithSelector(IFactoringDesk.DebtorSuspended.selector, DEBTOR_GROUP, 1));
    }

    function test_obligorLimitBindsEveryDeal() external {
        uint128 price = desk.quote(baseId, UNITS).price;
        treasury.lowerObligorLimit(DEBTOR_GROUP, uint88(price) - 1);
        _expectSaleRefused(
            abi.encodeWithSelector(ITreasury.ObligorLimitExceeded.selector, DEBTOR_GROUP, price, price - 1)
        );
        treasury.raiseObligorLimit(DEBTOR_GROUP, uint88(price));
        _sell(supplier, baseId, UNITS);
    }

    function test_bookCapBindsEveryDeal() external {
        uint128 price = desk.quote(baseId, UNITS).price;
        treasury.lowerBookCap(address(desk), price - 1);
        _expectSaleRefused(abi.encodeWithSelector(ITreasury.BookCapExceeded.selector, address(desk), price, price - 1));
    }

    function test_V06_emptyTreasuryRefuses() external {
        uint256 all = treasury.balanceOf(bank);
        vm.prank(bank);
        treasury.exit(all - all / 100, bank, 0);
        uint256 cash = treasury.cash();
        uint128 price = desk.quote(baseId, UNITS).price;
        _expectSaleRefused(abi.encodeWithSelector(ITreasury.InsufficientLiquidity.selector, cash, price));
    }

    function test_P02_lendingCanBePaused() external {
        treasury.pause(Verbs.LEND);
        uint40 until = treasury.pausedUntil(Verbs.LEND);
        _expectSaleRefused(abi.encodeWithSelector(IPausable.VerbIsPaused.selector, Verbs.LEND, until));
    }

    /// @dev The units are moved before the desk is asked: a refusal must bring them back.
    function test_refusalLeavesTheUnitsWithTheSeller() external {
        treasury.pause(Verbs.LEND);
        vm.prank(supplier);
        (bool done, ) = address(receivables).call(
            abi.encodeCall(receivables.sell, (address(desk), baseId, UNITS, 0, type(uint40).max))
        );
        assertTrue(!done, "refused");
        assertEq(receivables.balanceOf(supplier, baseId), FACE, "units");
        assertEq(desk.dealCount(), 0, "no deal");
    }

    function test_createAndSellInOneTransaction() external {
        IReceivables.Terms memory terms = _terms(9);
        uint256 id = receivables.baseIdOf(supplier, terms.fingerprint);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(
            receivables.create,
            (terms, type(uint40).max, _sign(DEBTOR_KEY, terms, type(uint40).max))
        );
        calls[1] = abi.encodeCall(receivables.sell, (address(desk), id, UNITS, 1, type(uint40).max));
        vm.prank(supplier);
        receivables.multicall(calls);
        assertEq(asset.balanceOf(supplier), desk.deal(id, 1).price, "money in the same transaction");
    }

    // ---------------------------------------------------------------- terms

    function test_termsCountVersionsAndAreAnnounced() external {
        IFactoringDesk.DebtorTerms memory old = desk.debtorTerms(debtor);
        assertEq(old.version, 1, "first version");
        IFactoringDesk.DebtorTerms memory next = _debtorTerms();
        next.discountBps = 300;
        next.version = 77;
        IFactoringDesk.DebtorTerms memory stored = next;
        stored.version = 2;
        vm.expectEmit(address(desk));
        emit IFactoringDesk.DebtorTermsChanged(debtor, old, stored, address(this));
        desk.loosenTerms(debtor, next);
        assertEq(desk.debtorTerms(debtor).version, 2, "counted by the desk");
    }

    function test_tightenTakesNothingLooserInAnyField() external {
        bytes memory why = abi.encodeWithSelector(IFactoringDesk.NotTighter.selector);
        for (uint256 field = 0; field < 6; field++) {
            IFactoringDesk.DebtorTerms memory looser = _debtorTerms();
            if (field == 0) looser.discountBps -= 1;
            if (field == 1) looser.feeBps -= 1;
            if (field == 2) looser.advanceBps += 1;
            if (field == 3) looser.maxTenorDays += 1;
            if (field == 4) looser.minUnits -= 1;
            if (field == 5) {
                looser.enabled = false;
                desk.tightenTerms(debtor, looser);
                looser.enabled = true;
            }
            vm.expectRevert(why);
            desk.tightenTerms(debtor, looser);
        }
    }

    function test_tightenActsAtOnce() external {
        IFactoringDesk.DebtorTerms memory tighter = _debtorTerms();
        tighter.discountBps = 500;
        desk.tightenTerms(debtor, tighter);
        assertEq(desk.debtorTerms(debtor).discountBps, 500, "in force");
    }

    function test_R14_impossibleTermsAreRefused() external {
        bytes memory why = abi.encodeWithSelector(IFactoringDesk.InvalidTerms.selector);
        for (uint256 field = 0; field < 4; field++) {
            IFactoringDesk.DebtorTerms memory bad = _debtorTerms();
            if (field == 0) bad.advanceBps = 0;
            if (field == 1) bad.advanceBps = 10_001;
            if (field == 2) bad.feeBps = 10_000;
            if (field == 3) bad.maxTenorDays = 0;
            vm.expectRevert(why);
            desk.loosenTerms(debtor, bad);
        }
    }

    function test_U08_deskRefusesARegisterOnAnotherClock() external {
        bytes memory arguments = abi.encode(manager, members, int32(0), _profile());
        Receivables elsewhere = Receivables(_create("contracts/receivables/Receivables.sol:Receivables", arguments));
        arguments = abi.encode(manager, treasury, asset, elsewhere, members);
        vm.expectRevert(abi.encodeWithSelector(IFactoringDesk.InvalidTerms.selector));
        this.create(arguments);
    }

    function create(bytes calldata arguments) external returns (address) {
        return _create("contracts/receivables/FactoringDesk.sol:FactoringDesk", arguments);
    }

    function test_A01_onlyTheAuthorityMarksEarlyReleasesAndSetsTerms() external {
        bytes memory refused = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        desk.tightenTerms(debtor, _debtorTerms());
        vm.expectRevert(refused);
        desk.loosenTerms(debtor, _debtorTerms());
        vm.expectRevert(refused);
        desk.markEarly(baseId, 1, 50);
        vm.expectRevert(refused);
        desk.releaseMark(baseId, 1, 0);
        vm.expectRevert(refused);
        desk.writeOffEarly(baseId, 1);
        vm.stopPrank();
    }
}
