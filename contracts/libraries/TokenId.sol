// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Ids of receivables and their tiers
/// @notice A base id names an invoice and has a zero low byte; a token id carries the tier there.
library TokenId {
    uint256 private constant TIER_MASK = 0xff;

    /// @param identity the seller's legal identity, from the members' register
    /// @param fingerprint keyed hash of the invoice's natural key
    function baseId(bytes32 identity, bytes32 fingerprint) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(identity, fingerprint))) & ~TIER_MASK;
    }

    function baseOf(uint256 tokenId) internal pure returns (uint256) {
        return tokenId & ~TIER_MASK;
    }

    function tierOf(uint256 tokenId) internal pure returns (uint8) {
        return uint8(tokenId & TIER_MASK);
    }
}
