// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IScoreOracle} from "../../../contracts/interfaces/IScoreOracle.sol";
import {CreditFixture} from "../support/CreditFixture.sol";
import {ModelBlob} from "../support/ModelBlob.sol";

/// @dev A score is recomputed on chain from the features that it commits to.
contract ScoreChallengeTest is CreditFixture {
    bytes32 private constant SALT = keccak256("salt");
    uint80 private constant MONTHLY = 500_000e2;

    int64[] private row;

    function setUp() public override {
        super.setUp();
        row = [int64(uint64(MONTHLY)), ModelBlob.CUT + 1];
    }

    /// @dev An answer that commits to the row, whatever it says about it.
    function _store(uint16 score, uint16 pdBps, uint80 turnover) private {
        bytes32 id = _requestScore(merchant);
        Answer memory a = _answer(score, turnover);
        a.pdBps = pdBps;
        bytes32 commitment = sha256(abi.encodePacked(SALT, merchant, a.asOf, row[0], row[1]));
        router.deliver(id, abi.encode(_pack(a), commitment), "");
    }

    function _storeRight() private {
        _store(ModelBlob.GOOD, 2375, MONTHLY);
    }

    function test_rightScoreStands() external {
        models.publish(1, ModelBlob.small());
        _storeRight();
        bytes32 stored = keccak256(abi.encode(scoreOracle.scoreOf(merchant)));
        vm.warp(block.timestamp + 1 days);
        vm.expectEmit(address(scoreOracle));
        emit IScoreOracle.ScoreChallenged(
            merchant,
            stranger,
            ModelBlob.GOOD,
            ModelBlob.GOOD,
            2375,
            2375,
            MONTHLY,
            MONTHLY
        );
        vm.prank(stranger);
        assertTrue(!scoreOracle.challenge(merchant, row, SALT), "nothing to correct");
        assertEq(keccak256(abi.encode(scoreOracle.scoreOf(merchant))), stored, "nothing changed");
    }

    function test_O08_O11_wrongScoreIsCorrectedByAnybodyWithTheFeatures() external {
        models.publish(1, ModelBlob.small());
        _store(850, 1, 9_000_000e2);
        vm.warp(block.timestamp + 1 days);
        vm.prank(stranger);
        assertTrue(scoreOracle.challenge(merchant, row, SALT), "corrected");
        IScoreOracle.Score memory s = scoreOracle.scoreOf(merchant);
        assertTrue(s.score == ModelBlob.GOOD && s.pdBps == 2375 && s.turnover == MONTHLY, "what the model says");
        assertEq(s.reasons, 0, "the reasons went with the wrong score");
        assertEq(s.updatedAt, block.timestamp, "lines notice");
        assertEq(s.asOf, block.timestamp - 1 days, "the data are as old as they were");
        assertTrue(!scoreOracle.challenge(merchant, row, SALT), "a second challenge finds it right");
    }

    function test_eachFigureIsCorrectedByItself() external {
        models.publish(1, ModelBlob.small());
        uint16[3] memory scores = [ModelBlob.GOOD - 1, ModelBlob.GOOD, ModelBlob.GOOD];
        uint16[3] memory pds = [uint16(2375), 2374, 2375];
        uint80[3] memory turnovers = [MONTHLY, MONTHLY, MONTHLY + 1];
        for (uint256 i; i < 3; ++i) {
            _store(scores[i], pds[i], turnovers[i]);
            assertTrue(scoreOracle.challenge(merchant, row, SALT), "corrected");
            vm.warp(block.timestamp + COOLDOWN);
        }
    }

    function test_otherFeaturesSaltOrMerchantAreRefused() external {
        models.publish(1, ModelBlob.small());
        _storeRight();
        bytes32 stored = scoreOracle.commitmentOf(merchant);
        bytes32 salted = sha256(abi.encodePacked(bytes32(0), merchant, uint40(block.timestamp), row[0], row[1]));
        vm.expectRevert(abi.encodeWithSelector(IScoreOracle.WrongFeatures.selector, salted, stored));
        scoreOracle.challenge(merchant, row, 0);
        row[1] += 1;
        vm.expectPartialRevert(IScoreOracle.WrongFeatures.selector);
        scoreOracle.challenge(merchant, row, SALT);
        row.push(0);
        vm.expectPartialRevert(IScoreOracle.WrongFeatures.selector);
        scoreOracle.challenge(merchant, row, SALT);
        vm.expectRevert(abi.encodeWithSelector(IScoreOracle.NoScore.selector, secondMerchant));
        scoreOracle.challenge(secondMerchant, row, SALT);
    }

    function test_confidentialModelIsPublishedForTheDispute() external {
        _storeRight();
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelNotPublished.selector, uint16(1)));
        scoreOracle.challenge(merchant, row, SALT);
        models.retire(1);
        models.publish(1, ModelBlob.small());
        assertTrue(!scoreOracle.challenge(merchant, row, SALT), "by the model of the score, retired or not");
    }

    function test_correctionCutsTheLineAtTheNextDraw() external {
        models.publish(1, ModelBlob.small());
        _store(850, 1, MONTHLY);
        vm.prank(merchant);
        lines.open();
        assertEq(lines.line(merchant).limit, 1_000_000e6, "by the wrong score");
        row[1] = ModelBlob.CUT;
        vm.warp(block.timestamp + COOLDOWN);
        _store(850, 1, MONTHLY);
        scoreOracle.challenge(merchant, row, SALT);
        vm.prank(merchant);
        vm.expectPartialRevert(LIMIT_EXCEEDED);
        lines.draw(900_000e6, 2400);
    }

    bytes4 private constant LIMIT_EXCEEDED = bytes4(keccak256("LimitExceeded(uint256,uint256)"));
}
