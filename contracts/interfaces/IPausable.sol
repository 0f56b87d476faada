// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What can be paused. Paying, settling, redeeming, collecting, exiting and claiming have no verb here.
library Verbs {
    uint8 internal constant CREATE = 0; // new receivables and requests
    uint8 internal constant TRANSFER = 1; // assign, transfer and sell units
    uint8 internal constant LEND = 2; // new money out of a treasury to a customer
    uint8 internal constant DEPOSIT = 3; // new shares of a treasury
}

/// @title Pause per verb, which ends by itself
interface IPausable {
    event VerbPaused(uint8 indexed verb, uint40 until, address indexed by);
    event VerbUnpaused(uint8 indexed verb, address indexed by);

    error VerbIsPaused(uint8 verb, uint40 until);
    /// @notice The guardian's last pause of this verb ended less than 14 days ago; only an admin may renew it.
    error PauseTooSoon(uint8 verb, uint40 allowedAt);

    /// @notice Pause a verb for 14 days.
    /// @custom:access GUARDIAN
    function pause(uint8 verb) external;

    /// @notice Pause a verb for 14 days from now, however recently it was paused.
    /// @custom:access ADMIN
    function renewPause(uint8 verb) external;

    /// @custom:access OFFICER
    function unpause(uint8 verb) external;

    /// @return until second at which the pause ends, 0 when never paused
    function pausedUntil(uint8 verb) external view returns (uint40 until);
}
