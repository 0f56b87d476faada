// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {Tariff} from "../../../contracts/libraries/Tariff.sol";
import {TestBase} from "../support/TestBase.sol";

/// @notice Property S: the price of use never falls with the hours, its average never rises, and silence gains nothing.
contract TariffTest is TestBase {
    uint256 private constant ALL_WELL = Tariff.MAX_BRACKETS + 1;
    uint256 private constant MAX_HOURS = type(uint24).max;

    function pack(ILeases.Bracket[] calldata brackets) external pure returns (uint256 packed, uint256 bad) {
        return Tariff.pack(brackets);
    }

    /// @return brackets 1 to 4 of any legal shape
    function _brackets(uint256 seed) private pure returns (ILeases.Bracket[] memory brackets) {
        brackets = new ILeases.Bracket[]((seed % Tariff.MAX_BRACKETS) + 1);
        uint256 from;
        uint256 price = bound(uint256(keccak256(abi.encode(seed, "price"))), 1, type(uint40).max);
        for (uint256 i; i < brackets.length; ++i) {
            brackets[i] = ILeases.Bracket(uint24(from), uint40(price));
            uint256 word = uint256(keccak256(abi.encode(seed, i)));
            from = bound(word, from + 1, from + (i == 0 ? 100_000 : 500));
            price = bound(word >> 128, 1, price);
        }
    }

    function _packed(uint256 seed) private view returns (uint256 packed) {
        uint256 bad;
        (packed, bad) = this.pack(_brackets(seed));
        assertEq(bad, ALL_WELL, "a legal tariff");
    }

    function _opSec(uint256 x) private pure returns (uint256) {
        return bound(x, 0, 200_000 hours);
    }

    // ---------------------------------------------------------------- price

    function testFuzz_priceIsThatOfEachHourInItsBracket(uint256 seed, uint256 time) external view {
        ILeases.Bracket[] memory b = _brackets(seed);
        time = _opSec(time);
        uint256 weighed;
        for (uint256 i; i < b.length; ++i) {
            uint256 from = uint256(b[i].fromHours) * 1 hours;
            uint256 to = i + 1 == b.length ? type(uint256).max : uint256(b[i + 1].fromHours) * 1 hours;
            if (time > from) weighed += ((time < to ? time : to) - from) * b[i].pricePerHour;
        }
        assertEq(Tariff.usageRent(_packed(seed), time), weighed / 1 hours, "one sum, rounded down once");
    }

    function testFuzz_priceNeverFallsWithTheHours(uint256 seed, uint256 less, uint256 more) external view {
        uint256 packed = _packed(seed);
        (less, more) = (_opSec(less), _opSec(more));
        if (less > more) (less, more) = (more, less);
        assertLe(Tariff.usageRent(packed, less), Tariff.usageRent(packed, more), "monotone");
        assertLe(Tariff.usageRent(packed, less), Tariff.usageRent(packed, less + 1), "also by a second");
    }

    /// @dev U(h)/h falls: compared crosswise, with the one unit that rounding takes from the greater.
    function testFuzz_averageNeverRises(uint256 seed, uint256 less, uint256 more) external view {
        uint256 packed = _packed(seed);
        (less, more) = (_opSec(less) + 1, _opSec(more) + 1);
        if (less > more) (less, more) = (more, less);
        uint256 averageOfMore = Tariff.usageRent(packed, more) * less;
        assertLe(averageOfMore, (Tariff.usageRent(packed, less) + 1) * more, "average");
    }

    /// @dev However the hours really fell into the periods, the even spread costs as much: less only by the second of each
    ///      period and the unit of each price that are rounded down.
    function testFuzz_silenceIsNeverCheaper(uint256 seed, uint256[6] memory used, uint256 least) external view {
        uint256 packed = _packed(seed);
        least = bound(least, 0, type(uint40).max);
        uint256 total;
        uint256 honest;
        for (uint256 i; i < used.length; ++i) {
            uint256 opSec = bound(used[i], 0, 744 hours);
            uint256 price = Tariff.usageRent(packed, opSec);
            honest += price > least ? price : least;
            total += opSec;
        }
        uint256 silent = Tariff.usageRentOf(packed, total, used.length, least);
        uint256 second = uint40(packed >> 192) / 1 hours + 1;
        // Where the minimum binds in some periods only, honest reports may cost more than the spread.
        if (least == 0) assertGe(silent + used.length * (second + 1), honest, "with no minimum");
        assertGe(silent, used.length * least, "the minimum of every period");
    }

    function testFuzz_onePeriodIsThePriceItself(uint256 seed, uint256 time, uint256 least) external view {
        uint256 packed = _packed(seed);
        (time, least) = (_opSec(time), bound(least, 0, type(uint88).max));
        uint256 price = Tariff.usageRent(packed, time);
        assertEq(Tariff.usageRentOf(packed, time, 1, least), price > least ? price : least, "or the minimum");
    }

    function test_bracketsAreMarginal() external view {
        ILeases.Bracket[] memory b = new ILeases.Bracket[](3);
        (b[0], b[1], b[2]) = (ILeases.Bracket(0, 120), ILeases.Bracket(100, 90), ILeases.Bracket(200, 60));
        (uint256 packed, ) = this.pack(b);
        assertEq(Tariff.usageRent(packed, 0), 0, "nothing");
        assertEq(Tariff.usageRent(packed, 100 hours), 12_000, "the last hour of the first");
        assertEq(Tariff.usageRent(packed, 101 hours), 12_090, "the first of the second");
        assertEq(Tariff.usageRent(packed, 250 hours), 24_000, "100 at 120, 100 at 90, 50 at 60");
        assertEq(Tariff.usageRent(packed, 30 minutes), 60, "by the second");
        assertEq(Tariff.usageRent(packed, 29), 0, "rounded down");
    }

    // ---------------------------------------------------------------- shape

    function test_refusesOtherShapes() external view {
        ILeases.Bracket[] memory b = new ILeases.Bracket[](0);
        _assertBad(b, 0);
        _assertBad(new ILeases.Bracket[](5), Tariff.MAX_BRACKETS);
        b = new ILeases.Bracket[](2);
        (b[0], b[1]) = (ILeases.Bracket(1, 100), ILeases.Bracket(10, 90));
        _assertBad(b, 0); // does not begin at hour 0
        b[0] = ILeases.Bracket(0, 0);
        _assertBad(b, 0); // free
        (b[0], b[1]) = (ILeases.Bracket(0, 100), ILeases.Bracket(0, 90));
        _assertBad(b, 1); // begins again
        b[1] = ILeases.Bracket(10, 0);
        _assertBad(b, 1); // free beyond an hour
        b[1] = ILeases.Bracket(10, 101);
        _assertBad(b, 1); // the more, the dearer
        b = new ILeases.Bracket[](3);
        (b[0], b[1], b[2]) = (ILeases.Bracket(0, 9), ILeases.Bracket(10, 9), ILeases.Bracket(10, 8));
        _assertBad(b, 2); // hours do not rise
    }

    function _assertBad(ILeases.Bracket[] memory brackets, uint256 expected) private view {
        (uint256 packed, uint256 bad) = this.pack(brackets);
        assertEq(bad, expected, "the first bracket that is wrong");
        assertEq(packed, 0, "no tariff");
    }
}
