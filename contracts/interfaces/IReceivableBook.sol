// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A contract that buys units of receivables for a treasury
interface IReceivableBook {
    /// @notice Called by the register after `units` of `tokenId` have been moved from `seller` to this book.
    /// @dev Must pay the seller, or revert: units never arrive at a book without a position being opened.
    /// @param minPrice least that the seller accepts, in minor units of the asset
    /// @return price what the seller received, in minor units of the asset
    function onSale(address seller, uint256 tokenId, uint128 units, uint128 minPrice) external returns (uint128 price);
}
