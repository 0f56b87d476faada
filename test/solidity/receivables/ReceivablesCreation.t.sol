// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {IPausable, Verbs} from "../../../contracts/interfaces/IPausable.sol";
import {IReceivables} from "../../../contracts/interfaces/IReceivables.sol";
import {Receivables} from "../../../contracts/receivables/Receivables.sol";
import {PlainAsset} from "../mocks/PlainAsset.sol";
import {BadSigner, YesSigner} from "../mocks/Signers.sol";
import {Fixture} from "../support/Fixture.sol";

contract ReceivablesCreationTest is Fixture {
    uint40 private constant NO_DEADLINE = type(uint40).max;

    // ---------------------------------------------------------------- request and confirm

    function test_requestAndConfirmBringsItIntoBeing() external {
        IReceivables.Terms memory terms = _terms(1);
        uint256 baseId = receivables.baseIdOf(supplier, terms.fingerprint);
        bytes32 hash = receivables.termsHash(terms);
        vm.expectEmit(address(receivables));
        emit IReceivables.ConfirmationRequested(baseId, supplier, debtor, hash, terms);
        vm.prank(supplier);
        receivables.request(terms);
        assertTrue(receivables.isRequested(hash), "requested");
        assertTrue(receivables.receivable(baseId).state == IReceivables.State.None, "nothing exists yet");

        vm.expectEmit(address(receivables));
        emit IReceivables.ReceivableCreated(
            baseId,
            supplier,
            debtor,
            DEBTOR_GROUP,
            IReceivables.Origin.Confirmed,
            terms
        );
        vm.prank(debtor);
        assertEq(receivables.confirm(terms), baseId, "id");
        assertTrue(!receivables.isRequested(hash), "request is used up");
        assertEq(receivables.balanceOf(supplier, baseId), FACE, "units at tier 0");
    }

    function test_everyTermIsKept() external {
        uint256 baseId = _open(1);
        IReceivables.Receivable memory r = receivables.receivable(baseId);
        assertEq(r.debtor, debtor, "debtor");
        assertEq(r.dueDay, DUE_DAY, "due day");
        assertEq(r.profile, 1, "profile");
        assertEq(r.penaltyBps, PENALTY_BPS, "penalty");
        assertTrue(r.state == IReceivables.State.Open, "state");
        assertEq(receivables.assetAt(r.asset), address(asset), "asset");
        assertEq(r.obligor, DEBTOR_GROUP, "obligor");
        assertEq(r.face, FACE, "face");
        assertEq(r.paid, 0, "paid");
    }

    function test_onlyTheSupplierRequestsAndOnlyTheDebtorConfirms() external {
        IReceivables.Terms memory terms = _terms(1);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotSupplier.selector, stranger));
        vm.prank(stranger);
        receivables.request(terms);
        vm.prank(supplier);
        receivables.request(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotDebtor.selector, supplier));
        vm.prank(supplier);
        receivables.confirm(terms);
    }

    function test_R10_debtorConfirmsOnlyWhatWasRequested() external {
        IReceivables.Terms memory terms = _terms(1);
        vm.prank(supplier);
        receivables.request(terms);
        terms.face += 1;
        bytes32 hash = receivables.termsHash(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoSuchRequest.selector, hash));
        vm.prank(debtor);
        receivables.confirm(terms);
    }

    function test_theSameRequestTwiceIsRefused() external {
        IReceivables.Terms memory terms = _terms(1);
        bytes32 hash = receivables.termsHash(terms);
        vm.prank(supplier);
        receivables.request(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.AlreadyProposed.selector, hash));
        vm.prank(supplier);
        receivables.request(terms);
    }

    function test_withdrawnRequestCannotBeConfirmed() external {
        IReceivables.Terms memory terms = _terms(1);
        bytes32 hash = receivables.termsHash(terms);
        uint256 baseId = receivables.baseIdOf(supplier, terms.fingerprint);
        vm.prank(supplier);
        receivables.request(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotSupplier.selector, debtor));
        vm.prank(debtor);
        receivables.withdrawRequest(terms);
        vm.expectEmit(address(receivables));
        emit IReceivables.RequestWithdrawn(baseId, supplier, hash);
        vm.prank(supplier);
        receivables.withdrawRequest(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoSuchRequest.selector, hash));
        vm.prank(debtor);
        receivables.confirm(terms);
    }

    function test_declinedRequestCanBeCorrectedAndRepeated() external {
        IReceivables.Terms memory terms = _terms(1);
        bytes32 hash = receivables.termsHash(terms);
        uint256 baseId = receivables.baseIdOf(supplier, terms.fingerprint);
        vm.prank(supplier);
        receivables.request(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotDebtor.selector, supplier));
        vm.prank(supplier);
        receivables.decline(terms, IReceivables.DeclineReason.WrongAmount);
        vm.expectEmit(address(receivables));
        emit IReceivables.RequestDeclined(baseId, debtor, hash, IReceivables.DeclineReason.WrongAmount);
        vm.prank(debtor);
        receivables.decline(terms, IReceivables.DeclineReason.WrongAmount);
        terms.face -= 1e6;
        assertEq(_open(terms), baseId, "same invoice, corrected amount");
    }

    // ---------------------------------------------------------------- offer and accept

    function test_offerAndAccept() external {
        IReceivables.Terms memory terms = _terms(2);
        uint256 baseId = receivables.baseIdOf(supplier, terms.fingerprint);
        bytes32 hash = receivables.termsHash(terms);
        vm.expectEmit(address(receivables));
        emit IReceivables.ReceivableOffered(baseId, supplier, debtor, hash, terms);
        vm.prank(debtor);
        receivables.issue(terms);
        assertTrue(receivables.isOffered(hash), "offered");
        vm.expectEmit(address(receivables));
        emit IReceivables.ReceivableCreated(
            baseId,
            supplier,
            debtor,
            DEBTOR_GROUP,
            IReceivables.Origin.Accepted,
            terms
        );
        vm.prank(supplier);
        receivables.accept(terms);
        assertEq(receivables.balanceOf(supplier, baseId), FACE, "units");
    }

    function test_offersAreForDebtorAndSupplierOnly() external {
        IReceivables.Terms memory terms = _terms(2);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotDebtor.selector, supplier));
        vm.prank(supplier);
        receivables.issue(terms);
        vm.prank(debtor);
        receivables.issue(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotSupplier.selector, stranger));
        vm.prank(stranger);
        receivables.accept(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotDebtor.selector, stranger));
        vm.prank(stranger);
        receivables.withdrawOffer(terms);
    }

    function test_withdrawnOfferCannotBeAccepted() external {
        IReceivables.Terms memory terms = _terms(2);
        bytes32 hash = receivables.termsHash(terms);
        uint256 baseId = receivables.baseIdOf(supplier, terms.fingerprint);
        vm.prank(debtor);
        receivables.issue(terms);
        vm.expectEmit(address(receivables));
        emit IReceivables.OfferWithdrawn(baseId, debtor, hash);
        vm.prank(debtor);
        receivables.withdrawOffer(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoSuchOffer.selector, hash));
        vm.prank(supplier);
        receivables.accept(terms);
    }

    /// @dev A proposal of one side can never be turned into a receivable by that side alone.
    function test_R10_requestIsNotAnOfferNorTheOtherWayRound() external {
        IReceivables.Terms memory terms = _terms(2);
        bytes32 hash = receivables.termsHash(terms);
        vm.startPrank(supplier);
        receivables.request(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoSuchOffer.selector, hash));
        receivables.accept(terms);
        receivables.withdrawRequest(terms);
        vm.stopPrank();
        vm.startPrank(debtor);
        receivables.issue(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoSuchRequest.selector, hash));
        receivables.confirm(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoSuchRequest.selector, hash));
        receivables.decline(terms, IReceivables.DeclineReason.Unspecified);
        vm.stopPrank();
    }

    // ---------------------------------------------------------------- duplicates

    function test_R01_secondTokenisationIsRefusedInEveryWay() external {
        IReceivables.Terms memory terms = _terms(3);
        uint256 baseId = _open(terms);
        terms.face = FACE / 2;
        terms.contentHash = "edited";
        bytes memory taken = abi.encodeWithSelector(
            IReceivables.AlreadyRegistered.selector,
            baseId,
            IReceivables.State.Open
        );
        vm.expectRevert(taken);
        vm.prank(supplier);
        receivables.request(terms);
        vm.expectRevert(taken);
        vm.prank(debtor);
        receivables.issue(terms);
        bytes memory signature = _sign(DEBTOR_KEY, terms, NO_DEADLINE);
        vm.expectRevert(taken);
        vm.prank(supplier);
        receivables.create(terms, NO_DEADLINE, signature);
    }

    function test_R01_twoOpenRequestsForOneInvoiceGiveOneReceivable() external {
        IReceivables.Terms memory first = _terms(3);
        IReceivables.Terms memory second = _terms(3);
        second.face += 1;
        vm.startPrank(supplier);
        receivables.request(first);
        receivables.request(second);
        vm.stopPrank();
        vm.prank(debtor);
        uint256 baseId = receivables.confirm(first);
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.AlreadyRegistered.selector, baseId, IReceivables.State.Open)
        );
        vm.prank(debtor);
        receivables.confirm(second);
    }

    function test_R03_anotherAccountOfTheSameEntityMeetsTheSameId() external {
        IReceivables.Terms memory terms = _terms(3);
        uint256 baseId = _open(terms);
        terms.supplier = supplierBranch;
        assertEq(receivables.baseIdOf(supplierBranch, terms.fingerprint), baseId, "one entity, one id");
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.AlreadyRegistered.selector, baseId, IReceivables.State.Open)
        );
        vm.prank(supplierBranch);
        receivables.request(terms);
    }

    function test_R03_anotherDebtorMeetsTheSameId() external {
        IReceivables.Terms memory terms = _terms(3);
        uint256 baseId = _open(terms);
        address otherDebtor = address(0xDEB2);
        _register(otherDebtor, 50, "other debtor", Roles.CORE);
        terms.debtor = otherDebtor;
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.AlreadyRegistered.selector, baseId, IReceivables.State.Open)
        );
        vm.prank(supplier);
        receivables.request(terms);
    }

    function test_R04_settledAndRedeemedInvoiceStaysUsed() external {
        IReceivables.Terms memory terms = _terms(3);
        uint256 baseId = _open(terms);
        _settle(baseId);
        receivables.redeemFor(supplier, baseId);
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.AlreadyRegistered.selector, baseId, IReceivables.State.Settled)
        );
        vm.prank(supplier);
        receivables.request(terms);
    }

    /// @dev The id contains the identity of the supplier, who must take part: nobody can occupy another's invoice.
    function test_M02_sameNumberOfAnotherSupplierIsAnotherInvoice() external {
        IReceivables.Terms memory squat = _terms(3);
        squat.supplier = secondSupplier;
        uint256 squatted = _open(squat);
        assertTrue(_open(_terms(3)) != squatted, "the owner is not blocked");
    }

    function test_M02_anOfferOccupiesNothing() external {
        IReceivables.Terms memory squat = _terms(3);
        squat.face = 1;
        vm.prank(debtor);
        receivables.issue(squat);
        _open(_terms(3));
    }

    function test_idOfAStrangersInvoiceIsZero() external view {
        assertEq(receivables.baseIdOf(stranger, "anything"), 0, "no identity, no id");
    }

    // ---------------------------------------------------------------- what must hold for terms

    function _expectRefused(IReceivables.Terms memory terms, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(terms.supplier);
        receivables.request(terms);
    }

    function test_R07_zeroFaceIsRefused() external {
        IReceivables.Terms memory terms = _terms(4);
        terms.face = 0;
        _expectRefused(terms, abi.encodeWithSelector(IReceivables.ZeroAmount.selector));
    }

    function test_T04_unlistedAssetIsRefused() external {
        IReceivables.Terms memory terms = _terms(4);
        terms.asset = address(new PlainAsset(6));
        _expectRefused(terms, abi.encodeWithSelector(IReceivables.AssetNotAllowed.selector, terms.asset));
    }

    function test_termsNameTheRulesInForce() external {
        IReceivables.Terms memory terms = _terms(4);
        terms.profile = 2;
        _expectRefused(terms, abi.encodeWithSelector(IReceivables.ProfileNotInForce.selector, 2, 1));
    }

    function test_M04_dueDayIsTodayAtTheEarliestAndWithinTheTermAtTheLatest() external {
        IReceivables.Terms memory terms = _terms(4);
        uint16 latest = START_DAY + 180;
        terms.dueDay = START_DAY - 1;
        _expectRefused(
            terms,
            abi.encodeWithSelector(IReceivables.DueDayOutOfRange.selector, START_DAY - 1, START_DAY, latest)
        );
        terms.dueDay = latest + 1;
        _expectRefused(
            terms,
            abi.encodeWithSelector(IReceivables.DueDayOutOfRange.selector, latest + 1, START_DAY, latest)
        );
        terms.dueDay = START_DAY;
        _open(terms);
        terms = _terms(5);
        terms.dueDay = latest;
        _open(terms);
    }

    function test_K01_supplierAndDebtorMustBeMembersInTheirRoles() external {
        IReceivables.Terms memory terms = _terms(4);
        terms.supplier = stranger;
        _expectRefused(terms, abi.encodeWithSelector(IMembers.NotMember.selector, stranger, Roles.SUPPLIER));
        terms = _terms(4);
        terms.debtor = secondSupplier;
        _expectRefused(terms, abi.encodeWithSelector(IMembers.NotMember.selector, secondSupplier, Roles.CORE));
        members.freeze(debtor);
        _expectRefused(_terms(4), abi.encodeWithSelector(IMembers.MemberFrozen.selector, debtor));
        members.unfreeze(debtor);
        members.freeze(supplier);
        _expectRefused(_terms(4), abi.encodeWithSelector(IMembers.MemberFrozen.selector, supplier));
    }

    function test_S12_memberFrozenBetweenRequestAndConfirmationStopsIt() external {
        IReceivables.Terms memory terms = _terms(4);
        vm.prank(supplier);
        receivables.request(terms);
        members.freeze(supplier);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, supplier));
        vm.prank(debtor);
        receivables.confirm(terms);
    }

    function test_R09_oneGroupCannotOweItself() external {
        address subsidiary = address(0x5009);
        _register(subsidiary, DEBTOR_GROUP, "donghai parts", Roles.SUPPLIER);
        IReceivables.Terms memory terms = _terms(4);
        terms.supplier = subsidiary;
        _expectRefused(terms, abi.encodeWithSelector(IReceivables.RelatedParty.selector, subsidiary, debtor));
    }

    function test_debtorWithAnOverdueReceivableConfirmsNothingNew() external {
        uint256 baseId = _open(5);
        _goToDay(DUE_DAY + GRACE_DAYS + 1);
        receivables.flagOverdue(baseId);
        IReceivables.Terms memory terms = _terms(6);
        terms.dueDay = DUE_DAY + 100;
        _expectRefused(terms, abi.encodeWithSelector(IReceivables.DebtorSuspended.selector, DEBTOR_GROUP, 1));
        _settle(baseId);
        _open(terms);
    }

    function test_P02_creationCanBePausedAndWithdrawalCannot() external {
        IReceivables.Terms memory terms = _terms(6);
        IReceivables.Terms memory another = _terms(7);
        vm.prank(supplier);
        receivables.request(terms);
        receivables.pause(Verbs.CREATE);
        uint40 until = receivables.pausedUntil(Verbs.CREATE);
        bytes memory paused = abi.encodeWithSelector(IPausable.VerbIsPaused.selector, Verbs.CREATE, until);
        vm.startPrank(supplier);
        vm.expectRevert(paused);
        receivables.request(another);
        vm.expectRevert(paused);
        receivables.accept(terms);
        vm.expectRevert(paused);
        receivables.create(terms, NO_DEADLINE, "");
        receivables.withdrawRequest(terms);
        vm.stopPrank();
        vm.startPrank(debtor);
        vm.expectRevert(paused);
        receivables.issue(terms);
        vm.expectRevert(paused);
        receivables.confirm(terms);
        vm.stopPrank();
    }

    // ---------------------------------------------------------------- signatures

    function _expectCreateRefused(
        IReceivables.Terms memory terms,
        uint40 deadline,
        bytes memory signature,
        bytes memory reason
    ) private {
        vm.expectRevert(reason);
        vm.prank(terms.supplier);
        receivables.create(terms, deadline, signature);
    }

    function _expectInvalid(IReceivables.Terms memory terms, bytes memory signature) private {
        bytes memory reason = abi.encodeWithSelector(IReceivables.InvalidSignature.selector, terms.debtor);
        _expectCreateRefused(terms, NO_DEADLINE, signature, reason);
    }

    function test_supplierPresentsTheDebtorsSignature() external {
        IReceivables.Terms memory terms = _terms(8);
        bytes memory signature = _sign(DEBTOR_KEY, terms, NO_DEADLINE);
        uint256 baseId = receivables.baseIdOf(supplier, terms.fingerprint);
        vm.expectEmit(address(receivables));
        emit IReceivables.ReceivableCreated(baseId, supplier, debtor, DEBTOR_GROUP, IReceivables.Origin.Signed, terms);
        vm.prank(supplier);
        receivables.create(terms, NO_DEADLINE, signature);
        assertEq(receivables.balanceOf(supplier, baseId), FACE, "units at the supplier");
    }

    function test_R10_anybodyPresentsItOnceTheSupplierHasRequested() external {
        IReceivables.Terms memory terms = _terms(8);
        bytes memory signature = _sign(DEBTOR_KEY, terms, NO_DEADLINE);
        bytes32 hash = receivables.termsHash(terms);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoSuchRequest.selector, hash));
        vm.prank(stranger);
        receivables.create(terms, NO_DEADLINE, signature);
        vm.prank(supplier);
        receivables.request(terms);
        vm.prank(stranger);
        uint256 baseId = receivables.create(terms, NO_DEADLINE, signature);
        assertEq(receivables.balanceOf(supplier, baseId), FACE, "units still go to the supplier");
    }

    function test_S01_signatureWorksOnce() external {
        IReceivables.Terms memory terms = _terms(8);
        bytes memory signature = _sign(DEBTOR_KEY, terms, NO_DEADLINE);
        vm.prank(supplier);
        uint256 baseId = receivables.create(terms, NO_DEADLINE, signature);
        bytes memory taken = abi.encodeWithSelector(
            IReceivables.AlreadyRegistered.selector,
            baseId,
            IReceivables.State.Open
        );
        _expectCreateRefused(terms, NO_DEADLINE, signature, taken);
    }

    function test_S02_signatureForAnotherChainIsInvalid() external {
        IReceivables.Terms memory terms = _terms(8);
        bytes memory signature = _sign(DEBTOR_KEY, terms, NO_DEADLINE);
        vm.chainId(1);
        _expectInvalid(terms, signature);
    }

    function test_S03_signatureForAnotherRegisterIsInvalid() external {
        IReceivables.Terms memory terms = _terms(8);
        bytes memory arguments = abi.encode(manager, members, UTC_OFFSET, _profile());
        Receivables clone = Receivables(_create("contracts/receivables/Receivables.sol:Receivables", arguments));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(DEBTOR_KEY, clone.confirmationDigest(terms, NO_DEADLINE));
        _expectInvalid(terms, abi.encodePacked(r, s, v));
    }

    function test_S04_deadlineIsTheLastSecond() external {
        IReceivables.Terms memory terms = _terms(8);
        uint40 deadline = uint40(block.timestamp) + 1 hours;
        bytes memory signature = _sign(DEBTOR_KEY, terms, deadline);
        vm.warp(deadline + 1);
        bytes memory expired = abi.encodeWithSelector(IReceivables.SignatureExpired.selector, deadline);
        _expectCreateRefused(terms, deadline, signature, expired);
        _expectInvalid(terms, signature);
        vm.warp(deadline);
        vm.prank(supplier);
        receivables.create(terms, deadline, signature);
    }

    function test_S05_onlyTheCanonicalFormOfASignatureCounts() external {
        IReceivables.Terms memory terms = _terms(8);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(DEBTOR_KEY, receivables.confirmationDigest(terms, NO_DEADLINE));
        bytes32 otherS = bytes32(0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141 - uint256(s));
        _expectInvalid(terms, abi.encodePacked(r, otherS, v == 27 ? uint8(28) : uint8(27)));
        _expectInvalid(terms, abi.encodePacked(r, s, v - 27));
        _expectInvalid(terms, abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255)));
        _expectInvalid(terms, "");
    }

    function test_S06_zeroAddressSignsNothing() external {
        IReceivables.Terms memory terms = _terms(8);
        terms.debtor = address(0);
        _expectInvalid(terms, new bytes(65));
    }

    function test_S07_walletThatApprovesEverythingSpeaksForItselfOnly() external {
        address wallet = address(new YesSigner());
        _register(wallet, 60, "yes wallet", Roles.CORE);
        IReceivables.Terms memory terms = _terms(8);
        _expectInvalid(terms, abi.encode(wallet));
        terms.debtor = wallet;
        vm.prank(supplier);
        uint256 baseId = receivables.create(terms, NO_DEADLINE, "");
        assertEq(receivables.receivable(baseId).debtor, wallet, "its own debt");
    }

    function test_S08_G03_walletThatRefusesRevertsBombsOrBurnsGasApprovesNothing() external {
        BadSigner wallet = new BadSigner();
        _register(address(wallet), 60, "bad wallet", Roles.CORE);
        IReceivables.Terms memory terms = _terms(8);
        terms.debtor = address(wallet);
        for (uint256 i = 0; i < 4; i++) {
            wallet.setManner(BadSigner.Manner(i));
            _expectInvalid(terms, "signature");
        }
        wallet.setManner(BadSigner.Manner.BurnGas);
        bytes memory reason = abi.encodeWithSelector(IReceivables.InvalidSignature.selector, address(wallet));
        vm.expectRevert(reason);
        vm.prank(supplier);
        receivables.create{gas: 5_000_000}(terms, NO_DEADLINE, "signature");
    }

    function test_S09_accountWithDelegatedCodeStillSignsWithItsKey() external {
        vm.etch(debtor, address(new BadSigner()).code);
        IReceivables.Terms memory terms = _terms(8);
        bytes memory signature = _sign(DEBTOR_KEY, terms, NO_DEADLINE);
        vm.prank(supplier);
        receivables.create(terms, NO_DEADLINE, signature);
    }

    function test_S09_companyMayRefuseRawKeys() external {
        members.setContractSignatureOnly(debtor, true);
        IReceivables.Terms memory terms = _terms(8);
        bytes memory signature = _sign(DEBTOR_KEY, terms, NO_DEADLINE);
        _expectInvalid(terms, signature);
        vm.etch(debtor, address(new YesSigner()).code);
        vm.prank(supplier);
        receivables.create(terms, NO_DEADLINE, signature);
    }

    function test_S10_signaturesNeedNoOrder() external {
        bytes memory first = _sign(DEBTOR_KEY, _terms(8), NO_DEADLINE);
        bytes memory second = _sign(DEBTOR_KEY, _terms(9), NO_DEADLINE);
        vm.startPrank(supplier);
        receivables.create(_terms(9), NO_DEADLINE, second);
        receivables.create(_terms(8), NO_DEADLINE, first);
        vm.stopPrank();
    }

    function test_S12_debtorFrozenAfterSigning() external {
        IReceivables.Terms memory terms = _terms(8);
        bytes memory signature = _sign(DEBTOR_KEY, terms, NO_DEADLINE);
        members.freeze(debtor);
        bytes memory frozen = abi.encodeWithSelector(IMembers.MemberFrozen.selector, debtor);
        _expectCreateRefused(terms, NO_DEADLINE, signature, frozen);
    }

    function test_S13_oneBadSignatureUndoesTheWholeBatch() external {
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(
            receivables.create,
            (_terms(8), NO_DEADLINE, _sign(DEBTOR_KEY, _terms(8), NO_DEADLINE))
        );
        calls[1] = abi.encodeCall(receivables.create, (_terms(9), NO_DEADLINE, _sign(0xbad, _terms(9), NO_DEADLINE)));
        vm.expectRevert(abi.encodeWithSelector(IReceivables.InvalidSignature.selector, debtor));
        vm.prank(supplier);
        receivables.multicall(calls);
        uint256 baseId = receivables.baseIdOf(supplier, _terms(8).fingerprint);
        assertTrue(receivables.receivable(baseId).state == IReceivables.State.None, "nothing was created");
    }

    function test_S14_signatureOfAnotherTypeIsInvalid() external {
        IReceivables.Terms memory terms = _terms(8);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(DEBTOR_KEY, receivables.termsHash(terms));
        _expectInvalid(terms, abi.encodePacked(r, s, v));
    }

    function test_revokedSignatureIsWorthless() external {
        IReceivables.Terms memory terms = _terms(8);
        bytes32 digest = receivables.confirmationDigest(terms, NO_DEADLINE);
        vm.expectEmit(address(receivables));
        emit IReceivables.SignatureRevoked(debtor, digest);
        vm.prank(debtor);
        receivables.revoke(digest);
        assertTrue(receivables.isRevoked(debtor, digest), "revoked");
        bytes memory signature = _sign(DEBTOR_KEY, terms, NO_DEADLINE);
        bytes memory reason = abi.encodeWithSelector(IReceivables.SignatureIsRevoked.selector, digest);
        _expectCreateRefused(terms, NO_DEADLINE, signature, reason);
    }

    function test_nobodyRevokesForAnother() external {
        IReceivables.Terms memory terms = _terms(8);
        bytes32 digest = receivables.confirmationDigest(terms, NO_DEADLINE);
        vm.prank(stranger);
        receivables.revoke(digest);
        bytes memory signature = _sign(DEBTOR_KEY, terms, NO_DEADLINE);
        vm.prank(supplier);
        receivables.create(terms, NO_DEADLINE, signature);
    }

    /// @dev Each field of the terms is signed: change one, and the signature is worth nothing.
    function testFuzz_S01_everySignedFieldCounts(uint8 field, uint96 change) external {
        vm.assume(change != 0);
        IReceivables.Terms memory terms = _terms(8);
        uint40 deadline = NO_DEADLINE;
        bytes memory signature = _sign(DEBTOR_KEY, terms, deadline);
        field = field % 7;
        if (field == 0) terms.face += change;
        if (field == 1) terms.penaltyBps ^= uint16(1 + (change % 65_535));
        if (field == 2) terms.fingerprint ^= bytes32(uint256(change));
        if (field == 3) terms.contentHash ^= bytes32(uint256(change));
        if (field == 4) terms.documentHash ^= bytes32(uint256(change));
        if (field == 5) terms.dueDay = START_DAY + uint16(change % TENOR_DAYS);
        if (field == 6) deadline -= uint40(1 + (change % 1e6));
        bytes memory reason = abi.encodeWithSelector(IReceivables.InvalidSignature.selector, debtor);
        _expectCreateRefused(terms, deadline, signature, reason);
    }

    // ---------------------------------------------------------------- administration

    function test_assetsAreListedOnceAndMustBeContracts() external {
        address another = address(new PlainAsset(2));
        vm.expectEmit(address(receivables));
        emit IReceivables.AssetAllowed(2, another);
        assertEq(receivables.allowAsset(another), 2, "index");
        assertEq(receivables.assetIndex(another), 2, "stored index");
        assertEq(receivables.assetAt(2), another, "by index");
        assertEq(receivables.assetAt(0), address(0), "none");
        vm.expectRevert(abi.encodeWithSelector(IReceivables.AssetNotAllowed.selector, another));
        receivables.allowAsset(another);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.AssetNotAllowed.selector, stranger));
        receivables.allowAsset(stranger);
    }

    function test_listOfAssetsEndsAt255() external {
        for (uint160 i = 0; i < 254; i++) {
            address token = address(0xA0000 + i);
            vm.etch(token, hex"00");
            receivables.allowAsset(token);
        }
        address oneMore = address(new PlainAsset(6));
        vm.expectRevert(abi.encodeWithSelector(IReceivables.TooManyAssets.selector));
        receivables.allowAsset(oneMore);
    }

    function test_newRulesApplyToNewReceivablesOnly() external {
        uint256 old = _open(10);
        IReceivables.Profile memory next = IReceivables.Profile(365, 30, 1, 1, "OPEN");
        vm.expectEmit(address(receivables));
        emit IReceivables.ProfileSet(2, next);
        assertEq(receivables.setProfile(next), 2, "version");
        assertEq(receivables.receivable(old).profile, 1, "the old one keeps its rules");
        assertEq(receivables.profile(1).graceDays, GRACE_DAYS, "which are still there");
        IReceivables.Terms memory terms = _terms(11);
        terms.dueDay = START_DAY + 365;
        assertEq(receivables.receivable(_open(terms)).profile, 2, "new rules");
    }

    function test_rulesAreBounded() external {
        bytes memory reason = abi.encodeWithSelector(IReceivables.ProfileOutOfRange.selector, 3650, 365);
        vm.expectRevert(reason);
        receivables.setProfile(IReceivables.Profile(3651, 0, 1, 1, ""));
        vm.expectRevert(reason);
        receivables.setProfile(IReceivables.Profile(1, 366, 1, 1, ""));
        receivables.setProfile(IReceivables.Profile(3650, 365, 1, 1, ""));
    }
}
