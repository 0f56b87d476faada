// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILeases} from "../interfaces/ILeases.sol";

/// @title Price of use in marginal brackets
/// @notice Up to four brackets in one word, each `fromHours` u24 and `pricePerHour` u40, the first in the highest bits;
///         an empty bracket ends the tariff. Brackets begin at hour 0, hours rise and prices never do, so the price of
///         use never falls with the hours, and its average per hour never rises.
library Tariff {
    uint256 internal constant MAX_BRACKETS = 4;
    uint256 private constant BITS = 64;

    /// @notice The brackets in one word.
    /// @return packed the word
    /// @return bad index of the first bracket that breaks the shape, or `MAX_BRACKETS` + 1 when all are well
    function pack(ILeases.Bracket[] calldata brackets) internal pure returns (uint256 packed, uint256 bad) {
        uint256 count = brackets.length;
        if (count == 0 || count > MAX_BRACKETS) return (0, count == 0 ? 0 : MAX_BRACKETS);
        for (uint256 i; i < count; ++i) {
            ILeases.Bracket calldata b = brackets[i];
            bool first = i == 0;
            if (b.pricePerHour == 0 || first != (b.fromHours == 0)) return (0, i);
            if (!first && !_follows(brackets[i - 1], b)) return (0, i);
            packed |= ((uint256(b.fromHours) << 40) | b.pricePerHour) << (BITS * (MAX_BRACKETS - 1 - i));
        }
        return (packed, MAX_BRACKETS + 1);
    }

    function _follows(ILeases.Bracket calldata before, ILeases.Bracket calldata next) private pure returns (bool) {
        return next.fromHours > before.fromHours && next.pricePerHour <= before.pricePerHour;
    }

    /// @notice Price of `opSec` seconds in one period, minor units, rounded down.
    function usageRent(uint256 packed, uint256 opSec) internal pure returns (uint256) {
        uint256 weighed;
        uint256 word = packed;
        uint256 from;
        uint256 price = uint40(word >> 192);
        for (uint256 i = 1; i < MAX_BRACKETS; ++i) {
            word <<= BITS;
            uint256 nextPrice = uint40(word >> 192);
            uint256 next = uint256(uint24(word >> 232)) * 1 hours;
            if (nextPrice == 0 || opSec <= next) break;
            weighed += (next - from) * price;
            (from, price) = (next, nextPrice);
        }
        return (weighed + (opSec - from) * price) / 1 hours;
    }

    /// @notice Price of `opSec` seconds that belong to `periods` periods: spread evenly, at least `least` a period. The
    ///         price of use is concave, so no other spread of it costs more: silence buys no cheaper bracket.
    function usageRentOf(
        uint256 packed,
        uint256 opSec,
        uint256 periods,
        uint256 least
    ) internal pure returns (uint256) {
        uint256 one = usageRent(packed, opSec / periods);
        return periods * (one > least ? one : least);
    }
}
