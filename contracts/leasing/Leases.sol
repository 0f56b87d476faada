// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SelfPermit} from "../access/SelfPermit.sol";
import {IDevices} from "../interfaces/IDevices.sol";
import {ILeaseOffers} from "../interfaces/ILeaseOffers.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {IMembers, Roles} from "../interfaces/IMembers.sol";
import {ITreasury} from "../interfaces/ITreasury.sol";
import {IUsageMeter} from "../interfaces/IUsageMeter.sol";
import {LineBilling} from "../libraries/LineBilling.sol";
import {LocalDay} from "../libraries/LocalDay.sol";
import {BPS} from "../libraries/RoundingMath.sol";
import {LeaseAccounts} from "./LeaseAccounts.sol";

/// @title A bank's book of equipment leases
/// @notice Who may do what when; what it does to the money is in {LeaseAccounts}.
contract Leases is ILeases, AccessManaged, Multicall, SelfPermit, ReentrancyGuardTransient {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev A step that nobody answers lapses after these days.
    uint16 private constant OFFER_DAYS = 30;
    uint16 private constant NOTICE_FROM = 30;
    uint16 private constant WRITE_OFF_DAYS = 180;
    /// @dev Keeps a century's penalties within their type.
    uint16 private constant MAX_PENALTY_BPS = 3_600;

    ITreasury public immutable treasury;
    IERC20 public immutable asset;
    IMembers public immutable members;
    IDevices public immutable devices;
    IUsageMeter public immutable meter;
    ILeaseOffers public immutable offers;
    /// @notice Yearly rate on what is unpaid after its days of grace.
    uint16 public immutable penaltyBps;
    uint16 public immutable graceDays;
    /// @notice Days between notice and default.
    uint16 public immutable noticeDays;
    int32 private immutable _utcOffset;

    mapping(uint256 leaseId => Lease) private _leases;
    mapping(uint256 leaseId => Account) private _accounts;

    /// @param penaltyBps_ see {penaltyBps}
    /// @param graceDays_ days after a bill in which it may be paid without penalty
    /// @param noticeDays_ see {noticeDays}
    constructor(
        address authority,
        ITreasury treasury_,
        IERC20 asset_,
        IMembers members_,
        IUsageMeter meter_,
        ILeaseOffers offers_,
        uint16 penaltyBps_,
        uint16 graceDays_,
        uint16 noticeDays_
    ) AccessManaged(authority) {
        require(penaltyBps_ <= MAX_PENALTY_BPS && graceDays_ < NOTICE_FROM, InvalidDefaultTerms());
        treasury = treasury_;
        asset = asset_;
        members = members_;
        meter = meter_;
        devices = meter_.devices();
        offers = offers_;
        penaltyBps = penaltyBps_;
        graceDays = graceDays_;
        noticeDays = noticeDays_;
        _utcOffset = treasury_.utcOffset();
        emit DefaultTermsSet(penaltyBps_, graceDays_, noticeDays_);
    }

    // ---------------------------------------------------------------- agreement

    /// @inheritdoc ILeases
    function sign(uint256 leaseId, bytes32 termsHash) external nonReentrant {
        ILeaseOffers.Offer memory o = offers.take(leaseId, msg.sender, termsHash);
        uint32 obligor = members.requireRole(msg.sender, Roles.LESSEE);
        require(obligor != members.requireRole(o.manufacturer, Roles.MANUFACTURER), SameGroup(obligor));
        Lease storage agreement = _leases[leaseId];
        _write(agreement, o);
        agreement.obligor = obligor;
        emit LeaseSigned(leaseId, msg.sender, obligor, o.deposit);
        if (o.deposit != 0) _hold(leaseId, agreement, o.deposit);
    }

    function _write(Lease storage agreement, ILeaseOffers.Offer memory o) private {
        agreement.deviceId = o.deviceId;
        agreement.manufacturer = o.manufacturer;
        agreement.state = State.Signed;
        agreement.rateBps = o.rateBps;
        agreement.coverBps = o.coverBps;
        agreement.earlyFeeBps = o.earlyFeeBps;
        agreement.periodDays = o.periodDays;
        agreement.periods = o.periods;
        agreement.lessee = o.lessee;
        agreement.day = _today();
        agreement.financed = o.financed;
        agreement.buyOut = o.buyOut;
        agreement.deposit = o.deposit;
        agreement.baseRent = o.baseRent;
        agreement.minimumRent = o.minimumRent;
        agreement.tariff = o.tariff;
    }

    /// @inheritdoc ILeases
    function approve(uint256 leaseId) external restricted nonReentrant {
        Lease storage agreement = _fresh(leaseId, State.Signed);
        members.requireRole(agreement.lessee, Roles.LESSEE);
        members.requireRole(agreement.manufacturer, Roles.MANUFACTURER);
        uint16 maxRateBps = treasury.book(address(this)).maxRateBps;
        require(agreement.rateBps <= maxRateBps, RentRateTooHigh(agreement.rateBps, maxRateBps));
        uint88 financed = agreement.financed;
        uint16 version = offers.checkApproval(
            financed,
            agreement.deposit,
            agreement.rateBps,
            uint256(agreement.periodDays) * agreement.periods,
            devices.device(agreement.deviceId).tier
        );
        agreement.state = State.Approved;
        agreement.day = _today();
        emit LeaseApproved(leaseId, msg.sender, financed, version);
        devices.bind(agreement.deviceId);
        // Lent to the treasury itself, and owed to this book: exposure and cash are taken, and nothing is paid yet.
        treasury.lend(agreement.obligor, address(treasury), financed, 0, 0);
        LeaseAccounts.credit(treasury, agreement.obligor, address(this), financed);
    }

    /// @inheritdoc ILeases
    function cancel(uint256 leaseId) external nonReentrant {
        Lease storage agreement = _leases[leaseId];
        bool isParty = msg.sender == agreement.manufacturer || msg.sender == agreement.lessee;
        if (!isParty) _requireLapsed(leaseId, agreement);
        _cancel(leaseId, agreement);
    }

    /// @inheritdoc ILeases
    function decline(uint256 leaseId) external restricted nonReentrant {
        _cancel(leaseId, _leases[leaseId]);
    }

    function _cancel(uint256 leaseId, Lease storage agreement) private {
        State from = agreement.state;
        require(from == State.Signed || from == State.Approved, WrongLeaseState(leaseId, from));
        agreement.state = State.Cancelled;
        uint88 held = _accounts[leaseId].held;
        _accounts[leaseId].held = 0;
        emit LeaseCancelled(leaseId, msg.sender, from);
        if (from == State.Approved) {
            devices.free(agreement.deviceId);
            ITreasury.Collection memory c;
            c.obligor = agreement.obligor;
            c.principal = agreement.financed;
            treasury.claimPart(address(treasury), agreement.financed);
            treasury.collect(c);
        }
        if (held != 0) LeaseAccounts.payOut(treasury, agreement.obligor, agreement.lessee, held);
    }

    /// @inheritdoc ILeases
    function acceptDelivery(
        uint256 leaseId,
        IDevices.Reading calldata reading,
        bytes calldata signature
    ) external nonReentrant {
        Lease storage agreement = _fresh(leaseId, State.Approved);
        _requireLessee(leaseId, agreement);
        members.requireRole(msg.sender, Roles.LESSEE);
        require(reading.deviceId == agreement.deviceId, IUsageMeter.OtherDevice(reading.deviceId, agreement.deviceId));
        meter.open(leaseId, msg.sender, reading, signature, agreement.periodDays);
        uint88 financed = agreement.financed;
        uint80 cover = ((uint256(financed) * agreement.coverBps) / BPS).toUint80();
        agreement.state = State.Active;
        Account storage a = _accounts[leaseId];
        a.principal = financed;
        a.cover = cover;
        a.last = uint40(block.timestamp);
        treasury.resumeAccrual(LineBilling.rateX18(financed, agreement.rateBps));
        bool pushed = LeaseAccounts.payOut(treasury, agreement.obligor, agreement.manufacturer, financed - cover);
        emit LeaseDelivered(leaseId, agreement.deviceId, financed - cover, cover, pushed);
    }

    // ---------------------------------------------------------------- rent

    /// @inheritdoc ILeases
    function bill(uint256 leaseId) external nonReentrant {
        Lease storage agreement = _performing(leaseId);
        require(!agreement.finalBilled, FinalBillWritten(leaseId));
        IUsageMeter.Usage memory usage = meter.settle(leaseId);
        LeaseAccounts.bill(_book(), leaseId, agreement, _accounts[leaseId], usage);
    }

    /// @inheritdoc ILeases
    function pay(uint256 leaseId, uint128 amount) external nonReentrant returns (uint128 paid) {
        require(amount != 0, ZeroRent());
        Lease storage agreement = _indebted(leaseId);
        uint256 due = _bringUp(leaseId, agreement);
        require(due != 0, NothingDue(leaseId));
        paid = amount < due ? amount : uint128(due);
        _take(paid);
        _settle(leaseId, agreement, paid, false);
    }

    /// @inheritdoc ILeases
    function prepay(uint256 leaseId, uint88 amount) external nonReentrant {
        require(amount != 0, ZeroRent());
        Lease storage agreement = _performing(leaseId);
        _hold(leaseId, agreement, amount);
        LeaseAccounts.applyPrepaid(_book(), leaseId, agreement, _accounts[leaseId]);
    }

    /// @inheritdoc ILeases
    function withdrawPrepaid(uint256 leaseId, uint88 amount) external nonReentrant {
        require(amount != 0, ZeroRent());
        Lease storage agreement = _performing(leaseId);
        _requireLessee(leaseId, agreement);
        uint256 due = _bringUp(leaseId, agreement);
        require(due == 0, RentUnpaid(leaseId, due));
        uint88 held = _accounts[leaseId].held;
        uint88 prepaid = held > agreement.deposit ? held - agreement.deposit : 0;
        require(amount <= prepaid, HeldTooLittle(prepaid, amount));
        _accounts[leaseId].held = held - amount;
        emit HeldChanged(leaseId, msg.sender, held, held - amount);
        LeaseAccounts.payOut(treasury, agreement.obligor, msg.sender, amount);
    }

    // ---------------------------------------------------------------- end

    /// @inheritdoc ILeases
    function requestEnd(uint256 leaseId) external {
        Lease storage agreement = _inState(leaseId, State.Active);
        _requireLessee(leaseId, agreement);
        require(!agreement.ending, WrongLeaseState(leaseId, agreement.state));
        agreement.ending = true;
        emit EndRequested(leaseId, msg.sender);
        meter.cut(leaseId);
    }

    /// @inheritdoc ILeases
    function finish(uint256 leaseId, bool buyOut, uint128 maxCost) external nonReentrant {
        Lease storage agreement = _inState(leaseId, State.Active);
        require(agreement.finalBilled, NotEnding(leaseId));
        uint256 due = _bringUp(leaseId, agreement);
        bool isReturn = msg.sender == agreement.manufacturer && !buyOut && due == 0;
        require(isReturn || msg.sender == agreement.lessee, NotParty(leaseId, msg.sender));
        if (isReturn) _requireLapsed(leaseId, agreement);
        uint88 price = buyOut ? agreement.buyOut : 0;
        uint88 held = _accounts[leaseId].held;
        uint256 missing = due + price > held ? due + price - held : 0;
        require(missing <= maxCost, CostAboveMaximum(missing, maxCost));
        if (missing != 0) _hold(leaseId, agreement, missing.toUint88());
        if (due != 0) _settle(leaseId, agreement, due, true);
        _accounts[leaseId].held -= price;
        _conclude(leaseId, agreement, buyOut, price);
    }

    /// @dev Gives back what is held and what was left as cover, and lets the machine go.
    /// @param price of the buy-out, taken from what was held
    function _conclude(uint256 leaseId, Lease storage agreement, bool boughtOut, uint88 price) private {
        Account storage a = _accounts[leaseId];
        (uint88 refund, uint80 cover) = (a.held, a.cover);
        (a.held, a.cover) = (0, 0);
        agreement.state = State.Ended;
        emit LeaseEnded(leaseId, boughtOut, refund, cover);
        _letGo(leaseId, agreement);
        if (refund != 0) LeaseAccounts.payOut(treasury, agreement.obligor, agreement.lessee, refund);
        if (price + cover != 0)
            LeaseAccounts.payOut(treasury, agreement.obligor, agreement.manufacturer, price + cover);
    }

    function _letGo(uint256 leaseId, Lease storage agreement) private {
        if (agreement.deviceFreed) return;
        agreement.deviceFreed = true;
        meter.close(leaseId);
        devices.free(agreement.deviceId);
    }

    // ---------------------------------------------------------------- bad debt

    /// @inheritdoc ILeases
    function mark(uint256 leaseId) external nonReentrant {
        LeaseAccounts.mark(_book(), leaseId, _indebted(leaseId), _accounts[leaseId]);
    }

    /// @inheritdoc ILeases
    function markEarly(uint256 leaseId, uint8 pct) external restricted nonReentrant {
        LeaseAccounts.markEarly(_book(), leaseId, _indebted(leaseId), _accounts[leaseId], pct);
    }

    /// @inheritdoc ILeases
    function releaseMark(uint256 leaseId, uint8 pct) external restricted nonReentrant {
        LeaseAccounts.releaseMark(_book(), leaseId, _indebted(leaseId), _accounts[leaseId], pct);
    }

    /// @inheritdoc ILeases
    function notice(uint256 leaseId) external restricted {
        Lease storage agreement = _inState(leaseId, State.Active);
        uint16 late = LeaseAccounts.daysPastDue(_book(), _accounts[leaseId]);
        require(late >= NOTICE_FROM, DueTooShort(late, NOTICE_FROM));
        agreement.state = State.Noticed;
        agreement.day = _today();
        emit LeaseNoticed(leaseId, msg.sender, late, agreement.day + noticeDays);
    }

    /// @inheritdoc ILeases
    function declareDefault(uint256 leaseId) external restricted nonReentrant {
        Lease storage agreement = _inState(leaseId, State.Noticed);
        uint16 passed = _today() - agreement.day;
        require(passed >= noticeDays, DueTooShort(passed, noticeDays));
        LeaseAccounts.accelerate(_book(), leaseId, agreement, _accounts[leaseId]);
    }

    /// @inheritdoc ILeases
    function repossess(uint256 leaseId, bytes32 evidence) external restricted {
        Lease storage agreement = _inState(leaseId, State.Defaulted);
        agreement.state = State.Repossessed;
        emit LeaseRepossessed(leaseId, msg.sender, evidence);
    }

    /// @inheritdoc ILeases
    function sell(uint256 leaseId, uint88 proceeds) external restricted nonReentrant {
        require(proceeds != 0, ZeroRent());
        Lease storage agreement = _leases[leaseId];
        State state = agreement.state;
        require(state == State.Repossessed || state == State.WrittenOff, WrongLeaseState(leaseId, state));
        uint256 due = _bringUp(leaseId, agreement);
        uint88 applied = uint88(proceeds < due ? proceeds : due);
        uint88 surplus = proceeds - applied;
        emit MachineSold(leaseId, msg.sender, proceeds, applied, surplus);
        _take(proceeds);
        _letGo(leaseId, agreement);
        if (surplus != 0) LeaseAccounts.credit(treasury, agreement.obligor, agreement.lessee, surplus);
        if (applied != 0) _settle(leaseId, agreement, applied, false);
    }

    /// @inheritdoc ILeases
    function writeOff(uint256 leaseId) external nonReentrant {
        uint16 late = LeaseAccounts.daysPastDue(_book(), _accounts[leaseId]);
        require(late >= WRITE_OFF_DAYS, DueTooShort(late, WRITE_OFF_DAYS));
        _writeOff(leaseId);
    }

    /// @inheritdoc ILeases
    function writeOffEarly(uint256 leaseId) external restricted nonReentrant {
        _writeOff(leaseId);
    }

    function _writeOff(uint256 leaseId) private {
        Lease storage agreement = _leases[leaseId];
        State state = agreement.state;
        require(state == State.Defaulted || state == State.Repossessed, WrongLeaseState(leaseId, state));
        LeaseAccounts.writeOff(_book(), leaseId, agreement, _accounts[leaseId]);
    }

    // ---------------------------------------------------------------- device

    /// @inheritdoc ILeases
    function approveDeviceKey(uint256 leaseId, bytes32 keyHash) external restricted {
        devices.approveReplacement(_leases[leaseId].deviceId, keyHash);
    }

    /// @inheritdoc ILeases
    function revokeDeviceKey(uint256 leaseId) external restricted {
        devices.revokeKey(_leases[leaseId].deviceId);
    }

    // ---------------------------------------------------------------- view

    /// @inheritdoc ILeases
    function lease(uint256 leaseId) external view returns (Lease memory) {
        return _leases[leaseId];
    }

    /// @inheritdoc ILeases
    function account(uint256 leaseId) external view returns (Account memory) {
        return _accounts[leaseId];
    }

    /// @inheritdoc ILeases
    function debtOf(uint256 leaseId) external view returns (Debt memory) {
        return LeaseAccounts.debtOf(_book(), _leases[leaseId], _accounts[leaseId]);
    }

    /// @inheritdoc ILeases
    function mayLock(uint256 leaseId) external view returns (bool) {
        Lease storage agreement = _leases[leaseId];
        if (agreement.deviceFreed) return false;
        State state = agreement.state;
        if (state == State.Noticed) return _today() >= agreement.day + noticeDays;
        return state == State.Defaulted || state == State.Repossessed || state == State.WrittenOff;
    }

    // ---------------------------------------------------------------- shared

    function _book() private view returns (LeaseAccounts.Book memory) {
        return LeaseAccounts.Book(treasury, penaltyBps, graceDays, _utcOffset);
    }

    function _bringUp(uint256 leaseId, Lease storage agreement) private returns (uint256 due) {
        return LeaseAccounts.bringUp(_book(), leaseId, agreement, _accounts[leaseId]);
    }

    /// @dev A lease that was ended for unpaid rent is over when all is paid.
    function _settle(uint256 leaseId, Lease storage agreement, uint256 paid, bool fromHeld) private {
        bool paidUp = LeaseAccounts.settle(_book(), leaseId, agreement, _accounts[leaseId], paid, fromHeld);
        if (paidUp && agreement.state >= State.Repossessed) _conclude(leaseId, agreement, false, 0);
    }

    function _take(uint256 amount) private {
        asset.safeTransferFrom(msg.sender, address(treasury), amount);
    }

    /// @dev Takes money from the caller into what is held for a lease.
    function _hold(uint256 leaseId, Lease storage agreement, uint88 amount) private {
        _take(amount);
        LeaseAccounts.hold(treasury, leaseId, agreement, _accounts[leaseId], amount);
    }

    function _inState(uint256 leaseId, State state) private view returns (Lease storage agreement) {
        agreement = _leases[leaseId];
        require(agreement.state == state, WrongLeaseState(leaseId, agreement.state));
    }

    /// @dev In that state, and not lapsed.
    function _fresh(uint256 leaseId, State state) private view returns (Lease storage agreement) {
        agreement = _inState(leaseId, state);
        uint16 lastDay = agreement.day + OFFER_DAYS;
        require(_today() <= lastDay, LeaseExpired(leaseId, lastDay));
    }

    /// @dev The days in which the last step was to be answered are over.
    function _requireLapsed(uint256 leaseId, Lease storage agreement) private view {
        uint16 lastDay = agreement.day + OFFER_DAYS;
        require(_today() > lastDay, NotExpired(leaseId, lastDay));
    }

    /// @dev Rent is billed and paid: the lease has not been ended.
    function _performing(uint256 leaseId) private view returns (Lease storage agreement) {
        agreement = _leases[leaseId];
        State state = agreement.state;
        require(state == State.Active || state == State.Noticed, WrongLeaseState(leaseId, state));
    }

    /// @dev Something can be owed.
    function _indebted(uint256 leaseId) private view returns (Lease storage agreement) {
        agreement = _leases[leaseId];
        State state = agreement.state;
        require(state >= State.Active && state <= State.WrittenOff, WrongLeaseState(leaseId, state));
    }

    function _requireLessee(uint256 leaseId, Lease storage agreement) private view {
        require(msg.sender == agreement.lessee, NotParty(leaseId, msg.sender));
    }

    function _today() private view returns (uint16) {
        return LocalDay.dayOf(block.timestamp, _utcOffset);
    }
}
