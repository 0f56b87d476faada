// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Calendar days in a fixed offset from UTC
/// @notice Due dates are days, not instants. A day number counts days since 1970-01-01 in the local calendar; it fits
///         16 bits until the year 2149.
library LocalDay {
    error DayOutOfRange(uint256 day);

    /// @param timestamp seconds since the epoch; must not lie before the local 1970-01-01
    /// @param utcOffset seconds by which the local day is ahead of UTC, within ± one day
    function dayOf(uint256 timestamp, int32 utcOffset) internal pure returns (uint16) {
        // forge-lint: disable-next-line(unsafe-typecast) timestamps are below 2^64, offsets below 2^31
        uint256 day = uint256(int256(timestamp) + utcOffset) / 1 days;
        require(day <= type(uint16).max, DayOutOfRange(day));
        return uint16(day);
    }

    /// @return the first second after `day`
    function endOf(uint16 day, int32 utcOffset) internal pure returns (uint256) {
        return uint256(int256((uint256(day) + 1) * 1 days) - utcOffset);
    }
}
