// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Fixture} from "./Fixture.sol";
import {Handler} from "./Handler.sol";

/// @title Base of the invariant suites: one handler, one function with all properties of the suite
abstract contract InvariantTest is Fixture {
    uint256 private constant ROUNDS = 16;
    uint256 private constant STEPS = 160;

    Handler private _handler;

    function _use(Handler handler) internal {
        _handler = handler;
        _target(address(handler), handler.actions());
    }

    function invariant_all() public view virtual;

    /// @dev Guards the suites themselves: a handler whose actions never get past their guards proves nothing.
    function test_everyActionReallyActs() external {
        uint256[] memory done = new uint256[](_handler.actions().length);
        for (uint256 round = 0; round < ROUNDS; round++) {
            if (round != 0) setUp();
            for (uint256 i = 0; i < STEPS; i++) {
                _handler.step(uint256(keccak256(abi.encode("step", round, i))));
                if (i % 16 == 0) invariant_all();
            }
            _addDone(done);
        }
        for (uint256 i = 0; i < done.length; i++) {
            string memory what = string.concat("action ", vm.toString(i), ": at least one call in a hundred acts");
            assertGe(done[i] * 100, ROUNDS * STEPS, what);
        }
    }

    function _addDone(uint256[] memory done) private view {
        bytes4[] memory selectors = _handler.actions();
        for (uint256 i = 0; i < done.length; i++) done[i] += _handler.done(selectors[i]);
    }
}
