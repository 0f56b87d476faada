// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {Consents} from "../../../contracts/credit/Consents.sol";
import {BadSigner, YesSigner} from "../mocks/Signers.sol";
import {CreditFixture} from "../support/CreditFixture.sol";

/// @dev What a merchant allows, by transaction or signature, and how it takes it back.
contract ConsentsTest is CreditFixture {
    uint40 private constant MAX_DURATION = 730 days;

    function setUp() public override {
        super.setUp();
        _revoke(merchant, MARKET);
    }

    function _signature(
        IConsents.DataConsent memory consent,
        uint256 nonce
    ) private view returns (bytes memory signature) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(MERCHANT_KEY, consents.consentDigest(consent, nonce));
        return abi.encodePacked(r, s, v);
    }

    function _nonce() private view returns (uint256) {
        return consents.nonceOf(merchant, MARKET, address(scoreOracle), PURPOSE);
    }

    function _isLive(uint32 scopes) private view returns (bool) {
        return consents.live(merchant, MARKET, address(scoreOracle), PURPOSE, scopes);
    }

    function _expectInvalid(address who) private {
        vm.expectRevert(abi.encodeWithSelector(IConsents.InvalidConsentSignature.selector, who));
    }

    // ---------------------------------------------------------------- granting

    function test_consentIsStoredAsSigned() external {
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, 3);
        uint256 nonce = _nonce();
        vm.expectEmit(address(consents));
        emit IConsents.ConsentGranted(merchant, MARKET, address(scoreOracle), PURPOSE, 3, consent.expiry, nonce);
        consents.grantBySig(consent, _signature(consent, nonce));
        IConsents.Grant memory given = consents.consentOf(merchant, MARKET, address(scoreOracle), PURPOSE);
        assertEq(given.scopes, 3, "scopes");
        assertEq(given.expiry, consent.expiry, "expiry");
        assertEq(given.grantedAt, block.timestamp, "time");
        assertEq(_nonce(), nonce + 1, "the nonce is used");
    }

    function test_consentReachesNoFurtherThanItSays() external {
        _grant(merchant, MARKET, 3);
        assertTrue(_isLive(3) && _isLive(1) && _isLive(0), "the scopes that it names, and fewer");
        assertTrue(!_isLive(4) && !_isLive(7), "no others");
        assertTrue(!consents.live(secondMerchant, PAYMENTS, address(scoreOracle), PURPOSE, 1), "no other provider");
        assertTrue(!consents.live(merchant, MARKET, stranger, PURPOSE, 1), "no other recipient");
        assertTrue(!consents.live(merchant, MARKET, address(scoreOracle), "MARKETING", 1), "no other purpose");
        assertTrue(!consents.live(stranger, MARKET, address(scoreOracle), PURPOSE, 0), "nobody else");
    }

    function test_consentEndsAtTheSecondOfItsExpiry() external {
        _grant(merchant, MARKET, 3);
        uint256 expiry = block.timestamp + 365 days;
        vm.warp(expiry - 1);
        assertTrue(_isLive(3), "a second before");
        vm.warp(expiry);
        assertTrue(!_isLive(3), "at its end");
    }

    function test_laterConsentReplacesTheEarlierOne() external {
        _grant(merchant, MARKET, ALL_SCOPES);
        _grant(merchant, MARKET, 2);
        assertTrue(_isLive(2) && !_isLive(1), "only the later one counts");
    }

    function test_onlyTheMerchantItselfGrants() external {
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, 3);
        vm.prank(stranger);
        _expectInvalid(merchant);
        consents.grant(consent);
    }

    function test_onlyMerchantsInGoodStandingGrant() external {
        IConsents.DataConsent memory consent = _consent(supplier, MARKET, 3);
        vm.prank(supplier);
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, supplier, Roles.MERCHANT));
        consents.grant(consent);
        members.freeze(merchant);
        consent = _consent(merchant, MARKET, 3);
        bytes memory signature = _signature(consent, _nonce());
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, merchant));
        consents.grantBySig(consent, signature);
    }

    function test_scopesMustBeTheProviders() external {
        IConsents.DataConsent memory consent = _consent(merchant, PAYMENTS, 2);
        vm.startPrank(merchant);
        vm.expectRevert(abi.encodeWithSelector(IConsents.InvalidScopes.selector, uint32(2), TURNOVER_SCOPE));
        consents.grant(consent);
        consent.scopes = 0;
        vm.expectRevert(abi.encodeWithSelector(IConsents.InvalidScopes.selector, uint32(0), TURNOVER_SCOPE));
        consents.grant(consent);
        vm.stopPrank();
    }

    function test_expiryLiesWithinTwoYears() external {
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, 3);
        uint40 time = uint40(block.timestamp);
        vm.startPrank(merchant);
        uint40[2] memory wrong = [time, time + MAX_DURATION + 1];
        for (uint256 i; i < 2; ++i) {
            consent.expiry = wrong[i];
            vm.expectRevert(
                abi.encodeWithSelector(IConsents.InvalidExpiry.selector, wrong[i], time + 1, time + MAX_DURATION)
            );
            consents.grant(consent);
        }
        consent.expiry = time + 1;
        consents.grant(consent);
        consent.expiry = time + MAX_DURATION;
        consents.grant(consent);
        vm.stopPrank();
    }

    // ---------------------------------------------------------------- signatures

    function test_S01_consentSignatureWorksOnce() external {
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, 3);
        bytes memory signature = _signature(consent, _nonce());
        consents.grantBySig(consent, signature);
        _expectInvalid(merchant);
        consents.grantBySig(consent, signature);
    }

    function testFuzz_S01_everyFieldOfAConsentIsSigned(uint256 field, uint256 value) external {
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, 3);
        bytes memory signature = _signature(consent, _nonce());
        field = field % 6;
        if (field == 0) consent.merchant = secondMerchant;
        if (field == 1) consent.provider = PAYMENTS;
        if (field == 2) consent.recipient = address(uint160(bound(value, 1, 0xffff)));
        if (field == 3) consent.purpose = bytes32(bound(value, 1, type(uint128).max));
        if (field == 4) consent.scopes = uint32(bound(value, 4, ALL_SCOPES));
        if (field == 5) consent.expiry -= uint40(bound(value, 1, 300 days));
        _expectInvalid(consent.merchant);
        consents.grantBySig(consent, signature);
    }

    function test_revokingVoidsSignaturesThatNobodyHasSubmitted() external {
        _grant(merchant, MARKET, 1);
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, ALL_SCOPES);
        bytes memory signature = _signature(consent, _nonce());
        _revoke(merchant, MARKET);
        _expectInvalid(merchant);
        consents.grantBySig(consent, signature);
    }

    function test_revokingVoidsAFirstSignatureToo() external {
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, ALL_SCOPES);
        bytes memory signature = _signature(consent, _nonce());
        _revoke(merchant, MARKET);
        _expectInvalid(merchant);
        consents.grantBySig(consent, signature);
    }

    function test_S02_consentForAnotherChainIsInvalid() external {
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, 3);
        bytes memory signature = _signature(consent, _nonce());
        vm.chainId(block.chainid + 1);
        _expectInvalid(merchant);
        consents.grantBySig(consent, signature);
    }

    function test_S03_consentForAnotherRegisterIsInvalid() external {
        Consents other = Consents(_create("contracts/credit/Consents.sol:Consents", abi.encode(manager, members)));
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, 3);
        bytes32 digest = other.consentDigest(consent, _nonce());
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(MERCHANT_KEY, digest);
        _expectInvalid(merchant);
        consents.grantBySig(consent, abi.encodePacked(r, s, v));
    }

    function test_S05_onlyTheCanonicalFormOfAConsentSignatureCounts() external {
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, 3);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(MERCHANT_KEY, consents.consentDigest(consent, _nonce()));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        bytes memory mirrored = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        _expectInvalid(merchant);
        consents.grantBySig(consent, mirrored);
        _expectInvalid(merchant);
        consents.grantBySig(consent, abi.encodePacked(r, s, v, uint8(0)));
    }

    function test_S06_zeroAddressConsentsToNothing() external {
        IConsents.DataConsent memory consent = _consent(address(0), MARKET, 3);
        _expectInvalid(address(0));
        consents.grantBySig(consent, new bytes(65));
    }

    function test_S07_walletThatApprovesEverythingConsentsForItselfOnly() external {
        address wallet = address(new YesSigner());
        _register(wallet, 900, "wallet", Roles.MERCHANT);
        consents.grantBySig(_consent(wallet, MARKET, 3), "");
        assertTrue(consents.live(wallet, MARKET, address(scoreOracle), PURPOSE, 3), "its own consent");
        IConsents.DataConsent memory others = _consent(merchant, MARKET, 3);
        _expectInvalid(merchant);
        consents.grantBySig(others, "");
    }

    function test_S08_walletThatRefusesRevertsOrBombsConsentsToNothing() external {
        BadSigner wallet = new BadSigner();
        _register(address(wallet), 900, "wallet", Roles.MERCHANT);
        IConsents.DataConsent memory consent = _consent(address(wallet), MARKET, 3);
        for (uint8 manner; manner <= uint8(BadSigner.Manner.Bomb); ++manner) {
            wallet.setManner(BadSigner.Manner(manner));
            _expectInvalid(address(wallet));
            consents.grantBySig(consent, "");
        }
    }

    function test_S09_merchantWithDelegatedCodeStillConsentsWithItsKey() external {
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, 3);
        bytes memory signature = _signature(consent, _nonce());
        vm.etch(merchant, address(new BadSigner()).code);
        consents.grantBySig(consent, signature);
        assertTrue(_isLive(3), "by key");
    }

    function test_S09_companyMayRefuseRawKeysForConsents() external {
        members.setContractSignatureOnly(merchant, true);
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, 3);
        bytes memory signature = _signature(consent, _nonce());
        _expectInvalid(merchant);
        consents.grantBySig(consent, signature);
        vm.etch(merchant, address(new YesSigner()).code);
        consents.grantBySig(consent, signature);
        assertTrue(_isLive(3), "by its code");
    }

    // ---------------------------------------------------------------- taking back

    function test_revokingActsAtOnce() external {
        _grant(merchant, MARKET, 3);
        uint256 nonce = _nonce();
        vm.expectEmit(address(consents));
        emit IConsents.ConsentRevoked(merchant, MARKET, address(scoreOracle), PURPOSE, nonce);
        _revoke(merchant, MARKET);
        assertTrue(!_isLive(0), "gone");
    }

    function test_frozenAndExpiredMerchantsStillRevoke() external {
        _grant(merchant, MARKET, 3);
        members.freeze(merchant);
        members.setExpiry(merchant, 1);
        _revoke(merchant, MARKET);
        assertTrue(!_isLive(0), "gone");
    }

    function test_stoppedProviderHasNobodysConsent() external {
        _grant(merchant, MARKET, 3);
        consents.stopProvider(MARKET);
        assertTrue(!_isLive(1), "not live");
        IConsents.DataConsent memory consent = _consent(merchant, MARKET, 3);
        vm.prank(merchant);
        vm.expectRevert(abi.encodeWithSelector(IConsents.UnknownProvider.selector, MARKET));
        consents.grant(consent);
        consents.setProvider(MARKET, _provider(ALL_SCOPES, "Lantern Market", "http://lantern"));
        assertTrue(_isLive(1), "live again");
    }

    // ---------------------------------------------------------------- providers

    function test_providersAreRegisteredComplete() external {
        IConsents.Provider memory provider;
        bytes memory refusal = abi.encodeWithSelector(IConsents.InvalidProvider.selector, MARKET);
        for (uint256 field; field < 4; ++field) {
            provider = _provider(1, "name", "url");
            if (field == 0) provider.key = 0;
            if (field == 1) provider.scopes = 0;
            if (field == 2) provider.name = "";
            if (field == 3) provider.url = "";
            vm.expectRevert(refusal);
            consents.setProvider(MARKET, provider);
        }
        provider = _provider(1, "name", "url");
        vm.expectRevert(abi.encodeWithSelector(IConsents.InvalidProvider.selector, bytes32(0)));
        consents.setProvider(0, provider);
    }

    function test_changesOfAProviderAreRecordedWithBothStates() external {
        IConsents.Provider memory old = consents.providerOf(PAYMENTS);
        IConsents.Provider memory next = _provider(3, "Tongda", "http://new");
        vm.expectEmit(address(consents));
        emit IConsents.ProviderSet(PAYMENTS, old, next);
        consents.setProvider(PAYMENTS, next);
        IConsents.Provider memory stopped = _provider(3, "Tongda", "http://new");
        stopped.active = false;
        vm.expectEmit(address(consents));
        emit IConsents.ProviderSet(PAYMENTS, next, stopped);
        consents.stopProvider(PAYMENTS);
        vm.expectRevert(abi.encodeWithSelector(IConsents.UnknownProvider.selector, PAYMENTS));
        consents.stopProvider(PAYMENTS);
    }

    function test_A01_onlyTheAuthoritySetsProviders() external {
        IConsents.Provider memory provider = _provider(1, "name", "url");
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        consents.setProvider(MARKET, provider);
        vm.expectRevert(refusal);
        consents.stopProvider(MARKET);
        vm.stopPrank();
    }
}
