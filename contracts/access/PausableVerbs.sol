// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IPausable} from "../interfaces/IPausable.sol";

/// @title Pause per verb, which ends by itself
/// @notice A guardian can stop a verb at once, but not for ever: after 14 days it needs an admin, or 14 quiet days.
abstract contract PausableVerbs is AccessManaged, IPausable {
    uint40 internal constant PAUSE_DURATION = 14 days;

    mapping(uint8 verb => uint40) private _pausedUntil;

    modifier whenNotPaused(uint8 verb) {
        _requireNotPaused(verb);
        _;
    }

    /// @inheritdoc IPausable
    function pause(uint8 verb) external restricted {
        uint40 last = _pausedUntil[verb];
        uint40 allowedAt = last == 0 ? 0 : last + PAUSE_DURATION;
        require(block.timestamp >= allowedAt, PauseTooSoon(verb, allowedAt));
        _pause(verb);
    }

    /// @inheritdoc IPausable
    function renewPause(uint8 verb) external restricted {
        _pause(verb);
    }

    /// @inheritdoc IPausable
    /// @dev Keeps the time of the lifted pause, so that lifting and setting cannot evade the quiet period.
    function unpause(uint8 verb) external restricted {
        if (block.timestamp < _pausedUntil[verb]) _pausedUntil[verb] = uint40(block.timestamp);
        emit VerbUnpaused(verb, msg.sender);
    }

    /// @inheritdoc IPausable
    function pausedUntil(uint8 verb) external view returns (uint40) {
        return _pausedUntil[verb];
    }

    function _isPaused(uint8 verb) internal view returns (bool) {
        return block.timestamp < _pausedUntil[verb];
    }

    function _requireNotPaused(uint8 verb) internal view {
        uint40 until = _pausedUntil[verb];
        require(block.timestamp >= until, VerbIsPaused(verb, until));
    }

    function _pause(uint8 verb) private {
        uint40 until = uint40(block.timestamp) + PAUSE_DURATION;
        _pausedUntil[verb] = until;
        emit VerbPaused(verb, until, msg.sender);
    }
}
