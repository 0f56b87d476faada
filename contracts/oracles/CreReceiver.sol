// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IOracleCore, Transport} from "../interfaces/IOracleCore.sol";
import {IReceiver} from "../interfaces/IReceiver.sol";
import {OracleCore} from "./OracleCore.sol";

/// @title Oracle requests by a Chainlink CRE workflow
/// @dev A report that reverts can be delivered again by anybody, for ever. So only a caller that is not authorised sees
///      a revert; whatever the forwarder brings is consumed, and an event says why nothing came of it.
abstract contract CreReceiver is OracleCore, IReceiver, IERC165 {
    /// @dev Workflow id, name and owner; some forwarders add two bytes of report id.
    uint256 private constant MIN_METADATA = 62;
    /// @dev abi.encode(uint64 chainSelector, bytes32 requestId, bytes response, bytes err): four words, then the bytes.
    uint256 private constant REPORT_HEAD = 128;

    CreConfig private _creConfig;
    uint256 private _creNonce;

    /// @dev Bound to chain and contract, so that no other contract's request has the same id.
    function _nextCreRequest() internal override returns (bytes32) {
        require(_creConfig.forwarder != address(0), TransportNotConfigured(Transport.Cre));
        return keccak256(abi.encode(block.chainid, address(this), ++_creNonce));
    }

    /// @inheritdoc IReceiver
    function onReport(bytes calldata metadata, bytes calldata report) external {
        CreConfig memory config = _creConfig;
        require(config.forwarder != address(0) && msg.sender == config.forwarder, OnlyForwarder(msg.sender));
        bytes32 workflowId = metadata.length < MIN_METADATA ? bytes32(0) : bytes32(metadata[:32]);
        require(
            workflowId != 0 && (workflowId == config.workflowId || workflowId == config.previousWorkflowId),
            WrongWorkflow(workflowId)
        );
        _consume(config.chainSelector, report);
    }

    function _consume(uint64 chainSelector, bytes calldata report) private {
        if (report.length < REPORT_HEAD) {
            emit DeliveryIgnored(0, Transport.Cre, Ignored.Malformed);
            return;
        }
        bytes32 requestId = bytes32(report[32:64]);
        (bool hasResponse, bytes calldata response) = _tail(report, 64);
        (bool hasErr, bytes calldata err) = _tail(report, 96);
        if (!hasResponse || !hasErr) emit DeliveryIgnored(requestId, Transport.Cre, Ignored.Malformed);
        else if (uint256(bytes32(report[:32])) != chainSelector)
            emit DeliveryIgnored(requestId, Transport.Cre, Ignored.OtherChain);
        else _settle(requestId, Transport.Cre, response, err);
    }

    /// @dev The bytes that the word at `head` points to, without trusting offset or length.
    function _tail(bytes calldata report, uint256 head) private pure returns (bool ok, bytes calldata data) {
        data = report[:0];
        uint256 offset = uint256(bytes32(report[head:head + 32]));
        if (offset > report.length - 32) return (false, data);
        uint256 length = uint256(bytes32(report[offset:offset + 32]));
        uint256 begin = offset + 32;
        if (length > report.length - begin) return (false, data);
        return (true, report[begin:begin + length]);
    }

    /// @inheritdoc IOracleCore
    function setCreConfig(CreConfig calldata config) external restricted {
        require(
            config.forwarder != address(0) && config.workflowId != 0 && config.chainSelector != 0,
            InvalidOracleConfig()
        );
        emit CreConfigChanged(_creConfig, config);
        _creConfig = config;
    }

    /// @inheritdoc IOracleCore
    function creConfig() external view returns (CreConfig memory) {
        return _creConfig;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IReceiver).interfaceId || interfaceId == type(IERC165).interfaceId;
    }
}
