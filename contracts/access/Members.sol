// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IMembers, Roles} from "../interfaces/IMembers.sol";

/// @title Register of known companies, shared by all banks of the network
/// @dev A member's rights fit one slot, so that a hot path pays one storage read per account.
contract Members is IMembers, AccessManaged {
    mapping(address account => Member) private _members;
    mapping(bytes32 identity => uint32) private _obligorOfIdentity;

    constructor(address authority) AccessManaged(authority) {}

    // ---------------------------------------------------------------- administration

    /// @inheritdoc IMembers
    function register(address account, Member calldata member) external restricted {
        require(_members[account].obligor == 0, AlreadyMember(account));
        require(
            account != address(0) && member.obligor != 0 && member.identity != 0 && !member.frozen,
            InvalidMember(account)
        );
        _checkRoles(account, member.roles);
        uint32 known = _obligorOfIdentity[member.identity];
        require(known == 0 || known == member.obligor, IdentityInOtherGroup(member.identity, known));
        _obligorOfIdentity[member.identity] = member.obligor;
        _members[account] = member;
        emit MemberRegistered(account, member.obligor, member.identity, member);
    }

    /// @inheritdoc IMembers
    function setRoles(address account, uint64 roles) external restricted {
        Member storage member = _registered(account);
        _checkRoles(account, roles);
        emit RolesChanged(account, member.roles, roles);
        member.roles = roles;
    }

    /// @inheritdoc IMembers
    function setExpiry(address account, uint40 expiry) external restricted {
        Member storage member = _registered(account);
        emit ExpiryChanged(account, member.expiry, expiry);
        member.expiry = expiry;
    }

    /// @inheritdoc IMembers
    function setContractSignatureOnly(address account, bool required) external restricted {
        _registered(account).contractSignatureOnly = required;
        emit ContractSignatureOnlyChanged(account, required);
    }

    /// @inheritdoc IMembers
    function freeze(address account) external restricted {
        _registered(account).frozen = true;
        emit Frozen(account, msg.sender);
    }

    /// @inheritdoc IMembers
    function unfreeze(address account) external restricted {
        _registered(account).frozen = false;
        emit Unfrozen(account, msg.sender);
    }

    /// @inheritdoc IMembers
    function regroup(address account, uint32 obligor) external restricted {
        require(obligor != 0, InvalidMember(account));
        Member storage member = _registered(account);
        emit Regrouped(account, member.obligor, obligor);
        member.obligor = obligor;
        _obligorOfIdentity[member.identity] = obligor;
    }

    // ---------------------------------------------------------------- view

    /// @inheritdoc IMembers
    function memberOf(address account) external view returns (Member memory) {
        return _members[account];
    }

    /// @inheritdoc IMembers
    function allowed(address account, uint64 role) external view returns (bool) {
        Member storage member = _members[account];
        return member.obligor != 0 && member.roles & role == role && !member.frozen && block.timestamp < member.expiry;
    }

    /// @inheritdoc IMembers
    function requireRole(address account, uint64 role) external view returns (uint32 obligor) {
        return _require(account, role).obligor;
    }

    /// @inheritdoc IMembers
    function requireMember(address account, uint64 role) external view returns (Member memory) {
        return _require(account, role);
    }

    /// @inheritdoc IMembers
    function contractSignatureOnly(address account) external view returns (bool) {
        return _members[account].contractSignatureOnly;
    }

    /// @inheritdoc IMembers
    function isFrozen(address account) external view returns (bool) {
        return _members[account].frozen;
    }

    /// @inheritdoc IMembers
    function isBook(address account) external view returns (bool) {
        return _members[account].roles & Roles.BOOK != 0;
    }

    /// @inheritdoc IMembers
    function obligorOfIdentity(bytes32 identity) external view returns (uint32) {
        return _obligorOfIdentity[identity];
    }

    /// @dev A book is nothing else: units that it holds must not leave it on a supplier's paths.
    function _checkRoles(address account, uint64 roles) private pure {
        require(roles & Roles.BOOK == 0 || roles == Roles.BOOK, InvalidMember(account));
    }

    function _require(address account, uint64 role) private view returns (Member storage member) {
        member = _members[account];
        require(member.obligor != 0 && member.roles & role == role, NotMember(account, role));
        require(!member.frozen, MemberFrozen(account));
        require(block.timestamp < member.expiry, MemberExpired(account, member.expiry));
    }

    function _registered(address account) private view returns (Member storage member) {
        member = _members[account];
        require(member.obligor != 0, NotMember(account, 0));
    }
}
