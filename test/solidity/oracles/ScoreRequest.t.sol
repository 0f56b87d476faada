// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IOracleCore, Transport} from "../../../contracts/interfaces/IOracleCore.sol";
import {IScoreOracle} from "../../../contracts/interfaces/IScoreOracle.sol";
import {ScoreOracle} from "../../../contracts/oracles/ScoreOracle.sol";
import {TestRouter} from "../mocks/TestRouter.sol";
import {CreditFixture} from "../support/CreditFixture.sol";
import {ModelBlob} from "../support/ModelBlob.sol";

/// @dev Who may ask, how often, and what the oracle network is given.
contract ScoreRequestTest is CreditFixture {
    function _requestOf(bytes32 requestId) private view returns (IOracleCore.Request memory) {
        return scoreOracle.request(requestId);
    }

    function _expectRequestState(bytes32 id, IOracleCore.RequestState state, string memory what) private view {
        assertEq(uint256(_requestOf(id).state), uint256(state), what);
    }

    function _isUsable(address who) private view returns (bool consented) {
        (, consented) = scoreOracle.usable(who);
    }

    // ---------------------------------------------------------------- what is sent

    function test_requestKeepsWhatTheAnswerMustComeFrom() external {
        bytes32 id = _requestScore(merchant);
        IOracleCore.Request memory r = _requestOf(id);
        assertEq(r.subject, merchant, "subject");
        assertEq(r.version, 1, "model");
        assertEq(r.sourceMask, 1, "sources");
        assertEq(r.expiresAt, block.timestamp + TIME_TO_LIVE, "end");
        assertEq(uint256(r.transport), uint256(Transport.Functions), "transport");
        assertEq(scoreOracle.openRequestOf(merchant), id, "the merchant's open request");
        assertTrue(scoreOracle.scoreOf(merchant).pending, "pending");
    }

    function test_networkIsGivenModelMerchantAndSourcesAndNothingFromTheCaller() external {
        scoreOracle.setSource(3, PAYMENTS);
        _grant(merchant, PAYMENTS, TURNOVER_SCOPE);
        string[] memory args = new string[](3);
        (args[0], args[1], args[2]) = ("http://model", "http://lantern", "http://tongda");
        bytes[] memory bytesArgs = new bytes[](4);
        bytesArgs[0] = abi.encode(sha256(ModelBlob.small()));
        bytesArgs[1] = abi.encodePacked(uint16(1), uint8(9), merchant);
        bytesArgs[2] = abi.encode(keccak256("Lantern Market"));
        bytesArgs[3] = abi.encode(keccak256("Tongda Pay"));
        bytes32 expected = keccak256(abi.encode(address(router), 1));
        vm.expectEmit(address(scoreOracle));
        emit IOracleCore.OracleRequested(
            expected,
            merchant,
            merchant,
            Transport.Functions,
            1,
            9,
            keccak256("return 1"),
            abi.encode(args, bytesArgs)
        );
        assertEq(_requestScore(merchant), expected, "the router's id");
    }

    function test_routerIsGivenTheConfigurationAndTheProgramOnChain() external {
        router.setKeepsData(true);
        scoreOracle.setFunctionsConfig(IOracleCore.FunctionsConfig("other", 9, 0, 250_000, 0));
        bytes32 plain = _requestScore(merchant);
        TestRouter.Sent memory s = router.sent(plain);
        assertEq(s.donId, "other", "network");
        assertEq(s.subscriptionId, 9, "who pays");
        assertEq(s.gasLimit, 250_000, "callback gas");
        assertEq(_occurrences(s.data, "return 1"), 1, "the program");
        assertEq(_occurrences(s.data, "http://lantern"), 1, "the source");
        scoreOracle.setFunctionsConfig(IOracleCore.FunctionsConfig("other", 9, 33, 250_000, 2));
        bytes32 secret = _requestScore(secondMerchant);
        assertEq(_occurrences(router.sent(secret).data, "secretsLocation"), 1, "secrets by reference");
        assertEq(_occurrences(s.data, "secretsLocation"), 0, "none before");
    }

    function _occurrences(bytes memory data, bytes memory part) private pure returns (uint256 count) {
        for (uint256 i; i + part.length <= data.length; ++i) {
            uint256 j;
            while (j < part.length && data[i + j] == part[j]) ++j;
            if (j == part.length) ++count;
        }
    }

    function test_O10_requestsInFlightKeepProgramModelAndSources() external {
        bytes32 id = _requestScore(merchant);
        scoreOracle.setProgram("return 2");
        scoreOracle.setSource(0, PAYMENTS);
        _activateModel(ModelBlob.large(2, 3));
        Answer memory a = _answer(SCORE, TURNOVER);
        a.version = 1;
        router.deliver(id, _response(a), "");
        assertEq(scoreOracle.scoreOf(merchant).version, 1, "answered by what it was opened with");
    }

    function test_O10_programOnlyChangesByTheAuthorityAndIsHashed() external {
        assertEq(scoreOracle.programHash(), keccak256("return 1"), "hash");
        assertEq(keccak256(bytes(scoreOracle.program())), keccak256("return 1"), "source");
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        scoreOracle.setProgram("return 2");
    }

    function test_creRequestsAreNumberedByChainAndContract() external {
        scoreOracle.setTransport(Transport.Cre);
        bytes32 id = _requestScore(merchant);
        assertEq(id, keccak256(abi.encode(block.chainid, address(scoreOracle), 1)), "id");
        assertEq(uint256(_requestOf(id).transport), uint256(Transport.Cre), "transport");
        assertTrue(_requestScore(secondMerchant) != id, "the next is another");
        assertEq(router.count(), 0, "nothing went to the router");
    }

    // ---------------------------------------------------------------- who may ask

    function test_onlyMerchantsInGoodStandingAsk() external {
        vm.prank(supplier);
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, supplier, Roles.MERCHANT));
        scoreOracle.requestScore();
        members.freeze(merchant);
        vm.prank(merchant);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, merchant));
        scoreOracle.requestScore();
    }

    function test_bankAsksForAMerchantAndStrangersDoNot() external {
        bytes32 id = scoreOracle.requestScoreFor(merchant);
        assertEq(_requestOf(id).subject, merchant, "subject");
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        scoreOracle.requestScoreFor(secondMerchant);
    }

    function test_oneRequestOfAMerchantAtATime() external {
        bytes32 id = _requestScore(merchant);
        vm.prank(merchant);
        vm.expectRevert(abi.encodeWithSelector(IScoreOracle.RequestOpen.selector, merchant, id));
        scoreOracle.requestScore();
        _requestScore(secondMerchant);
    }

    function test_cooldownCountsFromTheLastAnswer() external {
        _score(merchant, SCORE, TURNOVER);
        uint40 until = uint40(block.timestamp + COOLDOWN);
        vm.warp(until - 1);
        vm.prank(merchant);
        vm.expectRevert(abi.encodeWithSelector(IScoreOracle.CooldownRunning.selector, merchant, until));
        scoreOracle.requestScore();
        vm.warp(until);
        _requestScore(merchant);
    }

    function _limitsWith(uint16 daily, uint8 own, uint8 sources) private pure returns (IScoreOracle.Limits memory l) {
        l = _limits();
        (l.dailyBudget, l.merchantBudget, l.minSources) = (daily, own, sources);
    }

    /// @dev The first second of a day in UTC.
    function _toNextDay() private returns (uint40 day) {
        day = uint40((block.timestamp / 1 days + 1) * 1 days);
        vm.warp(day);
    }

    function test_O06_merchantCannotDrainTheSubscription() external {
        scoreOracle.setLimits(_limitsWith(1000, 2, 1));
        uint40 day = _toNextDay();
        for (uint256 i; i < 2; ++i) {
            router.deliver(_requestScore(merchant), "", "DATA_UNAVAILABLE");
        }
        vm.prank(merchant);
        vm.expectRevert(
            abi.encodeWithSelector(IScoreOracle.DailyBudgetSpent.selector, merchant, uint16(2), day + 1 days)
        );
        scoreOracle.requestScore();
        _requestScore(secondMerchant);
        _toNextDay();
        _requestScore(merchant);
    }

    function test_O06_allMerchantsTogetherStayWithinTheDaysBudget() external {
        scoreOracle.setLimits(_limitsWith(1, 20, 1));
        uint40 day = _toNextDay();
        _requestScore(merchant);
        vm.prank(secondMerchant);
        vm.expectRevert(
            abi.encodeWithSelector(IScoreOracle.DailyBudgetSpent.selector, address(0), uint16(1), day + 1 days)
        );
        scoreOracle.requestScore();
    }

    function test_withoutAnActiveModelNobodyAsks() external {
        models.retire(1);
        vm.prank(merchant);
        vm.expectRevert(IModelRegistry.NoActiveModel.selector);
        scoreOracle.requestScore();
    }

    // ---------------------------------------------------------------- sources and consent

    function test_consentMustCoverAllThatTheModelNeeds() external {
        _grant(merchant, MARKET, ALL_SCOPES - 1);
        vm.prank(merchant);
        vm.expectRevert(abi.encodeWithSelector(IScoreOracle.ConsentMissing.selector, merchant, 0, 1));
        scoreOracle.requestScore();
    }

    function test_furtherSourcesNeedConsentForWhatTheyHave() external {
        scoreOracle.setSource(1, PAYMENTS);
        scoreOracle.setLimits(_limitsWith(1000, 20, 2));
        vm.prank(merchant);
        vm.expectRevert(abi.encodeWithSelector(IScoreOracle.ConsentMissing.selector, merchant, 1, 2));
        scoreOracle.requestScore();
        _grant(merchant, PAYMENTS, TURNOVER_SCOPE);
        assertEq(_requestOf(_requestScore(merchant)).sourceMask, 3, "both");
    }

    function test_sourceWithNothingThatTheModelNeedsIsLeftOut() external {
        consents.setProvider(PAYMENTS, _provider(1 << 9, "Weather", "http://weather"));
        scoreOracle.setSource(1, PAYMENTS);
        _grant(merchant, PAYMENTS, 1 << 9);
        assertEq(_requestOf(_requestScore(merchant)).sourceMask, 1, "only the market");
    }

    function test_stoppedPlatformIsNotAsked() external {
        consents.stopProvider(MARKET);
        vm.prank(merchant);
        vm.expectPartialRevert(IScoreOracle.ConsentMissing.selector);
        scoreOracle.requestScore();
    }

    function test_scoreIsUsableWhileEverySourceHasItsConsent() external {
        assertTrue(!_isUsable(merchant), "no score, no consent to use it");
        scoreOracle.setSource(1, PAYMENTS);
        _grant(merchant, PAYMENTS, TURNOVER_SCOPE);
        bytes32 id = _requestScore(merchant);
        Answer memory a = _answer(SCORE, TURNOVER);
        a.sourceMask = 3;
        router.deliver(id, _response(a), "");
        assertTrue(_isUsable(merchant), "both consents live");
        _revoke(merchant, PAYMENTS);
        assertTrue(!_isUsable(merchant), "one revoked");
        _grant(merchant, PAYMENTS, TURNOVER_SCOPE);
        _grant(merchant, MARKET, ALL_SCOPES - 1);
        assertTrue(!_isUsable(merchant), "less than the model needed");
        _grant(merchant, MARKET, ALL_SCOPES);
        assertTrue(_isUsable(merchant), "given again");
        scoreOracle.setSource(1, 0);
        assertTrue(!_isUsable(merchant), "a source that was taken away");
    }

    function test_consentRevokedInFlightIsStoredAndNotUsable() external {
        bytes32 id = _requestScore(merchant);
        _revoke(merchant, MARKET);
        router.deliver(id, _response(_answer(SCORE, TURNOVER)), "");
        assertEq(scoreOracle.scoreOf(merchant).score, SCORE, "stored: the data were read under consent");
        assertTrue(!_isUsable(merchant), "and may not be used");
    }

    // ---------------------------------------------------------------- time

    function test_O07_requestThatNobodyAnswersExpiresByAnybody() external {
        bytes32 id = _requestScore(merchant);
        uint40 end = uint40(block.timestamp + TIME_TO_LIVE);
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(IOracleCore.RequestNotExpired.selector, id, end));
        scoreOracle.expire(id);
        vm.warp(end + 1);
        vm.expectEmit(address(scoreOracle));
        emit IOracleCore.OracleExpired(id, merchant);
        vm.prank(stranger);
        scoreOracle.expire(id);
        _expectRequestState(id, IOracleCore.RequestState.Expired, "expired");
        assertTrue(!scoreOracle.scoreOf(merchant).pending, "no longer pending");
        vm.expectRevert(abi.encodeWithSelector(IOracleCore.RequestNotOpen.selector, id));
        scoreOracle.expire(id);
    }

    function test_O07_nextRequestGivesUpTheUnansweredOne() external {
        bytes32 id = _requestScore(merchant);
        vm.warp(block.timestamp + TIME_TO_LIVE + 1);
        bytes32 next = _requestScore(merchant);
        _expectRequestState(id, IOracleCore.RequestState.Expired, "the old one");
        _expectRequestState(next, IOracleCore.RequestState.Open, "the new one");
        assertEq(scoreOracle.openRequestOf(merchant), next, "is the open one");
        assertTrue(scoreOracle.scoreOf(merchant).pending, "pending");
    }

    // ---------------------------------------------------------------- administration

    function test_limitsMustLetSomethingThrough() external {
        for (uint256 i; i < 6; ++i) {
            IScoreOracle.Limits memory l = _limits();
            if (i == 0) l.timeToLive = 0;
            if (i == 1) l.maxDataAge = 0;
            if (i == 2) l.dailyBudget = 0;
            if (i == 3) l.merchantBudget = 0;
            if (i == 4) l.minSources = 0;
            if (i == 5) l.minSources = 9;
            vm.expectRevert(IScoreOracle.InvalidLimits.selector);
            scoreOracle.setLimits(l);
        }
        IScoreOracle.Limits memory next = _limitsWith(9, 9, 8);
        vm.expectEmit(address(scoreOracle));
        emit IScoreOracle.LimitsChanged(_limits(), next);
        scoreOracle.setLimits(next);
        assertEq(keccak256(abi.encode(scoreOracle.limits())), keccak256(abi.encode(next)), "limits");
    }

    function test_sourcesHaveEightPlaces() external {
        vm.expectEmit(address(scoreOracle));
        emit IScoreOracle.SourceSet(7, 0, PAYMENTS);
        scoreOracle.setSource(7, PAYMENTS);
        assertEq(scoreOracle.source(7), PAYMENTS, "place");
        vm.expectRevert(abi.encodeWithSelector(IScoreOracle.InvalidSource.selector, 8));
        scoreOracle.setSource(8, PAYMENTS);
    }

    function test_configurationsMustBeComplete() external {
        for (uint256 i; i < 3; ++i) {
            IOracleCore.FunctionsConfig memory f = IOracleCore.FunctionsConfig(DON_ID, 1, 0, 1, 0);
            IOracleCore.CreConfig memory c = IOracleCore.CreConfig(address(forwarder), 1, WORKFLOW, 0);
            if (i == 0) (f.donId, c.forwarder) = (0, address(0));
            if (i == 1) (f.subscriptionId, c.chainSelector) = (0, 0);
            if (i == 2) (f.callbackGasLimit, c.workflowId) = (0, 0);
            vm.expectRevert(IOracleCore.InvalidOracleConfig.selector);
            scoreOracle.setFunctionsConfig(f);
            vm.expectRevert(IOracleCore.InvalidOracleConfig.selector);
            scoreOracle.setCreConfig(c);
        }
        assertEq(scoreOracle.functionsConfig().donId, DON_ID, "functions");
        assertEq(scoreOracle.creConfig().workflowId, WORKFLOW, "cre");
        assertEq(scoreOracle.router(), address(router), "router");
    }

    function test_unconfiguredTransportsCarryNothing() external {
        bytes memory arguments = abi.encode(manager, router, members, consents, models, _limits());
        scoreOracle = ScoreOracle(_create("contracts/oracles/ScoreOracle.sol:ScoreOracle", arguments));
        scoreOracle.setSource(0, MARKET);
        _grant(merchant, MARKET, ALL_SCOPES);
        for (uint8 t; t < 2; ++t) {
            scoreOracle.setTransport(Transport(t));
            vm.prank(merchant);
            vm.expectRevert(abi.encodeWithSelector(IOracleCore.TransportNotConfigured.selector, t));
            scoreOracle.requestScore();
        }
    }

    function test_A01_onlyTheAuthorityAdministersTheOracle() external {
        bytes[6] memory calls = [
            abi.encodeCall(scoreOracle.setTransport, (Transport.Cre)),
            abi.encodeCall(scoreOracle.setFunctionsConfig, (IOracleCore.FunctionsConfig(DON_ID, 1, 0, 1, 0))),
            abi.encodeCall(scoreOracle.setProgram, ("x")),
            abi.encodeCall(scoreOracle.setCreConfig, (IOracleCore.CreConfig(stranger, 1, WORKFLOW, 0))),
            abi.encodeCall(scoreOracle.setSource, (0, PAYMENTS)),
            abi.encodeCall(scoreOracle.setLimits, (_limits()))
        ];
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(stranger);
            (bool ok, bytes memory reason) = address(scoreOracle).call(calls[i]);
            assertTrue(!ok, "refused");
            assertEq(
                bytes32(bytes4(reason)),
                bytes32(IAccessManaged.AccessManagedUnauthorized.selector),
                "for lack of a role"
            );
        }
    }

    function test_changesOfTransportAndConfigurationAreTold() external {
        IOracleCore.FunctionsConfig memory f = IOracleCore.FunctionsConfig("new", 1, 2, 3, 4);
        vm.expectEmit(address(scoreOracle));
        emit IOracleCore.FunctionsConfigChanged(scoreOracle.functionsConfig(), f);
        scoreOracle.setFunctionsConfig(f);
        IOracleCore.CreConfig memory c = IOracleCore.CreConfig(stranger, 1, "w", "v");
        vm.expectEmit(address(scoreOracle));
        emit IOracleCore.CreConfigChanged(scoreOracle.creConfig(), c);
        scoreOracle.setCreConfig(c);
        vm.expectEmit(address(scoreOracle));
        emit IOracleCore.TransportChanged(Transport.Functions, Transport.Cre);
        scoreOracle.setTransport(Transport.Cre);
    }
}
