// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IScoreOracle} from "../interfaces/IScoreOracle.sol";

/// @title The first word of an oracle's answer
/// @notice Most significant first: score u16, pdBps u16, reasons 4 × u8, version u16, sourceMask u8, asOf u40,
///         turnover u80, 48 zero bits (docs/scoring.md).
library ScoreAnswer {
    uint16 private constant MIN_SCORE = 300;
    uint16 private constant MAX_SCORE = 850;
    uint16 private constant MAX_PD_BPS = 10_000;

    function unpack(uint256 word) internal pure returns (IScoreOracle.Score memory s) {
        // forge-lint: disable-start(unsafe-typecast) each field is cut to its own width
        s.score = uint16(word >> 240);
        s.pdBps = uint16(word >> 224);
        s.reasons = uint32(word >> 192);
        s.version = uint16(word >> 176);
        s.sourceMask = uint8(word >> 168);
        s.asOf = uint40(word >> 128);
        s.turnover = uint80(word >> 48);
        // forge-lint: disable-end(unsafe-typecast)
    }

    /// @notice False when a field is out of range, an unused bit is set, or a reason follows an empty one.
    function isCanonical(uint256 word, IScoreOracle.Score memory s) internal pure returns (bool) {
        return
            uint48(word) == 0 &&
            s.score >= MIN_SCORE &&
            s.score <= MAX_SCORE &&
            s.pdBps <= MAX_PD_BPS &&
            _reasonsAreDense(s.reasons);
    }

    function _reasonsAreDense(uint32 reasons) private pure returns (bool) {
        for (; reasons != 0; reasons <<= 8) {
            if (reasons >> 24 == 0) return false;
        }
        return true;
    }
}
