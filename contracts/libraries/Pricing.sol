// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BPS, RoundingMath, WAD} from "./RoundingMath.sol";

/// @title Price of receivable units bought at a discount
library Pricing {
    using RoundingMath for uint256;

    /// @param units minor units of face
    /// @param advanceBps part of the units that is financed
    /// @param discountBps yearly rate, ACT/365F
    /// @param feeBps part of the advance, once
    /// @param time seconds to maturity
    /// @return advance rounded down
    /// @return discount rounded up
    /// @return fee rounded up
    function parts(
        uint256 units,
        uint256 advanceBps,
        uint256 discountBps,
        uint256 feeBps,
        uint256 time
    ) internal pure returns (uint256 advance, uint256 discount, uint256 fee) {
        advance = units.mulDivDown(advanceBps, BPS);
        discount = advance.interestUp(discountBps, time);
        fee = advance.mulDivUp(feeBps, BPS);
    }

    /// @notice Accrual per second that takes `price` to `advance` in `time` seconds, × 1e18, rounded down.
    function rateX18(uint256 advance, uint256 price, uint256 time) internal pure returns (uint256) {
        return ((advance - price) * WAD) / time;
    }
}
