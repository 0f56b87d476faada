// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {Fixture} from "../support/Fixture.sol";

contract MembersTest is Fixture {
    address private constant newcomer = address(0xAE3);

    function _member() private pure returns (IMembers.Member memory) {
        return IMembers.Member(Roles.SUPPLIER | Roles.MERCHANT, type(uint40).max, 156, false, false, 9, "newcomer");
    }

    function test_registrationKeepsEveryField() external {
        IMembers.Member memory given = _member();
        given.contractSignatureOnly = true;
        vm.expectEmit(address(members));
        emit IMembers.MemberRegistered(newcomer, 9, "newcomer", given);
        members.register(newcomer, given);
        assertEq(keccak256(abi.encode(members.memberOf(newcomer))), keccak256(abi.encode(given)), "record");
        assertEq(members.obligorOfIdentity("newcomer"), 9, "group of the entity");
    }

    function test_registrationWithoutGroupIdentityOrAccountIsRefused() external {
        IMembers.Member memory given = _member();
        given.obligor = 0;
        vm.expectRevert(abi.encodeWithSelector(IMembers.InvalidMember.selector, newcomer));
        members.register(newcomer, given);
        given = _member();
        given.identity = 0;
        vm.expectRevert(abi.encodeWithSelector(IMembers.InvalidMember.selector, newcomer));
        members.register(newcomer, given);
        vm.expectRevert(abi.encodeWithSelector(IMembers.InvalidMember.selector, address(0)));
        members.register(address(0), _member());
    }

    /// @dev Freezing is the guardian's, and has its own event.
    function test_nobodyIsBornFrozen() external {
        IMembers.Member memory given = _member();
        given.frozen = true;
        vm.expectRevert(abi.encodeWithSelector(IMembers.InvalidMember.selector, newcomer));
        members.register(newcomer, given);
    }

    function test_anAccountIsRegisteredOnce() external {
        vm.expectRevert(abi.encodeWithSelector(IMembers.AlreadyMember.selector, supplier));
        members.register(supplier, _member());
    }

    function test_R09_oneLegalEntityCannotStandInTwoGroups() external {
        IMembers.Member memory given = _member();
        given.identity = "lanhai";
        vm.expectRevert(
            abi.encodeWithSelector(IMembers.IdentityInOtherGroup.selector, bytes32("lanhai"), SUPPLIER_GROUP)
        );
        members.register(newcomer, given);
        given.obligor = SUPPLIER_GROUP;
        members.register(newcomer, given);
        assertEq(members.requireRole(newcomer, Roles.SUPPLIER), SUPPLIER_GROUP, "same group");
    }

    function test_rolesAreReplaced() external {
        vm.expectEmit(address(members));
        emit IMembers.RolesChanged(supplier, Roles.SUPPLIER, Roles.AUDITOR);
        members.setRoles(supplier, Roles.AUDITOR);
        assertTrue(!members.allowed(supplier, Roles.SUPPLIER) && members.allowed(supplier, Roles.AUDITOR), "roles");
    }

    function test_K01_roleIsRequiredWithAllItsBits() external {
        members.setRoles(supplier, Roles.SUPPLIER | Roles.MERCHANT);
        assertEq(members.requireRole(supplier, Roles.SUPPLIER | Roles.MERCHANT), SUPPLIER_GROUP, "both");
        uint64 wanted = Roles.SUPPLIER | Roles.LESSEE;
        assertTrue(!members.allowed(supplier, wanted), "one is missing");
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, supplier, wanted));
        members.requireRole(supplier, wanted);
    }

    function test_K01_strangerHasNoRoleNotEvenNone() external {
        assertTrue(!members.allowed(stranger, 0), "not allowed");
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, stranger, 0));
        members.requireMember(stranger, 0);
    }

    function test_K01_membershipEndsAtTheSecondOfExpiry() external {
        uint40 expiry = uint40(block.timestamp + 1 days);
        vm.expectEmit(address(members));
        emit IMembers.ExpiryChanged(supplier, type(uint40).max, expiry);
        members.setExpiry(supplier, expiry);
        vm.warp(expiry - 1);
        assertTrue(members.allowed(supplier, Roles.SUPPLIER), "one second before");
        vm.warp(expiry);
        assertTrue(!members.allowed(supplier, Roles.SUPPLIER), "at expiry");
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberExpired.selector, supplier, expiry));
        members.requireRole(supplier, Roles.SUPPLIER);
    }

    function test_K01_frozenUntilUnfrozen() external {
        vm.expectEmit(address(members));
        emit IMembers.Frozen(supplier, address(this));
        members.freeze(supplier);
        assertTrue(members.isFrozen(supplier) && !members.allowed(supplier, Roles.SUPPLIER), "frozen");
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, supplier));
        members.requireMember(supplier, Roles.SUPPLIER);
        vm.expectEmit(address(members));
        emit IMembers.Unfrozen(supplier, address(this));
        members.unfreeze(supplier);
        assertTrue(!members.isFrozen(supplier) && members.allowed(supplier, Roles.SUPPLIER), "free");
    }

    function test_contractSignaturesCanBeRequired() external {
        vm.expectEmit(address(members));
        emit IMembers.ContractSignatureOnlyChanged(debtor, true);
        members.setContractSignatureOnly(debtor, true);
        assertTrue(members.contractSignatureOnly(debtor), "required");
        members.setContractSignatureOnly(debtor, false);
        assertTrue(!members.memberOf(debtor).contractSignatureOnly, "not required");
    }

    function test_regroupMovesAccountAndEntity() external {
        vm.expectEmit(address(members));
        emit IMembers.Regrouped(supplier, SUPPLIER_GROUP, 77);
        members.regroup(supplier, 77);
        assertEq(members.requireRole(supplier, Roles.SUPPLIER), 77, "account");
        assertEq(members.obligorOfIdentity("lanhai"), 77, "entity");
        assertEq(members.requireRole(supplierBranch, Roles.SUPPLIER), SUPPLIER_GROUP, "branch follows on its own");
        vm.expectRevert(abi.encodeWithSelector(IMembers.InvalidMember.selector, supplier));
        members.regroup(supplier, 0);
    }

    function test_strangersCannotBeAdministered() external {
        bytes memory notMember = abi.encodeWithSelector(IMembers.NotMember.selector, stranger, 0);
        vm.expectRevert(notMember);
        members.setRoles(stranger, 1);
        vm.expectRevert(notMember);
        members.setExpiry(stranger, 1);
        vm.expectRevert(notMember);
        members.setContractSignatureOnly(stranger, true);
        vm.expectRevert(notMember);
        members.freeze(stranger);
        vm.expectRevert(notMember);
        members.unfreeze(stranger);
        vm.expectRevert(notMember);
        members.regroup(stranger, 1);
    }

    function test_aBookIsNothingElse() external {
        IMembers.Member memory given = _member();
        given.roles = Roles.BOOK | Roles.SUPPLIER;
        vm.expectRevert(abi.encodeWithSelector(IMembers.InvalidMember.selector, newcomer));
        members.register(newcomer, given);
        vm.expectRevert(abi.encodeWithSelector(IMembers.InvalidMember.selector, address(desk)));
        members.setRoles(address(desk), Roles.BOOK | Roles.SUPPLIER);
        vm.expectRevert(abi.encodeWithSelector(IMembers.InvalidMember.selector, supplier));
        members.setRoles(supplier, Roles.BOOK | Roles.SUPPLIER);
    }

    function test_booksAreKnownByTheirRole() external view {
        assertTrue(members.isBook(address(desk)), "desk");
        assertTrue(!members.isBook(supplier), "supplier");
    }

    function test_A01_onlyTheAuthorityAdministers() external {
        bytes memory refused = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        members.register(newcomer, _member());
        vm.expectRevert(refused);
        members.setRoles(supplier, 1);
        vm.expectRevert(refused);
        members.setExpiry(supplier, 1);
        vm.expectRevert(refused);
        members.setContractSignatureOnly(supplier, true);
        vm.expectRevert(refused);
        members.freeze(supplier);
        vm.expectRevert(refused);
        members.unfreeze(supplier);
        vm.expectRevert(refused);
        members.regroup(supplier, 1);
        vm.stopPrank();
    }

    function testFuzz_allowedSaysWhatRequireRoleDoes(uint64 roles, uint64 wanted, uint40 expiry, bool frozen) external {
        members.setRoles(supplier, roles & ~Roles.BOOK);
        members.setExpiry(supplier, expiry);
        if (frozen) members.freeze(supplier);
        bool required;
        try members.requireRole(supplier, wanted) returns (uint32 group) {
            assertEq(group, SUPPLIER_GROUP, "group");
            required = true;
        } catch {}
        assertTrue(members.allowed(supplier, wanted) == required, "one rule in two forms");
    }
}
