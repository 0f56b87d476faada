// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IScoreOracle} from "../../../contracts/interfaces/IScoreOracle.sol";
import {ScoreAnswer} from "../../../contracts/libraries/ScoreAnswer.sol";
import {TestBase} from "../support/TestBase.sol";

contract ScoreAnswerTest is TestBase {
    function testFuzz_everyFieldIsReadFromItsPlace(
        uint16 score,
        uint16 pdBps,
        uint32 reasons,
        uint16 version,
        uint8 mask,
        uint40 asOf,
        uint80 turnover
    ) external pure {
        bytes memory packed = abi.encodePacked(score, pdBps, reasons, version, mask, asOf, turnover, uint48(0));
        IScoreOracle.Score memory s = ScoreAnswer.unpack(uint256(bytes32(packed)));
        assertEq(s.score, score, "score");
        assertEq(s.pdBps, pdBps, "default probability");
        assertEq(s.reasons, reasons, "reasons");
        assertEq(s.version, version, "version");
        assertEq(s.sourceMask, mask, "sources");
        assertEq(s.asOf, asOf, "time");
        assertEq(s.turnover, turnover, "turnover");
        assertTrue(s.updatedAt == 0 && !s.pending, "nothing else");
    }

    function _isCanonical(uint16 score, uint16 pdBps, uint32 reasons, uint48 unused) private pure returns (bool) {
        uint256 word = (uint256(score) << 240) | (uint256(pdBps) << 224) | (uint256(reasons) << 192) | unused;
        return ScoreAnswer.isCanonical(word, ScoreAnswer.unpack(word));
    }

    function test_rangesAreThoseOfTheSpecification() external pure {
        assertTrue(_isCanonical(300, 0, 0, 0) && _isCanonical(850, 10_000, 0x01020304, 0), "the ends");
        assertTrue(!_isCanonical(299, 0, 0, 0) && !_isCanonical(851, 0, 0, 0), "score");
        assertTrue(!_isCanonical(500, 10_001, 0, 0), "default probability");
        assertTrue(_isCanonical(500, 0, 0x07000000, 0) && _isCanonical(500, 0, 0x07070000, 0), "reasons from the left");
        assertTrue(!_isCanonical(500, 0, 0x00070000, 0) && !_isCanonical(500, 0, 0x07000001, 0), "no gap before one");
    }

    function testFuzz_everyUnusedBitMustBeZero(uint8 bit) external pure {
        assertTrue(!_isCanonical(500, 0, 0, uint48(1) << (bit % 48)), "unused bit");
    }
}
