// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {FunctionsClient} from "@chainlink/contracts/src/v0.8/functions/v1_3_0/FunctionsClient.sol";
import {IOracleCore, Transport} from "../../../contracts/interfaces/IOracleCore.sol";
import {IReceiver} from "../../../contracts/interfaces/IReceiver.sol";
import {IScoreOracle} from "../../../contracts/interfaces/IScoreOracle.sol";
import {ScoreOracle} from "../../../contracts/oracles/ScoreOracle.sol";
import {TestRouter} from "../mocks/TestRouter.sol";
import {CreditFixture} from "../support/CreditFixture.sol";

/// @dev What comes back from the oracle network, by router or by report: taken, refused or ignored, never reverted.
contract ScoreDeliveryTest is CreditFixture {
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        id = _requestScore(merchant);
    }

    function _deliver(bytes memory response, bytes memory err) private {
        assertTrue(router.deliver(id, response, err), "the callback does not revert");
    }

    function _expectRefused(IOracleCore.Refusal reason, bytes32 detail) private {
        vm.expectEmit(address(scoreOracle));
        emit IOracleCore.OracleRefused(id, merchant, reason, detail);
    }

    function _expectIgnored(bytes32 requestId, Transport transport, IOracleCore.Ignored reason) private {
        vm.expectEmit(address(scoreOracle));
        emit IOracleCore.DeliveryIgnored(requestId, transport, reason);
    }

    /// @dev Nothing stored, and the merchant may ask again at once.
    function _assertFailed() private {
        assertEq(uint256(scoreOracle.request(id).state), uint256(IOracleCore.RequestState.Failed), "failed");
        assertEq(scoreOracle.scoreOf(merchant).updatedAt, 0, "no score");
        assertEq(scoreOracle.commitmentOf(merchant), 0, "no commitment");
        assertTrue(!scoreOracle.scoreOf(merchant).pending, "not pending");
        id = _requestScore(merchant);
    }

    function _assertRefused(Answer memory a, IOracleCore.Refusal reason) private {
        _expectRefused(reason, bytes32(_pack(a)));
        _deliver(_response(a), "");
        _assertFailed();
    }

    // ---------------------------------------------------------------- taken

    function test_answerIsStoredWithEveryField() external {
        Answer memory a = _answer(SCORE, TURNOVER);
        vm.expectEmit(address(scoreOracle));
        emit IScoreOracle.ScoreStored(id, merchant, a.score, a.pdBps, a.reasons, 1, 1, a.asOf, a.turnover, COMMITMENT);
        vm.expectEmit(address(scoreOracle));
        emit IOracleCore.OracleAnswered(id, merchant);
        _deliver(_response(a), "");
        IScoreOracle.Score memory s = scoreOracle.scoreOf(merchant);
        assertTrue(s.score == a.score && s.pdBps == a.pdBps && s.reasons == a.reasons, "judgement");
        assertTrue(s.version == 1 && s.sourceMask == 1 && s.asOf == a.asOf && s.turnover == a.turnover, "origin");
        assertEq(s.updatedAt, block.timestamp, "time");
        assertTrue(!s.pending && scoreOracle.openRequestOf(merchant) == 0, "the request is over");
        assertEq(scoreOracle.commitmentOf(merchant), COMMITMENT, "commitment");
        assertEq(uint256(scoreOracle.request(id).state), uint256(IOracleCore.RequestState.Answered), "answered");
    }

    function test_severalRequestsAreAnsweredInAnyOrder() external {
        bytes32 second = _requestScore(secondMerchant);
        router.deliver(second, _response(_answer(650, 1)), "");
        _deliver(_response(_answer(750, 2)), "");
        assertEq(scoreOracle.scoreOf(merchant).score, 750, "first");
        assertEq(scoreOracle.scoreOf(secondMerchant).score, 650, "second");
    }

    function test_answerCountsInTheLastSecond() external {
        vm.warp(block.timestamp + TIME_TO_LIVE);
        _deliver(_response(_answer(SCORE, TURNOVER)), "");
        assertEq(scoreOracle.scoreOf(merchant).score, SCORE, "stored");
    }

    // ---------------------------------------------------------------- from whom

    function test_O01_onlyTheRouterAndTheForwarderDeliver() external {
        bytes memory response = _response(_answer(SCORE, TURNOVER));
        vm.startPrank(stranger);
        vm.expectRevert(FunctionsClient.OnlyRouterCanFulfill.selector);
        scoreOracle.handleOracleFulfillment(id, response, "");
        vm.expectRevert(abi.encodeWithSelector(IOracleCore.OnlyForwarder.selector, stranger));
        scoreOracle.onReport(_metadata(WORKFLOW), _report(id, response, ""));
        vm.stopPrank();
    }

    function test_O13_anotherRouterDeliversNothing() external {
        TestRouter other = new TestRouter();
        bytes memory response = _response(_answer(SCORE, TURNOVER));
        vm.expectRevert(FunctionsClient.OnlyRouterCanFulfill.selector);
        other.deliverTo(address(scoreOracle), id, response, "");
        assertTrue(scoreOracle.scoreOf(merchant).pending, "still open for its own router");
    }

    function test_O13_newRouterIsANewOracleAndOldScoresDoNotMove() external {
        _deliver(_response(_answer(SCORE, TURNOVER)), "");
        ScoreOracle next = _newOracle(address(new TestRouter()));
        lines.setScoreOracle(next);
        (IScoreOracle.Score memory s, bool consented) = next.usable(merchant);
        assertTrue(s.updatedAt == 0 && !consented, "starts from nothing");
    }

    function test_O02_unknownAndRepeatedRequestsAreIgnored() external {
        bytes memory response = _response(_answer(SCORE, TURNOVER));
        _expectIgnored("unknown", Transport.Functions, IOracleCore.Ignored.UnknownRequest);
        router.deliverTo(address(scoreOracle), "unknown", response, "");
        _deliver(response, "");
        bytes32 stored = keccak256(abi.encode(scoreOracle.scoreOf(merchant)));
        _expectIgnored(id, Transport.Functions, IOracleCore.Ignored.UnknownRequest);
        _deliver(_response(_answer(400, 1)), "");
        assertEq(keccak256(abi.encode(scoreOracle.scoreOf(merchant))), stored, "the first answer stands");
    }

    function test_O02_expiredRequestIsNotAnsweredAfterwards() external {
        vm.warp(block.timestamp + TIME_TO_LIVE + 1);
        scoreOracle.expire(id);
        _expectIgnored(id, Transport.Functions, IOracleCore.Ignored.UnknownRequest);
        _deliver(_response(_answer(SCORE, TURNOVER)), "");
        assertEq(scoreOracle.scoreOf(merchant).updatedAt, 0, "nothing stored");
    }

    // ---------------------------------------------------------------- refused

    function test_O03_lateAnswersAreRefused() external {
        vm.warp(block.timestamp + TIME_TO_LIVE + 1);
        _expectRefused(IOracleCore.Refusal.TooLate, 0);
        _deliver(_response(_answer(SCORE, TURNOVER)), "");
        _assertFailed();
    }

    function test_O03_oldDataAreRefused() external {
        Answer memory a = _answer(SCORE, TURNOVER);
        a.asOf = uint40(block.timestamp - MAX_AGE - 1);
        _assertRefused(a, IOracleCore.Refusal.TooOld);
        a.asOf += 1;
        _deliver(_response(a), "");
        assertEq(scoreOracle.scoreOf(merchant).asOf, a.asOf, "the oldest that counts");
    }

    function test_O03_dataFromTheFutureAreRefused() external {
        Answer memory a = _answer(SCORE, TURNOVER);
        a.asOf = uint40(block.timestamp + 1 hours + 1);
        _assertRefused(a, IOracleCore.Refusal.FromTheFuture);
        a.asOf -= 1;
        _deliver(_response(a), "");
        assertEq(scoreOracle.scoreOf(merchant).asOf, a.asOf, "clocks may differ by an hour");
    }

    function test_O03_dataOlderThanTheLastAreRefused() external {
        Answer memory a = _answer(SCORE, TURNOVER);
        _deliver(_response(a), "");
        vm.warp(block.timestamp + COOLDOWN);
        id = _requestScore(merchant);
        a.asOf -= 1;
        _expectRefused(IOracleCore.Refusal.OlderThanLast, bytes32(_pack(a)));
        _deliver(_response(a), "");
        assertEq(scoreOracle.scoreOf(merchant).asOf, a.asOf + 1, "the last stands");
        assertTrue(!scoreOracle.scoreOf(merchant).pending, "and the request is over");
    }

    function test_O04_errorsOfTheNetworkAreRecordedByTheirCode() external {
        _expectRefused(IOracleCore.Refusal.OracleError, "NO_CONSENT");
        _deliver("", "NO_CONSENT");
        _assertFailed();
        bytes memory long = "an error text of more than thirty-two bytes is cut off";
        _expectRefused(IOracleCore.Refusal.OracleError, "an error text of more than thirt");
        _deliver("", long);
        _assertFailed();
        _expectRefused(IOracleCore.Refusal.OracleError, "BOTH");
        _deliver(_response(_answer(SCORE, TURNOVER)), "BOTH");
        _assertFailed();
    }

    function testFuzz_O04_onlySixtyFourBytesAreAnAnswer(bytes calldata response) external {
        vm.assume(response.length != 64);
        _expectRefused(IOracleCore.Refusal.BadLength, bytes32(response.length));
        _deliver(response, "");
        _assertFailed();
    }

    function test_O04_everyFieldOutOfRangeIsRefused() external {
        for (uint256 i; i < 6; ++i) {
            Answer memory a = _answer(SCORE, TURNOVER);
            if (i == 0) a.score = 299;
            if (i == 1) a.score = 851;
            if (i == 2) a.pdBps = 10_001;
            if (i == 3) a.reasons = 0x00010000;
            if (i == 4) a.version = 2;
            if (i == 5) a.sourceMask = 3;
            IOracleCore.Refusal reason = IOracleCore.Refusal.BadField;
            if (i == 4) reason = IOracleCore.Refusal.WrongVersion;
            if (i == 5) reason = IOracleCore.Refusal.WrongSources;
            _assertRefused(a, reason);
        }
    }

    function test_O04_unusedBitsAndMissingCommitmentsAreRefused() external {
        uint256 word = _pack(_answer(SCORE, TURNOVER)) | 1;
        _expectRefused(IOracleCore.Refusal.BadField, bytes32(word));
        _deliver(abi.encode(word, COMMITMENT), "");
        _assertFailed();
        word -= 1;
        _expectRefused(IOracleCore.Refusal.BadField, bytes32(word));
        _deliver(abi.encode(word, bytes32(0)), "");
        _assertFailed();
    }

    /// @dev Most bit patterns are no answers; whatever is stored must be one.
    function testFuzz_O05_anyWordsAreSettledWithinTheCallbackGas(uint256 first, bytes32 second) external {
        _deliver(abi.encode(first, second), "");
        assertLe(router.gasUsed(), CALLBACK_GAS, "gas");
        _assertConsistent();
    }

    function testFuzz_O05_anyBytesAreSettledWithinTheCallbackGas(bytes calldata response, bytes calldata err) external {
        _deliver(response, err);
        assertLe(router.gasUsed(), CALLBACK_GAS, "gas");
        _assertConsistent();
    }

    function test_O05_largestResponseAndErrorFitTheCallbackGas() external {
        _deliver(_response(_answer(SCORE, TURNOVER)), "");
        assertLe(router.gasUsed(), 120_000, "an answer");
        vm.warp(block.timestamp + COOLDOWN);
        id = _requestScore(merchant);
        _deliver(new bytes(256), new bytes(256));
        assertLe(router.gasUsed(), 60_000, "the largest refusal");
    }

    function _assertConsistent() private view {
        IScoreOracle.Score memory s = scoreOracle.scoreOf(merchant);
        bool answered = scoreOracle.request(id).state == IOracleCore.RequestState.Answered;
        assertTrue(!s.pending && scoreOracle.openRequestOf(merchant) == 0, "the request is over");
        assertTrue(answered == (s.updatedAt != 0), "a score only from an answer");
        if (answered) assertTrue(s.score >= 300 && s.score <= 850 && s.pdBps <= 10_000, "in range");
    }

    // ---------------------------------------------------------------- reports

    function _metadata(bytes32 workflow) private pure returns (bytes memory) {
        return abi.encodePacked(workflow, bytes10("name"), address(0xF0), bytes2(0));
    }

    function _report(bytes32 requestId, bytes memory response, bytes memory err) private pure returns (bytes memory) {
        return abi.encode(CHAIN_SELECTOR, requestId, response, err);
    }

    function _deliverReport(bytes memory report) private {
        assertTrue(forwarder.report(scoreOracle, _metadata(WORKFLOW), report), "consumed");
    }

    function _requestByCre() private {
        scoreOracle.setTransport(Transport.Cre);
        vm.warp(block.timestamp + TIME_TO_LIVE + 1);
        id = _requestScore(merchant);
    }

    function test_reportIsTakenLikeARoutersAnswer() external {
        _requestByCre();
        _deliverReport(_report(id, _response(_answer(SCORE, TURNOVER)), ""));
        assertEq(scoreOracle.scoreOf(merchant).score, SCORE, "stored");
    }

    function test_errorsComeByReportToo() external {
        _requestByCre();
        _expectRefused(IOracleCore.Refusal.OracleError, "DATA_STALE");
        _deliverReport(_report(id, "", "DATA_STALE"));
        _assertFailed();
    }

    function test_O02_reportDeliveredAgainChangesNothing() external {
        _requestByCre();
        bytes memory report = _report(id, _response(_answer(SCORE, TURNOVER)), "");
        _deliverReport(report);
        _expectIgnored(id, Transport.Cre, IOracleCore.Ignored.UnknownRequest);
        _deliverReport(report);
    }

    function test_O13_requestIsSettledByTheTransportThatItWasOpenedWith() external {
        scoreOracle.setTransport(Transport.Cre);
        bytes memory response = _response(_answer(SCORE, TURNOVER));
        _expectIgnored(id, Transport.Cre, IOracleCore.Ignored.OtherTransport);
        _deliverReport(_report(id, response, ""));
        assertTrue(scoreOracle.scoreOf(merchant).pending, "still open");
        _deliver(response, "");
        assertEq(scoreOracle.scoreOf(merchant).score, SCORE, "settled by its own router");
        vm.warp(block.timestamp + COOLDOWN);
        bytes32 next = _requestScore(merchant);
        scoreOracle.setTransport(Transport.Functions);
        _expectIgnored(next, Transport.Functions, IOracleCore.Ignored.OtherTransport);
        router.deliverTo(address(scoreOracle), next, response, "");
    }

    function test_O01_otherWorkflowsAreRefusedAndTheForwarderMayBringThemAgain() external {
        _requestByCre();
        bytes memory report = _report(id, _response(_answer(SCORE, TURNOVER)), "");
        bytes[4] memory wrong = [_metadata("other"), _metadata(0), bytes(""), abi.encode(WORKFLOW)];
        for (uint256 i; i < wrong.length; ++i) {
            assertTrue(!forwarder.report(scoreOracle, wrong[i], report), "reverted");
        }
        vm.prank(address(forwarder));
        vm.expectRevert(abi.encodeWithSelector(IOracleCore.WrongWorkflow.selector, bytes32("other")));
        scoreOracle.onReport(_metadata("other"), report);
        _deliverReport(report);
        assertEq(scoreOracle.scoreOf(merchant).score, SCORE, "the right one is taken");
    }

    function test_previousWorkflowIsAcceptedDuringATakeover() external {
        scoreOracle.setCreConfig(IOracleCore.CreConfig(address(forwarder), CHAIN_SELECTOR, "next", WORKFLOW));
        _requestByCre();
        _deliverReport(_report(id, _response(_answer(SCORE, TURNOVER)), ""));
        assertEq(scoreOracle.scoreOf(merchant).score, SCORE, "stored");
    }

    function test_reportForAnotherChainIsConsumed() external {
        _requestByCre();
        bytes memory report = abi.encode(CHAIN_SELECTOR + 1, id, _response(_answer(SCORE, TURNOVER)), "");
        _expectIgnored(id, Transport.Cre, IOracleCore.Ignored.OtherChain);
        _deliverReport(report);
        assertTrue(scoreOracle.scoreOf(merchant).pending, "still open");
    }

    function test_malformedReportsAreConsumed() external {
        _requestByCre();
        _expectIgnored(0, Transport.Cre, IOracleCore.Ignored.Malformed);
        _deliverReport(new bytes(127));
        bytes[4] memory tails = [
            abi.encode(CHAIN_SELECTOR, id, uint256(97), uint256(96)),
            abi.encode(CHAIN_SELECTOR, id, uint256(96), type(uint256).max),
            abi.encode(CHAIN_SELECTOR, id, uint256(128), uint256(128), uint256(1)),
            abi.encode(CHAIN_SELECTOR, id, uint256(128), uint256(128), type(uint256).max)
        ];
        for (uint256 i; i < tails.length; ++i) {
            _expectIgnored(id, Transport.Cre, IOracleCore.Ignored.Malformed);
            _deliverReport(tails[i]);
        }
        assertTrue(scoreOracle.scoreOf(merchant).pending, "still open");
    }

    function testFuzz_forwarderNeverSeesARevert(bytes calldata report) external {
        _deliverReport(report);
    }

    /// @dev The right words in front, so that offsets and lengths are what is tried out.
    function testFuzz_forwarderNeverSeesARevertOverTails(uint256 response, uint256 err, bytes calldata rest) external {
        _requestByCre();
        response = bound(response, 0, 400);
        _deliverReport(bytes.concat(abi.encode(CHAIN_SELECTOR, id, response, err), rest));
    }

    function test_forwardersFindTheInterface() external view {
        assertTrue(scoreOracle.supportsInterface(type(IReceiver).interfaceId), "receiver");
        assertEq(bytes32(type(IReceiver).interfaceId), bytes32(bytes4(0x805f2132)), "as forwarders know it");
        assertTrue(scoreOracle.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        assertTrue(!scoreOracle.supportsInterface(0xffffffff), "no other");
    }
}
