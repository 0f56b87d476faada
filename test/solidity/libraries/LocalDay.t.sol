// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LocalDay} from "../../../contracts/libraries/LocalDay.sol";
import {TestBase} from "../support/TestBase.sol";

contract LocalDayTest is TestBase {
    int32 private constant CHINA = 28_800;

    function dayOf(uint256 timestamp, int32 utcOffset) external pure returns (uint16) {
        return LocalDay.dayOf(timestamp, utcOffset);
    }

    function test_dayTurnsAtLocalMidnight() external pure {
        uint256 midnightInShanghai = 20_000 * 1 days - 8 hours;
        assertEq(LocalDay.dayOf(midnightInShanghai - 1, CHINA), 19_999, "last second");
        assertEq(LocalDay.dayOf(midnightInShanghai, CHINA), 20_000, "first second");
    }

    function test_M04_dayOfIsRightOneSecondAroundTheEndOfTheDueDay() external pure {
        uint256 end = LocalDay.endOf(20_000, CHINA);
        assertEq(LocalDay.dayOf(end - 1, CHINA), 20_000, "before the end");
        assertEq(LocalDay.dayOf(end, CHINA), 20_001, "at the end");
    }

    function test_lastDayThatFitsIsInTheYear2149() external {
        uint256 lastSecond = 65_536 * 1 days - 1;
        assertEq(LocalDay.dayOf(lastSecond, 0), type(uint16).max, "last day");
        vm.expectRevert(abi.encodeWithSelector(LocalDay.DayOutOfRange.selector, 65_536));
        this.dayOf(lastSecond + 1, 0);
    }

    function testFuzz_everySecondLiesInItsDay(uint256 timestamp, uint256 rawOffset) external pure {
        int32 offset = int32(int256(bound(rawOffset, 0, 172_800)) - 86_400);
        timestamp = bound(timestamp, 1 days, 65_534 * 1 days);
        uint16 day = LocalDay.dayOf(timestamp, offset);
        assertLt(timestamp, LocalDay.endOf(day, offset), "before the end of its day");
        assertGe(timestamp, LocalDay.endOf(day, offset) - 1 days, "not before the start of its day");
    }

    function testFuzz_daysFollowEachOtherWithoutGap(uint16 day, uint256 rawOffset) external pure {
        int32 offset = int32(int256(bound(rawOffset, 0, 172_800)) - 86_400);
        vm.assume(day > 1 && day < type(uint16).max);
        assertEq(LocalDay.dayOf(LocalDay.endOf(day, offset), offset), uint256(day) + 1, "next day");
    }
}
