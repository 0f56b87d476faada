// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ICreditLines} from "../../../contracts/interfaces/ICreditLines.sol";
import {ILinePolicy} from "../../../contracts/interfaces/ILinePolicy.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {IPausable, Verbs} from "../../../contracts/interfaces/IPausable.sol";
import {ScoreOracle} from "../../../contracts/oracles/ScoreOracle.sol";
import {TestRouter} from "../mocks/TestRouter.sol";
import {CreditFixture} from "../support/CreditFixture.sol";

/// @dev Opening, drawing and what moves the limit: score, policy, the bank's own decision.
contract CreditLinesLimitTest is CreditFixture {
    function _limitOf(address who) private view returns (uint256) {
        return lines.line(who).limit;
    }

    function _open() private {
        _openLine(merchant, SCORE, TURNOVER);
    }

    function _expectDrawRefused(bytes memory reason) private {
        vm.prank(merchant);
        vm.expectRevert(reason);
        lines.draw(1000e6, 2400);
    }

    function _expectNotLive(address who) private {
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.ConsentNotLive.selector, who));
    }

    // ---------------------------------------------------------------- opening

    function test_lineOpensAtTheLimitOfThePolicy() external {
        _score(merchant, SCORE, TURNOVER);
        vm.expectEmit(address(lines));
        emit ICreditLines.LineOpened(merchant, MERCHANT_GROUP);
        vm.expectEmit(address(lines));
        emit ICreditLines.LimitChanged(merchant, 0, LIMIT, RATE_BPS, 1, SCORE, 120, uint40(block.timestamp), 1);
        vm.prank(merchant);
        lines.open();
        ICreditLines.Line memory l = lines.line(merchant);
        assertEq(uint256(l.state), uint256(ICreditLines.State.Active), "active");
        assertTrue(l.limit == LIMIT && l.rateBps == RATE_BPS && l.band == 1, "limit, price, band");
        assertTrue(l.obligor == MERCHANT_GROUP && l.policyVersion == 1, "group and policy");
        assertEq(l.raisedDay, START_DAY, "risen today");
        assertEq(_debt(merchant).total, 0, "no debt");
    }

    function test_lineOpensOnce() external {
        _open();
        vm.prank(merchant);
        vm.expectRevert(
            abi.encodeWithSelector(ICreditLines.WrongState.selector, merchant, uint256(ICreditLines.State.Active))
        );
        lines.open();
    }

    function test_K01_onlyMerchantsInGoodStandingOpenAndDraw() external {
        vm.prank(supplier);
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, supplier, Roles.MERCHANT));
        lines.open();
        _open();
        members.freeze(merchant);
        _expectDrawRefused(abi.encodeWithSelector(IMembers.MemberFrozen.selector, merchant));
        members.unfreeze(merchant);
        members.setExpiry(merchant, uint40(block.timestamp));
        _expectDrawRefused(abi.encodeWithSelector(IMembers.MemberExpired.selector, merchant, uint40(block.timestamp)));
    }

    function test_withoutAScoreNothingOpensOrIsRefreshed() external {
        vm.prank(merchant);
        _expectNotLive(merchant);
        lines.open();
        vm.expectPartialRevert(ICreditLines.WrongState.selector);
        lines.refresh(merchant);
    }

    function test_scoreBelowTheLowestBandIsDeclined() external {
        _score(merchant, 599, TURNOVER);
        vm.prank(merchant);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.NoLimit.selector, merchant, uint16(599), TURNOVER));
        lines.open();
    }

    function test_turnoverBelowALotIsDeclined() external {
        _score(merchant, SCORE, 600e2);
        vm.prank(merchant);
        vm.expectPartialRevert(ICreditLines.NoLimit.selector);
        lines.open();
    }

    // ---------------------------------------------------------------- drawing

    function test_drawPaysOutAtThePriceOfTheLine() external {
        _open();
        uint96 rate = uint96((uint256(100_000e6) * RATE_BPS * 1e18) / (10_000 * 365 days));
        vm.expectEmit(address(lines));
        emit ICreditLines.Drawn(merchant, 100_000e6, RATE_BPS, 100_000e6, rate, 0, START_DAY + 30);
        vm.expectEmit(address(treasury));
        emit ITreasury.Lent(
            address(lines),
            MERCHANT_GROUP,
            merchant,
            100_000e6,
            rate,
            0,
            0,
            uint128(DEPOSIT - 100_000e6),
            100_000e6,
            100_000e6
        );
        _draw(merchant, 100_000e6);
        assertEq(asset.balanceOf(merchant), 100_000e6, "paid out");
        assertEq(treasury.book(address(lines)).out, 100_000e6, "principal of the book");
        assertEq(treasury.rateX18(), rate, "earns on the ledger");
        assertEq(_debt(merchant).billDay, START_DAY + 30, "first bill");
    }

    function test_C01_drawEndsExactlyAtTheLimit() external {
        _open();
        _draw(merchant, 200_000e6);
        vm.prank(merchant);
        vm.expectRevert(
            abi.encodeWithSelector(ICreditLines.LimitExceeded.selector, uint256(LIMIT) + 1, uint256(LIMIT))
        );
        lines.draw(LIMIT - 200_000e6 + 1, 2400);
        _draw(merchant, LIMIT - 200_000e6);
        _expectDrawRefused(
            abi.encodeWithSelector(ICreditLines.LimitExceeded.selector, uint256(LIMIT) + 1000e6, uint256(LIMIT))
        );
        vm.prank(merchant);
        vm.expectPartialRevert(ICreditLines.LimitExceeded.selector);
        lines.draw(type(uint128).max, 2400);
    }

    function test_C02_drawAndRepayInOneSecondCostNothingAndGainNothing() external {
        _open();
        uint256 nav = treasury.totalAssets();
        for (uint256 i; i < 3; ++i) {
            _draw(merchant, 100_000e6);
            assertEq(_repay(merchant, type(uint128).max), 100_000e6, "no interest without time");
        }
        assertEq(treasury.totalAssets(), nav, "NAV");
        assertEq(treasury.rateX18(), 0, "nothing earns");
        assertEq(lines.line(merchant).billDay, 0, "no bill without debt");
    }

    function test_C04_newPriceIsForNewMoneyOnly() external {
        _open();
        _draw(merchant, 100_000e6);
        uint96 before = lines.line(merchant).rateX18;
        _pass(10);
        _score(merchant, 650, TURNOVER);
        uint256 elapsed = 10 days + COOLDOWN;
        _draw(merchant, 100_000e6);
        ICreditLines.Line memory l = lines.line(merchant);
        assertEq(l.accruedX18, uint256(before) * elapsed, "old interest at the old price");
        uint256 added = (uint256(100_000e6) * 900 * 1e18) / (10_000 * 365 days);
        assertEq(l.rateX18, before + added, "old debt keeps its price, new debt has the new one");
        assertEq(treasury.accruedX18(), int256(uint256(l.accruedX18)), "the treasury counts the same");
    }

    function test_C05_noPriceAboveTheBooksHighest() external {
        _open();
        ILinePolicy.Band[] memory bands = _bands();
        for (uint256 i; i < 4; ++i) bands[i].rateBps = 2401;
        policy.tighten(_rules(), bands);
        vm.prank(merchant);
        vm.expectPartialRevert(ITreasury.RateTooHigh.selector);
        lines.draw(1000e6, type(uint16).max);
    }

    function test_merchantNamesTheHighestPrice() external {
        _open();
        vm.prank(merchant);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.RateAboveMaximum.selector, RATE_BPS, RATE_BPS - 1));
        lines.draw(1000e6, RATE_BPS - 1);
        vm.prank(merchant);
        lines.draw(1000e6, RATE_BPS);
    }

    function test_C06_nobodyDrawsOnAnothersLine() external {
        _open();
        vm.prank(secondMerchant);
        vm.expectRevert(
            abi.encodeWithSelector(ICreditLines.WrongState.selector, secondMerchant, uint256(ICreditLines.State.None))
        );
        lines.draw(1000e6, 2400);
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(lines.draw, (1000e6, 2400));
        vm.prank(stranger);
        vm.expectPartialRevert(ICreditLines.WrongState.selector);
        lines.multicall(calls);
    }

    function test_C07_nothingIsDrawnWhileANewScoreIsUnderWay() external {
        _open();
        vm.warp(block.timestamp + COOLDOWN);
        bytes32 id = _requestScore(merchant);
        _expectDrawRefused(abi.encodeWithSelector(ICreditLines.ScorePending.selector, merchant));
        router.deliver(id, _response(_answer(600, TURNOVER)), "");
        vm.prank(merchant);
        vm.expectRevert(
            abi.encodeWithSelector(ICreditLines.LimitExceeded.selector, uint256(200_001e6), uint256(200_000e6))
        );
        lines.draw(200_001e6, 2400);
    }

    function test_C07_O08_cutActsAtTheNextDrawAndCallsNoDebt() external {
        _open();
        _draw(merchant, 300_000e6);
        _score(merchant, 300, 0);
        _expectDrawRefused(abi.encodeWithSelector(ICreditLines.LimitExceeded.selector, uint256(301_000e6), uint256(0)));
        lines.refresh(merchant);
        assertEq(_limitOf(merchant), 0, "cut to nothing");
        ICreditLines.Debt memory d = _debt(merchant);
        assertTrue(d.due == 0 && d.billDay == START_DAY + 30, "the debt falls due as it would have");
        _expectState(merchant, ICreditLines.State.Active, "no score changes a state");
    }

    function test_drawNeedsConsentAndARecentScore() external {
        _open();
        _revoke(merchant, MARKET);
        _expectDrawRefused(abi.encodeWithSelector(ICreditLines.ConsentNotLive.selector, merchant));
        _grant(merchant, MARKET, ALL_SCOPES);
        uint40 asOf = scoreOracle.scoreOf(merchant).asOf;
        vm.warp(asOf + MAX_AGE);
        _draw(merchant, 1000e6);
        vm.warp(asOf + MAX_AGE + 1);
        _expectDrawRefused(abi.encodeWithSelector(ICreditLines.ScoreStale.selector, merchant, asOf, asOf + 1));
        vm.prank(secondMerchant);
        _expectNotLive(secondMerchant);
        lines.open();
    }

    function test_drawOfNothingIsRefused() external {
        _open();
        vm.prank(merchant);
        vm.expectRevert(ICreditLines.ZeroAmount.selector);
        lines.draw(0, 2400);
    }

    function test_nothingIsDrawnPastTheDayOfAnUnpaidBill() external {
        _open();
        _draw(merchant, 100_000e6);
        _goToDay(START_DAY + 29);
        _score(merchant, SCORE, TURNOVER);
        _goToDay(START_DAY + 30);
        _draw(merchant, 1000e6);
        _goToDay(START_DAY + 31);
        uint128 due = _debt(merchant).due;
        _expectDrawRefused(abi.encodeWithSelector(ICreditLines.PastDue.selector, merchant, START_DAY + 30, due));
        _repay(merchant, due);
        vm.prank(merchant);
        vm.expectPartialRevert(ICreditLines.PastDue.selector);
        lines.draw(1000e6, 2400);
    }

    function test_P02_drawingCanBePausedAndRepayingCannot() external {
        _open();
        _draw(merchant, 100_000e6);
        treasury.pause(Verbs.LEND);
        vm.prank(merchant);
        vm.expectPartialRevert(IPausable.VerbIsPaused.selector);
        lines.draw(1000e6, 2400);
        _repay(merchant, 100_000e6);
        assertEq(_debt(merchant).total, 0, "repaid");
    }

    function test_C01_groupAndCashBoundWhatAllLinesDraw() external {
        _open();
        treasury.lowerObligorLimit(MERCHANT_GROUP, 50_000e6);
        vm.prank(merchant);
        vm.expectPartialRevert(ITreasury.ObligorLimitExceeded.selector);
        lines.draw(50_001e6, 2400);
        _draw(merchant, 50_000e6);
        treasury.lowerBookCap(address(lines), 60_000e6);
        _openLine(secondMerchant, SCORE, TURNOVER);
        vm.prank(secondMerchant);
        vm.expectPartialRevert(ITreasury.BookCapExceeded.selector);
        lines.draw(10_001e6, 2400);
    }

    // ---------------------------------------------------------------- limit over time

    function test_C14_spoofedTurnoverRaisesTheLimitByAStepOnly() external {
        _open();
        _score(merchant, 850, type(uint80).max);
        lines.refresh(merchant);
        assertEq(_limitOf(merchant), LIMIT, "not in the week of the last rise");
        _goToDay(START_DAY + 7);
        lines.refresh(merchant);
        assertEq(_limitOf(merchant), LIMIT + LIMIT / 4, "a quarter");
        lines.refresh(merchant);
        assertEq(_limitOf(merchant), LIMIT + LIMIT / 4, "once");
        _goToDay(START_DAY + 14);
        lines.refresh(merchant);
        assertEq(_limitOf(merchant), 937_000e6, "another quarter, in whole lots");
    }

    function test_newScoreOnlyLowersWhileItMayNotBeLentOn() external {
        _open();
        _goToDay(START_DAY + 8);
        _score(merchant, 850, 2 * TURNOVER);
        _revoke(merchant, MARKET);
        lines.refresh(merchant);
        assertEq(_limitOf(merchant), LIMIT, "no rise without consent");
        _grant(merchant, MARKET, ALL_SCOPES);
        vm.warp(scoreOracle.scoreOf(merchant).asOf + MAX_AGE + 1);
        lines.refresh(merchant);
        assertEq(_limitOf(merchant), LIMIT, "no rise on stale data");
        bytes32 id = _requestScore(merchant);
        lines.refresh(merchant);
        assertEq(_limitOf(merchant), LIMIT, "no rise while a newer one is under way");
        router.deliver(id, _response(_answer(600, TURNOVER)), "");
        _revoke(merchant, MARKET);
        lines.refresh(merchant);
        assertEq(_limitOf(merchant), 200_000e6, "but a fall in any case");
    }

    function test_tighterPolicyActsAtTheNextDraw() external {
        _open();
        ILinePolicy.Band[] memory bands = _bands();
        (bands[1].cap, bands[2].cap, bands[3].cap) = (100_000e6, 100_000e6, 100_000e6);
        policy.tighten(_rules(), bands);
        vm.prank(merchant);
        vm.expectRevert(
            abi.encodeWithSelector(ICreditLines.LimitExceeded.selector, uint256(100_001e6), uint256(100_000e6))
        );
        lines.draw(100_001e6, 2400);
        _draw(merchant, 100_000e6);
        assertEq(lines.line(merchant).policyVersion, 2, "follows the new policy");
    }

    function test_freshOracleCutsNobody() external {
        _open();
        lines.setScoreOracle(_newOracle(address(new TestRouter())));
        _expectNotLive(merchant);
        lines.refresh(merchant);
        assertEq(_limitOf(merchant), LIMIT, "as it was");
        _expectDrawRefused(abi.encodeWithSelector(ICreditLines.ConsentNotLive.selector, merchant));
    }

    function testFuzz_limitNeverPassesThePolicy(uint16 score, uint80 turnover, uint16 days_) external {
        _open();
        score = uint16(bound(score, 300, 850));
        vm.warp(block.timestamp + bound(days_, 0, 300) * 1 days);
        _score(merchant, score, turnover);
        lines.refresh(merchant);
        (uint88 target, uint16 rate, uint8 band) = policy.limitOf(score, turnover);
        ICreditLines.Line memory l = lines.line(merchant);
        assertTrue(l.limit <= target || target == 0, "limit");
        assertTrue(l.rateBps == rate && l.band == band, "price and band of the score");
        assertLe(l.limit, target < LIMIT ? target : LIMIT + LIMIT / 4, "at once down, by a step up");
    }

    // ---------------------------------------------------------------- the bank's own decision

    function test_officerTightensOneLineWithAReason() external {
        _open();
        vm.expectEmit(address(lines));
        emit ICreditLines.LineOverridden(merchant, address(this), LIMIT, 50_000e6, 1500, START_DAY + 30, "fire");
        lines.tightenLine(merchant, 50_000e6, 1500, START_DAY + 30, "fire");
        _draw(merchant, 50_000e6);
        assertEq(lines.line(merchant).rateBps, 1500, "price");
        assertEq(lines.line(merchant).band, policy.NO_BAND(), "no band");
        vm.expectRevert(ICreditLines.NotTighter.selector);
        lines.tightenLine(merchant, 50_001e6, 1500, START_DAY + 30, "x");
        vm.expectRevert(ICreditLines.NotTighter.selector);
        lines.tightenLine(merchant, 50_000e6, 1499, START_DAY + 30, "x");
    }

    function test_overrideStandsUntilItsDayWhateverTheScore() external {
        _open();
        lines.loosenLine(merchant, 900_000e6, 500, START_DAY + 20, "long relation");
        _score(merchant, 850, type(uint80).max);
        lines.refresh(merchant);
        assertEq(_limitOf(merchant), 900_000e6, "the bank's limit");
        _goToDay(START_DAY + 20);
        _draw(merchant, 1000e6);
        assertEq(_limitOf(merchant), 900_000e6, "on its last day");
        _goToDay(START_DAY + 21);
        _score(merchant, SCORE, TURNOVER);
        _draw(merchant, 1000e6);
        assertEq(_limitOf(merchant), LIMIT, "then the policy's");
        assertEq(lines.line(merchant).overrideUntil, 0, "the override is over");
    }

    function test_lapsedOverrideIsNoticedWithoutANewScore() external {
        _open();
        lines.loosenLine(merchant, 900_000e6, 500, START_DAY + 1, "bridge");
        _goToDay(START_DAY + 2);
        vm.prank(merchant);
        vm.expectRevert(
            abi.encodeWithSelector(ICreditLines.LimitExceeded.selector, uint256(LIMIT) + 1, uint256(LIMIT))
        );
        lines.draw(LIMIT + 1, 2400);
    }

    function test_bankDecidesBeforeALineIsOpened() external {
        lines.loosenLine(merchant, 70_000e6, 800, START_DAY + 30, "known for years");
        _openLine(merchant, 599, TURNOVER);
        assertEq(_limitOf(merchant), 70_000e6, "against the policy, by the bank's limit");
        lines.tightenLine(secondMerchant, 0, 800, START_DAY + 30, "sanctions check");
        _score(secondMerchant, SCORE, TURNOVER);
        vm.prank(secondMerchant);
        vm.expectPartialRevert(ICreditLines.NoLimit.selector);
        lines.open();
    }

    function test_overridesHaveBounds() external {
        _open();
        bytes4 invalid = ICreditLines.InvalidOverride.selector;
        uint16 last = START_DAY + 180;
        uint88 tooMuch = policy.MAX_LIMIT() + 1;
        vm.expectRevert(invalid);
        lines.loosenLine(merchant, tooMuch, 800, last, "x");
        vm.expectRevert(invalid);
        lines.loosenLine(merchant, 1, 0, last, "x");
        vm.expectRevert(invalid);
        lines.loosenLine(merchant, 1, 2401, last, "x");
        vm.expectRevert(invalid);
        lines.loosenLine(merchant, 1, 800, START_DAY - 1, "x");
        vm.expectRevert(invalid);
        lines.loosenLine(merchant, 1, 800, last + 1, "x");
        vm.expectRevert(invalid);
        lines.loosenLine(merchant, 1, 800, last, "");
        lines.loosenLine(merchant, 1, 2400, last, "x");
    }

    // ---------------------------------------------------------------- closing

    function test_lineWithoutDebtIsClosedAndOpenedAgainAtItsLimit() external {
        _open();
        _draw(merchant, 100_000e6);
        vm.prank(merchant);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.DebtRemains.selector, merchant, uint128(100_000e6)));
        lines.close();
        _repay(merchant, type(uint128).max);
        vm.expectEmit(address(lines));
        emit ICreditLines.LineClosed(merchant, merchant);
        vm.prank(merchant);
        lines.close();
        _expectDrawRefused(
            abi.encodeWithSelector(ICreditLines.WrongState.selector, merchant, uint256(ICreditLines.State.Closed))
        );
        _openLine(merchant, 850, 10 * TURNOVER);
        assertEq(_limitOf(merchant), LIMIT, "no higher than it was");
    }

    function test_bankClosesALineWithoutDebt() external {
        _open();
        vm.expectEmit(address(lines));
        emit ICreditLines.LineClosed(merchant, address(this));
        lines.closeFor(merchant);
        vm.expectPartialRevert(ICreditLines.WrongState.selector);
        lines.closeFor(merchant);
    }

    // ---------------------------------------------------------------- administration

    function test_graceIsShorterThanAPeriod() external {
        bytes memory arguments = abi.encode(manager, treasury, asset, members, policy, scoreOracle, 1800, 30);
        vm.expectRevert(ICreditLines.InvalidTerms.selector);
        this.create(arguments);
    }

    function test_penaltyIsBounded() external {
        bytes memory arguments = abi.encode(manager, treasury, asset, members, policy, scoreOracle, 3601, 7);
        vm.expectRevert(ICreditLines.InvalidTerms.selector);
        this.create(arguments);
    }

    function create(bytes calldata arguments) external returns (address) {
        return _create("contracts/credit/CreditLines.sol:CreditLines", arguments);
    }

    function test_newOracleIsTold() external {
        ScoreOracle next = _newOracle(address(router));
        vm.expectEmit(address(lines));
        emit ICreditLines.ScoreOracleChanged(address(scoreOracle), address(next));
        lines.setScoreOracle(next);
        assertEq(address(lines.scoreOracle()), address(next), "oracle");
    }

    function test_A01_onlyTheAuthorityDecidesOnLines() external {
        bytes[7] memory calls = [
            abi.encodeCall(lines.markEarly, (merchant, 1)),
            abi.encodeCall(lines.releaseMark, (merchant, 1)),
            abi.encodeCall(lines.writeOffEarly, (merchant)),
            abi.encodeCall(lines.tightenLine, (merchant, 0, 1, 1, "x")),
            abi.encodeCall(lines.loosenLine, (merchant, 0, 1, 1, "x")),
            abi.encodeCall(lines.closeFor, (merchant)),
            abi.encodeCall(lines.setScoreOracle, (scoreOracle))
        ];
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(stranger);
            (bool ok, bytes memory reason) = address(lines).call(calls[i]);
            assertTrue(!ok, "refused");
            assertEq(
                bytes32(bytes4(reason)),
                bytes32(IAccessManaged.AccessManagedUnauthorized.selector),
                "for lack of a role"
            );
        }
    }
}
