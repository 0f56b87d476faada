// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/interfaces/IMembers.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {LineBilling} from "../../../contracts/libraries/LineBilling.sol";
import {Fixture} from "../support/Fixture.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {LeaseFixture} from "../support/LeaseFixture.sol";
import {LeasesHandler} from "./LeasesHandler.sol";

/// @notice Properties A, B, E, G, H and R over leases of four machines to two lessees in two groups.
contract LeasesInvariantTest is LeaseFixture, InvariantTest {
    struct Sums {
        uint256 out;
        uint256 impaired;
        uint256 rate;
        uint256 accruedX18;
        uint256 owed;
    }

    uint32 private constant SECOND_GROUP = 106;

    LeasesHandler private handler;
    bytes32[] private deviceIds;

    function setUp() public override(LeaseFixture, Fixture) {
        super.setUp();
        address[] memory lessees = new address[](2);
        (lessees[0], lessees[1]) = (lessee, address(0x4E68));
        _register(lessees[1], SECOND_GROUP, "second", Roles.LESSEE);
        treasury.raiseObligorLimit(SECOND_GROUP, 5_000_000e6);
        uint256[] memory keys = new uint256[](4);
        delete deviceIds;
        for (uint256 i; i < 4; ++i) {
            keys[i] = DEVICE_KEY + i;
            deviceIds.push(i == 0 ? deviceId : _registerDevice(keys[i]));
        }
        handler = new LeasesHandler(_world(), _leaseTerms(), lessees, deviceIds, keys);
        manager.grantRole(0, address(handler), 0);
        _use(handler);
    }

    function _world() private view returns (LeasesHandler.World memory) {
        return LeasesHandler.World(treasury, leases, offers, meter, devices, asset, bank, manufacturer);
    }

    function invariant_all() public view override {
        assertEq(treasury.cash(), handler.cash(), "A: cash");
        assertEq(treasury.cash(), asset.balanceOf(address(treasury)), "A: it is there");
        assertEq(asset.balanceOf(address(leases)), 0, "A: and nowhere else");
        Sums memory sums;
        for (uint256 id = 1; id <= offers.count(); ++id) {
            ILeases.Lease memory l = leases.lease(id);
            ILeases.Account memory a = leases.account(id);
            _add(sums, l, a);
            _checkAccount(l, a);
        }
        _checkBook(sums);
        _checkGroups();
        _checkDevices();
        assertEq(handler.paymentFaults(), 0, "R: payments are taken to the unit");
        assertEq(handler.navFaults(), 0, "H: no bill and no payment lowers NAV");
        assertEq(handler.endFaults(), 0, "R: what is held comes back to the unit");
    }

    function _add(Sums memory sums, ILeases.Lease memory l, ILeases.Account memory a) private view {
        sums.owed += uint256(a.held) + a.cover;
        if (l.state == ILeases.State.Approved) {
            sums.owed += l.financed;
            sums.out += l.financed;
        }
        if (l.state < ILeases.State.Active || l.state >= ILeases.State.WrittenOff) return;
        sums.out += a.principal;
        sums.impaired += a.impaired;
        sums.accruedX18 += a.accruedX18 - a.unbookedX18;
        if (a.nonAccrual) return;
        uint256 rate = LineBilling.rateX18(a.principal, l.rateBps);
        sums.rate += rate;
        sums.accruedX18 += rate * (block.timestamp - a.last);
    }

    function _checkBook(Sums memory sums) private view {
        ITreasury.Book memory book = treasury.book(address(leases));
        assertEq(book.out, sums.out, "E: principal and committed money of the book");
        assertEq(treasury.principal(), sums.out, "E: and of the treasury");
        assertEq(book.lost, handler.lost(), "E: losses of the book");
        assertEq(book.impaired, sums.impaired, "B: impairment of the book");
        assertEq(treasury.rateX18(), sums.rate, "B: rate is the sum over leases");
        assertEq(treasury.bookAccruedX18(address(leases)), int256(sums.accruedX18), "B: accrued likewise, error 0");
        assertEq(treasury.accruedX18(), int256(sums.accruedX18), "B: and on the treasury's ledger");
        assertEq(treasury.owedTo(address(leases)), sums.owed, "G: held, cover and committed money");
        assertEq(treasury.owed(), sums.owed, "G: nothing else is owed");
    }

    function _checkGroups() private view {
        uint256[2] memory exposure;
        for (uint256 id = 1; id <= offers.count(); ++id) {
            ILeases.Lease memory l = leases.lease(id);
            uint256 group = l.obligor == SECOND_GROUP ? 1 : 0;
            if (l.state == ILeases.State.Approved) exposure[group] += l.financed;
            else if (l.state != ILeases.State.WrittenOff) exposure[group] += leases.account(id).principal;
        }
        assertEq(treasury.obligor(LESSEE_GROUP).exposure, exposure[0], "E: exposure of the first group");
        assertEq(treasury.obligor(SECOND_GROUP).exposure, exposure[1], "E: of the second");
    }

    /// @dev R: a machine serves one lease, from its approval until it is let go.
    function _checkDevices() private view {
        for (uint256 i; i < deviceIds.length; ++i) {
            uint256 serving;
            for (uint256 id = 1; id <= offers.count(); ++id) {
                ILeases.Lease memory l = leases.lease(id);
                bool serves = l.state >= ILeases.State.Approved && l.state <= ILeases.State.WrittenOff;
                if (l.deviceId == deviceIds[i] && serves && !l.deviceFreed) serving++;
            }
            address book = devices.device(deviceIds[i]).book;
            assertEq(book == address(leases) ? 1 : 0, serving, "R: bound while one lease has it");
        }
    }

    /// @dev R: what a lease says about itself.
    function _checkAccount(ILeases.Lease memory l, ILeases.Account memory a) private pure {
        assertLe(a.duePrincipal, a.principal, "R: no more falls due than is financed");
        assertLe(a.dueInterest, (uint256(a.accruedX18) + 1e18 - 1) / 1e18, "R: nor than has accrued");
        assertLe(a.unbookedX18, a.accruedX18, "R: no more off the ledger than is owed");
        bool clear = a.dueInterest == 0 && a.duePrincipal == 0 && a.dueUsage == 0 && a.penalty == 0;
        assertTrue((a.dueSince == 0) == clear, "R: due since a day");
        if (a.impaired != 0) assertTrue(a.impairedPct != 0, "R: a mark has its share");
        if (l.state >= ILeases.State.Noticed && l.state <= ILeases.State.WrittenOff)
            assertTrue(!clear, "R: no lease is ended for rent that is paid");
        if (l.state < ILeases.State.Ended) return;
        assertTrue(clear && a.principal == 0 && a.accruedX18 == 0, "R: an ended lease owes nothing");
        assertEq(uint256(a.held) + a.cover, 0, "R: and holds nothing");
    }
}
