// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Pricing} from "../../../contracts/libraries/Pricing.sol";
import {RoundingMath} from "../../../contracts/libraries/RoundingMath.sol";
import {TestBase} from "../support/TestBase.sol";

contract PricingTest is TestBase {
    uint256 private constant YEAR = 31_536_000;

    /// @dev A million for 90 days: 80 % advanced, 3.65 % a year, 0.5 % fee.
    function test_workedExample() external pure {
        (uint256 advance, uint256 discount, uint256 fee) = Pricing.parts(1_000_000e6, 8000, 365, 50, 90 days);
        assertEq(advance, 800_000e6, "advance");
        assertEq(discount, 7_200e6, "discount: 0.01 % a day");
        assertEq(fee, 4_000e6, "fee");
    }

    function test_oneUnitIsRoundedAgainstTheSeller() external pure {
        (uint256 advance, uint256 discount, uint256 fee) = Pricing.parts(1, 10_000, 1, 1, 1);
        assertEq(advance, 1, "advance");
        assertEq(discount, 1, "discount up");
        assertEq(fee, 1, "fee up");
        (advance, , ) = Pricing.parts(1, 9999, 1, 1, 1);
        assertEq(advance, 0, "advance down");
    }

    function test_freeMoneyCostsNothing() external pure {
        (, uint256 discount, uint256 fee) = Pricing.parts(1e12, 10_000, 0, 0, 90 days);
        assertEq(discount + fee, 0, "costs");
    }

    /// @dev Small enough numbers need no 512-bit product: plain arithmetic is an independent reference.
    function testFuzz_agreesWithPlainArithmetic(
        uint88 units,
        uint16 advanceBps,
        uint16 discountBps,
        uint16 feeBps,
        uint32 time
    ) external pure {
        advanceBps = uint16(bound(advanceBps, 0, 10_000));
        (uint256 advance, uint256 discount, uint256 fee) = Pricing.parts(units, advanceBps, discountBps, feeBps, time);
        assertEq(advance, (uint256(units) * advanceBps) / 10_000, "advance down");
        assertEq(discount, _up(advance * discountBps * time, 10_000 * YEAR), "discount up");
        assertEq(fee, _up(advance * feeBps, 10_000), "fee up");
    }

    /// @dev The NAV never runs ahead of the money: accretion ends at most one minor unit below the advance.
    function testFuzz_accretionEndsAtTheAdvance(uint88 advance, uint88 cost, uint32 time) external pure {
        vm.assume(time != 0 && cost <= advance);
        uint256 rate = Pricing.rateX18(advance, advance - cost, time);
        assertLe(rate * time, uint256(cost) * 1e18, "not above the discount");
        assertLt(uint256(cost) * 1e18 - rate * time, time, "short by less than one part a second");
    }

    function testFuzz_roundingMathRoundsAsNamed(uint128 x, uint128 y, uint128 d) external pure {
        vm.assume(d != 0);
        uint256 product = uint256(x) * y;
        assertEq(RoundingMath.mulDivDown(x, y, d), product / d, "down");
        assertEq(RoundingMath.mulDivUp(x, y, d), _up(product, d), "up");
    }

    function _up(uint256 numerator, uint256 denominator) private pure returns (uint256) {
        return numerator / denominator + (numerator % denominator == 0 ? 0 : 1);
    }
}
