// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Set of days with one bit a day
/// @notice Finds the next day of the set with one storage read per 256 days, so that idle days cost nothing.
library MaturityMap {
    struct Days {
        mapping(uint256 word => uint256 bits) words;
    }

    function add(Days storage self, uint16 day) internal {
        self.words[day >> 8] |= 1 << (day & 255);
    }

    function contains(Days storage self, uint16 day) internal view returns (bool) {
        return (self.words[day >> 8] >> (day & 255)) & 1 == 1;
    }

    /// @notice The first day of the set in [from, end).
    /// @return day `end` when there is none
    function next(Days storage self, uint256 from, uint256 end) internal view returns (uint256 day) {
        day = from;
        while (day < end) {
            uint256 rest = self.words[day >> 8] >> (day & 255);
            if (rest != 0) {
                day += _lowestBit(rest);
                return Math.min(day, end);
            }
            day = (day | 255) + 1;
        }
        return end;
    }

    /// @param bits not zero
    function _lowestBit(uint256 bits) private pure returns (uint256) {
        unchecked {
            return Math.log2(bits & (~bits + 1));
        }
    }
}
