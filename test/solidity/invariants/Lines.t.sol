// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/interfaces/IMembers.sol";
import {ICreditLines} from "../../../contracts/interfaces/ICreditLines.sol";
import {IScoreOracle} from "../../../contracts/interfaces/IScoreOracle.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {CreditFixture} from "../support/CreditFixture.sol";
import {Fixture} from "../support/Fixture.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {LinesHandler} from "./LinesHandler.sol";

/// @notice Properties A, B, E, F and N over a book of lines of four merchants in three groups.
contract LinesInvariantTest is CreditFixture, InvariantTest {
    LinesHandler private handler;
    address[] private merchants;

    function setUp() public override(CreditFixture, Fixture) {
        super.setUp();
        IScoreOracle.Limits memory limits = _limits();
        (limits.dailyBudget, limits.merchantBudget) = (type(uint16).max, type(uint8).max);
        scoreOracle.setLimits(limits);
        merchants = [merchant, secondMerchant, address(0x3E03), address(0x3E04)];
        _register(merchants[2], 105, "third", Roles.MERCHANT);
        _register(merchants[3], 105, "fourth", Roles.MERCHANT);
        treasury.raiseObligorLimit(105, 2_000_000e6);
        for (uint256 i; i < 4; ++i) {
            _grant(merchants[i], MARKET, ALL_SCOPES);
        }
        handler = new LinesHandler(treasury, lines, scoreOracle, router, asset, bank, merchants);
        manager.grantRole(0, address(handler), 0);
        _use(handler);
    }

    function invariant_all() public view override {
        assertEq(treasury.cash(), handler.cash(), "A: cash");
        assertLe(treasury.cash(), asset.balanceOf(address(treasury)), "A: it is there");
        _checkBook();
        _checkGroups();
        for (uint256 i; i < merchants.length; ++i) _checkLine(lines.line(merchants[i]));
        assertEq(handler.drawFaults(), 0, "F: no draw above the limit, past due or marked down");
        assertEq(handler.navFaults(), 0, "H: no payment lowers NAV or lifts it beyond rounding and new income");
        assertEq(handler.paymentFaults(), 0, "N: payments are taken to the unit");
        assertEq(handler.scoreFaults(), 0, "N: no score changes a state or calls a debt");
    }

    function _checkBook() private view {
        uint256 principal;
        uint256 impaired;
        uint256 rate;
        uint256 accruedX18;
        for (uint256 i; i < merchants.length; ++i) {
            ICreditLines.Line memory l = lines.line(merchants[i]);
            if (l.state == ICreditLines.State.WrittenOff) continue;
            principal += l.principal;
            impaired += l.impaired;
            if (l.state == ICreditLines.State.Active) {
                rate += l.rateX18;
                accruedX18 += l.accruedX18 + uint256(l.rateX18) * (block.timestamp - l.last);
            } else accruedX18 += l.bookedX18;
        }
        ITreasury.Book memory book = treasury.book(address(lines));
        assertEq(book.out, principal, "E: principal of the book");
        assertEq(book.impaired, impaired, "B: impairment of the book");
        assertEq(book.lost, handler.lost(), "E: losses of the book");
        assertEq(treasury.rateX18(), rate, "B: rate is the sum over lines");
        assertEq(treasury.bookAccruedX18(address(lines)), int256(accruedX18), "B: accrued likewise, error 0");
        assertEq(treasury.accruedX18(), int256(accruedX18), "B: and on the treasury's ledger");
    }

    function _checkGroups() private view {
        uint256[3] memory exposure;
        for (uint256 i; i < merchants.length; ++i) {
            ICreditLines.Line memory l = lines.line(merchants[i]);
            if (l.state != ICreditLines.State.WrittenOff && l.principal != 0) exposure[l.obligor - 103] += l.principal;
        }
        for (uint32 i; i < 3; ++i) {
            assertEq(treasury.obligor(103 + i).exposure, exposure[i], "E: exposure over the group's lines");
        }
    }

    /// @dev N: what a line says about itself.
    function _checkLine(ICreditLines.Line memory l) private pure {
        assertLe(l.duePrincipal, l.principal, "N: no more falls due than is drawn");
        assertLe(l.dueInterest, (uint256(l.accruedX18) + 1e18 - 1) / 1e18, "N: nor than has accrued");
        assertLe(l.bookedX18, l.accruedX18, "N: no more on the ledger than is owed");
        bool clear = l.dueInterest == 0 && l.duePrincipal == 0 && l.penalty == 0;
        assertTrue((l.dueSince == 0) == clear || l.state == ICreditLines.State.WrittenOff, "N: due since a day");
        if (l.principal == 0 && l.accruedX18 == 0) assertEq(l.rateX18, 0, "N: no price without debt");
        if (l.state == ICreditLines.State.Active) assertEq(l.bookedX18, 0, "N: accrues in one place only");
        if (l.impaired != 0) assertTrue(l.impairedPct != 0, "N: a mark has its share");
        if (l.state == ICreditLines.State.WrittenOff) assertEq(l.impaired, 0, "N: no mark on what is off the books");
    }
}
