// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a Chainlink CRE forwarder delivers to (interface id 0x805f2132)
interface IReceiver {
    /// @param metadata workflow id (32 bytes), name (10), owner (20), report id (2)
    /// @param report what the workflow wrote
    function onReport(bytes calldata metadata, bytes calldata report) external;
}
