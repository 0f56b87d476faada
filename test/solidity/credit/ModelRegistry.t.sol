// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {ModelEvaluator} from "../../../contracts/libraries/ModelEvaluator.sol";
import {CreditFixture} from "../support/CreditFixture.sol";
import {ModelBlob} from "../support/ModelBlob.sol";

/// @dev From draft to retirement, who may do what, and which blobs are models.
contract ModelRegistryTest is CreditFixture {
    using ModelBlob for bytes;

    address private constant DEVELOPER = address(0xDE);

    function _registered(bytes memory blob) private returns (uint16 version) {
        IModelRegistry.Spec memory spec = _spec(blob);
        vm.prank(DEVELOPER);
        return models.register(spec);
    }

    function _expectStatus(uint16 version, IModelRegistry.Status status, string memory what) private view {
        assertEq(uint256(models.model(version).status), uint256(status), what);
    }

    // ---------------------------------------------------------------- life

    function test_modelGoesFromDraftToRetirement() external {
        bytes memory blob = ModelBlob.small();
        IModelRegistry.Spec memory spec = _spec(blob);
        vm.expectEmit(address(models));
        emit IModelRegistry.ModelRegistered(2, DEVELOPER, spec);
        uint16 version = _registered(blob);
        assertEq(version, 2, "numbers go on");
        assertEq(models.modelCount(), 2, "two models");
        _expectStatus(version, IModelRegistry.Status.Draft, "draft");
        vm.expectEmit(address(models));
        emit IModelRegistry.ModelValidated(version, address(this), "report");
        models.validate(version, "report");
        _expectStatus(version, IModelRegistry.Status.Validated, "validated");
        vm.expectEmit(address(models));
        emit IModelRegistry.ModelActivated(version, 1, address(this));
        models.activate(version);
        _expectStatus(version, IModelRegistry.Status.Active, "active");
        _expectStatus(1, IModelRegistry.Status.Retired, "its forerunner is retired");
        assertEq(models.active(), version, "one model is active");
        vm.expectEmit(address(models));
        emit IModelRegistry.ModelRetired(version, address(this));
        models.retire(version);
        assertEq(models.active(), 0, "none is active");
    }

    function test_modelKeepsWhatItWasRegisteredWith() external {
        bytes memory blob = ModelBlob.small();
        IModelRegistry.Model memory m = models.model(_registered(blob));
        assertEq(m.modelHash, sha256(blob), "hash");
        assertEq(m.scopes, ALL_SCOPES, "scopes");
        assertEq(m.developer, DEVELOPER, "developer");
        assertEq(keccak256(bytes(m.uri)), keccak256("http://model"), "address of the blob");
        assertEq(m.blob, address(0), "confidential");
    }

    function test_stepsNeedTheRightStatus() external {
        uint16 version = _registered(ModelBlob.small());
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelRegistry.WrongModelStatus.selector,
                version,
                uint256(IModelRegistry.Status.Draft)
            )
        );
        models.activate(version);
        models.validate(version, "report");
        vm.expectPartialRevert(IModelRegistry.WrongModelStatus.selector);
        models.validate(version, "report");
        models.retire(version);
        assertEq(models.active(), 1, "another model stays active");
        vm.expectPartialRevert(IModelRegistry.WrongModelStatus.selector);
        models.retire(version);
        vm.expectPartialRevert(IModelRegistry.WrongModelStatus.selector);
        models.activate(version);
    }

    function test_unknownModels() external {
        bytes memory unknown = abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, uint16(9));
        vm.expectRevert(unknown);
        models.validate(9, "report");
        vm.expectRevert(unknown);
        models.retire(9);
        vm.expectRevert(unknown);
        models.publish(9, "");
        vm.expectRevert(unknown);
        models.evaluate(9, new int64[](2));
    }

    function test_nobodyValidatesOrActivatesWhatItDeveloped() external {
        uint16 version = models.register(_spec(ModelBlob.small()));
        bytes memory refusal = abi.encodeWithSelector(IModelRegistry.SeparationOfDuties.selector, address(this));
        vm.expectRevert(refusal);
        models.validate(version, "report");
        vm.prank(DEVELOPER);
        models.validate(version, "report");
        vm.expectRevert(refusal);
        models.activate(version);
    }

    function test_A01_strangersDoNothingWithModels() external {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        IModelRegistry.Spec memory spec = _spec(ModelBlob.small());
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        models.register(spec);
        vm.expectRevert(refusal);
        models.validate(1, "report");
        vm.expectRevert(refusal);
        models.activate(1);
        vm.expectRevert(refusal);
        models.retire(1);
        vm.stopPrank();
    }

    function test_incompleteRegistrationsAreRefused() external {
        for (uint256 field; field < 7; ++field) {
            IModelRegistry.Spec memory spec = _spec(ModelBlob.small());
            if (field == 0) spec.modelHash = 0;
            if (field == 1) spec.schemaHash = 0;
            if (field == 2) spec.dataHash = 0;
            if (field == 3) spec.cardHash = 0;
            if (field == 4) spec.scopes = 0;
            if (field == 5) spec.uri = "";
            if (field == 6) spec.baseline[9] = 9989;
            vm.expectRevert(IModelRegistry.InvalidModel.selector);
            models.register(spec);
        }
        IModelRegistry.Spec memory more = _spec(ModelBlob.small());
        more.baseline[0] = 11;
        vm.expectRevert(IModelRegistry.InvalidModel.selector);
        models.register(more);
        uint16 version = _registered(ModelBlob.small());
        vm.expectRevert(IModelRegistry.InvalidModel.selector);
        models.validate(version, 0);
    }

    // ---------------------------------------------------------------- publication

    function test_anybodyPublishesTheBlobOnceAlsoAfterRetirement() external {
        bytes memory blob = ModelBlob.small();
        models.retire(1);
        vm.prank(stranger);
        models.publish(1, blob);
        bytes memory code = models.model(1).blob.code;
        assertEq(keccak256(code), keccak256(bytes.concat(hex"00", blob)), "code is a zero byte and the blob");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.AlreadyPublished.selector, uint16(1)));
        models.publish(1, blob);
    }

    function test_publishedCodeCannotBeCalledIntoDoingAnything() external {
        models.publish(1, ModelBlob.small());
        (bool ok, bytes memory returned) = models.model(1).blob.call("anything");
        assertTrue(ok && returned.length == 0, "it stops at its first byte");
    }

    function test_otherBytesThanTheRegisteredAreRefused() external {
        bytes memory other = ModelBlob.small().withByte(ModelBlob.TREES + 15, 1);
        bytes32[2] memory hashes = [sha256(other), sha256(ModelBlob.small())];
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.WrongModelBlob.selector, hashes[0], hashes[1]));
        models.publish(1, other);
    }

    /// @dev Each of these hashes as registered, and is still no model.
    function test_everyBlobThatBreaksTheFormatIsRefused() external {
        bytes memory blob = ModelBlob.small();
        _refuses("", "nothing");
        _refuses(new bytes(98), "only zeros");
        _refuses(blob.withByte(0, 0), "magic");
        _refuses(blob.withByte(4, 0), "no features");
        _refuses(blob.withByte(4, 65), "too many features");
        _refuses(blob.withByte(5, 2), "turnover is no feature");
        _refuses(blob.withByte(7, 0), "no cuts");
        _refuses(blob.withByte(6, 2), "too many cuts");
        _refuses(blob.withByte(9, 0), "no trees");
        _refuses(blob.withByte(9, 2), "a tree is missing");
        _refuses(bytes.concat(blob, hex"00"), "a byte too many");
        _refuses(ModelBlob.large(1, 701), "too many trees");
        _refuses(blob.withBytes(14, hex"00000000"), "slope is zero");
        _refuses(blob.withBytes(14, hex"ffff0000"), "slope is negative");
        _refuses(blob.withBytes(18, hex"0020000000000000"), "offset leaves the safe integers");
        _refuses(blob.withBytes(18, hex"ffe0000000000001"), "offset leaves them below");
        _refuses(blob.withBytes(10, hex"7fffffff7fffffff"), "slope times base leaves them");
        _refuses(blob.withBytes(26, hex"2711"), "a probability above one");
        _refuses(blob.withBytes(96, hex"2710"), "a probability that rises");
    }

    function test_everyBlobWithImpossibleFeaturesOrTreesIsRefused() external {
        bytes memory blob = ModelBlob.small();
        _refuses(blob.withByte(ModelBlob.REASON_CODES, 0), "no reason code");
        _refuses(blob.withByte(ModelBlob.CUT_COUNTS, 1), "more cuts shared out than there are");
        _refuses(blob.withByte(ModelBlob.CUT_COUNTS + 1, 0), "fewer cuts shared out");
        _refuses(blob.withBytes(ModelBlob.REFERENCES, hex"0020000000000000"), "reference is no feature");
        _refuses(blob.withBytes(ModelBlob.REFERENCES, hex"ffe0000000000000"), "reference below all features");
        _refuses(blob.withBytes(ModelBlob.CUTS, hex"0020000000000000"), "cut is no feature");
        _refuses(blob.withBytes(ModelBlob.CUTS, hex"ffe0000000000001"), "missing would lie on the cut");
        _refuses(blob.withByte(ModelBlob.TREES + 14, 1), "split at a cut that does not exist");
        _refuses(blob.withByte(ModelBlob.TREES + 31, 1), "the last byte of a tree");
        bytes memory flat = ModelBlob.large(1, 1);
        _refuses(flat, "256 cuts do not fit one feature's count");
        bytes memory twoFeatures = ModelBlob.large(2, 1);
        uint256 secondCut = 98 + 20 + 8;
        _refuses(twoFeatures.withBytes(secondCut, hex"0000000000000000"), "cuts that do not rise");
    }

    function _refuses(bytes memory blob, string memory what) private {
        uint16 version = _registered(blob);
        try models.publish(version, blob) {
            assertTrue(false, what);
        } catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(ModelEvaluator.BadModelBlob.selector), what);
        }
    }

    // ---------------------------------------------------------------- evaluation

    function _row(int64 turnover, int64 rating) private pure returns (int64[] memory row) {
        row = new int64[](2);
        (row[0], row[1]) = (turnover, rating);
    }

    function test_evaluationNeedsTheBlob() external {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelNotPublished.selector, uint16(1)));
        models.evaluate(1, _row(1, 1));
    }

    function test_valueOnACutIsNotAboveIt() external {
        models.publish(1, ModelBlob.small());
        (uint16 score, uint16 pdBps, uint80 turnover) = models.evaluate(1, _row(500, ModelBlob.CUT));
        assertEq(score, ModelBlob.POOR, "score on the cut");
        assertEq(pdBps, 5000 - 1800 - 75, "between two entries of the table, rounded down");
        assertEq(turnover, 500, "turnover");
        (score, pdBps, ) = models.evaluate(1, _row(500, ModelBlob.CUT + 1));
        assertEq(score, ModelBlob.GOOD, "score above the cut");
        assertEq(pdBps, 5000 - 2600 - 25, "default probability above the cut");
    }

    function test_missingLiesBelowEveryCutAndNegativeTurnoverIsNone() external {
        models.publish(1, ModelBlob.small());
        int64 missing = -(2 ** 53 - 1);
        (uint16 score, , uint80 turnover) = models.evaluate(1, _row(missing, missing));
        assertEq(score, ModelBlob.POOR, "score");
        assertEq(turnover, 0, "turnover");
    }

    function test_rowsThatAreNoFeaturesAreRefused() external {
        models.publish(1, ModelBlob.small());
        vm.expectRevert(abi.encodeWithSelector(ModelEvaluator.WrongFeatureCount.selector, 3, 2));
        models.evaluate(1, new int64[](3));
        int64 above = 2 ** 53;
        vm.expectRevert(abi.encodeWithSelector(ModelEvaluator.FeatureOutOfRange.selector, 1, above));
        models.evaluate(1, _row(0, above));
        vm.expectRevert(abi.encodeWithSelector(ModelEvaluator.FeatureOutOfRange.selector, 0, -above));
        models.evaluate(1, _row(-above, 0));
    }

    function test_scoresAreClampedToTheirRange() external {
        bytes memory high = ModelBlob.small().withBytes(18, abi.encodePacked(int64(2000 << 16)));
        bytes memory low = ModelBlob.small().withBytes(18, abi.encodePacked(int64(-2000 << 16)));
        uint16 version = _registered(high);
        models.publish(version, high);
        (uint16 score, uint16 pdBps, ) = models.evaluate(version, _row(0, 0));
        assertEq(score, 850, "highest score");
        assertEq(pdBps, 5000 - 3400 - 38, "at the end of the table");
        version = _registered(low);
        models.publish(version, low);
        (score, pdBps, ) = models.evaluate(version, _row(0, 0));
        assertEq(score, 300, "lowest score");
        assertEq(pdBps, 5000, "at its beginning");
    }

    function test_modelWithoutATurnoverFeatureGivesNone() external {
        bytes memory blob = ModelBlob.small().withByte(5, 255);
        uint16 version = _registered(blob);
        models.publish(version, blob);
        (, , uint80 turnover) = models.evaluate(version, _row(500, 0));
        assertEq(turnover, 0, "turnover");
    }

    /// @dev The leaves of tree t for rows below or above all cuts are t mod 5 less 2: their sum over 693 trees is −3.
    function test_largestModelIsStoredAndEvaluated() external {
        bytes memory blob = ModelBlob.large(24, 693);
        uint16 version = _registered(blob);
        models.publish(version, blob);
        assertEq(models.model(version).blob.code.length, 1 + blob.length, "stored");
        assertGt(blob.length + 32, 24_575, "one more tree would not fit");
        int64[] memory row = new int64[](24);
        for (uint256 i; i < 2; ++i) {
            for (uint256 f; f < 24; ++f) row[f] = i == 0 ? -1 : int64(1000);
            (uint16 score, , uint80 turnover) = models.evaluate(version, row);
            assertEq(score, 703, "score");
            assertEq(turnover, 1000 * i, "turnover");
        }
    }

    /// @dev What the shift by 16 does to a score line that is no whole number.
    function testFuzz_scoreLineIsRoundedDown(int64 offset) external {
        int64 line = int64(int256(bound(uint256(uint64(offset)), 0, 900 << 16)));
        bytes memory blob = ModelBlob.small().withBytes(18, abi.encodePacked(line));
        uint16 version = _registered(blob);
        models.publish(version, blob);
        (uint16 score, , ) = models.evaluate(version, _row(0, 0));
        int256 exact = (int256(line) >> 16) - 100;
        uint256 expected = exact < 300 ? 300 : uint256(exact);
        assertEq(score, expected > 850 ? 850 : expected, "score");
    }
}
