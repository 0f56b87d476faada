// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ILinePolicy} from "../../../contracts/interfaces/ILinePolicy.sol";
import {CreditFixture} from "../support/CreditFixture.sol";

/// @dev From a score to limit and price; which policies are possible and which are tighter.
contract LinePolicyTest is CreditFixture {
    uint88 private constant MAX_LIMIT = 1e16;

    // ---------------------------------------------------------------- limit

    function test_limitIsTheMultipleOfTheTurnoverWithinTheCapInWholeLots() external view {
        (uint88 limit, uint16 rateBps, uint8 band) = policy.limitOf(SCORE, TURNOVER);
        assertEq(limit, LIMIT, "one and a half monthly turnovers");
        assertEq(rateBps, RATE_BPS, "price");
        assertEq(band, 1, "band");
        (limit, , ) = policy.limitOf(SCORE, 2_000_000e2);
        assertEq(limit, 1_000_000e6, "cap");
        (limit, , ) = policy.limitOf(SCORE, 1000e2);
        assertEq(limit, 1000e6, "rounded down to the lot");
        (limit, , ) = policy.limitOf(SCORE, 666e2);
        assertEq(limit, 0, "less than a lot is nothing");
    }

    function test_bandsBeginAtTheirLowestScore() external view {
        uint16[8] memory scores = [uint16(850), 720, 719, 680, 679, 640, 639, 600];
        for (uint256 i; i < 8; ++i) {
            (, , uint8 band) = policy.limitOf(scores[i], TURNOVER);
            assertEq(band, i / 2, "two scores of each band");
        }
        (uint88 limit, uint16 rateBps, uint8 none) = policy.limitOf(599, TURNOVER);
        assertTrue(limit == 0 && rateBps == 0 && none == policy.NO_BAND(), "no band below the lowest");
    }

    function testFuzz_betterScoreOrTurnoverNeverGetsLess(uint16 score, uint80 turnover, uint16 more) external view {
        score = uint16(bound(score, 300, 850));
        uint16 better = uint16(bound(more, score, 850));
        turnover = uint80(bound(turnover, 0, type(uint80).max - more));
        (uint88 limit, uint16 rate, ) = policy.limitOf(score, turnover);
        (uint88 higher, uint16 lower, ) = policy.limitOf(better, turnover + more);
        assertGe(higher, limit, "limit");
        assertTrue(lower <= rate || rate == 0, "price");
        assertLe(higher, MAX_LIMIT, "whatever the turnover");
        assertEq(limit % 1000e6, 0, "lots");
    }

    // ---------------------------------------------------------------- steps

    function test_lowerTargetActsAtOnce() external view {
        assertEq(policy.step(100_000e6, 40_000e6, 200, 200), 40_000e6, "on the day of a rise");
        assertEq(policy.step(100_000e6, 0, 200, 200), 0, "to nothing");
    }

    function test_higherTargetIsReachedByStepsOfAQuarterAWeek() external view {
        assertEq(policy.step(100_000e6, 200_000e6, 200, 206), 100_000e6, "six days are too few");
        assertEq(policy.step(100_000e6, 200_000e6, 200, 207), 125_000e6, "seven days");
        assertEq(policy.step(100_000e6, 110_000e6, 200, 207), 110_000e6, "not beyond the target");
        assertEq(policy.step(101_000e6, 200_000e6, 200, 207), 126_000e6, "in whole lots");
        assertEq(policy.step(0, 200_000e6, 0, 207), 10_000e6, "from nothing to the starter limit");
        assertEq(policy.step(0, 5000e6, 0, 207), 5000e6, "or a lower target");
    }

    function testFuzz_stepNeverPassesTheTargetNorRisesFasterThanTheRule(
        uint88 limit,
        uint88 target,
        uint16 raisedDay,
        uint16 day
    ) external view {
        limit = uint88(bound(limit, 0, MAX_LIMIT));
        target = uint88(bound(target, 0, MAX_LIMIT));
        uint88 next = policy.step(limit, target, raisedDay, day);
        if (target <= limit) {
            assertEq(next, target, "down at once");
            return;
        }
        assertTrue(next >= limit && next <= target, "between limit and target");
        if (next == limit) return;
        uint256 most = uint256(limit) + limit / 4;
        assertLe(next, most < 10_000e6 ? 10_000e6 : most, "a quarter, or to the starter limit");
        assertGe(day, uint256(raisedDay) + 7, "a week since the last rise");
    }

    function test_stepDaysBeyondTheCalendarOnlyMeanNever() external {
        ILinePolicy.Rules memory rules = _rules();
        rules.stepDays = type(uint16).max;
        policy.tighten(rules, _bands());
        assertEq(policy.step(100_000e6, 200_000e6, START_DAY, START_DAY + 400), 100_000e6, "no rise, no failure");
    }

    // ---------------------------------------------------------------- changes

    function test_changesAreCountedAndToldWithBothStates() external {
        ILinePolicy.Rules memory oldRules = policy.rules();
        ILinePolicy.Rules memory rules = _rules();
        ILinePolicy.Band[] memory bands = _bands();
        (rules.stepBps, rules.version, bands[0].rateBps) = (2000, 77, 650);
        ILinePolicy.Rules memory stored = _rules();
        (stored.stepBps, stored.version) = (2000, 2);
        vm.expectEmit(address(policy));
        emit ILinePolicy.PolicyChanged(oldRules, _bands(), stored, bands, address(this));
        policy.tighten(rules, bands);
        assertEq(keccak256(abi.encode(policy.rules())), keccak256(abi.encode(stored)), "rules, with our own count");
        assertEq(keccak256(abi.encode(policy.bands())), keccak256(abi.encode(bands)), "bands");
    }

    function test_whatIsAnywhereMoreGenerousIsNotTighter() external {
        for (uint256 i; i < 10; ++i) {
            ILinePolicy.Rules memory rules = _rules();
            ILinePolicy.Band[] memory bands = _bands();
            if (i == 0) bands[2].minScore -= 1;
            if (i == 1) bands[2].multipleBps += 1;
            if (i == 2) bands[2].rateBps -= 1;
            if (i == 3) bands[2].cap += 1;
            if (i == 4) rules.scoreMaxAge += 1;
            if (i == 5) rules.stepBps += 1;
            if (i == 6) rules.stepDays -= 1;
            if (i == 7) rules.lot += 1;
            if (i == 8) rules.starterLimit += 1;
            if (i == 9) bands = new ILinePolicy.Band[](1);
            vm.expectRevert(ILinePolicy.NotTighter.selector);
            policy.tighten(rules, bands);
            if (i != 9) policy.loosen(rules, bands);
            if (i != 9) policy.loosen(_rules(), _bands());
        }
        assertEq(policy.rules().version, 19, "each could be loosened");
    }

    /// @dev Whatever {tighten} accepts, nobody has a higher limit or a lower price under it.
    function testFuzz_tightenedPolicyIsNowhereMoreGenerous(
        uint16[4] memory raise,
        uint16[4] memory cut,
        uint16 score,
        uint80 turnover
    ) external {
        ILinePolicy.Band[] memory bands = _bands();
        for (uint256 i; i < 4; ++i) {
            bands[i].minScore += raise[i] % 60;
            bands[i].multipleBps -= cut[i] % 5000;
            bands[i].cap -= uint88(cut[i]) * 1e6;
        }
        score = uint16(bound(score, 300, 850));
        (uint88 before, uint16 oldRate, ) = policy.limitOf(score, turnover);
        try policy.tighten(_rules(), bands) {
            (uint88 limit, uint16 rate, ) = policy.limitOf(score, turnover);
            assertLe(limit, before, "limit");
            assertTrue(rate >= oldRate || rate == 0, "price");
        } catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(ILinePolicy.InvalidPolicy.selector), "or it is no policy");
        }
    }

    function test_C05_impossiblePoliciesAreRefused() external {
        for (uint256 i; i < 11; ++i) {
            ILinePolicy.Rules memory rules = _rules();
            ILinePolicy.Band[] memory bands = _bands();
            if (i == 0) bands = new ILinePolicy.Band[](0);
            if (i == 1) bands = new ILinePolicy.Band[](9);
            if (i == 2) rules.scoreMaxAge = 0;
            if (i == 3) rules.lot = 0;
            if (i == 4) rules.starterLimit = uint80(MAX_LIMIT) + 1;
            if (i == 5) bands[0].cap = MAX_LIMIT + 1;
            if (i == 6) bands[0].rateBps = 0;
            if (i == 7) bands[1].minScore = bands[0].minScore;
            if (i == 8) bands[1].rateBps = bands[0].rateBps - 1;
            if (i == 9) bands[1].multipleBps = bands[0].multipleBps + 1;
            if (i == 10) bands[1].cap = bands[0].cap + 1;
            vm.expectRevert(ILinePolicy.InvalidPolicy.selector);
            policy.loosen(rules, bands);
        }
    }

    function test_assetNeedsTwoDecimalsAtLeast() external {
        bytes memory arguments = abi.encode(manager, uint8(1), _rules(), _bands());
        vm.expectRevert(ILinePolicy.InvalidPolicy.selector);
        this.create("contracts/credit/LinePolicy.sol:LinePolicy", arguments);
    }

    function create(string calldata artifact, bytes calldata arguments) external returns (address) {
        return _create(artifact, arguments);
    }

    function test_A01_onlyTheAuthorityChangesThePolicy() external {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        policy.tighten(_rules(), _bands());
        vm.expectRevert(refusal);
        policy.loosen(_rules(), _bands());
        vm.stopPrank();
    }
}
