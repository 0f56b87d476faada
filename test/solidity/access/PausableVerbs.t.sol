// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IPausable, Verbs} from "../../../contracts/interfaces/IPausable.sol";
import {Fixture} from "../support/Fixture.sol";

/// @dev Through the treasury; the register inherits the same code.
contract PausableVerbsTest is Fixture {
    uint40 private constant DURATION = 14 days;

    function test_P03_pauseEndsByItselfAfter14Days() external {
        uint40 until = uint40(block.timestamp) + DURATION;
        vm.expectEmit(address(treasury));
        emit IPausable.VerbPaused(Verbs.DEPOSIT, until, address(this));
        treasury.pause(Verbs.DEPOSIT);
        assertEq(treasury.pausedUntil(Verbs.DEPOSIT), until, "until");
        vm.warp(until - 1);
        assertEq(treasury.maxDeposit(bank), 0, "last second");
        vm.warp(until);
        assertGt(treasury.maxDeposit(bank), 0, "over");
    }

    function test_P03_guardianCannotPauseForEver() external {
        treasury.pause(Verbs.LEND);
        uint40 until = treasury.pausedUntil(Verbs.LEND);
        uint40 allowedAt = until + DURATION;
        vm.expectRevert(abi.encodeWithSelector(IPausable.PauseTooSoon.selector, Verbs.LEND, allowedAt));
        treasury.pause(Verbs.LEND);
        vm.warp(allowedAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IPausable.PauseTooSoon.selector, Verbs.LEND, allowedAt));
        treasury.pause(Verbs.LEND);
        vm.warp(allowedAt);
        treasury.pause(Verbs.LEND);
        assertEq(treasury.pausedUntil(Verbs.LEND), allowedAt + DURATION, "paused again");
    }

    function test_P03_liftingAPauseDoesNotResetTheQuietPeriod() external {
        treasury.pause(Verbs.LEND);
        vm.warp(block.timestamp + 1 days);
        vm.expectEmit(address(treasury));
        emit IPausable.VerbUnpaused(Verbs.LEND, address(this));
        treasury.unpause(Verbs.LEND);
        assertEq(treasury.pausedUntil(Verbs.LEND), block.timestamp, "lifted now");
        uint40 allowedAt = uint40(block.timestamp) + DURATION;
        vm.expectRevert(abi.encodeWithSelector(IPausable.PauseTooSoon.selector, Verbs.LEND, allowedAt));
        treasury.pause(Verbs.LEND);
    }

    function test_liftingAnEndedPauseLeavesItsTime() external {
        treasury.pause(Verbs.LEND);
        uint40 until = treasury.pausedUntil(Verbs.LEND);
        vm.warp(until + 5 days);
        treasury.unpause(Verbs.LEND);
        assertEq(treasury.pausedUntil(Verbs.LEND), until, "unchanged");
    }

    function test_adminRenewsAtAnyTime() external {
        treasury.pause(Verbs.LEND);
        vm.warp(block.timestamp + 10 days);
        treasury.renewPause(Verbs.LEND);
        assertEq(treasury.pausedUntil(Verbs.LEND), block.timestamp + DURATION, "14 days from now");
    }

    function test_eachVerbStandsAlone() external {
        treasury.pause(Verbs.LEND);
        assertEq(treasury.pausedUntil(Verbs.DEPOSIT), 0, "deposits go on");
        assertEq(receivables.pausedUntil(Verbs.LEND), 0, "another contract");
    }

    function test_A01_onlyTheAuthorityPauses() external {
        bytes memory refused = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        treasury.pause(Verbs.LEND);
        vm.expectRevert(refused);
        treasury.renewPause(Verbs.LEND);
        vm.expectRevert(refused);
        treasury.unpause(Verbs.LEND);
        vm.stopPrank();
    }
}
