// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {PausableVerbs} from "../access/PausableVerbs.sol";
import {SelfPermit} from "../access/SelfPermit.sol";
import {IMembers, Roles} from "../interfaces/IMembers.sol";
import {Verbs} from "../interfaces/IPausable.sol";
import {ITreasury} from "../interfaces/ITreasury.sol";
import {Accrual} from "../libraries/Accrual.sol";
import {LocalDay} from "../libraries/LocalDay.sol";
import {MaturityMap} from "../libraries/MaturityMap.sol";
import {BPS, RoundingMath, WAD, YEAR} from "../libraries/RoundingMath.sol";

/// @title One bank's money: cash, what is lent, what it is worth
/// @dev Accrual is one linear ledger for all positions. A position that ends on a day puts its rate and its final value
///      into that day's bucket; the walk over passed buckets stops the rate and moves the value to `matured`, without
///      a transaction per position. Cash is a counter and never a token balance, so donations change nothing.
contract Treasury is ITreasury, ERC4626, AccessManaged, PausableVerbs, Multicall, SelfPermit, ReentrancyGuardTransient {
    using Accrual for Accrual.State;
    using MaturityMap for MaturityMap.Days;
    using RoundingMath for uint256;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    struct Ledger {
        uint128 cash;
        uint128 principal;
    }

    struct Reserve {
        uint128 owed;
        uint128 impaired;
    }

    /// @dev What stops at the end of a day.
    struct Bucket {
        uint96 rateX18;
        uint128 carry;
    }

    /// @dev Part of NAV that may be impaired before deposits close, and matured-unpaid before exits wait.
    uint256 private constant TOLERANCE_BPS = 50;
    uint8 private constant MAX_ASSET_DECIMALS = 8;

    IMembers public immutable members;
    /// @inheritdoc ITreasury
    int32 public immutable utcOffset;

    Ledger private _ledger;
    Reserve private _reserve;
    Accrual.State private _accrual;
    uint128 private _matured;
    MaturityMap.Days private _maturities;
    mapping(uint16 day => Bucket) private _buckets;
    mapping(address book => Book) private _books;
    /// @dev For each book what it has put on the ledger's accrual: for a stop day all that the position will earn.
    mapping(address book => Accrual.State) private _bookAccruals;
    mapping(uint32 id => Obligor) private _obligors;
    mapping(address account => uint128) private _owedTo;

    modifier onlyBook() {
        _registeredBook(msg.sender);
        _;
    }

    /// @param utcOffset_ seconds by which the local day is ahead of UTC; must equal the register's
    constructor(
        address authority,
        IERC20 asset_,
        IMembers members_,
        int32 utcOffset_,
        string memory name_,
        string memory symbol_
    ) ERC20(name_, symbol_) ERC4626(asset_) AccessManaged(authority) {
        uint8 assetDecimals = IERC20Metadata(address(asset_)).decimals();
        require(assetDecimals <= MAX_ASSET_DECIMALS, UnsupportedDecimals(assetDecimals));
        members = members_;
        utcOffset = utcOffset_;
        _accrual.last = uint32(block.timestamp);
    }

    // ---------------------------------------------------------------- bank: in

    /// @notice 0 while deposits are paused, the receiver may not hold shares, or losses wait to be taken.
    function maxDeposit(address receiver) public view override returns (uint256) {
        if (_isPaused(Verbs.DEPOSIT) || !members.allowed(receiver, Roles.BANK)) return 0;
        uint256 nav = totalAssets();
        if (_reserve.impaired > _tolerance(nav)) return 0;
        return Math.saturatingSub(type(uint128).max, nav);
    }

    /// @notice As {maxDeposit}, in shares.
    function maxMint(address receiver) public view override returns (uint256) {
        return _convertToShares(maxDeposit(receiver), Math.Rounding.Floor);
    }

    function _deposit(address caller, address receiver, uint256 assets, uint256 shares) internal override nonReentrant {
        require(assets != 0 && shares != 0, ZeroAmount());
        uint256 before = IERC20(asset()).balanceOf(address(this));
        super._deposit(caller, receiver, assets, shares);
        uint256 received = IERC20(asset()).balanceOf(address(this)) - before;
        require(received == assets, UnsupportedAsset(received, assets));
        // Written together with the shares, so that a price read during the transfer is the price before it.
        uint128 cash_ = _ledger.cash + assets.toUint128();
        _ledger.cash = cash_;
        emit Deposited(receiver, assets, shares, cash_);
    }

    // ---------------------------------------------------------------- bank: out

    /// @inheritdoc ITreasury
    function exit(uint256 shares, address receiver, uint256 minAssets) external nonReentrant returns (uint256 assets) {
        require(shares != 0, ZeroAmount());
        if (receiver != msg.sender) _checkReceiver(receiver, Roles.BANK);
        _requireNothingMatured();
        assets = previewExit(shares);
        require(assets >= minAssets, SlippageExceeded(assets, minAssets));
        uint128 cash_ = _payable(assets);
        _ledger.cash = cash_;
        _burn(msg.sender, shares);
        emit Exited(msg.sender, receiver, shares, assets, cash_);
        emit Withdraw(msg.sender, receiver, msg.sender, assets, shares);
        IERC20(asset()).safeTransfer(receiver, assets);
    }

    /// @inheritdoc ITreasury
    function previewExit(uint256 shares) public view returns (uint256 assets) {
        return shares.mulDivDown(exitAssets() + 1, totalSupply() + 10 ** _decimalsOffset());
    }

    /// @inheritdoc ITreasury
    function maxExit(address owner) external view returns (uint256 shares) {
        if (_maturedNow() > _tolerance(totalAssets())) return 0;
        uint256 liquid = _ledger.cash - _reserve.owed;
        uint256 payable_ = liquid.mulDivDown(totalSupply() + 10 ** _decimalsOffset(), exitAssets() + 1);
        return Math.min(balanceOf(owner), payable_);
    }

    /// @notice 0: shares leave by {exit}.
    function maxWithdraw(address) public pure override returns (uint256) {
        return 0;
    }

    /// @notice 0: shares leave by {exit}.
    function maxRedeem(address) public pure override returns (uint256) {
        return 0;
    }

    /// @notice Always reverts {UseExit}.
    function previewWithdraw(uint256) public pure override returns (uint256) {
        revert UseExit();
    }

    /// @notice Always reverts {UseExit}.
    function previewRedeem(uint256) public pure override returns (uint256) {
        revert UseExit();
    }

    /// @notice Always reverts {UseExit}.
    function withdraw(uint256, address, address) public pure override returns (uint256) {
        revert UseExit();
    }

    /// @notice Always reverts {UseExit}.
    function redeem(uint256, address, address) public pure override returns (uint256) {
        revert UseExit();
    }

    /// @inheritdoc ITreasury
    function claim(address to) external nonReentrant returns (uint128 amount) {
        if (to != msg.sender) _checkReceiver(to, 0);
        amount = _owedTo[msg.sender];
        _claim(msg.sender, to, amount);
    }

    /// @inheritdoc ITreasury
    function claimFor(address account) external nonReentrant returns (uint128 amount) {
        // What a book holds for others leaves by {claimPart} only.
        amount = _books[account].registered ? 0 : _owedTo[account];
        _claim(account, account, amount);
    }

    /// @inheritdoc ITreasury
    function claimPart(address to, uint128 amount) external onlyBook nonReentrant {
        _claim(msg.sender, to, amount);
    }

    function _claim(address account, address to, uint128 amount) private {
        require(amount != 0, NothingOwed(account));
        _owedTo[account] -= amount;
        uint128 owed_ = _reserve.owed - amount;
        uint128 cash_ = _ledger.cash - amount;
        _reserve.owed = owed_;
        _ledger.cash = cash_;
        emit Claimed(account, to, amount, owed_, cash_);
        IERC20(asset()).safeTransfer(to, amount);
    }

    /// @dev Owners may always collect to themselves; sending elsewhere is for two members in good standing.
    function _checkReceiver(address receiver, uint64 role) private view {
        members.requireRole(msg.sender, role);
        members.requireRole(receiver, role);
    }

    /// @dev Every share path ends here: only members in good standing pass shares on or receive them, also for others.
    function _update(address from, address to, uint256 value) internal override {
        if (to != address(0)) {
            if (from != address(0)) members.requireRole(from, Roles.BANK);
            if (msg.sender != from && msg.sender != to) members.requireRole(msg.sender, Roles.BANK);
            members.requireRole(to, Roles.BANK);
        }
        super._update(from, to, value);
    }

    // ---------------------------------------------------------------- books

    /// @inheritdoc ITreasury
    function lend(
        uint32 obligorId,
        address to,
        uint128 amount,
        uint96 rate,
        uint16 stopDay
    ) external onlyBook nonReentrant whenNotPaused(Verbs.LEND) {
        require(amount != 0, ZeroAmount());
        Book storage b = _books[msg.sender];
        uint256 maxRate = _maxRateX18(b, amount);
        require(rate <= maxRate, RateTooHigh(rate, maxRate));
        Accrual.State memory ledgerAccrual = _accrue();
        _raiseOut(b, amount);
        uint256 earned = stopDay == 0 ? _startRevolving(b, rate) : _startUntil(b, rate, stopDay);
        uint128 carry = stopDay == 0 ? 0 : _addCarry(stopDay, amount + earned.mulDivUp(1, WAD).toUint128());
        ledgerAccrual.addRate(rate);
        _storeAccrual(ledgerAccrual);
        uint88 exposure = _raiseExposure(obligorId, amount);
        uint128 cash_ = _payable(amount);
        uint128 principal_ = _ledger.principal + amount;
        _ledger = Ledger(cash_, principal_);
        emit Lent(msg.sender, obligorId, to, amount, rate, stopDay, carry, cash_, principal_, exposure);
        IERC20(asset()).safeTransfer(to, amount);
    }

    /// @inheritdoc ITreasury
    function collect(Collection calldata c) external onlyBook nonReentrant {
        Accrual.State memory ledgerAccrual = _accrue();
        _takeOff(ledgerAccrual, c.stopDay, c.rateX18, c.accruedX18, c.carry);
        uint128 cash_ = _receive(c.principal, c.income, c.creditor, c.credit);
        uint128 principal_ = _ledger.principal - c.principal;
        _ledger = Ledger(cash_, principal_);
        _books[msg.sender].out -= c.principal;
        if (c.released != 0) _lowerImpaired(c.released);
        uint88 exposure = _lowerExposure(c.obligor, c.principal);
        emit Collected(msg.sender, c.obligor, c, cash_, principal_, exposure);
    }

    /// @inheritdoc ITreasury
    function resumeAccrual(uint96 rate) external onlyBook nonReentrant {
        Accrual.State memory ledgerAccrual = _accrue();
        _startRevolving(_books[msg.sender], rate);
        ledgerAccrual.addRate(rate);
        _storeAccrual(ledgerAccrual);
        emit AccrualResumed(msg.sender, rate);
    }

    /// @inheritdoc ITreasury
    function impair(uint32 obligorId, uint16 stopDay, uint128 amount, uint128 carry) external onlyBook nonReentrant {
        require(amount != 0, ZeroAmount());
        Accrual.State memory ledgerAccrual = _accrue();
        _removeCarry(stopDay, carry);
        _storeAccrual(ledgerAccrual);
        Book storage b = _books[msg.sender];
        b.impaired += amount;
        require(b.impaired <= _bookValueUp(b), BookOverdrawn(msg.sender));
        uint128 impaired_ = _reserve.impaired + amount;
        _reserve.impaired = impaired_;
        emit Impaired(msg.sender, obligorId, stopDay, amount, carry, impaired_);
    }

    /// @inheritdoc ITreasury
    function release(uint32 obligorId, uint16 stopDay, uint128 amount, uint128 carry) external onlyBook nonReentrant {
        require(amount != 0, ZeroAmount());
        Accrual.State memory ledgerAccrual = _accrue();
        _addCarry(stopDay, carry);
        _storeAccrual(ledgerAccrual);
        uint128 impaired_ = _lowerImpaired(amount);
        emit ImpairmentReleased(msg.sender, obligorId, stopDay, amount, carry, impaired_);
    }

    /// @inheritdoc ITreasury
    function writeOff(WriteOff calldata w) external onlyBook nonReentrant {
        Accrual.State memory ledgerAccrual = _accrue();
        _takeOff(ledgerAccrual, w.stopDay, w.rateX18, w.accruedX18, w.carry);
        uint128 principal_ = _ledger.principal - w.principal;
        _ledger.principal = principal_;
        Book storage b = _books[msg.sender];
        b.out -= w.principal;
        b.lost += w.principal;
        uint128 impaired_ = _lowerImpaired(w.impaired);
        _lowerExposure(w.obligor, w.principal);
        _obligors[w.obligor].lost += uint256(w.principal).toUint80();
        emit WrittenOff(msg.sender, w.obligor, w, principal_, impaired_);
    }

    /// @inheritdoc ITreasury
    function recover(
        uint32 obligorId,
        uint128 principal_,
        uint128 income,
        address creditor,
        uint128 credit
    ) external onlyBook nonReentrant {
        uint128 cash_ = _receive(principal_, income, creditor, credit);
        _ledger.cash = cash_;
        _books[msg.sender].lost -= principal_;
        // Forgiven losses are no longer on the group's account, so the rest may be less than what comes in.
        uint80 lost = _obligors[obligorId].lost;
        _obligors[obligorId].lost = uint80(Math.saturatingSub(lost, principal_));
        emit Recovered(msg.sender, obligorId, principal_, income, creditor, credit, cash_);
    }

    function _startRevolving(Book storage b, uint96 rate) private returns (uint256) {
        require(b.revolving, StopDayOutOfRange(0, _today() + 1, _today() + b.maxTenorDays));
        Accrual.State memory own = _bookAccruals[msg.sender].upTo(block.timestamp);
        own.addRate(rate);
        _storeBookAccrual(b, own);
        return 0;
    }

    /// @return earnedX18 what the position will have earned at its stop day
    function _startUntil(Book storage b, uint96 rate, uint16 stopDay) private returns (uint256 earnedX18) {
        uint16 day = _today();
        uint16 latest = day + b.maxTenorDays;
        require(stopDay > day && stopDay <= latest, StopDayOutOfRange(stopDay, day + 1, latest));
        earnedX18 = uint256(rate) * (LocalDay.endOf(stopDay, utcOffset) - block.timestamp);
        Accrual.State memory own = _bookAccruals[msg.sender].upTo(block.timestamp);
        own.addValue(earnedX18);
        _storeBookAccrual(b, own);
        if (!_maturities.contains(stopDay)) _maturities.add(stopDay);
        _buckets[stopDay].rateX18 += rate;
    }

    /// @dev A book that took principal back and left the accrual behind would inflate NAV loan by loan. So what it has
    ///      on the ledger stays below what its principal can earn at its highest rate over its longest tenor.
    function _storeBookAccrual(Book storage b, Accrual.State memory own) private {
        uint256 maxRate = _maxRateX18(b, b.out);
        int256 maxValue = int256(maxRate * (uint256(b.maxTenorDays) + 1) * 1 days);
        require(own.rateX18 <= maxRate && own.valueX18 <= maxValue, BookOverdrawn(msg.sender));
        _bookAccruals[msg.sender] = own;
    }

    function _maxRateX18(Book storage b, uint256 amount) private view returns (uint256) {
        return (amount * b.maxRateBps * WAD) / (BPS * YEAR);
    }

    /// @dev Takes a position's accrual, running rate and carry off the ledger and off its book's account.
    function _takeOff(
        Accrual.State memory ledgerAccrual,
        uint16 stopDay,
        uint96 rate,
        uint256 accrued,
        uint128 carry
    ) private {
        Accrual.State memory own = _bookAccruals[msg.sender].upTo(block.timestamp);
        own.subValue(accrued);
        ledgerAccrual.subValue(accrued);
        if (rate != 0) _stopRate(ledgerAccrual, own, stopDay, rate);
        require(own.valueX18 >= 0, BookOverdrawn(msg.sender));
        _bookAccruals[msg.sender] = own;
        _removeCarry(stopDay, carry);
        _storeAccrual(ledgerAccrual);
    }

    function _stopRate(
        Accrual.State memory ledgerAccrual,
        Accrual.State memory own,
        uint16 stopDay,
        uint96 rate
    ) private {
        if (stopDay == 0) {
            require(own.rateX18 >= rate, BookOverdrawn(msg.sender));
            own.subRate(rate);
        } else {
            _buckets[stopDay].rateX18 -= rate;
            own.subValue(uint256(rate) * (LocalDay.endOf(stopDay, utcOffset) - block.timestamp));
        }
        ledgerAccrual.subRate(rate);
    }

    /// @dev The book has brought the money before it calls: what lies here above the cash counter is what arrived.
    function _receive(
        uint128 principal_,
        uint128 income,
        address creditor,
        uint128 credit
    ) private returns (uint128 cash_) {
        cash_ = _ledger.cash + principal_ + income + credit;
        uint256 balance = IERC20(asset()).balanceOf(address(this));
        require(balance >= cash_, CashNotReceived(balance, cash_));
        if (credit != 0) {
            _owedTo[creditor] += credit;
            _reserve.owed += credit;
        }
    }

    function _raiseOut(Book storage b, uint128 amount) private {
        uint256 out = uint256(b.out) + amount;
        require(out <= b.cap, BookCapExceeded(msg.sender, out, b.cap));
        b.out = uint128(out);
    }

    function _raiseExposure(uint32 id, uint128 amount) private returns (uint88 exposure) {
        Obligor memory o = _obligors[id];
        require(o.lost == 0, ObligorInLoss(id, o.lost));
        uint256 raised = uint256(o.exposure) + amount;
        require(raised <= o.limit, ObligorLimitExceeded(id, raised, o.limit));
        exposure = uint88(raised);
        _obligors[id].exposure = exposure;
    }

    function _lowerExposure(uint32 id, uint128 amount) private returns (uint88 exposure) {
        exposure = _obligors[id].exposure - uint256(amount).toUint88();
        _obligors[id].exposure = exposure;
    }

    function _lowerImpaired(uint128 amount) private returns (uint128 impaired_) {
        Book storage b = _books[msg.sender];
        require(b.impaired >= amount, BookOverdrawn(msg.sender));
        b.impaired -= amount;
        impaired_ = _reserve.impaired - amount;
        _reserve.impaired = impaired_;
    }

    /// @dev Most that the calling book's positions can be worth: principal out and all that they were ever to earn.
    function _bookValueUp(Book storage b) private view returns (uint256) {
        int256 accrued = _bookAccruals[msg.sender].upTo(block.timestamp).valueX18;
        return b.out + (accrued > 0 ? Math.ceilDiv(uint256(accrued), WAD) : 0);
    }

    /// @return cash_ what remains after paying `amount`, which may not touch money owed to others
    function _payable(uint256 amount) private view returns (uint128 cash_) {
        uint256 available = _ledger.cash - _reserve.owed;
        require(amount <= available, InsufficientLiquidity(available, amount));
        return _ledger.cash - uint128(amount);
    }

    // ---------------------------------------------------------------- accrual

    /// @inheritdoc ITreasury
    function poke(uint256 maxDays) external {
        (Accrual.State memory state, uint128 matured_) = _walk(maxDays);
        if (matured_ != _matured) _matured = matured_;
        _storeAccrual(state);
    }

    /// @dev Brings the matured total up to date; the caller stores the returned state, changed or not.
    function _accrue() private returns (Accrual.State memory state) {
        uint128 matured_;
        (state, matured_) = _walk(type(uint256).max);
        if (matured_ != _matured) _matured = matured_;
    }

    function _storeAccrual(Accrual.State memory state) private {
        _accrual = state;
        emit Accrued(state.valueX18, state.rateX18, _matured, state.last);
    }

    /// @dev Visits the maturity days that have ended since the ledger's last second, at most `maxDays` of them.
    function _walk(uint256 maxDays) private view returns (Accrual.State memory state, uint128 matured_) {
        state = _accrual;
        matured_ = _matured;
        uint256 end = _today();
        uint256 day = _maturities.next(LocalDay.dayOf(state.last, utcOffset), end);
        while (day < end && maxDays != 0) {
            Bucket memory stopped = _buckets[uint16(day)];
            state = state.upTo(LocalDay.endOf(uint16(day), utcOffset));
            state.subRate(stopped.rateX18);
            matured_ += stopped.carry;
            day = _maturities.next(day + 1, end);
            --maxDays;
        }
        if (day == end) state = state.upTo(block.timestamp);
    }

    /// @dev A stop day lies behind the ledger once the walk has passed its bucket.
    function _hasStopped(uint16 stopDay) private view returns (bool) {
        return stopDay < _today();
    }

    function _addCarry(uint16 stopDay, uint128 carry) private returns (uint128) {
        if (carry == 0) return 0;
        if (_hasStopped(stopDay)) _matured += carry;
        else _buckets[stopDay].carry += carry;
        return carry;
    }

    function _removeCarry(uint16 stopDay, uint128 carry) private {
        if (carry == 0) return;
        if (_hasStopped(stopDay)) _matured -= carry;
        else _buckets[stopDay].carry -= carry;
    }

    function _maturedNow() private view returns (uint128 matured_) {
        (, matured_) = _walk(type(uint256).max);
    }

    function _requireNothingMatured() private view {
        uint256 matured_ = _maturedNow();
        if (matured_ == 0) return;
        uint256 tolerance = _tolerance(totalAssets());
        require(matured_ <= tolerance, ExitsWaitForMatured(matured_, tolerance));
    }

    function _tolerance(uint256 nav) private pure returns (uint256) {
        return nav.mulDivDown(TOLERANCE_BPS, BPS);
    }

    function _today() private view returns (uint16) {
        return LocalDay.dayOf(block.timestamp, utcOffset);
    }

    // ---------------------------------------------------------------- administration

    /// @inheritdoc ITreasury
    function registerBook(address account, uint16 maxRateBps, uint16 maxTenorDays, bool revolving) external restricted {
        Book storage b = _books[account];
        require(!b.registered, AlreadyRegisteredBook(account));
        b.maxRateBps = maxRateBps;
        b.maxTenorDays = maxTenorDays;
        b.revolving = revolving;
        b.registered = true;
        emit BookRegistered(account, maxRateBps, maxTenorDays, revolving);
    }

    /// @inheritdoc ITreasury
    function deregisterBook(address account) external restricted {
        Book storage b = _registeredBook(account);
        Accrual.State storage own = _bookAccruals[account];
        require(
            b.out == 0 && b.impaired == 0 && b.lost == 0 && own.rateX18 == 0 && own.valueX18 == 0,
            BookNotEmpty(account)
        );
        delete _books[account];
        emit BookDeregistered(account);
    }

    /// @inheritdoc ITreasury
    function lowerBookCap(address account, uint128 cap) external restricted {
        uint128 oldCap = _registeredBook(account).cap;
        require(cap < oldCap, NotLower(oldCap, cap));
        _setBookCap(account, oldCap, cap);
    }

    /// @inheritdoc ITreasury
    function raiseBookCap(address account, uint128 cap) external restricted {
        uint128 oldCap = _registeredBook(account).cap;
        require(cap > oldCap, NotHigher(oldCap, cap));
        _setBookCap(account, oldCap, cap);
    }

    /// @inheritdoc ITreasury
    function lowerObligorLimit(uint32 id, uint88 limit) external restricted {
        uint88 oldLimit = _obligors[id].limit;
        require(limit < oldLimit, NotLower(oldLimit, limit));
        _setObligorLimit(id, oldLimit, limit);
    }

    /// @inheritdoc ITreasury
    function raiseObligorLimit(uint32 id, uint88 limit) external restricted {
        uint88 oldLimit = _obligors[id].limit;
        require(limit > oldLimit, NotHigher(oldLimit, limit));
        _setObligorLimit(id, oldLimit, limit);
    }

    /// @inheritdoc ITreasury
    function forgive(uint32 id) external restricted {
        emit Forgiven(id, _obligors[id].lost);
        _obligors[id].lost = 0;
    }

    /// @inheritdoc ITreasury
    function skim(address to) external restricted nonReentrant returns (uint256 amount) {
        amount = IERC20(asset()).balanceOf(address(this)) - _ledger.cash;
        require(amount != 0, ZeroAmount());
        emit Skimmed(to, amount);
        IERC20(asset()).safeTransfer(to, amount);
    }

    function _setBookCap(address account, uint128 oldCap, uint128 cap) private {
        _books[account].cap = cap;
        emit BookCapChanged(account, oldCap, cap);
    }

    function _setObligorLimit(uint32 id, uint88 oldLimit, uint88 limit) private {
        _obligors[id].limit = limit;
        emit ObligorLimitChanged(id, oldLimit, limit);
    }

    function _registeredBook(address account) private view returns (Book storage b) {
        b = _books[account];
        require(b.registered, NotRegisteredBook(account));
    }

    // ---------------------------------------------------------------- view

    /// @notice NAV: cash − owed + principal + accrued, rounded down.
    function totalAssets() public view override returns (uint256) {
        int256 fixedX18 = int256((uint256(_ledger.cash) - _reserve.owed + _ledger.principal) * WAD);
        int256 nav = fixedX18 + accruedX18();
        return nav < 0 ? 0 : uint256(nav) / WAD;
    }

    /// @inheritdoc ITreasury
    function exitAssets() public view returns (uint256) {
        uint256 nav = totalAssets();
        return Math.saturatingSub(nav, _reserve.impaired);
    }

    /// @inheritdoc ITreasury
    function cash() external view returns (uint128) {
        return _ledger.cash;
    }

    /// @inheritdoc ITreasury
    function principal() external view returns (uint128) {
        return _ledger.principal;
    }

    /// @inheritdoc ITreasury
    function owed() external view returns (uint128) {
        return _reserve.owed;
    }

    /// @inheritdoc ITreasury
    function owedTo(address account) external view returns (uint128) {
        return _owedTo[account];
    }

    /// @inheritdoc ITreasury
    function impaired() external view returns (uint128) {
        return _reserve.impaired;
    }

    /// @inheritdoc ITreasury
    function accruedX18() public view returns (int256) {
        (Accrual.State memory state, ) = _walk(type(uint256).max);
        return state.valueX18;
    }

    /// @inheritdoc ITreasury
    function rateX18() external view returns (uint96) {
        (Accrual.State memory state, ) = _walk(type(uint256).max);
        return state.rateX18;
    }

    /// @inheritdoc ITreasury
    function matured() external view returns (uint128) {
        return _maturedNow();
    }

    /// @inheritdoc ITreasury
    function bucket(uint16 stopDay) external view returns (uint96 rateX18_, uint128 carry) {
        Bucket storage b = _buckets[stopDay];
        return (b.rateX18, b.carry);
    }

    /// @inheritdoc ITreasury
    function book(address account) external view returns (Book memory) {
        return _books[account];
    }

    /// @inheritdoc ITreasury
    function bookAccruedX18(address account) external view returns (int256) {
        return _bookAccruals[account].upTo(block.timestamp).valueX18;
    }

    /// @inheritdoc ITreasury
    function obligor(uint32 id) external view returns (Obligor memory) {
        return _obligors[id];
    }

    function _decimalsOffset() internal pure override returns (uint8) {
        return 6;
    }
}
