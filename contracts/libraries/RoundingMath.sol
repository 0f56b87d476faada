// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

uint256 constant WAD = 1e18;
uint256 constant BPS = 10_000;
/// @dev ACT/365F: every year has 365 days.
uint256 constant YEAR = 365 days;

/// @title Multiplication and division with the rounding in the name
library RoundingMath {
    function mulDivDown(uint256 x, uint256 y, uint256 d) internal pure returns (uint256) {
        return Math.mulDiv(x, y, d);
    }

    function mulDivUp(uint256 x, uint256 y, uint256 d) internal pure returns (uint256) {
        return Math.mulDiv(x, y, d, Math.Rounding.Ceil);
    }

    /// @notice Simple interest ACT/365F on `amount` at `bps` a year for `time` seconds, rounded up.
    function interestUp(uint256 amount, uint256 bps, uint256 time) internal pure returns (uint256) {
        return Math.mulDiv(amount, bps * time, BPS * YEAR, Math.Rounding.Ceil);
    }
}
