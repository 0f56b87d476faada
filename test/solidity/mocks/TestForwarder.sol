// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReceiver} from "../../../contracts/interfaces/IReceiver.sol";

/// @notice Hands reports to a receiver, as a forwarder does after it has checked the network's signatures.
contract TestForwarder {
    /// @return ok false when the receiver reverted, so that the report could be delivered again
    function report(IReceiver receiver, bytes calldata metadata, bytes calldata data) external returns (bool ok) {
        try receiver.onReport(metadata, data) {
            return true;
        } catch {
            return false;
        }
    }
}
