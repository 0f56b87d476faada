// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";

/// @title Evaluation of a credit model in integers
/// @notice The format and the steps are those of docs/scoring.md, bit for bit as the oracle network computes.
library ModelEvaluator {
    uint256 private constant F_AT = 4;
    uint256 private constant TURNOVER_AT = 5;
    uint256 private constant CUTS_AT = 6;
    uint256 private constant TREES_AT = 8;
    uint256 private constant BASE_AT = 10;
    uint256 private constant SLOPE_AT = 14;
    uint256 private constant OFFSET_AT = 18;
    uint256 private constant PD_AT = 26;
    uint256 private constant TABLES_AT = 98;
    uint256 private constant NO_TURNOVER = 255;
    bytes4 private constant MAGIC = "TSM1";

    uint256 private constant MAX_FEATURES = 64;
    uint256 private constant MAX_CUTS = 256;
    uint256 private constant MAX_TREES = 700;
    int256 private constant MIN_SCORE = 300;
    int256 private constant MAX_SCORE = 850;
    /// @dev Features are safe integers of JavaScript; the lowest one says that a value is missing.
    int64 private constant MISSING = -(2 ** 53 - 1);
    int64 private constant MAX_FEATURE = 2 ** 53 - 1;

    error BadModelBlob();
    error WrongFeatureCount(uint256 given, uint256 needed);
    error FeatureOutOfRange(uint256 index, int64 value);

    /// @notice Reverts {BadModelBlob} unless the blob is a model in every point of docs/scoring.md.
    function check(bytes memory blob) internal pure {
        require(blob.length > TABLES_AT && bytes4(blob) == MAGIC, BadModelBlob());
        (uint256 features, uint256 cuts, uint256 trees) = _shape(blob);
        require(features != 0 && features <= MAX_FEATURES && cuts != 0 && cuts <= MAX_CUTS, BadModelBlob());
        require(trees != 0 && trees <= MAX_TREES, BadModelBlob());
        uint256 treesAt = TABLES_AT + 10 * features + 8 * cuts;
        require(blob.length == treesAt + 32 * trees, BadModelBlob());
        _checkLine(blob, features, trees);
        _checkPds(blob);
        _checkFeatures(blob, features, cuts);
        _checkTrees(blob, treesAt, cuts);
    }

    /// @dev The score line stays within the safe integers of JavaScript, whatever the leaves.
    function _checkLine(bytes memory blob, uint256 features, uint256 trees) private pure {
        uint256 turnoverFeature = _byte(blob, TURNOVER_AT);
        require(turnoverFeature == NO_TURNOVER || turnoverFeature < features, BadModelBlob());
        int256 slope = _signed(blob, SLOPE_AT, 32);
        require(slope > 0, BadModelBlob());
        uint256 mostLogit = SignedMath.abs(_signed(blob, BASE_AT, 32)) + 128 * trees;
        uint256 most = SignedMath.abs(_signed(blob, OFFSET_AT, 64)) + uint256(slope) * mostLogit;
        require(most <= uint64(MAX_FEATURE), BadModelBlob());
    }

    function _checkPds(bytes memory blob) private pure {
        require(_u16(blob, PD_AT) <= 10_000, BadModelBlob());
        for (uint256 i; i < 35; ++i) {
            require(_u16(blob, PD_AT + 2 * i) >= _u16(blob, PD_AT + 2 * i + 2), BadModelBlob());
        }
    }

    /// @dev Every feature has a reason code, a reference value and its own cuts.
    function _checkFeatures(bytes memory blob, uint256 features, uint256 cuts) private pure {
        uint256 referencesAt = TABLES_AT + 2 * features;
        uint256 cutsAt = TABLES_AT + 10 * features;
        uint256 sum;
        for (uint256 f; f < features; ++f) {
            require(_byte(blob, TABLES_AT + f) != 0, BadModelBlob());
            require(_isFeature(_signed(blob, referencesAt + 8 * f, 64)), BadModelBlob());
            uint256 own = _byte(blob, TABLES_AT + features + f);
            require(sum + own <= cuts, BadModelBlob());
            _checkCuts(blob, cutsAt + 8 * sum, own);
            sum += own;
        }
        require(sum == cuts, BadModelBlob());
    }

    /// @dev Cuts ascend, and what is missing lies below the first.
    function _checkCuts(bytes memory blob, uint256 place, uint256 own) private pure {
        int256 previous = MISSING;
        for (uint256 i; i < own; ++i) {
            int256 cut = _signed(blob, place + 8 * i, 64);
            require(cut > previous && cut <= MAX_FEATURE, BadModelBlob());
            previous = cut;
        }
    }

    function _checkTrees(bytes memory blob, uint256 place, uint256 cuts) private pure {
        for (; place < blob.length; place += 32) {
            for (uint256 i; i < 15; ++i) require(_byte(blob, place + i) < cuts, BadModelBlob());
            require(_byte(blob, place + 31) == 0, BadModelBlob());
        }
    }

    function _isFeature(int256 value) private pure returns (bool) {
        return value >= MISSING && value <= MAX_FEATURE;
    }

    /// @param blob a model that {check} has passed
    /// @param features fixed-point integers in the schema's order
    /// @return score 300 to 850
    /// @return pdBps default probability, 0 to 10 000
    /// @return turnover in 1/100 of the currency
    function evaluate(
        bytes memory blob,
        int64[] calldata features
    ) internal pure returns (uint16 score, uint16 pdBps, uint80 turnover) {
        (uint256 count, , uint256 trees) = _shape(blob);
        require(features.length == count, WrongFeatureCount(features.length, count));
        (uint256 passed, uint256 treesAt) = _passedCuts(blob, features);
        int256 logit = _signed(blob, BASE_AT, 32) + _sumOfLeaves(blob, treesAt, trees, passed);
        int256 line = (_signed(blob, OFFSET_AT, 64) - _signed(blob, SLOPE_AT, 32) * logit) >> 16;
        int256 clamped =
            line < MIN_SCORE
                ? MIN_SCORE
                : line > MAX_SCORE
                    ? MAX_SCORE
                    : line;
        score = uint16(uint256(clamped));
        pdBps = _pd(blob, score);
        uint256 index = _byte(blob, TURNOVER_AT);
        if (index != NO_TURNOVER && features[index] > 0) turnover = uint80(uint64(features[index]));
    }

    /// @dev In assembly, like {_sumOfLeaves}, because these two loops are most of the cost. Cuts ascend within a
    ///      feature, so a binary search finds how many lie below the value: they are a run of ones from its first cut.
    /// @return passed bit i is set when the row lies above cut i
    /// @return place where the trees begin
    function _passedCuts(
        bytes memory blob,
        int64[] calldata features
    ) private pure returns (uint256 passed, uint256 place) {
        uint256 count = features.length;
        uint256 valid;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let counts := add(add(blob, add(32, TABLES_AT)), count)
            let cuts := add(counts, mul(9, count))
            let shift := 0
            for {} lt(valid, count) {
                valid := add(valid, 1)
            } {
                let value := calldataload(add(features.offset, shl(5, valid)))
                if gt(sub(value, MISSING), sub(MAX_FEATURE, MISSING)) {
                    break
                }
                let own := byte(0, mload(add(counts, valid)))
                let low := 0
                for {
                    let high := own
                } lt(low, high) {} {
                    let middle := shr(1, add(low, high))
                    switch sgt(value, sar(192, mload(add(cuts, shl(3, middle)))))
                    case 0 {
                        high := middle
                    }
                    default {
                        low := add(middle, 1)
                    }
                }
                passed := or(passed, shl(shift, sub(shl(low, 1), 1)))
                shift := add(shift, own)
                cuts := add(cuts, shl(3, own))
            }
            place := sub(cuts, add(blob, 32))
        }
        if (valid < count) revert FeatureOutOfRange(valid, features[valid]);
    }

    /// @dev Four steps down each one-word tree.
    function _sumOfLeaves(
        bytes memory blob,
        uint256 place,
        uint256 trees,
        uint256 passed
    ) private pure returns (int256 sum) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let tree := add(add(blob, 32), place)
            for {
                let end := add(tree, shl(5, trees))
            } lt(tree, end) {
                tree := add(tree, 32)
            } {
                // Counted from 1, the children of a node are 2n and 2n + 1; a byte's shift makes place n node n.
                let word := shr(8, mload(tree))
                let node := or(2, and(shr(byte(1, word), passed), 1))
                node := or(shl(1, node), and(shr(byte(node, word), passed), 1))
                node := or(shl(1, node), and(shr(byte(node, word), passed), 1))
                node := or(shl(1, node), and(shr(byte(node, word), passed), 1))
                sum := add(sum, signextend(0, byte(node, word)))
            }
        }
    }

    /// @dev Between two entries of the table in a straight line, rounded down.
    function _pd(bytes memory blob, uint16 score) private pure returns (uint16) {
        uint256 distance = score - 300;
        uint256 place = PD_AT + 2 * (distance >> 4);
        int256 left = int256(_u16(blob, place));
        int256 right = int256(_u16(blob, place + 2));
        return uint16(uint256(left + (((right - left) * int256(distance & 15)) >> 4)));
    }

    function _shape(bytes memory blob) private pure returns (uint256 features, uint256 cuts, uint256 trees) {
        return (_byte(blob, F_AT), _u16(blob, CUTS_AT), _u16(blob, TREES_AT));
    }

    function _byte(bytes memory blob, uint256 place) private pure returns (uint256) {
        return _word(blob, place) >> 248;
    }

    function _u16(bytes memory blob, uint256 place) private pure returns (uint256) {
        return _word(blob, place) >> 240;
    }

    /// @dev A big-endian signed integer of `bits` bits.
    function _signed(bytes memory blob, uint256 place, uint256 bits) private pure returns (int256) {
        return int256(_word(blob, place)) >> (256 - bits);
    }

    /// @dev 32 bytes from `at`, beyond the end whatever memory holds; callers look at the first ones only.
    function _word(bytes memory blob, uint256 place) private pure returns (uint256 word) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            word := mload(add(add(blob, 32), place))
        }
    }
}
