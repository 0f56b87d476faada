// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a score commits to
/// @notice sha256(salt ‖ merchant ‖ asOf as 5 bytes ‖ features as 8 bytes each), see docs/scoring.md.
library FeatureCommitment {
    function hash(
        bytes32 salt,
        address merchant,
        uint40 asOf,
        int64[] calldata features
    ) internal pure returns (bytes32) {
        bytes memory preimage = abi.encodePacked(salt, merchant, asOf, new bytes(8 * features.length));
        for (uint256 i; i < features.length; ++i) _put(preimage, 57 + 8 * i, features[i]);
        return sha256(preimage);
    }

    /// @dev Writes eight bytes and keeps those behind them.
    function _put(bytes memory data, uint256 offset, int64 value) private pure {
        bytes8 encoded = bytes8(uint64(value));
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let place := add(add(data, 32), offset)
            mstore(place, or(encoded, shr(64, shl(64, mload(place)))))
        }
    }
}
