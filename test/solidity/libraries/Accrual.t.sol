// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Accrual} from "../../../contracts/libraries/Accrual.sol";
import {TestBase} from "../support/TestBase.sol";

contract AccrualTest is TestBase {
    using Accrual for Accrual.State;

    function upTo(Accrual.State memory state, uint256 time) external pure returns (Accrual.State memory) {
        return state.upTo(time);
    }

    function subRate(Accrual.State memory state, uint96 rate) external pure {
        state.subRate(rate);
    }

    function addRate(Accrual.State memory state, uint96 rate) external pure {
        state.addRate(rate);
    }

    function addValue(Accrual.State memory state, uint256 amount) external pure {
        state.addValue(amount);
    }

    function test_timeCannotRunBackwards() external {
        vm.expectRevert(abi.encodeWithSelector(PANIC, 0x11));
        this.upTo(Accrual.State(0, 1, 100), 99);
    }

    function test_rateCannotFallBelowZeroNorOverflow() external {
        vm.expectRevert(abi.encodeWithSelector(PANIC, 0x11));
        this.subRate(Accrual.State(0, 1, 0), 2);
        vm.expectRevert(abi.encodeWithSelector(PANIC, 0x11));
        this.addRate(Accrual.State(0, type(uint96).max, 0), 1);
    }

    function test_valueThatDoesNotFitIsRefused() external {
        vm.expectPartialRevert(SafeCast.SafeCastOverflowedIntDowncast.selector);
        this.addValue(Accrual.State(type(int128).max, 0, 0), 1);
    }

    function test_valueMayBeNegative() external pure {
        Accrual.State memory state = Accrual.State(5, 0, 0);
        state.subValue(8);
        assertEq(state.valueX18, -3, "value");
    }

    function testFuzz_stoppingOnTheWayChangesNothing(
        int96 value,
        uint96 rate,
        uint32 last,
        uint32 first,
        uint32 second
    ) external pure {
        rate = uint96(bound(rate, 0, 1e28));
        uint256 middle = uint256(last) + (first % 1e8);
        uint256 end = middle + (second % 1e8);
        vm.assume(end <= type(uint32).max);
        Accrual.State memory direct = Accrual.State(value, rate, last).upTo(end);
        Accrual.State memory stopped = Accrual.State(value, rate, last).upTo(middle).upTo(end);
        assertEq(direct.valueX18, stopped.valueX18, "value");
        assertEq(direct.valueX18, int256(value) + int256(uint256(rate) * (end - last)), "formula");
        assertEq(stopped.last, end, "time");
    }

    function testFuzz_valueAndRateReturnToWhereTheyWere(int96 value, uint96 rate, uint96 amount) external pure {
        Accrual.State memory state = Accrual.State(value, 0, 0);
        state.addValue(amount);
        state.addRate(rate);
        state.subRate(rate);
        state.subValue(amount);
        assertEq(state.valueX18, value, "value");
        assertEq(state.rateX18, 0, "rate");
    }
}
