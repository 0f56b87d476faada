// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC6909} from "@openzeppelin/contracts/token/ERC6909/ERC6909.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {PausableVerbs} from "../access/PausableVerbs.sol";
import {SelfPermit} from "../access/SelfPermit.sol";
import {IMembers, Roles} from "../interfaces/IMembers.sol";
import {Verbs} from "../interfaces/IPausable.sol";
import {IReceivableBook} from "../interfaces/IReceivableBook.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {LocalDay} from "../libraries/LocalDay.sol";
import {RoundingMath} from "../libraries/RoundingMath.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {TokenId} from "../libraries/TokenId.sol";

/// @title Register of debtor-confirmed receivables, shared by all banks of the network
/// @dev Holds money only between a settlement and the holders' redemption, per receivable, with no other way out.
contract Receivables is
    IReceivables,
    ERC6909,
    EIP712,
    AccessManaged,
    PausableVerbs,
    Multicall,
    SelfPermit,
    ReentrancyGuardTransient
{
    using SafeCast for uint256;
    using SafeERC20 for IERC20;
    using RoundingMath for uint256;
    using TokenId for uint256;

    enum Proposal {
        None,
        Requested,
        Offered
    }

    /// @dev Written only for a settlement with a penalty; otherwise one unit is one minor unit of money.
    struct LateSettlement {
        uint128 units;
        uint128 cash;
    }

    bytes32 private constant CONFIRMATION_TYPEHASH = keccak256(
        "Confirmation(address supplier,address debtor,address asset,uint128 face,uint16 dueDay,uint16 penaltyBps,uint16 profile,bytes32 fingerprint,bytes32 contentHash,bytes32 documentHash,uint40 deadline)"
    );

    uint16 private constant MAX_TERM_DAYS = 3650;
    uint16 private constant MAX_GRACE_DAYS = 365;

    IMembers public immutable members;
    /// @inheritdoc IReceivables
    int32 public immutable utcOffset;

    mapping(uint256 baseId => Receivable) private _receivables;
    mapping(uint256 baseId => LateSettlement) private _late;
    mapping(bytes32 termsHash => Proposal) private _proposals;
    mapping(address signer => mapping(bytes32 digest => bool)) private _revoked;
    mapping(uint32 obligor => uint32) private _overdueCount;
    mapping(uint16 version => Profile) private _profiles;
    mapping(address asset => uint8) private _assetIndex;
    /// @dev Counted from 1, so that an index of 0 means none.
    mapping(uint8 index => address) private _assets;
    uint8 private _assetCount;
    uint16 private _profileVersion;

    /// @param utcOffset_ seconds by which the local day is ahead of UTC (China: 28 800)
    constructor(
        address authority,
        IMembers members_,
        int32 utcOffset_,
        Profile memory firstProfile
    ) EIP712("Tallystick Receivables", "1") AccessManaged(authority) {
        members = members_;
        utcOffset = utcOffset_;
        _setProfile(firstProfile);
    }

    // ---------------------------------------------------------------- bringing a receivable into being

    /// @inheritdoc IReceivables
    function request(Terms calldata terms) external whenNotPaused(Verbs.CREATE) {
        require(msg.sender == terms.supplier, NotSupplier(msg.sender));
        (uint256 baseId, ) = _check(terms);
        bytes32 hash = _propose(terms, Proposal.Requested);
        emit ConfirmationRequested(baseId, terms.supplier, terms.debtor, hash, terms);
    }

    /// @inheritdoc IReceivables
    function withdrawRequest(Terms calldata terms) external {
        require(msg.sender == terms.supplier, NotSupplier(msg.sender));
        bytes32 hash = _takeProposal(terms, Proposal.Requested);
        emit RequestWithdrawn(_baseIdOf(terms.supplier, terms.fingerprint), msg.sender, hash);
    }

    /// @inheritdoc IReceivables
    function decline(Terms calldata terms, DeclineReason reason) external {
        require(msg.sender == terms.debtor, NotDebtor(msg.sender));
        bytes32 hash = _takeProposal(terms, Proposal.Requested);
        emit RequestDeclined(_baseIdOf(terms.supplier, terms.fingerprint), msg.sender, hash, reason);
    }

    /// @inheritdoc IReceivables
    function confirm(Terms calldata terms) external whenNotPaused(Verbs.CREATE) returns (uint256 baseId) {
        require(msg.sender == terms.debtor, NotDebtor(msg.sender));
        _takeProposal(terms, Proposal.Requested);
        return _open(terms, Origin.Confirmed);
    }

    /// @inheritdoc IReceivables
    function issue(Terms calldata terms) external whenNotPaused(Verbs.CREATE) {
        require(msg.sender == terms.debtor, NotDebtor(msg.sender));
        (uint256 baseId, ) = _check(terms);
        bytes32 hash = _propose(terms, Proposal.Offered);
        emit ReceivableOffered(baseId, terms.supplier, terms.debtor, hash, terms);
    }

    /// @inheritdoc IReceivables
    function withdrawOffer(Terms calldata terms) external {
        require(msg.sender == terms.debtor, NotDebtor(msg.sender));
        bytes32 hash = _takeProposal(terms, Proposal.Offered);
        emit OfferWithdrawn(_baseIdOf(terms.supplier, terms.fingerprint), msg.sender, hash);
    }

    /// @inheritdoc IReceivables
    function accept(Terms calldata terms) external whenNotPaused(Verbs.CREATE) returns (uint256 baseId) {
        require(msg.sender == terms.supplier, NotSupplier(msg.sender));
        _takeProposal(terms, Proposal.Offered);
        return _open(terms, Origin.Accepted);
    }

    /// @inheritdoc IReceivables
    function create(
        Terms calldata terms,
        uint40 deadline,
        bytes calldata signature
    ) external whenNotPaused(Verbs.CREATE) returns (uint256 baseId) {
        require(block.timestamp <= deadline, SignatureExpired(deadline));
        if (msg.sender != terms.supplier) _takeProposal(terms, Proposal.Requested);
        _checkSignature(terms, deadline, signature);
        return _open(terms, Origin.Signed);
    }

    /// @inheritdoc IReceivables
    function revoke(bytes32 digest) external {
        _revoked[msg.sender][digest] = true;
        emit SignatureRevoked(msg.sender, digest);
    }

    /// @dev Everything that must hold for these terms to become a receivable now.
    function _check(Terms calldata terms) private view returns (uint256 baseId, uint32 obligor) {
        require(terms.face != 0, ZeroAmount());
        require(_assetIndex[terms.asset] != 0, AssetNotAllowed(terms.asset));
        uint16 current = _profileVersion;
        require(terms.profile == current, ProfileNotInForce(terms.profile, current));
        uint16 day = today();
        uint16 latest = day + _profiles[current].maxTermDays;
        require(terms.dueDay >= day && terms.dueDay <= latest, DueDayOutOfRange(terms.dueDay, day, latest));
        IMembers.Member memory supplier = members.requireMember(terms.supplier, Roles.SUPPLIER);
        obligor = members.requireRole(terms.debtor, Roles.CORE);
        require(supplier.obligor != obligor, RelatedParty(terms.supplier, terms.debtor));
        uint32 overdue = _overdueCount[obligor];
        require(overdue == 0, DebtorSuspended(obligor, overdue));
        baseId = TokenId.baseId(supplier.identity, terms.fingerprint);
        State state = _receivables[baseId].state;
        require(state == State.None, AlreadyRegistered(baseId, state));
    }

    function _open(Terms calldata terms, Origin origin) private returns (uint256 baseId) {
        uint32 obligor;
        (baseId, obligor) = _check(terms);
        _receivables[baseId] = Receivable({
            debtor: terms.debtor,
            dueDay: terms.dueDay,
            profile: terms.profile,
            penaltyBps: terms.penaltyBps,
            state: State.Open,
            asset: _assetIndex[terms.asset],
            obligor: obligor,
            face: terms.face,
            paid: 0
        });
        _mint(terms.supplier, baseId, terms.face);
        emit ReceivableCreated(baseId, terms.supplier, terms.debtor, obligor, origin, terms);
    }

    function _propose(Terms calldata terms, Proposal kind) private returns (bytes32 hash) {
        hash = termsHash(terms);
        require(_proposals[hash] == Proposal.None, AlreadyProposed(hash));
        _proposals[hash] = kind;
    }

    function _takeProposal(Terms calldata terms, Proposal kind) private returns (bytes32 hash) {
        hash = termsHash(terms);
        bool found = _proposals[hash] == kind;
        if (kind == Proposal.Requested) require(found, NoSuchRequest(hash));
        else require(found, NoSuchOffer(hash));
        delete _proposals[hash];
    }

    function _checkSignature(Terms calldata terms, uint40 deadline, bytes calldata signature) private view {
        bytes32 digest = confirmationDigest(terms, deadline);
        require(!_revoked[terms.debtor][digest], SignatureIsRevoked(digest));
        bool contractOnly = members.contractSignatureOnly(terms.debtor);
        require(Signatures.isValid(terms.debtor, contractOnly, digest, signature), InvalidSignature(terms.debtor));
    }

    // ---------------------------------------------------------------- holding and passing on

    /// @inheritdoc IReceivables
    function assign(
        uint256 tokenId,
        address to,
        uint128 units,
        bytes32 invoiceHash
    ) external whenNotPaused(Verbs.TRANSFER) returns (uint256 newTokenId) {
        Receivable storage r = _transferable(tokenId);
        members.requireRole(msg.sender, Roles.SUPPLIER);
        require(members.requireRole(to, Roles.SUPPLIER) != r.obligor, RelatedParty(to, r.debtor));
        _checkSplit(tokenId, units, _profiles[r.profile]);
        newTokenId = tokenId + 1;
        _burn(msg.sender, tokenId, units);
        _mint(to, newTokenId, units);
        emit Assigned(tokenId.baseOf(), msg.sender, to, newTokenId.tierOf(), units, invoiceHash);
    }

    /// @inheritdoc IReceivables
    function sell(
        address book,
        uint256 tokenId,
        uint128 units,
        uint128 minPrice,
        uint40 deadline
    ) external nonReentrant whenNotPaused(Verbs.TRANSFER) returns (uint128 price) {
        require(block.timestamp <= deadline, DeadlinePassed(deadline));
        require(units != 0, ZeroAmount());
        require(members.isBook(book), NotBook(book));
        _transferable(tokenId);
        // The gate of _update refuses books; this is the one way in, and the book books the units or reverts.
        super._update(msg.sender, book, tokenId, units);
        return IReceivableBook(book).onSale(msg.sender, tokenId, units, minPrice);
    }

    /// @dev Every ERC-6909 path ends here. Minting and burning are this contract's own; a transfer keeps the token id
    ///      and stays within one legal entity.
    function _update(address from, address to, uint256 id, uint256 amount) internal override {
        if (from != address(0) && to != address(0)) _checkTransfer(from, to, id, amount);
        super._update(from, to, id, amount);
    }

    function _checkTransfer(address from, address to, uint256 id, uint256 amount) private view {
        _requireNotPaused(Verbs.TRANSFER);
        require(amount != 0, ZeroAmount());
        _transferable(id);
        // An operator or spender acts too: a frozen one must not move what others once allowed it to.
        if (msg.sender != from) members.requireRole(msg.sender, Roles.SUPPLIER);
        // Books are never suppliers, so that no unit reaches or leaves one here.
        IMembers.Member memory sender = members.requireMember(from, Roles.SUPPLIER);
        IMembers.Member memory receiver = members.requireMember(to, Roles.SUPPLIER);
        require(sender.identity == receiver.identity, TransferOutsideEntity(from, to));
    }

    function _transferable(uint256 tokenId) private view returns (Receivable storage r) {
        uint256 baseId = tokenId.baseOf();
        r = _receivables[baseId];
        require(r.state == State.Open, WrongState(baseId, r.state));
        uint16 day = today();
        require(day <= r.dueDay, AfterDueDay(r.dueDay, day));
    }

    function _checkSplit(uint256 tokenId, uint128 units, Profile storage p) private view {
        require(units != 0, ZeroAmount());
        uint8 tier = tokenId.tierOf();
        require(tier < p.tierCap, TierCapReached(tier, p.tierCap));
        require(units >= p.minSplit || units == balanceOf(msg.sender, tokenId), SplitTooSmall(units, p.minSplit));
    }

    // ---------------------------------------------------------------- payment

    /// @inheritdoc IReceivables
    function settle(uint256 baseId) external nonReentrant returns (uint128 amount) {
        Receivable storage r = _receivables[baseId];
        State state = r.state;
        require(state == State.Open || state == State.Overdue, WrongState(baseId, state));
        (uint128 face, uint128 penalty) = _amountDue(r);
        amount = face + penalty;
        r.state = State.Settled;
        r.paid = face;
        if (penalty != 0) _late[baseId] = LateSettlement(face, amount);
        uint32 overdue = _overdueCount[r.obligor];
        if (state == State.Overdue) _overdueCount[r.obligor] = --overdue;
        emit ReceivableSettled(baseId, msg.sender, face, penalty, overdue);
        _receive(_assets[r.asset], amount);
    }

    /// @inheritdoc IReceivables
    function redeem(uint256 tokenId, uint128 units, address to) external nonReentrant returns (uint128 amount) {
        if (to != msg.sender && !members.isBook(msg.sender)) _checkReceiver(msg.sender, to);
        return _redeem(msg.sender, tokenId, units, to);
    }

    /// @inheritdoc IReceivables
    function redeemFor(address holder, uint256 tokenId) external nonReentrant returns (uint128 amount) {
        require(!members.isBook(holder), BookTransfer(holder));
        return _redeem(holder, tokenId, balanceOf(holder, tokenId).toUint128(), holder);
    }

    /// @inheritdoc IReceivables
    function flagOverdue(uint256 baseId) external {
        Receivable storage r = _receivables[baseId];
        require(r.state == State.Open, WrongState(baseId, r.state));
        uint16 day = today();
        uint16 overdueFrom = r.dueDay + _profiles[r.profile].graceDays + 1;
        require(day >= overdueFrom, NotYetOverdue(baseId, day, overdueFrom));
        r.state = State.Overdue;
        uint32 overdue = ++_overdueCount[r.obligor];
        emit ReceivableOverdue(baseId, r.obligor, overdue, msg.sender);
    }

    function _redeem(address holder, uint256 tokenId, uint128 units, address to) private returns (uint128 amount) {
        uint256 baseId = tokenId.baseOf();
        Receivable storage r = _receivables[baseId];
        require(r.state == State.Settled, WrongState(baseId, r.state));
        require(units != 0, ZeroAmount());
        _burn(holder, tokenId, units);
        amount = _takeCash(baseId, units);
        emit Redeemed(tokenId, holder, to, units, amount);
        IERC20(_assets[r.asset]).safeTransfer(to, amount);
    }

    /// @dev Without a penalty a unit is a minor unit of money. With one, each redemption takes its share of what is
    ///      left, rounded down, so that the last one takes everything and no dust stays behind.
    function _takeCash(uint256 baseId, uint128 units) private returns (uint128 amount) {
        LateSettlement memory late = _late[baseId];
        if (late.units == 0) return units;
        amount = uint256(late.cash).mulDivDown(units, late.units).toUint128();
        _late[baseId] = LateSettlement(late.units - units, late.cash - amount);
    }

    function _amountDue(Receivable storage r) private view returns (uint128 face, uint128 penalty) {
        face = r.face - r.paid;
        uint16 day = today();
        if (day <= r.dueDay + _profiles[r.profile].graceDays) return (face, 0);
        uint256 late = uint256(day - r.dueDay) * 1 days;
        penalty = uint256(face).interestUp(r.penaltyBps, late).toUint128();
    }

    /// @dev A holder may always collect to itself; sending elsewhere is for two members in good standing.
    function _checkReceiver(address holder, address to) private view {
        members.requireRole(holder, Roles.SUPPLIER);
        members.requireRole(to, Roles.SUPPLIER);
    }

    function _receive(address asset, uint128 amount) private {
        uint256 before = IERC20(asset).balanceOf(address(this));
        IERC20(asset).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = IERC20(asset).balanceOf(address(this)) - before;
        require(received == amount, UnsupportedAsset(asset, received, amount));
    }

    // ---------------------------------------------------------------- administration

    /// @inheritdoc IReceivables
    function allowAsset(address asset) external restricted returns (uint8 index) {
        require(asset.code.length != 0 && _assetIndex[asset] == 0, AssetNotAllowed(asset));
        require(_assetCount < type(uint8).max, TooManyAssets());
        index = ++_assetCount;
        _assets[index] = asset;
        _assetIndex[asset] = index;
        emit AssetAllowed(index, asset);
    }

    /// @inheritdoc IReceivables
    function setProfile(Profile calldata newProfile) external restricted returns (uint16 version) {
        return _setProfile(newProfile);
    }

    /// @dev The bounds keep day arithmetic inside 16 bits, so that no profile can ever block a settlement.
    function _setProfile(Profile memory newProfile) private returns (uint16 version) {
        require(
            newProfile.maxTermDays <= MAX_TERM_DAYS && newProfile.graceDays <= MAX_GRACE_DAYS,
            ProfileOutOfRange(MAX_TERM_DAYS, MAX_GRACE_DAYS)
        );
        version = ++_profileVersion;
        _profiles[version] = newProfile;
        emit ProfileSet(version, newProfile);
    }

    // ---------------------------------------------------------------- view

    /// @inheritdoc IReceivables
    function receivable(uint256 baseId) external view returns (Receivable memory) {
        return _receivables[baseId];
    }

    /// @inheritdoc IReceivables
    function stateOf(uint256 baseId) external view returns (State) {
        return _receivables[baseId].state;
    }

    /// @inheritdoc IReceivables
    function baseIdOf(address supplier, bytes32 fingerprint) external view returns (uint256) {
        return _baseIdOf(supplier, fingerprint);
    }

    /// @inheritdoc IReceivables
    function termsHash(Terms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    /// @inheritdoc IReceivables
    function confirmationDigest(Terms calldata terms, uint40 deadline) public view returns (bytes32) {
        // Terms are static words in the order of the type, so encoding them as a struct encodes them member by member.
        return _hashTypedDataV4(keccak256(abi.encode(CONFIRMATION_TYPEHASH, terms, deadline)));
    }

    /// @inheritdoc IReceivables
    function amountDue(uint256 baseId) external view returns (uint128 principal, uint128 penalty) {
        Receivable storage r = _receivables[baseId];
        if (r.state != State.Open && r.state != State.Overdue) return (0, 0);
        return _amountDue(r);
    }

    /// @inheritdoc IReceivables
    function lateSettlement(uint256 baseId) external view returns (uint128 units, uint128 cash) {
        LateSettlement storage late = _late[baseId];
        return (late.units, late.cash);
    }

    /// @inheritdoc IReceivables
    function overdueCount(uint32 obligor) external view returns (uint32) {
        return _overdueCount[obligor];
    }

    /// @inheritdoc IReceivables
    function isRequested(bytes32 termsHash_) external view returns (bool) {
        return _proposals[termsHash_] == Proposal.Requested;
    }

    /// @inheritdoc IReceivables
    function isOffered(bytes32 termsHash_) external view returns (bool) {
        return _proposals[termsHash_] == Proposal.Offered;
    }

    /// @inheritdoc IReceivables
    function isRevoked(address signer, bytes32 digest) external view returns (bool) {
        return _revoked[signer][digest];
    }

    /// @inheritdoc IReceivables
    function profile(uint16 version) external view returns (Profile memory) {
        return _profiles[version];
    }

    /// @inheritdoc IReceivables
    function profileVersion() external view returns (uint16) {
        return _profileVersion;
    }

    /// @inheritdoc IReceivables
    function assetAt(uint8 index) external view returns (address) {
        return _assets[index];
    }

    /// @inheritdoc IReceivables
    function assetIndex(address asset) external view returns (uint8) {
        return _assetIndex[asset];
    }

    /// @inheritdoc IReceivables
    function today() public view returns (uint16) {
        return LocalDay.dayOf(block.timestamp, utcOffset);
    }

    function _baseIdOf(address supplier, bytes32 fingerprint) private view returns (uint256) {
        bytes32 identity = members.memberOf(supplier).identity;
        return identity == 0 ? 0 : TokenId.baseId(identity, fingerprint);
    }
}
