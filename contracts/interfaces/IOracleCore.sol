// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How a request reaches the oracle network and how the answer comes back.
enum Transport {
    Functions,
    Cre
}

/// @title Requests to an oracle network, whatever carries them
/// @notice Each request is settled at most once, by the transport that it was opened with, or expires. The answer is
///         only stored; whoever uses it reads it when needed.
interface IOracleCore {
    enum RequestState {
        None,
        Open,
        Answered,
        Failed,
        Expired
    }

    /// @param subject whom the request is about
    /// @param expiresAt last second at which an answer is accepted
    /// @param version model that the answer must come from
    /// @param sourceMask sources that the answer must come from
    struct Request {
        address subject;
        uint40 expiresAt;
        uint16 version;
        uint8 sourceMask;
        RequestState state;
        Transport transport;
    }

    /// @param donId network of the router that runs the program
    /// @param subscriptionId who pays
    /// @param secretsVersion version of the secrets hosted by the network, 0 for none
    struct FunctionsConfig {
        bytes32 donId;
        uint64 subscriptionId;
        uint64 secretsVersion;
        uint32 callbackGasLimit;
        uint8 secretsSlot;
    }

    /// @param forwarder contract that checks the network's signatures and delivers
    /// @param chainSelector this chain's number in reports: signatures do not bind the chain
    /// @param workflowId workflow whose reports are accepted
    /// @param previousWorkflowId also accepted, while a new workflow takes over; 0 for none
    struct CreConfig {
        address forwarder;
        uint64 chainSelector;
        bytes32 workflowId;
        bytes32 previousWorkflowId;
    }

    /// @notice Why an answer was not accepted. The request is over; a new one may be opened.
    enum Refusal {
        OracleError, // the network reports an error; `detail` is its code
        BadLength,
        BadField, // out of range, or unused bits that are not zero
        WrongVersion,
        WrongSources,
        OlderThanLast,
        TooOld,
        FromTheFuture,
        TooLate // after the request's time
    }

    /// @notice Why a delivery changed nothing.
    enum Ignored {
        UnknownRequest, // never opened, or already over
        OtherTransport,
        OtherChain,
        Malformed
    }

    /// @param params abi.encode(string[] args, bytes[] bytesArgs): all that the program is given
    event OracleRequested(
        bytes32 indexed requestId,
        address indexed subject,
        address indexed requester,
        Transport transport,
        uint16 version,
        uint8 sourceMask,
        bytes32 programHash,
        bytes params
    );
    event OracleAnswered(bytes32 indexed requestId, address indexed subject);
    event OracleRefused(bytes32 indexed requestId, address indexed subject, Refusal reason, bytes32 detail);
    event OracleExpired(bytes32 indexed requestId, address indexed subject);
    event DeliveryIgnored(bytes32 indexed requestId, Transport transport, Ignored reason);
    event TransportChanged(Transport oldTransport, Transport newTransport);
    event CreConfigChanged(CreConfig oldConfig, CreConfig newConfig);
    event FunctionsConfigChanged(FunctionsConfig oldConfig, FunctionsConfig newConfig);
    event ProgramChanged(bytes32 oldHash, bytes32 newHash, address program);

    /// @notice Only the configured forwarder may deliver reports.
    error OnlyForwarder(address caller);
    error WrongWorkflow(bytes32 workflowId);
    error TransportNotConfigured(Transport transport);
    error InvalidOracleConfig();
    error RequestNotOpen(bytes32 requestId);
    error RequestNotExpired(bytes32 requestId, uint40 expiresAt);

    /// @notice Give up a request whose answer did not come in time. Anyone may.
    function expire(bytes32 requestId) external;

    /// @notice Choose what carries new requests. Requests in flight keep theirs.
    /// @custom:access ORACLE_ADMIN (delayed)
    function setTransport(Transport transport) external;

    /// @custom:access ORACLE_ADMIN (delayed)
    function setFunctionsConfig(FunctionsConfig calldata config) external;

    /// @notice Replace the program that new Functions requests run.
    /// @custom:access ORACLE_ADMIN (delayed)
    function setProgram(bytes calldata source) external;

    /// @custom:access ORACLE_ADMIN (delayed)
    function setCreConfig(CreConfig calldata config) external;

    // ---------------------------------------------------------------- view

    function request(bytes32 requestId) external view returns (Request memory);

    function transport() external view returns (Transport);

    /// @notice keccak256 of the program that new Functions requests run.
    function programHash() external view returns (bytes32);

    /// @notice The program itself.
    function program() external view returns (string memory);

    function functionsConfig() external view returns (FunctionsConfig memory);

    function creConfig() external view returns (CreConfig memory);
}
