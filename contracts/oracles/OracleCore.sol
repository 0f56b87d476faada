// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IOracleCore, Transport} from "../interfaces/IOracleCore.sol";

/// @title Requests to an oracle network, whatever carries them
/// @dev {_settle} is total: it never reverts, decodes nothing that it has not measured, calls nobody and loops over
///      nothing. A transport that sees a revert bills the answer, deletes it and never delivers it again.
abstract contract OracleCore is IOracleCore, AccessManaged {
    mapping(bytes32 requestId => Request) private _requests;
    /// @inheritdoc IOracleCore
    Transport public transport;

    // ---------------------------------------------------------------- opening

    /// @dev Sends by the transport of the moment; an answer by another transport is not accepted.
    function _open(
        address subject,
        uint16 version,
        uint8 sourceMask,
        uint40 expiresAt,
        string[] memory args,
        bytes[] memory bytesArgs
    ) internal returns (bytes32 requestId) {
        Transport carrier = transport;
        requestId = carrier == Transport.Functions ? _sendByFunctions(args, bytesArgs) : _nextCreRequest();
        _requests[requestId] = Request(subject, expiresAt, version, sourceMask, RequestState.Open, carrier);
        emit OracleRequested(
            requestId,
            subject,
            msg.sender,
            carrier,
            version,
            sourceMask,
            carrier == Transport.Functions ? _currentProgram() : bytes32(0),
            abi.encode(args, bytesArgs)
        );
    }

    function _sendByFunctions(string[] memory args, bytes[] memory bytesArgs) internal virtual returns (bytes32);

    function _currentProgram() internal view virtual returns (bytes32 hash);

    function _nextCreRequest() internal virtual returns (bytes32);

    // ---------------------------------------------------------------- settling

    /// @dev Takes what a transport delivers for a request. Never reverts.
    /// @param err error code of the network, empty for an answer
    function _settle(bytes32 requestId, Transport carrier, bytes memory response, bytes memory err) internal {
        Request memory r = _requests[requestId];
        if (r.state != RequestState.Open) {
            emit DeliveryIgnored(requestId, carrier, Ignored.UnknownRequest);
        } else if (r.transport != carrier) {
            emit DeliveryIgnored(requestId, carrier, Ignored.OtherTransport);
        } else if (block.timestamp > r.expiresAt) {
            _refuse(requestId, r.subject, Refusal.TooLate, 0);
        } else if (err.length != 0) {
            _refuse(requestId, r.subject, Refusal.OracleError, _firstWord(err));
        } else if (response.length != _answerLength()) {
            _refuse(requestId, r.subject, Refusal.BadLength, bytes32(response.length));
        } else {
            _take(requestId, r, response);
        }
    }

    function _take(bytes32 requestId, Request memory r, bytes memory response) private {
        (bool accepted, Refusal reason) = _accept(requestId, r, response);
        if (!accepted) return _refuse(requestId, r.subject, reason, _firstWord(response));
        _requests[requestId].state = RequestState.Answered;
        _onClosed(r.subject);
        emit OracleAnswered(requestId, r.subject);
    }

    function _refuse(bytes32 requestId, address subject, Refusal reason, bytes32 detail) private {
        _requests[requestId].state = RequestState.Failed;
        _onClosed(subject);
        emit OracleRefused(requestId, subject, reason, detail);
    }

    /// @dev Bytes of an answer.
    function _answerLength() internal pure virtual returns (uint256);

    /// @dev Checks and stores an answer of the right length. Must not revert.
    function _accept(
        bytes32 requestId,
        Request memory r,
        bytes memory response
    ) internal virtual returns (bool accepted, Refusal reason);

    /// @dev The subject has no open request any more. Must not revert.
    function _onClosed(address subject) internal virtual;

    /// @inheritdoc IOracleCore
    function expire(bytes32 requestId) public {
        Request memory r = _requests[requestId];
        require(r.state == RequestState.Open, RequestNotOpen(requestId));
        require(block.timestamp > r.expiresAt, RequestNotExpired(requestId, r.expiresAt));
        _requests[requestId].state = RequestState.Expired;
        _onClosed(r.subject);
        emit OracleExpired(requestId, r.subject);
    }

    function _isOverdue(bytes32 requestId) internal view returns (bool) {
        return block.timestamp > _requests[requestId].expiresAt;
    }

    /// @dev The first 32 bytes, zeros behind the end.
    function _firstWord(bytes memory data) internal pure returns (bytes32 word) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            word := mload(add(data, 32))
        }
        if (data.length < 32) word &= bytes32(type(uint256).max << (256 - 8 * data.length));
    }

    // ---------------------------------------------------------------- administration and view

    /// @inheritdoc IOracleCore
    function setTransport(Transport transport_) external restricted {
        emit TransportChanged(transport, transport_);
        transport = transport_;
    }

    /// @inheritdoc IOracleCore
    function request(bytes32 requestId) external view returns (Request memory) {
        return _requests[requestId];
    }
}
