// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IConsents} from "../interfaces/IConsents.sol";
import {IMembers, Roles} from "../interfaces/IMembers.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IScoreOracle} from "../interfaces/IScoreOracle.sol";
import {FeatureCommitment} from "../libraries/FeatureCommitment.sol";
import {ScoreAnswer} from "../libraries/ScoreAnswer.sol";
import {CreReceiver} from "./CreReceiver.sol";
import {FunctionsTransport} from "./FunctionsTransport.sol";
import {OracleCore} from "./OracleCore.sol";

/// @title Scores of merchants, computed by an oracle network from consented data
contract ScoreOracle is IScoreOracle, FunctionsTransport, CreReceiver {
    bytes32 public constant PURPOSE = keccak256("CREDIT_SCORING");
    uint8 private constant SOURCES = 8;
    /// @dev Clocks of platforms and of the chain may differ by this much.
    uint256 private constant CLOCK_TOLERANCE = 1 hours;

    struct Budget {
        uint16 day;
        uint16 used;
    }

    IMembers public immutable members;
    /// @inheritdoc IScoreOracle
    IConsents public immutable consents;
    /// @inheritdoc IScoreOracle
    IModelRegistry public immutable models;

    Limits private _limits;
    mapping(uint8 index => bytes32 provider) private _sources;
    mapping(address merchant => Score) private _scores;
    mapping(address merchant => bytes32) private _commitments;
    mapping(address merchant => bytes32 requestId) private _openRequests;
    mapping(uint16 version => uint32) private _scopesOf;
    /// @dev Requests of a day by merchant; everybody's are under zero.
    mapping(address merchant => Budget) private _budgets;

    constructor(
        address authority,
        address router,
        IMembers members_,
        IConsents consents_,
        IModelRegistry models_,
        Limits memory limits_
    ) AccessManaged(authority) FunctionsTransport(router) {
        members = members_;
        consents = consents_;
        models = models_;
        _setLimits(limits_);
    }

    // ---------------------------------------------------------------- asking

    /// @inheritdoc IScoreOracle
    function requestScore() external returns (bytes32 requestId) {
        return _request(msg.sender);
    }

    /// @inheritdoc IScoreOracle
    function requestScoreFor(address merchant) external restricted returns (bytes32 requestId) {
        return _request(merchant);
    }

    function _request(address merchant) private returns (bytes32 requestId) {
        members.requireRole(merchant, Roles.MERCHANT);
        _makeWay(merchant);
        Limits memory limits_ = _limits;
        _checkCooldown(merchant, limits_.cooldown);
        _spend(merchant, limits_.merchantBudget);
        _spend(address(0), limits_.dailyBudget);
        uint16 version = models.active();
        require(version != 0, IModelRegistry.NoActiveModel());
        (uint8 mask, string[] memory args, bytes[] memory bytesArgs) = _program(merchant, version, limits_.minSources);
        uint40 expiresAt = uint40(block.timestamp) + limits_.timeToLive;
        requestId = _open(merchant, version, mask, expiresAt, args, bytesArgs);
        _openRequests[merchant] = requestId;
        _scores[merchant].pending = true;
    }

    /// @dev One request at a time; one whose answer never came is given up here.
    function _makeWay(address merchant) private {
        bytes32 open = _openRequests[merchant];
        if (open == 0) return;
        require(_isOverdue(open), RequestOpen(merchant, open));
        expire(open);
    }

    function _checkCooldown(address merchant, uint32 cooldown) private view {
        uint40 last = _scores[merchant].updatedAt;
        uint40 until = last == 0 ? 0 : last + cooldown;
        require(block.timestamp >= until, CooldownRunning(merchant, until));
    }

    function _spend(address merchant, uint16 budget) private {
        uint256 day = block.timestamp / 1 days;
        Budget memory b = _budgets[merchant];
        if (b.day != uint16(day)) b = Budget(uint16(day), 0);
        require(b.used < budget, DailyBudgetSpent(merchant, budget, uint40((day + 1) * 1 days)));
        ++b.used;
        _budgets[merchant] = b;
    }

    /// @dev What the network is given, see docs/scoring.md. Nothing of it comes from the caller.
    function _program(
        address merchant,
        uint16 version,
        uint8 minSources
    ) private returns (uint8 mask, string[] memory args, bytes[] memory bytesArgs) {
        IModelRegistry.Model memory m = models.model(version);
        if (_scopesOf[version] == 0) _scopesOf[version] = m.scopes;
        IConsents.Provider[] memory providers;
        uint8 count;
        (mask, count, providers) = _consentedSources(merchant, m.scopes);
        require(count != 0 && count >= minSources, ConsentMissing(merchant, count, minSources));
        args = new string[](count + 1);
        bytesArgs = new bytes[](count + 2);
        args[0] = m.uri;
        bytesArgs[0] = abi.encode(m.modelHash);
        bytesArgs[1] = abi.encodePacked(version, mask, merchant);
        for (uint256 i; i < count; ++i) {
            args[i + 1] = providers[i].url;
            bytesArgs[i + 2] = abi.encode(providers[i].key);
        }
    }

    /// @dev The first source must be allowed to release all that the model needs, the others what they have of it.
    function _consentedSources(
        address merchant,
        uint32 scopes
    ) private view returns (uint8 mask, uint8 count, IConsents.Provider[] memory providers) {
        providers = new IConsents.Provider[](SOURCES);
        for (uint8 i; i < SOURCES; ++i) {
            bytes32 id = _sources[i];
            if (id == 0) continue;
            IConsents.Provider memory provider = consents.providerOf(id);
            uint32 needed = count == 0 ? scopes : scopes & provider.scopes;
            if (needed == 0 || !consents.live(merchant, id, address(this), PURPOSE, needed)) continue;
            mask |= uint8(1 << i);
            providers[count++] = provider;
        }
    }

    // ---------------------------------------------------------------- answers

    /// @inheritdoc OracleCore
    function _answerLength() internal pure override returns (uint256) {
        return 64;
    }

    /// @inheritdoc OracleCore
    function _accept(
        bytes32 requestId,
        Request memory r,
        bytes memory response
    ) internal override returns (bool, Refusal) {
        (uint256 first, bytes32 second) = _words(response);
        Score memory s = ScoreAnswer.unpack(first);
        if (!ScoreAnswer.isCanonical(first, s) || second == 0) return (false, Refusal.BadField);
        if (s.version != r.version) return (false, Refusal.WrongVersion);
        if (s.sourceMask != r.sourceMask) return (false, Refusal.WrongSources);
        if (s.asOf > block.timestamp + CLOCK_TOLERANCE) return (false, Refusal.FromTheFuture);
        if (uint256(s.asOf) + _limits.maxDataAge < block.timestamp) return (false, Refusal.TooOld);
        if (s.asOf < _scores[r.subject].asOf) return (false, Refusal.OlderThanLast);
        s.updatedAt = uint40(block.timestamp);
        _scores[r.subject] = s;
        _commitments[r.subject] = second;
        emit ScoreStored(
            requestId,
            r.subject,
            s.score,
            s.pdBps,
            s.reasons,
            s.version,
            s.sourceMask,
            s.asOf,
            s.turnover,
            second
        );
        return (true, Refusal.OracleError);
    }

    function _words(bytes memory data) private pure returns (uint256 first, bytes32 second) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            first := mload(add(data, 32))
            second := mload(add(data, 64))
        }
    }

    /// @inheritdoc OracleCore
    function _onClosed(address merchant) internal override {
        delete _openRequests[merchant];
        _scores[merchant].pending = false;
    }

    // ---------------------------------------------------------------- disputes

    /// @inheritdoc IScoreOracle
    function challenge(address merchant, int64[] calldata features, bytes32 salt) external returns (bool corrected) {
        Score memory s = _scores[merchant];
        require(s.updatedAt != 0, NoScore(merchant));
        bytes32 commitment = FeatureCommitment.hash(salt, merchant, s.asOf, features);
        require(commitment == _commitments[merchant], WrongFeatures(commitment, _commitments[merchant]));
        (uint16 score, uint16 pdBps, uint80 turnover) = models.evaluate(s.version, features);
        corrected = score != s.score || pdBps != s.pdBps || turnover != s.turnover;
        if (corrected) _correct(merchant, score, pdBps, turnover);
        emit ScoreChallenged(merchant, msg.sender, s.score, score, s.pdBps, pdBps, s.turnover, turnover);
    }

    /// @dev The reasons belonged to the wrong score. `updatedAt` moves, so that lines notice.
    function _correct(address merchant, uint16 score, uint16 pdBps, uint80 turnover) private {
        Score storage s = _scores[merchant];
        s.score = score;
        s.pdBps = pdBps;
        s.turnover = turnover;
        s.reasons = 0;
        s.updatedAt = uint40(block.timestamp);
    }

    // ---------------------------------------------------------------- administration

    /// @inheritdoc IScoreOracle
    function setSource(uint8 index, bytes32 provider) external restricted {
        require(index < SOURCES, InvalidSource(index));
        emit SourceSet(index, _sources[index], provider);
        _sources[index] = provider;
    }

    /// @inheritdoc IScoreOracle
    function setLimits(Limits calldata limits_) external restricted {
        _setLimits(limits_);
    }

    function _setLimits(Limits memory limits_) private {
        require(
            limits_.timeToLive != 0 &&
                limits_.maxDataAge != 0 &&
                limits_.dailyBudget != 0 &&
                limits_.merchantBudget != 0 &&
                limits_.minSources != 0 &&
                limits_.minSources <= SOURCES,
            InvalidLimits()
        );
        emit LimitsChanged(_limits, limits_);
        _limits = limits_;
    }

    // ---------------------------------------------------------------- view

    /// @inheritdoc IScoreOracle
    function scoreOf(address merchant) external view returns (Score memory) {
        return _scores[merchant];
    }

    /// @inheritdoc IScoreOracle
    function commitmentOf(address merchant) external view returns (bytes32) {
        return _commitments[merchant];
    }

    /// @inheritdoc IScoreOracle
    function usable(address merchant) external view returns (Score memory score, bool consented) {
        score = _scores[merchant];
        consented = score.updatedAt != 0;
        uint32 needed = _scopesOf[score.version];
        uint256 mask = score.sourceMask;
        for (uint8 i; consented && mask != 0; ++i) {
            if (mask & 1 != 0) {
                consented = _isConsented(merchant, i, needed);
                needed = 0;
            }
            mask >>= 1;
        }
    }

    /// @dev A source that was taken away has nobody's consent.
    function _isConsented(address merchant, uint8 index, uint32 scopes) private view returns (bool) {
        bytes32 provider = _sources[index];
        return provider != 0 && consents.live(merchant, provider, address(this), PURPOSE, scopes);
    }

    /// @inheritdoc IScoreOracle
    function openRequestOf(address merchant) external view returns (bytes32 requestId) {
        return _openRequests[merchant];
    }

    /// @inheritdoc IScoreOracle
    function source(uint8 index) external view returns (bytes32 provider) {
        return _sources[index];
    }

    /// @inheritdoc IScoreOracle
    function limits() external view returns (Limits memory) {
        return _limits;
    }
}
