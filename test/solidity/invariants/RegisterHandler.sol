// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReceivables} from "../../../contracts/interfaces/IReceivables.sol";
import {Receivables} from "../../../contracts/receivables/Receivables.sol";
import {PlainAsset} from "../mocks/PlainAsset.sol";
import {Handler} from "../support/Handler.sol";

/// @notice Suppliers, a debtor and passers-by at the register; remembers what each receivable must still hold.
contract RegisterHandler is Handler {
    struct Entry {
        uint256 baseId;
        uint256 face;
        uint256 redeemedUnits;
        uint256 received;
        uint256 paidOut;
    }

    uint256 private constant MOST = 12;

    Receivables private immutable _receivables;
    PlainAsset private immutable _asset;
    address private immutable _debtor;
    address[] private _holders;
    Entry[] private _entries;
    mapping(uint256 baseId => uint256) private _indexOf;
    /// @notice Redemptions whose money did not reach the holder.
    uint256 public strayMoney;

    constructor(Receivables receivables, PlainAsset asset, address debtor, address[] memory holders_) {
        _receivables = receivables;
        _asset = asset;
        _debtor = debtor;
        _holders = holders_;
    }

    function actions() public pure override returns (bytes4[] memory s) {
        s = new bytes4[](9);
        s[0] = this.confirm.selector;
        s[1] = this.assign.selector;
        s[2] = this.transferInside.selector;
        s[3] = this.settle.selector;
        s[4] = this.redeem.selector;
        s[5] = this.redeemFor.selector;
        s[6] = this.flagOverdue.selector;
        s[7] = this.withdraw.selector;
        s[8] = this.pass.selector;
    }

    function entries() external view returns (Entry[] memory) {
        return _entries;
    }

    function holders() external view returns (address[] memory) {
        return _holders;
    }

    // ---------------------------------------------------------------- actions

    function confirm(uint256 who, uint256 face, uint256 tenor) external {
        IReceivables.Terms memory terms = _newTerms(who, face, tenor);
        if (_entries.length == MOST || _receivables.overdueCount(1) != 0) return;
        _confirm(terms);
    }

    function _confirm(IReceivables.Terms memory terms) private counted(this.confirm.selector) {
        vm.prank(terms.supplier);
        _receivables.request(terms);
        vm.prank(_debtor);
        uint256 baseId = _receivables.confirm(terms);
        _indexOf[baseId] = _entries.length;
        _entries.push(Entry(baseId, terms.face, 0, 0, 0));
    }

    /// @dev A request that is taken back leaves nothing.
    function withdraw(uint256 who, uint256 face, uint256 tenor) external {
        IReceivables.Terms memory terms = _newTerms(who, face, tenor);
        if (_entries.length == MOST || _receivables.overdueCount(1) != 0) return;
        _withdraw(terms);
    }

    function _withdraw(IReceivables.Terms memory terms) private counted(this.withdraw.selector) {
        vm.prank(terms.supplier);
        _receivables.request(terms);
        vm.prank(terms.supplier);
        _receivables.withdrawRequest(terms);
    }

    function assign(uint256 which, uint256 from, uint256 to, uint256 units) external {
        (uint256 tokenId, address holder, uint256 balance) = _holding(which, from, IReceivables.State.Open);
        if (balance == 0 || !_isMovable(tokenId) || tokenId & 0xff == 5) return;
        _assign(
            holder,
            _holders[to % _holders.length],
            tokenId,
            balance < 100e6 ? balance : bound(units, 100e6, balance)
        );
    }

    function _assign(address from, address to, uint256 tokenId, uint256 units) private counted(this.assign.selector) {
        vm.prank(from);
        _receivables.assign(tokenId, to, uint128(units), "invoice");
    }

    /// @dev The first two holders are accounts of one legal entity.
    function transferInside(uint256 which, uint256 from, uint256 units) external {
        (uint256 tokenId, address holder, uint256 balance) = _holding(which, from, IReceivables.State.Open);
        if (balance == 0 || !_isMovable(tokenId) || holder == _holders[2]) return;
        _transferInside(holder, tokenId, bound(units, 1, balance));
    }

    function _transferInside(
        address from,
        uint256 tokenId,
        uint256 units
    ) private counted(this.transferInside.selector) {
        vm.prank(from);
        _receivables.transfer(from == _holders[0] ? _holders[1] : _holders[0], tokenId, units);
    }

    function settle(uint256 which) external {
        if (_entries.length == 0) return;
        Entry storage e = _entries[which % _entries.length];
        IReceivables.State state = _receivables.receivable(e.baseId).state;
        if (state != IReceivables.State.Open && state != IReceivables.State.Overdue) return;
        _settle(e);
    }

    function _settle(Entry storage e) private counted(this.settle.selector) {
        (uint128 principal, uint128 penalty) = _receivables.amountDue(e.baseId);
        _asset.mint(_debtor, principal + penalty);
        vm.prank(_debtor);
        _asset.approve(address(_receivables), principal + penalty);
        vm.prank(_debtor);
        e.received = _receivables.settle(e.baseId);
    }

    function redeem(uint256 which, uint256 who, uint256 units) external {
        (uint256 tokenId, address holder, uint256 balance) = _holding(which, who, IReceivables.State.Settled);
        if (balance != 0) _pay(holder, tokenId, bound(units, 1, balance), false);
    }

    function redeemFor(uint256 which, uint256 who) external {
        (uint256 tokenId, address holder, uint256 balance) = _holding(which, who, IReceivables.State.Settled);
        if (balance != 0) _pay(holder, tokenId, balance, true);
    }

    function _pay(
        address holder,
        uint256 tokenId,
        uint256 units,
        bool forHolder
    ) private counted(forHolder ? this.redeemFor.selector : this.redeem.selector) {
        Entry storage e = _entries[_indexOf[tokenId & ~uint256(0xff)]];
        uint256 before = _asset.balanceOf(holder);
        uint256 amount;
        if (forHolder) {
            amount = _receivables.redeemFor(holder, tokenId);
        } else {
            vm.prank(holder);
            amount = _receivables.redeem(tokenId, uint128(units), holder);
        }
        if (_asset.balanceOf(holder) - before != amount) strayMoney++;
        e.redeemedUnits += units;
        e.paidOut += amount;
    }

    function flagOverdue(uint256 which) external {
        for (uint256 e = 0; e < _entries.length; e++) {
            uint256 baseId = _entries[((which % MOST) + e) % _entries.length].baseId;
            IReceivables.Receivable memory r = _receivables.receivable(baseId);
            if (r.state == IReceivables.State.Open && _receivables.today() > r.dueDay + 5) return _flagOverdue(baseId);
        }
    }

    function _flagOverdue(uint256 baseId) private counted(this.flagOverdue.selector) {
        _receivables.flagOverdue(baseId);
    }

    function pass(uint256 time) external counted(this.pass.selector) {
        vm.warp(block.timestamp + bound(time, 1, 6 days));
    }

    // ---------------------------------------------------------------- choices

    function _newTerms(uint256 who, uint256 face, uint256 tenor) private view returns (IReceivables.Terms memory t) {
        t.supplier = _holders[who % _holders.length];
        t.debtor = _debtor;
        t.asset = address(_asset);
        t.face = uint128(bound(face, 1, 1e15));
        t.dueDay = _receivables.today() + uint16(tenor % 30);
        t.penaltyBps = uint16(face % 5000);
        t.profile = 1;
        t.fingerprint = keccak256(abi.encode(total));
    }

    /// @return tokenId first holding in this state from the given choices on
    /// @return holder who has it
    /// @return balance 0 when there is none
    function _holding(
        uint256 which,
        uint256 who,
        IReceivables.State state
    ) private view returns (uint256 tokenId, address holder, uint256 balance) {
        for (uint256 e = 0; e < _entries.length; e++) {
            uint256 baseId = _entries[((which % MOST) + e) % _entries.length].baseId;
            if (_receivables.receivable(baseId).state != state) continue;
            for (uint256 i = 0; i < 18; i++) {
                uint256 choice = (who % 18) + i;
                (holder, tokenId) = (_holders[choice % 3], baseId + ((choice / 3) % 6));
                balance = _receivables.balanceOf(holder, tokenId);
                if (balance != 0) return (tokenId, holder, balance);
            }
        }
    }

    function _isMovable(uint256 tokenId) private view returns (bool) {
        return _receivables.today() <= _receivables.receivable(tokenId & ~uint256(0xff)).dueDay;
    }
}
