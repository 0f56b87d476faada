// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFactoringDesk} from "../../../contracts/interfaces/IFactoringDesk.sol";
import {IReceivables} from "../../../contracts/interfaces/IReceivables.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {LocalDay} from "../../../contracts/libraries/LocalDay.sol";
import {FactoringDesk} from "../../../contracts/receivables/FactoringDesk.sol";
import {Receivables} from "../../../contracts/receivables/Receivables.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {PlainAsset} from "../mocks/PlainAsset.sol";
import {Handler} from "../support/Handler.sol";

/// @notice Two banks, a seller, a debtor and the bank's officers; keeps its own books of every deal.
contract FactoringHandler is Handler {
    enum Status {
        Open,
        Collected,
        WrittenOff,
        Recovered
    }

    struct Deal {
        uint256 tokenId;
        uint32 id;
        uint256 units;
        uint256 price;
        uint256 advance;
        uint256 rateX18;
        uint256 start;
        uint256 end;
        uint8 pct;
        Status status;
    }

    /// @param cash what every payment in and out leaves
    struct Totals {
        uint256 cash;
        uint256 owed;
        uint256 gifts;
    }

    int32 private constant UTC_OFFSET = 28_800;
    uint32 private constant DEBTOR_GROUP = 1;
    uint128 private constant FACE = 300_000e6;
    uint256 private constant MOST = 40;

    Receivables private immutable _receivables;
    Treasury private immutable _treasury;
    FactoringDesk private immutable _desk;
    PlainAsset private immutable _asset;
    address private immutable _debtor;
    address private immutable _seller;
    address[2] private _banks;

    Totals public totals;
    Deal[] private _deals;
    uint256[] private _tokenIds;
    /// @notice Times that an action moved the share price in a way it must not.
    uint256 public priceFaults;

    constructor(
        Receivables receivables,
        FactoringDesk desk,
        PlainAsset asset,
        address debtor,
        address seller,
        address[2] memory banks
    ) {
        _receivables = receivables;
        _desk = desk;
        _treasury = Treasury(address(desk.treasury()));
        _asset = asset;
        _debtor = debtor;
        _seller = seller;
        _banks = banks;
    }

    function actions() public pure override returns (bytes4[] memory s) {
        s = new bytes4[](14);
        s[0] = this.deposit.selector;
        s[1] = this.exit.selector;
        s[2] = this.confirm.selector;
        s[3] = this.sell.selector;
        s[4] = this.settle.selector;
        s[5] = this.collect.selector;
        s[6] = this.mark.selector;
        s[7] = this.markEarly.selector;
        s[8] = this.release.selector;
        s[9] = this.writeOff.selector;
        s[10] = this.claim.selector;
        s[11] = this.poke.selector;
        s[12] = this.donateOrSkim.selector;
        s[13] = this.pass.selector;
    }

    function deals() external view returns (Deal[] memory) {
        return _deals;
    }

    function tokenIds() external view returns (uint256[] memory) {
        return _tokenIds;
    }

    // ---------------------------------------------------------------- share price

    /// @dev Price is (exit NAV + 1) / (shares + 10^6), the ratio that every conversion uses.
    modifier neverLowersThePrice() {
        (uint256 value, uint256 shares) = _price();
        _;
        (uint256 newValue, uint256 newShares) = _price();
        if (newValue * shares < value * newShares) priceFaults++;
    }

    /// @dev For payments without a penalty: nobody can gain by being in at the right moment.
    modifier neverMovesNav() {
        uint256 nav = _treasury.totalAssets();
        _;
        uint256 newNav = _treasury.totalAssets();
        if (newNav < nav || newNav > nav + 1) priceFaults++;
    }

    function _price() private view returns (uint256 value, uint256 shares) {
        return (_treasury.exitAssets() + 1, _treasury.totalSupply() + 1e6);
    }

    // ---------------------------------------------------------------- banks

    function deposit(uint256 who, uint256 amount) external {
        address bank = _banks[who % 2];
        if (_treasury.maxDeposit(bank) == 0) return;
        _deposit(bank, bound(amount, 1, 2_000_000e6));
    }

    function _deposit(address bank, uint256 amount) private counted(this.deposit.selector) neverLowersThePrice {
        _asset.mint(bank, amount);
        vm.prank(bank);
        _asset.approve(address(_treasury), amount);
        vm.prank(bank);
        uint256 shares = _treasury.deposit(amount, bank);
        if (_treasury.previewExit(shares) > amount) priceFaults++;
        totals.cash += amount;
    }

    function exit(uint256 who, uint256 shares) external {
        address bank = _banks[who % 2];
        uint256 most = _treasury.maxExit(bank);
        if (most < 2) return;
        _exit(bank, bound(shares, 1, most / 2));
    }

    function _exit(address bank, uint256 shares) private counted(this.exit.selector) neverLowersThePrice {
        vm.prank(bank);
        totals.cash -= _treasury.exit(shares, bank, 0);
    }

    // ---------------------------------------------------------------- receivables and deals

    function confirm(uint256 tenor) external {
        if (_tokenIds.length == MOST) return;
        _confirm(uint16(bound(tenor, 5, 30)));
    }

    function _confirm(uint16 tenor) private counted(this.confirm.selector) neverMovesNav {
        IReceivables.Terms memory t;
        t.supplier = _seller;
        t.debtor = _debtor;
        t.asset = address(_asset);
        t.face = FACE;
        t.dueDay = _receivables.today() + tenor;
        t.penaltyBps = tenor % 2 == 0 ? 1800 : 0;
        t.profile = 1;
        t.fingerprint = keccak256(abi.encode(total));
        vm.prank(_seller);
        _receivables.request(t);
        vm.prank(_debtor);
        _tokenIds.push(_receivables.confirm(t));
    }

    function sell(uint256 which, uint256 units) external {
        units = bound(units, 1000e6, 120_000e6);
        for (uint256 i = 0; i < _tokenIds.length; i++) {
            uint256 tokenId = _tokenIds[((which % _tokenIds.length) + i) % _tokenIds.length];
            if (_sellable(tokenId, units)) return _sell(tokenId, units);
        }
        if (_tokenIds.length != MOST) _confirm(30);
    }

    function _sellable(uint256 tokenId, uint256 units) private view returns (bool) {
        IReceivables.Receivable memory r = _receivables.receivable(tokenId);
        if (r.state != IReceivables.State.Open || r.dueDay < _receivables.today() + 4) return false;
        if (_receivables.balanceOf(_seller, tokenId) < units) return false;
        ITreasury.Obligor memory o = _treasury.obligor(DEBTOR_GROUP);
        uint256 price = _desk.quote(tokenId, uint128(units)).price;
        return o.lost == 0 && price + o.exposure <= o.limit && price <= _treasury.cash() - _treasury.owed();
    }

    function _sell(
        uint256 tokenId,
        uint256 units
    ) private counted(this.sell.selector) neverMovesNav neverLowersThePrice {
        IFactoringDesk.Quote memory q = _desk.quote(tokenId, uint128(units));
        uint256 rate = (uint256(q.advance - q.price) * 1e18) / (q.maturity - block.timestamp);
        vm.prank(_seller);
        _receivables.sell(address(_desk), tokenId, uint128(units), q.price, uint40(block.timestamp));
        _deals.push(
            Deal({
                tokenId: tokenId,
                id: _desk.dealCount(),
                units: units,
                price: q.price,
                advance: q.advance,
                rateX18: rate,
                start: block.timestamp,
                end: q.maturity,
                pct: 0,
                status: Status.Open
            })
        );
        totals.cash -= q.price;
    }

    function settle(uint256 which) external {
        if (_tokenIds.length == 0 || which % 3 != 0) return;
        uint256 tokenId = _tokenIds[which % _tokenIds.length];
        if (!_isSettled(tokenId)) _settle(tokenId);
    }

    /// @dev Otherwise most deals would never be paid.
    function _settleADeal(uint256 which) private returns (bool found, Deal storage d) {
        (found, d) = _find(which, _isUnpaid);
        if (!found) return (false, d);
        _settle(d.tokenId);
    }

    function _settle(uint256 tokenId) private counted(this.settle.selector) neverMovesNav {
        (uint128 principal, uint128 penalty) = _receivables.amountDue(tokenId);
        _asset.mint(_debtor, principal + penalty);
        vm.prank(_debtor);
        _asset.approve(address(_receivables), principal + penalty);
        vm.prank(_debtor);
        _receivables.settle(tokenId);
    }

    function collect(uint256 which) external {
        (bool found, Deal storage d) = _find(which, _isCollectable);
        if (!found) (found, d) = _settleADeal(which);
        if (!found) return;
        (, uint128 cash) = _receivables.lateSettlement(d.tokenId);
        if (cash == 0 && d.status == Status.Open) _collectOnTime(d);
        else _collect(d);
    }

    function _collectOnTime(Deal storage d) private neverMovesNav {
        this.bringIn(d.tokenId, d.id);
        _book(d, d.units);
    }

    function _collect(Deal storage d) private {
        _book(d, this.bringIn(d.tokenId, d.id));
    }

    /// @dev External, so that the price is compared around the call alone.
    function bringIn(uint256 tokenId, uint32 id) external neverLowersThePrice returns (uint256) {
        require(msg.sender == address(this), "own calls only");
        return _desk.collect(tokenId, id);
    }

    function _book(Deal storage d, uint256 proceeds) private counted(this.collect.selector) {
        d.status = d.status == Status.WrittenOff ? Status.Recovered : Status.Collected;
        d.pct = 0;
        if (block.timestamp >= d.end) d.rateX18 = 0;
        totals.cash += proceeds;
        totals.owed += d.units - d.advance;
    }

    // ---------------------------------------------------------------- losses

    function mark(uint256 which) external {
        (bool found, Deal storage d) = _find(which, _isBelowTheLadder);
        if (!found) (found, d) = _findAfterAMonth(which);
        if (found) _mark(d, _ladder(d));
    }

    /// @dev Otherwise hardly a deal would stay unpaid until its next step.
    function _findAfterAMonth(uint256 which) private returns (bool found, Deal storage d) {
        (found, d) = _find(which, _isUnpaid);
        if (!found || d.pct == 100) return (false, d);
        vm.warp((block.timestamp > d.end ? block.timestamp : d.end) + 30 days);
        return _find(which, _isBelowTheLadder);
    }

    function _mark(Deal storage d, uint8 pct) private counted(this.mark.selector) neverMovesNav {
        _desk.mark(d.tokenId, d.id);
        d.pct = pct;
    }

    function markEarly(uint256 which, uint256 pct) external {
        (bool found, Deal storage d) = _find(which, _isMarkable);
        if (!found) (found, d) = _findTheDayAfter(which);
        if (found) _markEarly(d, uint8(bound(pct, d.pct + 1, d.pct < 80 ? d.pct + 20 : 100)));
    }

    function _findTheDayAfter(uint256 which) private returns (bool found, Deal storage d) {
        (found, d) = _find(which, _isUnpaid);
        if (!found || d.pct == 100) return (false, d);
        if (block.timestamp < d.end) vm.warp(d.end);
    }

    function _markEarly(Deal storage d, uint8 pct) private counted(this.markEarly.selector) neverMovesNav {
        _desk.markEarly(d.tokenId, d.id, pct);
        d.pct = pct;
    }

    function release(uint256 which, uint256 pct) external {
        (bool found, Deal storage d) = _find(which, _isMarked);
        if (!found) (found, d) = _findTheDayAfter(which);
        if (found && d.pct == 0) _markEarly(d, 40);
        if (found) _release(d, uint8(bound(pct, 0, d.pct - 1)));
    }

    function _release(
        Deal storage d,
        uint8 pct
    ) private counted(this.release.selector) neverMovesNav neverLowersThePrice {
        _desk.releaseMark(d.tokenId, d.id, pct);
        d.pct = pct;
    }

    function writeOff(uint256 which) external {
        (bool found, Deal storage d) = _find(which, _isFullyMarked);
        if (found) return _writeOff(d);
        (found, d) = _find(which, _isMarkable);
        if (!found) return;
        _markEarly(d, 100);
        _writeOff(d);
    }

    /// @dev The mark has taken the whole loss before: the exit price does not fall again.
    function _writeOff(Deal storage d) private counted(this.writeOff.selector) neverLowersThePrice {
        _desk.writeOffEarly(d.tokenId, d.id);
        d.status = Status.WrittenOff;
        d.pct = 0;
        _treasury.forgive(DEBTOR_GROUP);
    }

    // ---------------------------------------------------------------- the rest

    function claim() external {
        if (_treasury.owedTo(_seller) == 0) return;
        _claim();
    }

    function _claim() private counted(this.claim.selector) neverMovesNav neverLowersThePrice {
        uint256 amount = _treasury.claimFor(_seller);
        totals.cash -= amount;
        totals.owed -= amount;
    }

    function poke(uint256 maxDays) external counted(this.poke.selector) neverMovesNav neverLowersThePrice {
        _treasury.poke(maxDays % 4);
    }

    function donateOrSkim(
        uint256 amount
    ) external counted(this.donateOrSkim.selector) neverMovesNav neverLowersThePrice {
        if (totals.gifts != 0 && amount % 2 == 0) {
            totals.gifts -= _treasury.skim(_banks[0]);
        } else {
            amount = bound(amount, 1, 1e12);
            _asset.mint(address(_treasury), amount);
            totals.gifts += amount;
        }
    }

    /// @dev Time alone only ever earns.
    function pass(uint256 time) external counted(this.pass.selector) neverLowersThePrice {
        vm.warp(block.timestamp + bound(time, 1, 16 days));
    }

    /// @return found false when no deal fits; then `deal` must not be used
    function _find(
        uint256 from,
        function(Deal storage) view returns (bool) fits
    ) private view returns (bool found, Deal storage deal) {
        for (uint256 i = 0; i < _deals.length; i++) {
            deal = _deals[((from % _deals.length) + i) % _deals.length];
            if (fits(deal)) return (true, deal);
        }
        assembly ("memory-safe") {
            deal.slot := 0
        }
    }

    function _isCollectable(Deal storage d) private view returns (bool) {
        return d.status != Status.Collected && d.status != Status.Recovered && _isSettled(d.tokenId);
    }

    function _isBelowTheLadder(Deal storage d) private view returns (bool) {
        return _isUnpaid(d) && _ladder(d) > d.pct;
    }

    function _isMarkable(Deal storage d) private view returns (bool) {
        return _isUnpaid(d) && _daysLate(d) != 0 && d.pct < 100;
    }

    function _isMarked(Deal storage d) private view returns (bool) {
        return _isUnpaid(d) && d.pct != 0;
    }

    function _isFullyMarked(Deal storage d) private view returns (bool) {
        return _isUnpaid(d) && d.pct == 100;
    }

    function _ladder(Deal storage d) private view returns (uint8) {
        uint256 late = _daysLate(d);
        return
            late >= 90
                ? 100
                : late >= 60
                    ? 50
                    : late >= 30
                        ? 25
                        : 0;
    }

    function _isUnpaid(Deal storage d) private view returns (bool) {
        return d.status == Status.Open && !_isSettled(d.tokenId);
    }

    function _isSettled(uint256 tokenId) private view returns (bool) {
        return _receivables.receivable(tokenId).state == IReceivables.State.Settled;
    }

    function _daysLate(Deal storage d) private view returns (uint256) {
        uint256 today = LocalDay.dayOf(block.timestamp, UTC_OFFSET);
        uint256 stop = LocalDay.dayOf(d.end, UTC_OFFSET) - 1;
        return today > stop ? today - stop : 0;
    }
}
