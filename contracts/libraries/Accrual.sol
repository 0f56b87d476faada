// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Linear accrual in one slot
/// @notice A value that grows by a rate per second. Value and rate are minor units × 1e18. The value may be negative:
///         an early payment takes out accrual that its position has yet to earn.
library Accrual {
    using SafeCast for uint256;
    using SafeCast for int256;

    struct State {
        int128 valueX18;
        uint96 rateX18;
        uint32 last;
    }

    /// @notice The state brought forward to `time`, which must not lie before `last`.
    function upTo(State memory self, uint256 time) internal pure returns (State memory) {
        int256 earned = (uint256(self.rateX18) * (time - self.last)).toInt256();
        return State((self.valueX18 + earned).toInt128(), self.rateX18, time.toUint32());
    }

    function addValue(State memory self, uint256 amountX18) internal pure {
        self.valueX18 = (self.valueX18 + amountX18.toInt256()).toInt128();
    }

    function subValue(State memory self, uint256 amountX18) internal pure {
        self.valueX18 = (self.valueX18 - amountX18.toInt256()).toInt128();
    }

    function addRate(State memory self, uint96 rateX18) internal pure {
        self.rateX18 += rateX18;
    }

    function subRate(State memory self, uint96 rateX18) internal pure {
        self.rateX18 -= rateX18;
    }
}
