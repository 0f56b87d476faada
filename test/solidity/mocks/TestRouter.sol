// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFunctionsClient} from "@chainlink/contracts/src/v0.8/functions/v1_0_0/interfaces/IFunctionsClient.sol";

/// @notice The part of a Functions router that a consumer sees: it numbers requests, and delivers once with the gas that
///         was asked for, whatever becomes of it.
contract TestRouter {
    struct Sent {
        address client;
        uint64 subscriptionId;
        uint32 gasLimit;
        bytes32 donId;
        bytes data;
    }

    /// @notice As a router's coordinator tells its network.
    event Requested(bytes32 indexed requestId, bytes data);

    mapping(bytes32 requestId => Sent) private _sent;
    /// @notice Whether the data of requests are kept for {sent}; they are long.
    bool public keepsData;
    uint256 public count;
    /// @notice Gas that the last delivery used.
    uint256 public gasUsed;

    function sendRequest(
        uint64 subscriptionId,
        bytes calldata data,
        uint16,
        uint32 gasLimit,
        bytes32 donId
    ) external returns (bytes32 requestId) {
        requestId = keccak256(abi.encode(address(this), ++count));
        _sent[requestId] = Sent(msg.sender, subscriptionId, gasLimit, donId, keepsData ? data : data[:0]);
        emit Requested(requestId, data);
    }

    function setKeepsData(bool on) external {
        keepsData = on;
    }

    function sent(bytes32 requestId) external view returns (Sent memory) {
        return _sent[requestId];
    }

    /// @return ok false when the callback reverted or ran out of gas
    function deliver(bytes32 requestId, bytes calldata response, bytes calldata err) external returns (bool ok) {
        Sent storage s = _sent[requestId];
        bytes memory call = abi.encodeCall(IFunctionsClient.handleOracleFulfillment, (requestId, response, err));
        uint256 before = gasleft();
        (ok, ) = s.client.call{gas: s.gasLimit}(call);
        gasUsed = before - gasleft();
    }

    /// @notice Delivers for a request that this router never took.
    function deliverTo(address client, bytes32 requestId, bytes calldata response, bytes calldata err) external {
        IFunctionsClient(client).handleOracleFulfillment(requestId, response, err);
    }
}
