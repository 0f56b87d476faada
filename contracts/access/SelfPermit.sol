// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title Use an ERC-2612 permit in the same multicall as the payment that needs it
abstract contract SelfPermit {
    /// @notice Try to give this contract an allowance of the caller's `asset` by signature.
    /// @dev A refused permit is ignored: somebody may have submitted the same one first, and then the allowance is there
    ///      already. The payment that follows fails by itself when it is not.
    function selfPermit(address asset, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        try IERC20Permit(asset).permit(msg.sender, address(this), value, deadline, v, r, s) {} catch {}
    }
}
