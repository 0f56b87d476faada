// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Writes model blobs of docs/scoring.md for tests.
library ModelBlob {
    /// @dev What {small} gives to a row whose rating lies above, or not above, its one cut.
    uint16 internal constant GOOD = 720;
    uint16 internal constant POOR = 600;
    int64 internal constant CUT = 100;

    // Where the parts of {small} lie.
    uint256 internal constant REASON_CODES = 98;
    uint256 internal constant CUT_COUNTS = 100;
    uint256 internal constant REFERENCES = 102;
    uint256 internal constant CUTS = 118;
    uint256 internal constant TREES = 126;

    /// @notice Two features, turnover and rating; one tree with one cut on the rating; one point of score per logit.
    function small() internal pure returns (bytes memory) {
        return bytes.concat(header(2, 0, 1, 1), hex"0102", hex"0001", bytes16(0), _long(CUT), _tree(100, -20));
    }

    /// @notice As many features and trees as wanted and 256 cuts; tree i steps over the cuts from its own number on.
    function large(uint8 features, uint16 trees) internal pure returns (bytes memory blob) {
        bytes memory codes;
        bytes memory counts;
        bytes memory references;
        bytes memory cuts;
        uint256 left = 256;
        for (uint256 f; f < features; ++f) {
            uint256 own = left / (features - f);
            left -= own;
            codes = bytes.concat(codes, bytes1(uint8(f + 1)));
            counts = bytes.concat(counts, bytes1(uint8(own)));
            references = bytes.concat(references, bytes8(0));
            for (uint256 i; i < own; ++i) cuts = bytes.concat(cuts, _long(int64(uint64(i)) * 10));
        }
        blob = bytes.concat(header(features, 0, 256, trees), codes, counts, references, cuts);
        for (uint256 t; t < trees; ++t) blob = bytes.concat(blob, _mixedTree(t));
    }

    /// @notice A copy with one byte replaced.
    function withByte(bytes memory blob, uint256 place, uint8 value) internal pure returns (bytes memory copy) {
        copy = bytes.concat(blob);
        copy[place] = bytes1(value);
    }

    /// @notice A copy whose bytes from `place` on are those given.
    function withBytes(bytes memory blob, uint256 place, bytes memory value) internal pure returns (bytes memory copy) {
        copy = bytes.concat(blob);
        for (uint256 i; i < value.length; ++i) copy[place + i] = value[i];
    }

    function header(uint8 features, uint8 turnover, uint16 cuts, uint16 trees) internal pure returns (bytes memory) {
        bytes memory start = abi.encodePacked("TSM1", features, turnover, cuts, trees, int32(0), int32(65_536));
        return bytes.concat(start, _long(700 << 16), _pds());
    }

    /// @dev 50 % at 300, a point less at each entry.
    function _pds() private pure returns (bytes memory table) {
        for (uint16 k; k < 36; ++k) table = abi.encodePacked(table, 5000 - 100 * k);
    }

    function _long(int64 value) private pure returns (bytes memory) {
        return abi.encodePacked(value);
    }

    /// @dev Every inner node asks cut 0.
    function _tree(int8 notAbove, int8 above) private pure returns (bytes memory tree) {
        tree = new bytes(32);
        for (uint256 i = 15; i < 31; ++i) tree[i] = bytes1(uint8(i < 23 ? notAbove : above));
    }

    function _mixedTree(uint256 seed) private pure returns (bytes memory tree) {
        tree = new bytes(32);
        for (uint256 i; i < 15; ++i) tree[i] = bytes1(uint8(seed * 15 + i * 7));
        for (uint256 i = 15; i < 31; ++i) tree[i] = bytes1(uint8(int8(int256((seed + i) % 5) - 2)));
    }
}
