// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a score commits to
/// @notice sha256(salt ‖ merchant ‖ asOf as 5 bytes ‖ features as 8 bytes each), see docs/scoring.md.
library FeatureCommitment {
    /// @dev Room behind the last feature for the rest of the word that it is written with.
    uint256 private constant SPARE = 24;

    function hash(
        bytes32 salt,
        address merchant,
        uint40 asOf,
        int64[] calldata features
    ) internal pure returns (bytes32) {
        bytes memory preimage = abi.encodePacked(salt, merchant, asOf, new bytes(8 * features.length + SPARE));
        for (uint256 i; i < features.length; ++i) _put(preimage, 57 + 8 * i, features[i]);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(preimage, sub(mload(preimage), SPARE))
        }
        return sha256(preimage);
    }

    /// @dev Writes a whole word, of which the first eight bytes stay: the next feature overwrites the rest.
    function _put(bytes memory data, uint256 offset, int64 value) private pure {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(add(add(data, 32), offset), shl(192, value))
        }
    }
}
