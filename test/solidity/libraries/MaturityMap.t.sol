// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MaturityMap} from "../../../contracts/libraries/MaturityMap.sol";
import {TestBase} from "../support/TestBase.sol";

/// @dev The model is an array of booleans that is searched day by day.
contract MaturityMapTest is TestBase {
    using MaturityMap for MaturityMap.Days;

    MaturityMap.Days private _days;
    mapping(uint256 day => bool) private _model;

    function test_emptySetFindsTheEnd() external view {
        assertEq(_days.next(20_000, 20_500), 20_500, "end");
        assertEq(_days.next(20_000, 20_000), 20_000, "empty range");
        assertEq(_days.next(20_001, 20_000), 20_000, "reversed range");
    }

    function test_findsFirstAndLastBitOfAWord() external {
        _days.add(256);
        _days.add(511);
        assertEq(_days.next(0, 1000), 256, "first bit");
        assertEq(_days.next(256, 1000), 256, "inclusive");
        assertEq(_days.next(257, 1000), 511, "last bit");
        assertEq(_days.next(512, 1000), 1000, "behind the last");
        assertEq(_days.next(0, 256), 256, "end is exclusive, and equals the day");
        assertEq(_days.next(0, 255), 255, "end before the day");
    }

    function test_lastDayOfAll() external {
        _days.add(type(uint16).max);
        assertTrue(_days.contains(type(uint16).max), "contains");
        assertEq(_days.next(65_000, 65_536), 65_535, "found");
    }

    function testFuzz_agreesWithANaiveModel(uint16[12] memory added, uint256 from, uint256 length) external {
        uint256 base = bound(from, 0, 64_000);
        uint256 end = base + bound(length, 0, 700);
        for (uint256 i = 0; i < added.length; i++) {
            uint16 day = uint16(base + (added[i] % 800));
            _days.add(day);
            _model[day] = true;
        }
        for (uint256 day = base; day < end; day++) {
            assertTrue(_days.contains(uint16(day)) == _model[day], "contains");
        }
        uint256 expected = base;
        while (expected < end && !_model[expected]) expected++;
        assertEq(_days.next(base, end), expected, "next");
    }

    function testFuzz_walkVisitsEveryDayOnce(uint16[20] memory added) external {
        uint256 distinct;
        for (uint256 i = 0; i < added.length; i++) {
            uint16 day = added[i] % 2000;
            if (!_model[day]) distinct++;
            _model[day] = true;
            _days.add(day);
        }
        uint256 visited;
        for (uint256 day = _days.next(0, 2000); day < 2000; day = _days.next(day + 1, 2000)) {
            assertTrue(_model[day], "a day of the set");
            visited++;
        }
        assertEq(visited, distinct, "all of them");
    }
}
