// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestBase} from "./TestBase.sol";

/// @title Base of the handlers that an invariant run drives
/// @dev An action that cannot be done now returns without counting, so that no call of a run reverts and the counters
///      say how often each action really acted.
abstract contract Handler is TestBase {
    mapping(bytes4 action => uint256) public done;
    uint256 public total;

    modifier counted(bytes4 action) {
        total++;
        done[action]++;
        _;
    }

    /// @return selectors of all actions
    function actions() public pure virtual returns (bytes4[] memory selectors);

    /// @notice Picks an action and its arguments from a seed: a run that needs no runner.
    function step(uint256 seed) external {
        bytes4[] memory selectors = actions();
        bytes memory words = abi.encode(seed >> 16, seed >> 48, seed >> 80, seed >> 112);
        (bool ok, bytes memory reason) = address(this).call(
            bytes.concat(selectors[(seed & 0xffff) % selectors.length], words)
        );
        if (ok) return;
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }
}
