// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FunctionsClient} from "@chainlink/contracts/src/v0.8/functions/v1_3_0/FunctionsClient.sol";
import {FunctionsRequest} from "@chainlink/contracts/src/v0.8/functions/v1_0_0/libraries/FunctionsRequest.sol";
import {IOracleCore, Transport} from "../interfaces/IOracleCore.sol";
import {CodeStore} from "../libraries/CodeStore.sol";
import {OracleCore} from "./OracleCore.sol";

/// @title Oracle requests by a Chainlink Functions router
/// @dev The program lies in the code of a contract: whoever asks cannot choose what runs.
abstract contract FunctionsTransport is OracleCore, FunctionsClient {
    using FunctionsRequest for FunctionsRequest.Request;

    FunctionsConfig private _functionsConfig;
    address private _program;
    bytes32 private _programHash;

    constructor(address router_) FunctionsClient(router_) {}

    /// @inheritdoc OracleCore
    function _sendByFunctions(
        string[] memory args,
        bytes[] memory bytesArgs
    ) internal override returns (bytes32 requestId) {
        FunctionsConfig memory config = _functionsConfig;
        require(config.donId != 0 && _program != address(0), TransportNotConfigured(Transport.Functions));
        FunctionsRequest.Request memory functionsRequest;
        functionsRequest.initializeRequestForInlineJavaScript(program());
        if (config.secretsVersion != 0) {
            functionsRequest.addDONHostedSecrets(config.secretsSlot, config.secretsVersion);
        }
        functionsRequest.setArgs(args);
        functionsRequest.setBytesArgs(bytesArgs);
        return
            _sendRequest(functionsRequest.encodeCBOR(), config.subscriptionId, config.callbackGasLimit, config.donId);
    }

    /// @inheritdoc FunctionsClient
    function _fulfillRequest(bytes32 requestId, bytes memory response, bytes memory err) internal override {
        _settle(requestId, Transport.Functions, response, err);
    }

    /// @inheritdoc IOracleCore
    function setFunctionsConfig(FunctionsConfig calldata config) external restricted {
        require(config.donId != 0 && config.subscriptionId != 0 && config.callbackGasLimit != 0, InvalidOracleConfig());
        emit FunctionsConfigChanged(_functionsConfig, config);
        _functionsConfig = config;
    }

    /// @inheritdoc IOracleCore
    function setProgram(bytes calldata source) external restricted {
        address store = CodeStore.write(source);
        bytes32 hash = keccak256(source);
        emit ProgramChanged(_programHash, hash, store);
        _program = store;
        _programHash = hash;
    }

    /// @inheritdoc OracleCore
    function _currentProgram() internal view override returns (bytes32) {
        return _programHash;
    }

    /// @inheritdoc IOracleCore
    function programHash() external view returns (bytes32) {
        return _programHash;
    }

    /// @inheritdoc IOracleCore
    function program() public view returns (string memory) {
        return string(CodeStore.read(_program));
    }

    /// @inheritdoc IOracleCore
    function functionsConfig() external view returns (FunctionsConfig memory) {
        return _functionsConfig;
    }

    /// @notice The router that may deliver. Another router means another oracle contract.
    function router() external view returns (address) {
        return address(i_functionsRouter);
    }
}
