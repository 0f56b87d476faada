// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CreditLines} from "../../../contracts/credit/CreditLines.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {ICreditLines} from "../../../contracts/interfaces/ICreditLines.sol";
import {IScoreOracle} from "../../../contracts/interfaces/IScoreOracle.sol";
import {ScoreOracle} from "../../../contracts/oracles/ScoreOracle.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {PlainAsset} from "../mocks/PlainAsset.sol";
import {TestRouter} from "../mocks/TestRouter.sol";
import {Handler} from "../support/Handler.sol";

/// @notice Merchants that draw, pay, fall behind and recover at random, while a bank deposits and exits.
contract LinesHandler is Handler {
    Treasury private _treasury;
    CreditLines private _lines;
    ScoreOracle private _oracle;
    TestRouter private _router;
    PlainAsset private _asset;
    address private _bank;
    address[] private _merchants;

    /// @notice Money that went in less money that went out.
    uint256 public cash;
    uint256 public lost;
    /// @notice A draw got through above limit, with debt past due, or by a line that is not Active.
    uint256 public drawFaults;
    /// @notice NAV moved by more than rounding and the penalty in a payment, or fell.
    uint256 public navFaults;
    /// @notice A payment was not taken to the unit.
    uint256 public paymentFaults;
    /// @notice A new score changed a state or called a debt.
    uint256 public scoreFaults;

    constructor(
        Treasury treasury,
        CreditLines lines,
        ScoreOracle oracle,
        TestRouter router,
        PlainAsset asset,
        address bank,
        address[] memory merchants_
    ) {
        (_treasury, _lines, _oracle, _router, _asset) = (treasury, lines, oracle, router, asset);
        _bank = bank;
        _merchants = merchants_;
        cash = treasury.cash();
    }

    function actions() public pure override returns (bytes4[] memory s) {
        s = new bytes4[](14);
        s[0] = this.score.selector;
        s[1] = this.open.selector;
        s[2] = this.draw.selector;
        s[3] = this.repayPart.selector;
        s[4] = this.repayAll.selector;
        s[5] = this.refresh.selector;
        s[6] = this.pass.selector;
        s[7] = this.mark.selector;
        s[8] = this.releaseMark.selector;
        s[9] = this.declareDefault.selector;
        s[10] = this.writeOff.selector;
        s[11] = this.bankMoney.selector;
        s[12] = this.overrideLine.selector;
        s[13] = this.neglect.selector;
    }

    function merchants() external view returns (address[] memory) {
        return _merchants;
    }

    // ---------------------------------------------------------------- scores

    function score(uint256 which, uint256 points, uint256 turnover) external counted(this.score.selector) {
        address merchant = _merchants[which % _merchants.length];
        _freshen(merchant);
        _score(merchant, bound(points, 500, 850), bound(turnover, 0, 1_000_000e2));
    }

    function _score(address merchant, uint256 points, uint256 turnover) private {
        vm.warp(block.timestamp + 1 hours);
        bytes32 before = _owed(merchant);
        vm.prank(merchant);
        bytes32 id = _oracle.requestScore();
        uint256 word = (points << 240) | (uint256(1) << 176) | (uint256(1) << 168);
        word |= (block.timestamp << 128) | (turnover << 48);
        _router.deliver(id, abi.encode(word, id), "");
        if (_owed(merchant) != before) scoreFaults++;
    }

    /// @dev State and what is owed or due, without the interest of the second that went by.
    function _owed(address merchant) private view returns (bytes32) {
        ICreditLines.Line memory l = _lines.line(merchant);
        return keccak256(abi.encode(l.state, l.principal, l.duePrincipal, l.dueInterest, l.rateX18, l.dueSince));
    }

    function open(uint256 which) external {
        (bool found, address merchant) = _find(which, _isClosed);
        if (!found) return;
        _freshen(merchant);
        _open(merchant);
    }

    /// @dev Consents again and gets a good score, where either has run out.
    function _freshen(address merchant) private {
        (IScoreOracle.Score memory s, bool consented) = _oracle.usable(merchant);
        if (consented && s.asOf + 35 days >= block.timestamp) return;
        IConsents consents = _oracle.consents();
        uint40 expiry = uint40(block.timestamp + 365 days);
        bytes32 purpose = _oracle.PURPOSE();
        IConsents.DataConsent memory consent = IConsents.DataConsent(
            merchant,
            _oracle.source(0),
            address(_oracle),
            purpose,
            31,
            expiry
        );
        vm.prank(merchant);
        consents.grant(consent);
        _score(merchant, 700, 500_000e2);
    }

    function _open(address merchant) private counted(this.open.selector) {
        vm.prank(merchant);
        try _lines.open() {} catch (bytes memory reason) {
            _expectReason(reason, ICreditLines.NoLimit.selector);
        }
    }

    function refresh(uint256 which) external {
        (bool found, address merchant) = _find(which, _isActive);
        if (found) _refresh(merchant);
    }

    function _refresh(address merchant) private counted(this.refresh.selector) {
        _lines.refresh(merchant);
    }

    function overrideLine(uint256 which, uint256 limit, uint256 bps) external {
        (bool found, address merchant) = _find(which, _isActive);
        if (found) _override(merchant, uint88(bound(limit, 0, 1_000_000e6)), uint16(bound(bps, 1, 2400)));
    }

    function _override(address merchant, uint88 limit, uint16 bps) private counted(this.overrideLine.selector) {
        _lines.loosenLine(merchant, limit, bps, uint16((block.timestamp + 28_800) / 1 days) + 5, "drill");
    }

    // ---------------------------------------------------------------- money

    /// @dev A refusal is an answer too; what gets through must have been allowed.
    function draw(uint256 which, uint256 amount) external {
        (bool found, address merchant) = _find(which, _isActive);
        if (!found) return;
        _freshen(merchant);
        ICreditLines.Debt memory d = _lines.debtOf(merchant);
        amount = bound(amount, 1, 300_000e6);
        vm.prank(merchant);
        try _lines.draw(uint128(amount), 2400) {
            total++;
            done[this.draw.selector]++;
            cash -= amount;
            ICreditLines.Line memory l = _lines.line(merchant);
            bool allowed = l.principal <= l.limit && d.daysPastDue == 0 && l.impairedPct == 0;
            if (!allowed || l.principal != d.principal + amount) drawFaults++;
        } catch {}
    }

    function repayPart(uint256 which, uint256 amount) external {
        (bool found, address merchant) = _find(which, _owes);
        if (found) _repayPart(merchant, bound(amount, 1, (_lines.debtOf(merchant).total + 7) / 8));
    }

    function _repayPart(address merchant, uint256 amount) private counted(this.repayPart.selector) {
        _pay(merchant, amount);
    }

    /// @dev Seldom, so that debts grow old.
    function repayAll(uint256 which, uint256 seldom) external {
        (bool found, address merchant) = _find(which, _owes);
        if (found && seldom % 2 == 0) _repayAll(merchant);
    }

    function _repayAll(address merchant) private counted(this.repayAll.selector) {
        uint256 all = _lines.debtOf(merchant).total;
        _pay(merchant, all);
        if (_lines.debtOf(merchant).total != 0) paymentFaults++;
        if (_lines.line(merchant).state == ICreditLines.State.WrittenOff) _lines.closeFor(merchant);
    }

    /// @dev Paying never reverts. NAV rises by what was not yet in it: rounding, penalty, and whatever is paid on a line
    ///      that no longer accrues there.
    function _pay(address merchant, uint256 amount) private {
        ICreditLines.Line memory l = _lines.line(merchant);
        ICreditLines.Debt memory d = _lines.debtOf(merchant);
        _asset.mint(address(this), amount);
        _asset.approve(address(_lines), amount);
        uint256 nav = _treasury.totalAssets();
        if (_lines.repay(merchant, uint128(amount)) != amount) paymentFaults++;
        cash += amount;
        if (l.state == ICreditLines.State.WrittenOff) lost -= amount < l.principal ? amount : l.principal;
        uint256 rise = d.penalty + 1;
        if (l.state == ICreditLines.State.WrittenOff) rise = amount + 1;
        else if (l.state != ICreditLines.State.Active) rise += d.interest;
        uint256 after_ = _treasury.totalAssets();
        if (after_ < nav || after_ - nav > rise) navFaults++;
    }

    /// @dev A bank comes or goes; exits only with money that is there.
    function bankMoney(uint256 amount) external counted(this.bankMoney.selector) {
        amount = bound(amount, 1e6, 200_000e6);
        if (amount % 2 == 0 && _treasury.maxDeposit(_bank) >= amount) {
            _asset.mint(_bank, amount);
            vm.startPrank(_bank);
            _asset.approve(address(_treasury), amount);
            _treasury.deposit(amount, _bank);
            vm.stopPrank();
            cash += amount;
            return;
        }
        uint256 shares = _treasury.maxExit(_bank) / 20;
        if (shares == 0 || _treasury.previewExit(shares) == 0) return;
        vm.prank(_bank);
        cash -= _treasury.exit(shares, _bank, 0);
    }

    // ---------------------------------------------------------------- losses and time

    function pass(uint256 time) external counted(this.pass.selector) {
        vm.warp(block.timestamp + bound(time, 1, 40 days));
    }

    /// @notice A month or more in which nobody pays.
    function neglect(uint256 time) external counted(this.neglect.selector) {
        vm.warp(block.timestamp + bound(time, 60 days, 150 days));
    }

    function mark(uint256 which, uint256 pct) external {
        (bool found, address merchant) = _find(which, _isMarkable);
        if (found) _mark(merchant, pct);
    }

    function _mark(address merchant, uint256 pct) private counted(this.mark.selector) {
        uint256 late = _lines.debtOf(merchant).daysPastDue;
        uint256 ladder =
            late >= 90
                ? 100
                : late >= 60
                    ? 50
                    : late >= 30
                        ? 25
                        : 0;
        ICreditLines.Line memory l = _lines.line(merchant);
        if (ladder > l.impairedPct) return _lines.mark(merchant);
        if (l.impairedPct < 100) _lines.markEarly(merchant, uint8(bound(pct, l.impairedPct + 1, 100)));
        else if (l.state == ICreditLines.State.Active) _lines.markEarly(merchant, 1);
    }

    function releaseMark(uint256 which, uint256 pct) external {
        (bool found, address merchant) = _find(which, _isMarked);
        if (found) _releaseMark(merchant, pct);
    }

    function _releaseMark(address merchant, uint256 pct) private counted(this.releaseMark.selector) {
        _lines.releaseMark(merchant, uint8(pct % _lines.line(merchant).impairedPct));
    }

    function declareDefault(uint256 which) external {
        (bool found, address merchant) = _find(which, _isHopeless);
        if (found) _declareDefault(merchant);
    }

    function _declareDefault(address merchant) private counted(this.declareDefault.selector) {
        if (_isActive(merchant)) _lines.mark(merchant);
        _lines.declareDefault(merchant);
    }

    function writeOff(uint256 which) external {
        (bool found, address merchant) = _find(which, _isDefaulted);
        if (found) _writeOff(merchant);
    }

    function _writeOff(address merchant) private counted(this.writeOff.selector) {
        if (_lines.line(merchant).impairedPct < 100) _lines.markEarly(merchant, 100);
        lost += _lines.line(merchant).principal;
        _lines.writeOffEarly(merchant);
    }

    // ---------------------------------------------------------------- picking

    /// @return found false when no merchant fits
    function _find(
        uint256 from,
        function(address) view returns (bool) fits
    ) private view returns (bool found, address merchant) {
        for (uint256 i; i < _merchants.length; ++i) {
            merchant = _merchants[((from % _merchants.length) + i) % _merchants.length];
            if (fits(merchant)) return (true, merchant);
        }
    }

    function _stateOf(address merchant) private view returns (ICreditLines.State) {
        return _lines.line(merchant).state;
    }

    function _isClosed(address merchant) private view returns (bool) {
        ICreditLines.State state = _stateOf(merchant);
        return state == ICreditLines.State.None || state == ICreditLines.State.Closed;
    }

    function _isActive(address merchant) private view returns (bool) {
        return _stateOf(merchant) == ICreditLines.State.Active;
    }

    function _owes(address merchant) private view returns (bool) {
        return _lines.debtOf(merchant).total != 0;
    }

    function _isMarkable(address merchant) private view returns (bool) {
        return _stateOf(merchant) != ICreditLines.State.WrittenOff && _lines.debtOf(merchant).daysPastDue != 0;
    }

    function _isMarked(address merchant) private view returns (bool) {
        return _lines.line(merchant).impairedPct != 0;
    }

    function _isHopeless(address merchant) private view returns (bool) {
        bool isOpen = _isActive(merchant) || _stateOf(merchant) == ICreditLines.State.NonAccrual;
        return isOpen && _lines.debtOf(merchant).daysPastDue >= 90;
    }

    function _isDefaulted(address merchant) private view returns (bool) {
        return _stateOf(merchant) == ICreditLines.State.Defaulted;
    }

    function _expectReason(bytes memory reason, bytes4 expected) private pure {
        assertEq(bytes32(bytes4(reason)), bytes32(expected), "refused for the expected reason");
    }
}
