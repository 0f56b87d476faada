// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/interfaces/IMembers.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {ICreditLines} from "../../../contracts/interfaces/ICreditLines.sol";
import {ILinePolicy} from "../../../contracts/interfaces/ILinePolicy.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IOracleCore} from "../../../contracts/interfaces/IOracleCore.sol";
import {IScoreOracle} from "../../../contracts/interfaces/IScoreOracle.sol";
import {Consents} from "../../../contracts/credit/Consents.sol";
import {CreditLines} from "../../../contracts/credit/CreditLines.sol";
import {LinePolicy} from "../../../contracts/credit/LinePolicy.sol";
import {ModelRegistry} from "../../../contracts/credit/ModelRegistry.sol";
import {ScoreOracle} from "../../../contracts/oracles/ScoreOracle.sol";
import {TestForwarder} from "../mocks/TestForwarder.sol";
import {TestRouter} from "../mocks/TestRouter.sol";
import {Fixture} from "./Fixture.sol";
import {ModelBlob} from "./ModelBlob.sol";

/// @title Merchant credit of one bank on top of the whole system, with a router and a forwarder that tests drive
abstract contract CreditFixture is Fixture {
    /// @dev What an oracle's answer says, before it is packed.
    struct Answer {
        uint16 score;
        uint16 pdBps;
        uint32 reasons;
        uint16 version;
        uint8 sourceMask;
        uint40 asOf;
        uint80 turnover;
    }

    uint256 internal constant MERCHANT_KEY = 0x3e2c4a17;
    uint32 internal constant MERCHANT_GROUP = 103;
    uint32 internal constant SECOND_MERCHANT_GROUP = 104;
    address internal immutable merchant = vm.addr(MERCHANT_KEY);
    address internal constant secondMerchant = address(0x3E02);

    bytes32 internal constant MARKET = keccak256("lantern-market");
    bytes32 internal constant PAYMENTS = keccak256("tongda-pay");
    bytes32 internal constant PURPOSE = keccak256("CREDIT_SCORING");
    uint32 internal constant ALL_SCOPES = 31;
    uint32 internal constant TURNOVER_SCOPE = 1;
    bytes32 internal constant COMMITMENT = keccak256("commitment");
    bytes32 internal constant DON_ID = "don";
    bytes32 internal constant WORKFLOW = "workflow";
    uint64 internal constant CHAIN_SELECTOR = 16015286601757825753;
    uint32 internal constant CALLBACK_GAS = 180_000;

    uint32 internal constant COOLDOWN = 10 minutes;
    uint32 internal constant TIME_TO_LIVE = 5 minutes;
    uint32 internal constant MAX_AGE = 35 days;
    uint16 internal constant LINE_PENALTY_BPS = 1800;
    uint16 internal constant LINE_GRACE = 7;
    uint128 internal constant BOOK_CAP = 5_000_000e6;

    /// @dev A score of the second band and a turnover of ¥400 000 a month: limit ¥600 000 at 7.2 %.
    uint16 internal constant SCORE = 700;
    uint80 internal constant TURNOVER = 400_000e2;
    uint88 internal constant LIMIT = 600_000e6;
    uint16 internal constant RATE_BPS = 720;

    Consents internal consents;
    ModelRegistry internal models;
    ScoreOracle internal scoreOracle;
    LinePolicy internal policy;
    CreditLines internal lines;
    TestRouter internal router;
    TestForwarder internal forwarder;

    function setUp() public virtual override {
        super.setUp();
        router = new TestRouter();
        forwarder = new TestForwarder();
        consents = Consents(_create("contracts/credit/Consents.sol:Consents", abi.encode(manager, members)));
        models = ModelRegistry(_create("contracts/credit/ModelRegistry.sol:ModelRegistry", abi.encode(manager)));
        scoreOracle = _newOracle(address(router));
        bytes memory rule = abi.encode(manager, uint8(6), _rules(), _bands());
        policy = LinePolicy(_create("contracts/credit/LinePolicy.sol:LinePolicy", rule));
        lines = _newLines();
        _registerMerchants();
        _activateModel(ModelBlob.small());
        _deposit(bank, DEPOSIT);
    }

    // ---------------------------------------------------------------- deployment

    function _newOracle(address router_) internal returns (ScoreOracle oracle) {
        bytes memory arguments = abi.encode(manager, router_, members, consents, models, _limits());
        oracle = ScoreOracle(_create("contracts/oracles/ScoreOracle.sol:ScoreOracle", arguments));
        oracle.setFunctionsConfig(IOracleCore.FunctionsConfig(DON_ID, 7, 0, CALLBACK_GAS, 0));
        oracle.setProgram("return 1");
        oracle.setCreConfig(IOracleCore.CreConfig(address(forwarder), CHAIN_SELECTOR, WORKFLOW, 0));
        oracle.setSource(0, MARKET);
    }

    function _newLines() internal returns (CreditLines book) {
        bytes memory arguments = abi.encode(
            manager,
            treasury,
            asset,
            members,
            policy,
            scoreOracle,
            LINE_PENALTY_BPS,
            LINE_GRACE
        );
        book = CreditLines(_create("contracts/credit/CreditLines.sol:CreditLines", arguments));
        treasury.registerBook(address(book), 2400, 365, true);
        treasury.raiseBookCap(address(book), BOOK_CAP);
    }

    function _registerMerchants() private {
        _register(merchant, MERCHANT_GROUP, "qingteng", Roles.MERCHANT);
        _register(secondMerchant, SECOND_MERCHANT_GROUP, "lubang", Roles.MERCHANT);
        treasury.raiseObligorLimit(MERCHANT_GROUP, 2_000_000e6);
        treasury.raiseObligorLimit(SECOND_MERCHANT_GROUP, 2_000_000e6);
        consents.setProvider(MARKET, _provider(ALL_SCOPES, "Lantern Market", "http://lantern"));
        consents.setProvider(PAYMENTS, _provider(TURNOVER_SCOPE, "Tongda Pay", "http://tongda"));
        _grant(merchant, MARKET, ALL_SCOPES);
        _grant(secondMerchant, MARKET, ALL_SCOPES);
    }

    function _provider(
        uint32 scopes,
        string memory name,
        string memory url
    ) internal pure returns (IConsents.Provider memory) {
        return IConsents.Provider(keccak256(bytes(name)), scopes, true, name, url);
    }

    function _limits() internal pure returns (IScoreOracle.Limits memory) {
        return IScoreOracle.Limits(COOLDOWN, TIME_TO_LIVE, MAX_AGE, 1000, 20, 1);
    }

    function _rules() internal pure returns (ILinePolicy.Rules memory) {
        return ILinePolicy.Rules(35 days, 2500, 7, 0, 1000e6, 10_000e6);
    }

    function _bands() internal pure returns (ILinePolicy.Band[] memory b) {
        b = new ILinePolicy.Band[](4);
        b[0] = ILinePolicy.Band(720, 20_000, 600, 2_000_000e6);
        b[1] = ILinePolicy.Band(680, 15_000, RATE_BPS, 1_000_000e6);
        b[2] = ILinePolicy.Band(640, 10_000, 900, 500_000e6);
        b[3] = ILinePolicy.Band(600, 5000, 1200, 200_000e6);
    }

    // ---------------------------------------------------------------- models

    function _spec(bytes memory blob) internal pure returns (IModelRegistry.Spec memory s) {
        s.modelHash = sha256(blob);
        s.schemaHash = "schema";
        s.dataHash = "data";
        s.cardHash = "card";
        s.scopes = ALL_SCOPES;
        s.baseline[9] = 10_000;
        s.uri = "http://model";
        s.cardUri = "http://card";
    }

    /// @dev Developed by somebody else than the test, which validates and approves.
    function _activateModel(bytes memory blob) internal returns (uint16 version) {
        address developer = address(0xDE);
        manager.grantRole(0, developer, 0);
        IModelRegistry.Spec memory spec = _spec(blob);
        vm.prank(developer);
        version = models.register(spec);
        models.validate(version, "report");
        models.activate(version);
    }

    // ---------------------------------------------------------------- consents and scores

    function _consent(
        address who,
        bytes32 provider,
        uint32 scopes
    ) internal view returns (IConsents.DataConsent memory) {
        uint40 expiry = uint40(block.timestamp + 365 days);
        return IConsents.DataConsent(who, provider, address(scoreOracle), PURPOSE, scopes, expiry);
    }

    function _grant(address who, bytes32 provider, uint32 scopes) internal {
        IConsents.DataConsent memory consent = _consent(who, provider, scopes);
        vm.prank(who);
        consents.grant(consent);
    }

    function _revoke(address who, bytes32 provider) internal {
        vm.prank(who);
        consents.revoke(provider, address(scoreOracle), PURPOSE);
    }

    function _requestScore(address who) internal returns (bytes32 requestId) {
        vm.prank(who);
        return scoreOracle.requestScore();
    }

    function _answer(uint16 score, uint80 turnover) internal view returns (Answer memory) {
        return Answer(score, 120, 0x05020000, models.active(), 1, uint40(block.timestamp), turnover);
    }

    function _pack(Answer memory a) internal pure returns (uint256 word) {
        word = (uint256(a.score) << 240) | (uint256(a.pdBps) << 224) | (uint256(a.reasons) << 192);
        word |= (uint256(a.version) << 176) | (uint256(a.sourceMask) << 168) | (uint256(a.asOf) << 128);
        word |= uint256(a.turnover) << 48;
    }

    function _response(Answer memory a) internal pure returns (bytes memory) {
        return abi.encode(_pack(a), COMMITMENT);
    }

    /// @dev A new score, after the cooldown of the one before.
    function _score(address who, uint16 score, uint80 turnover) internal {
        vm.warp(block.timestamp + COOLDOWN);
        bytes32 requestId = _requestScore(who);
        assertTrue(router.deliver(requestId, _response(_answer(score, turnover)), ""), "the callback ran");
    }

    // ---------------------------------------------------------------- lines

    function _openLine(address who, uint16 score, uint80 turnover) internal {
        _score(who, score, turnover);
        vm.prank(who);
        lines.open();
    }

    function _draw(address who, uint128 amount) internal {
        vm.prank(who);
        lines.draw(amount, type(uint16).max);
    }

    /// @dev Paid by the merchant, who gets the money for it.
    function _repay(address who, uint128 amount) internal returns (uint128 paid) {
        _fund(who, amount);
        vm.prank(who);
        return lines.repay(who, amount);
    }

    function _fund(address who, uint128 amount) internal {
        asset.mint(who, amount);
        vm.prank(who);
        asset.approve(address(lines), amount);
    }

    function _debt(address who) internal view returns (ICreditLines.Debt memory) {
        return lines.debtOf(who);
    }

    function _stateOf(address who) internal view returns (uint256) {
        return uint256(lines.line(who).state);
    }

    function _expectState(address who, ICreditLines.State state, string memory what) internal view {
        assertEq(_stateOf(who), uint256(state), what);
    }

    function _pass(uint256 days_) internal {
        vm.warp(block.timestamp + days_ * 1 days);
    }
}
