// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDevices} from "../../../contracts/interfaces/IDevices.sol";
import {ILeaseOffers} from "../../../contracts/interfaces/ILeaseOffers.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {IUsageMeter} from "../../../contracts/interfaces/IUsageMeter.sol";
import {Devices} from "../../../contracts/leasing/Devices.sol";
import {LeaseOffers} from "../../../contracts/leasing/LeaseOffers.sol";
import {Leases} from "../../../contracts/leasing/Leases.sol";
import {UsageMeter} from "../../../contracts/leasing/UsageMeter.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {PlainAsset} from "../mocks/PlainAsset.sol";
import {Handler} from "../support/Handler.sol";
import {Machine} from "../support/Machine.sol";

/// @notice Machines that are leased, used, silent, paid for, neglected, taken back and sold at random, while a bank
///         deposits and exits.
contract LeasesHandler is Handler {
    struct World {
        Treasury treasury;
        Leases leases;
        LeaseOffers offers;
        UsageMeter meter;
        Devices devices;
        PlainAsset asset;
        address bank;
        address manufacturer;
    }

    World private _w;
    ILeases.Terms private _terms;
    address[] private _lessees;
    bytes32[] private _deviceIds;
    uint256[] private _keys;
    /// @dev The machine's last lease, 0 when it never had one.
    mapping(bytes32 deviceId => uint256) private _leaseOf;

    /// @notice Money that went in less money that went out.
    uint256 public cash;
    uint256 public lost;
    /// @notice A payment was not taken to the unit.
    uint256 public paymentFaults;
    /// @notice A payment lowered NAV.
    uint256 public navFaults;
    /// @notice The end of a lease left or lost money.
    uint256 public endFaults;

    constructor(
        World memory world,
        ILeases.Terms memory terms,
        address[] memory lessees,
        bytes32[] memory deviceIds,
        uint256[] memory keys
    ) {
        _w = world;
        _copy(terms);
        (_lessees, _deviceIds, _keys) = (lessees, deviceIds, keys);
        cash = world.treasury.cash();
    }

    /// @dev Field by field: an array of structs in memory cannot be copied to storage.
    function _copy(ILeases.Terms memory t) private {
        (_terms.price, _terms.buyOut, _terms.deposit) = (t.price, t.buyOut, t.deposit);
        (_terms.baseRent, _terms.minimumRent, _terms.rateBps) = (t.baseRent, t.minimumRent, t.rateBps);
        (_terms.coverBps, _terms.earlyFeeBps, _terms.alarms) = (t.coverBps, t.earlyFeeBps, t.alarms);
        (_terms.periodDays, _terms.periods) = (t.periodDays, t.periods);
        for (uint256 i; i < t.tariff.length; ++i) _terms.tariff.push(t.tariff[i]);
    }

    /// @dev What brings debts and pays them stands twice.
    function actions() public pure override returns (bytes4[] memory s) {
        s = new bytes4[](21);
        s[0] = this.agree.selector;
        s[1] = this.cancel.selector;
        s[2] = this.deliver.selector;
        s[3] = this.report.selector;
        s[4] = this.bill.selector;
        s[5] = this.payPart.selector;
        s[6] = this.payAll.selector;
        s[7] = this.prepay.selector;
        s[8] = this.withdrawPrepaid.selector;
        s[9] = this.requestEnd.selector;
        s[10] = this.finish.selector;
        s[11] = this.mark.selector;
        s[12] = this.releaseMark.selector;
        s[13] = this.declareDefault.selector;
        s[14] = this.sell.selector;
        s[15] = this.writeOff.selector;
        s[16] = this.bankMoney.selector;
        s[17] = this.pass.selector;
        s[18] = this.bill.selector;
        s[19] = this.payPart.selector;
        s[20] = this.payAll.selector;
    }

    // ---------------------------------------------------------------- agreement

    function agree(uint256 which, uint256 deposit, uint256 lessee) external {
        (bool found, uint256 d) = _find(which, _isFree);
        if (found) _agree(d, bound(deposit, 85_000e6, 200_000e6), _lessees[lessee % _lessees.length]);
    }

    /// @dev A machine that waits for its delivery; where none does, one is leased, if the bank can.
    function _awaited(uint256 which) private returns (bool found, uint256 d) {
        (found, d) = _find(which, _isApproved);
        if (found) return (found, d);
        (found, d) = _find(which, _isFree);
        if (found) _agree(d, 90_000e6 + (which % 1000), _lessees[which % _lessees.length]);
        found = found && _isApproved(d);
    }

    /// @dev A machine on lease; where there is none, one is delivered.
    function _running(uint256 which) private returns (bool found, uint256 d) {
        (found, d) = _find(which, _isRunning);
        if (found) return (found, d);
        (found, d) = _awaited(which);
        if (found) _deliver(d, _leaseAt(d));
        found = found && _isRunning(d);
    }

    function _agree(uint256 d, uint256 deposit, address lessee) private counted(this.agree.selector) {
        ILeases.Terms memory t = _terms;
        (t.deviceId, t.lessee, t.deposit) = (_deviceIds[d], lessee, uint88(deposit));
        t.coverBps = uint16(deposit % 3000);
        vm.prank(_w.manufacturer);
        uint256 id = _w.offers.propose(t, new int32[](0));
        bytes32 termsHash = _w.offers.offer(id).termsHash;
        _receive(lessee, deposit);
        vm.prank(lessee);
        _w.leases.sign(id, termsHash);
        _leaseOf[t.deviceId] = id;
        // The deposit may be too small, the group may have losses, or the treasury too little cash or room.
        try _w.leases.approve(id) {} catch {
            if (deposit % 4 != 0) _cancel(id);
        }
    }

    function cancel(uint256 which, uint256 seldom) external {
        (bool found, uint256 d) = _find(which, _isWaiting);
        if (found && seldom % 3 == 0) _cancel(_leaseAt(d));
    }

    function _cancel(uint256 id) private counted(this.cancel.selector) {
        cash -= _w.leases.account(id).held;
        if (id % 2 == 0) return _w.leases.decline(id);
        vm.prank(_w.leases.lease(id).lessee);
        _w.leases.cancel(id);
    }

    function deliver(uint256 which) external {
        (bool found, uint256 d) = _awaited(which);
        if (found) _deliver(d, _leaseAt(d));
    }

    function _deliver(uint256 d, uint256 id) private counted(this.deliver.selector) {
        ILeases.Lease memory l = _w.leases.lease(id);
        (IDevices.Reading memory r, bytes memory signature) = _reading(d, uint64(id << 32), block.timestamp, 0);
        vm.prank(l.lessee);
        try _w.leases.acceptDelivery(id, r, signature) {
            cash -= l.financed - (uint256(l.financed) * l.coverBps) / 10_000;
        } catch (bytes memory reason) {
            _expectReason(reason, ILeases.LeaseExpired.selector);
            _cancel(id);
        }
    }

    // ---------------------------------------------------------------- use and rent

    function report(uint256 which, uint256 opSec) external {
        (bool found, uint256 d) = _running(which);
        if (found) _report(d, _leaseAt(d), opSec);
    }

    function _report(uint256 d, uint256 id, uint256 opSec) private counted(this.report.selector) {
        IUsageMeter.Meter memory m = _w.meter.meter(id);
        if (block.timestamp < m.end) vm.warp(m.end);
        uint256 elapsed = m.end - m.opening.ts / 1000;
        if (elapsed < 2 || m.closing.ts / 1000 >= m.end) return;
        uint256 used = m.closing.opSec + bound(opSec, 0, m.end - m.closing.ts / 1000);
        (IDevices.Reading memory r, bytes memory signature) = _reading(d, m.closing.seq + 1, m.end, uint64(used));
        _w.meter.report(id, r, signature);
    }

    function bill(uint256 which) external {
        (bool found, uint256 d) = _find(which, _isBillable);
        if (found) _bill(_leaseAt(d));
    }

    function _bill(uint256 id) private counted(this.bill.selector) {
        IUsageMeter.Meter memory m = _w.meter.meter(id);
        uint256 from = (m.reportedAt > m.end ? m.reportedAt : m.end) + _w.meter.window();
        if (block.timestamp < from) vm.warp(from);
        uint256 nav = _w.treasury.totalAssets();
        _w.leases.bill(id);
        if (_w.treasury.totalAssets() < nav) navFaults++;
    }

    function payPart(uint256 which, uint256 amount) external {
        (bool found, uint256 d) = _debtor(which);
        if (found) _payPart(_leaseAt(d), amount);
    }

    function _payPart(uint256 id, uint256 amount) private counted(this.payPart.selector) {
        _pay(id, bound(amount, 1, (_due(id) + 7) / 8));
    }

    function payAll(uint256 which) external {
        (bool found, uint256 d) = _find(which, _owes);
        if (found) _payAll(_leaseAt(d));
    }

    function _payAll(uint256 id) private counted(this.payAll.selector) {
        _pay(id, _due(id));
        if (_due(id) != 0) paymentFaults++;
    }

    /// @dev Paying never reverts while something is due.
    function _pay(uint256 id, uint256 amount) private {
        ILeases.Account memory a = _w.leases.account(id);
        uint256 principal = _lostPrincipal(id);
        _receive(address(this), amount);
        uint256 nav = _w.treasury.totalAssets();
        if (_w.leases.pay(id, uint128(amount)) != amount) paymentFaults++;
        lost -= principal - _lostPrincipal(id);
        if (_w.treasury.totalAssets() < nav) navFaults++;
        if (_w.leases.lease(id).state == ILeases.State.Ended) cash -= a.held + a.cover;
    }

    function prepay(uint256 which, uint256 amount) external {
        (bool found, uint256 d) = _running(which);
        if (found) _prepay(_leaseAt(d), bound(amount, 1, 150_000e6));
    }

    function _prepay(uint256 id, uint256 amount) private counted(this.prepay.selector) {
        _receive(address(this), amount);
        _w.leases.prepay(id, uint88(amount));
    }

    function withdrawPrepaid(uint256 which, uint256 amount) external {
        (bool found, uint256 d) = _find(which, _isPaidUp);
        if (!found) (found, d) = _running(which);
        if (found && _owes(d)) _payAll(_leaseAt(d));
        if (found) _withdrawPrepaid(_leaseAt(d), amount);
    }

    function _withdrawPrepaid(uint256 id, uint256 amount) private counted(this.withdrawPrepaid.selector) {
        ILeases.Lease memory l = _w.leases.lease(id);
        if (_w.leases.account(id).held <= l.deposit) _prepay(id, l.deposit + 1e6);
        amount = bound(amount, 1, _w.leases.account(id).held - l.deposit);
        vm.prank(l.lessee);
        _w.leases.withdrawPrepaid(id, uint88(amount));
        cash -= amount;
    }

    // ---------------------------------------------------------------- end

    function requestEnd(uint256 which, uint256 seldom) external {
        (bool found, uint256 d) = _find(which, _isEndable);
        if (found && seldom % 2 == 0) _requestEnd(_leaseAt(d));
    }

    function _requestEnd(uint256 id) private counted(this.requestEnd.selector) {
        vm.prank(_w.leases.lease(id).lessee);
        try _w.leases.requestEnd(id) {} catch (bytes memory reason) {
            _expectReason(reason, IUsageMeter.PeriodNotBilled.selector);
        }
    }

    function finish(uint256 which, uint256 choice) external {
        (bool found, uint256 d) = _find(which, _isEnding);
        if (!found) (found, d) = _find(which, _isEndable);
        if (!found) return;
        // Periods that are over are billed before the end.
        while (!_lease(d).ending) {
            _requestEnd(_leaseAt(d));
            if (!_lease(d).ending) _bill(_leaseAt(d));
        }
        if (_isEnding(d)) _finish(_leaseAt(d), choice % 2 == 1);
    }

    /// @dev All that came in for the lease goes to its parties, to the last unit.
    function _finish(uint256 id, bool buyOut) private counted(this.finish.selector) {
        if (!_w.leases.lease(id).finalBilled) _bill(id);
        ILeases.Lease memory l = _w.leases.lease(id);
        ILeases.Account memory a = _w.leases.account(id);
        uint256 due = _due(id);
        uint256 price = buyOut ? l.buyOut : 0;
        uint256 missing = due + price > a.held ? due + price - a.held : 0;
        _receive(l.lessee, missing);
        (uint256 lesseeHad, uint256 manufacturerHad) = (_balance(l.lessee), _balance(_w.manufacturer));
        vm.prank(l.lessee);
        _w.leases.finish(id, buyOut, uint128(missing));
        uint256 refund = _balance(l.lessee) + missing - lesseeHad;
        uint256 earned = _balance(_w.manufacturer) - manufacturerHad;
        if (refund != a.held + missing - due - price || earned != price + a.cover) endFaults++;
        cash -= refund + earned;
    }

    // ---------------------------------------------------------------- bad debt

    function mark(uint256 which, uint256 pct) external {
        (bool found, uint256 d) = _late(which);
        if (found) _mark(_leaseAt(d), pct);
    }

    function _mark(uint256 id, uint256 pct) private counted(this.mark.selector) {
        ILeases.Account memory a = _w.leases.account(id);
        uint256 late = _w.leases.debtOf(id).daysPastDue;
        if (late >= 90 && a.impairedPct < 100) return _w.leases.mark(id);
        if (a.impairedPct < 100) _w.leases.markEarly(id, uint8(bound(pct, a.impairedPct + 1, 100)));
        else if (!a.nonAccrual) _w.leases.markEarly(id, 1);
    }

    function releaseMark(uint256 which, uint256 pct) external {
        (bool found, uint256 d) = _find(which, _isMarked);
        if (!found) (found, d) = _late(which);
        if (found && !_isMarked(d)) _mark(_leaseAt(d), pct);
        if (found) _releaseMark(_leaseAt(d), pct);
    }

    function _releaseMark(uint256 id, uint256 pct) private counted(this.releaseMark.selector) {
        _w.leases.releaseMark(id, uint8(pct % _w.leases.account(id).impairedPct));
    }

    /// @dev From 30 days past due: notice, and the days of it.
    function declareDefault(uint256 which, uint256 wait) external {
        (bool found, uint256 d) = _find(which, _isOverdue);
        if (!found) (found, d) = _debtor(which);
        if (found && _isOverdue(d)) _declareDefault(_leaseAt(d), wait);
    }

    function _declareDefault(uint256 id, uint256 wait) private counted(this.declareDefault.selector) {
        uint256 late = _w.leases.debtOf(id).daysPastDue;
        if (late < 30) vm.warp(block.timestamp + (30 - late) * 1 days);
        if (_w.leases.lease(id).state == ILeases.State.Active) _w.leases.notice(id);
        vm.warp(block.timestamp + bound(wait, 15, 60) * 1 days);
        _w.leases.declareDefault(id);
    }

    function sell(uint256 which, uint256 proceeds) external {
        (bool found, uint256 d) = _find(which, _isSaleable);
        if (!found) (found, d) = _hopeless(which);
        if (found) _sell(_leaseAt(d), bound(proceeds, 1, 1_200_000e6));
    }

    function _sell(uint256 id, uint256 proceeds) private counted(this.sell.selector) {
        ILeases.Lease memory l = _w.leases.lease(id);
        if (l.state == ILeases.State.Defaulted) _w.leases.repossess(id, "record");
        uint256 principal = _lostPrincipal(id);
        _receive(address(this), proceeds);
        _w.leases.sell(id, uint88(proceeds));
        lost -= principal - _lostPrincipal(id);
        uint128 surplus = _w.treasury.owedTo(l.lessee);
        if (surplus != 0) cash -= _w.treasury.claimFor(l.lessee);
    }

    function writeOff(uint256 which) external {
        (bool found, uint256 d) = _hopeless(which);
        if (found) _writeOff(_leaseAt(d));
    }

    function _writeOff(uint256 id) private counted(this.writeOff.selector) {
        ILeases.Account memory a = _w.leases.account(id);
        if (a.impairedPct < 100 || !a.nonAccrual) _w.leases.markEarly(id, 100);
        lost += _w.leases.account(id).principal;
        _w.leases.writeOffEarly(id);
        // A group with losses gets no lease until the bank forgives them.
        if (id % 4 != 0) _w.treasury.forgive(_w.leases.lease(id).obligor);
    }

    /// @dev Principal of a lease that is written off, 0 while it is not.
    function _lostPrincipal(uint256 id) private view returns (uint256) {
        return _w.leases.lease(id).state == ILeases.State.WrittenOff ? _w.leases.account(id).principal : 0;
    }

    // ---------------------------------------------------------------- bank and time

    function bankMoney(uint256 amount) external counted(this.bankMoney.selector) {
        amount = bound(amount, 1e6, 2_000_000e6);
        if (amount % 2 == 0 && _w.treasury.maxDeposit(_w.bank) >= amount) {
            _w.asset.mint(_w.bank, amount);
            vm.startPrank(_w.bank);
            _w.asset.approve(address(_w.treasury), amount);
            _w.treasury.deposit(amount, _w.bank);
            vm.stopPrank();
            cash += amount;
            return;
        }
        uint256 shares = _w.treasury.maxExit(_w.bank) / 20;
        if (shares == 0 || _w.treasury.previewExit(shares) == 0) return;
        vm.prank(_w.bank);
        cash -= _w.treasury.exit(shares, _w.bank, 0);
    }

    function pass(uint256 time) external counted(this.pass.selector) {
        vm.warp(block.timestamp + bound(time, 1, 40 days));
    }

    // ---------------------------------------------------------------- helpers

    /// @dev Money that `payer` has and lets the book take.
    function _receive(address payer, uint256 amount) private {
        _w.asset.mint(payer, amount);
        vm.prank(payer);
        _w.asset.approve(address(_w.leases), amount);
        cash += amount;
    }

    function _balance(address account) private view returns (uint256) {
        return _w.asset.balanceOf(account);
    }

    function _due(uint256 id) private view returns (uint256) {
        return _w.leases.debtOf(id).due;
    }

    function _reading(
        uint256 d,
        uint64 seq,
        uint256 time,
        uint64 opSec
    ) private view returns (IDevices.Reading memory r, bytes memory signature) {
        r = Machine.reading(_deviceIds[d], seq, time, opSec);
        (uint8 v, bytes32 x, bytes32 s) = vm.sign(_keys[d], _w.devices.readingDigest(r));
        signature = abi.encodePacked(x, s, v);
    }

    function _leaseAt(uint256 d) private view returns (uint256) {
        return _leaseOf[_deviceIds[d]];
    }

    /// @return found false when no machine fits
    function _find(
        uint256 from,
        function(uint256) view returns (bool) fits
    ) private view returns (bool found, uint256 d) {
        for (uint256 i; i < _deviceIds.length; ++i) {
            d = ((from % _deviceIds.length) + i) % _deviceIds.length;
            if (fits(d)) return (true, d);
        }
    }

    function _lease(uint256 d) private view returns (ILeases.Lease memory) {
        return _w.leases.lease(_leaseAt(d));
    }

    /// @dev A machine whose rent is due; where nobody owes any, somebody is billed first.
    function _debtor(uint256 which) private returns (bool found, uint256 d) {
        (found, d) = _find(which, _owes);
        if (found) return (found, d);
        (found, d) = _find(which, _isBillable);
        if (found) _bill(_leaseAt(d));
        found = found && _owes(d);
    }

    /// @dev A machine whose rent is late and may be marked; where the rent is only due, a month passes first.
    function _late(uint256 which) private returns (bool found, uint256 d) {
        (found, d) = _debtor(which);
        if (found && !_isMarkable(d)) vm.warp(block.timestamp + 31 days);
        found = found && _isMarkable(d);
    }

    /// @dev A machine whose lease has been ended for unpaid rent; where none has, one is, unless its deposit pays all.
    function _hopeless(uint256 which) private returns (bool found, uint256 d) {
        (found, d) = _find(which, _isHopeless);
        if (found) return (found, d);
        (found, d) = _debtor(which);
        if (found && _isOverdue(d)) _declareDefault(_leaseAt(d), which);
        found = found && _isHopeless(d);
    }

    function _isFree(uint256 d) private view returns (bool) {
        ILeases.Lease memory l = _lease(d);
        bool over = l.state == ILeases.State.Ended || l.state == ILeases.State.Cancelled || l.deviceFreed;
        return over || l.state == ILeases.State.None;
    }

    function _isWaiting(uint256 d) private view returns (bool) {
        return _lease(d).state == ILeases.State.Signed || _isApproved(d);
    }

    function _isApproved(uint256 d) private view returns (bool) {
        return _lease(d).state == ILeases.State.Approved;
    }

    function _isRunning(uint256 d) private view returns (bool) {
        return _lease(d).state == ILeases.State.Active || _lease(d).state == ILeases.State.Noticed;
    }

    function _isBillable(uint256 d) private view returns (bool) {
        return _isRunning(d) && !_lease(d).finalBilled;
    }

    function _isEndable(uint256 d) private view returns (bool) {
        return !_lease(d).ending && _lease(d).state == ILeases.State.Active;
    }

    function _isEnding(uint256 d) private view returns (bool) {
        return _lease(d).ending && _lease(d).state == ILeases.State.Active;
    }

    function _owes(uint256 d) private view returns (bool) {
        return _lease(d).state >= ILeases.State.Active && _due(_leaseAt(d)) != 0;
    }

    function _isPaidUp(uint256 d) private view returns (bool) {
        return _isRunning(d) && !_owes(d);
    }

    function _isMarkable(uint256 d) private view returns (bool) {
        return _lease(d).state != ILeases.State.WrittenOff && _w.leases.debtOf(_leaseAt(d)).daysPastDue != 0;
    }

    function _isMarked(uint256 d) private view returns (bool) {
        return _w.leases.account(_leaseAt(d)).impairedPct != 0;
    }

    function _isOverdue(uint256 d) private view returns (bool) {
        return _isRunning(d) && _owes(d);
    }

    function _isSaleable(uint256 d) private view returns (bool) {
        ILeases.State state = _lease(d).state;
        return state >= ILeases.State.Defaulted && state <= ILeases.State.WrittenOff;
    }

    function _isHopeless(uint256 d) private view returns (bool) {
        return _lease(d).state == ILeases.State.Defaulted || _lease(d).state == ILeases.State.Repossessed;
    }

    function _expectReason(bytes memory reason, bytes4 expected) private pure {
        assertEq(bytes32(bytes4(reason)), bytes32(expected), "refused for the expected reason");
    }
}
