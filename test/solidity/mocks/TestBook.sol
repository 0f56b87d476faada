// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {PlainAsset} from "../mocks/PlainAsset.sol";

/// @notice A book that does whatever a test tells it to; it brings the money of a collection by minting it.
contract TestBook {
    ITreasury public immutable treasury;
    PlainAsset public immutable asset;

    constructor(ITreasury treasury_, PlainAsset asset_) {
        treasury = treasury_;
        asset = asset_;
    }

    function lend(uint32 obligor, address to, uint128 amount, uint96 rate, uint16 stopDay) external {
        treasury.lend(obligor, to, amount, rate, stopDay);
    }

    function collect(ITreasury.Collection calldata c) external {
        asset.mint(address(treasury), uint256(c.principal) + c.income + c.credit);
        treasury.collect(c);
    }

    /// @notice Claims to have brought money that it has not.
    function collectWithoutMoney(ITreasury.Collection calldata c) external {
        treasury.collect(c);
    }

    function impair(uint32 obligor, uint16 stopDay, uint128 amount, uint128 carry) external {
        treasury.impair(obligor, stopDay, amount, carry);
    }

    function release(uint32 obligor, uint16 stopDay, uint128 amount, uint128 carry) external {
        treasury.release(obligor, stopDay, amount, carry);
    }

    function writeOff(ITreasury.WriteOff calldata w) external {
        treasury.writeOff(w);
    }

    function recover(uint32 obligor, uint128 principal, uint128 income, address creditor, uint128 credit) external {
        asset.mint(address(treasury), uint256(principal) + income + credit);
        treasury.recover(obligor, principal, income, creditor, credit);
    }
}
