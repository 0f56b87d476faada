// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {FactoringHandler} from "./FactoringHandler.sol";

/// @notice Properties A, B, D, E, G, H and J of a treasury with a factoring desk.
contract FactoringInvariantTest is InvariantTest {
    /// @dev What the deals say the treasury's totals must be.
    struct Expected {
        int256 accruedX18;
        uint256 rateX18;
        uint256 principal;
        uint256 impaired;
        uint256 matured;
    }

    FactoringHandler private handler;

    function setUp() public override {
        super.setUp();
        address[2] memory banks = [bank, secondBank];
        handler = new FactoringHandler(receivables, desk, asset, debtor, supplier, banks);
        manager.grantRole(0, address(handler), 0);
        _use(handler);
    }

    function invariant_all() public view override {
        FactoringHandler.Deal[] memory deals = handler.deals();
        (uint256 cash, uint256 owed, uint256 gifts) = handler.totals();
        Expected memory e = _expected(deals);
        assertEq(treasury.cash(), cash, "A: cash is what came in less what went out");
        assertEq(asset.balanceOf(address(treasury)), cash + gifts, "A: and it is there");
        assertEq(asset.balanceOf(address(desk)), 0, "A: the desk holds no money");
        assertEq(treasury.accruedX18(), e.accruedX18, "B: accrued is the sum over deals, error 0");
        assertEq(treasury.rateX18(), e.rateX18, "B: rate likewise");
        assertEq(treasury.principal(), e.principal, "B: principal likewise");
        assertEq(treasury.owed(), owed, "B: money owed to sellers");
        assertEq(treasury.owedTo(supplier), owed, "B: by name");
        int256 nav = int256((cash - owed + e.principal) * 1e18) + e.accruedX18;
        assertEq(treasury.totalAssets(), uint256(nav) / 1e18, "B: NAV = cash - owed + sum of values");
        assertEq(treasury.impaired(), e.impaired, "B: impairment is the sum over marks");
        assertEq(treasury.matured(), e.matured, "B: matured is the sum of unpaid unmarked advances");
        _checkUnits(deals);
        _checkExposure(e);
        assertLe(treasury.owed(), treasury.cash(), "G: what is owed is there");
        assertEq(handler.priceFaults(), 0, "H, J: share price");
    }

    function _expected(FactoringHandler.Deal[] memory deals) private view returns (Expected memory e) {
        for (uint256 i = 0; i < deals.length; i++) {
            FactoringHandler.Deal memory d = deals[i];
            uint256 now_ = block.timestamp < d.end ? block.timestamp : d.end;
            if (d.status == FactoringHandler.Status.Open) {
                e.accruedX18 += int256(d.rateX18 * (now_ - d.start));
                e.principal += d.price;
                e.impaired += (d.advance * d.pct + 99) / 100;
                if (d.pct == 0 && block.timestamp >= d.end) e.matured += d.advance;
            }
            if (d.status == FactoringHandler.Status.Collected) e.accruedX18 -= int256(d.rateX18 * (d.end - now_));
            bool runs = d.status == FactoringHandler.Status.Open || d.status == FactoringHandler.Status.Collected;
            if (runs && block.timestamp < d.end) e.rateX18 += d.rateX18;
        }
    }

    function _checkUnits(FactoringHandler.Deal[] memory deals) private view {
        uint256[] memory tokenIds = handler.tokenIds();
        for (uint256 t = 0; t < tokenIds.length; t++) {
            uint256 units;
            for (uint256 i = 0; i < deals.length; i++) {
                bool holds =
                    deals[i].status == FactoringHandler.Status.Open ||
                        deals[i].status == FactoringHandler.Status.WrittenOff;
                if (holds && deals[i].tokenId == tokenIds[t]) units += deals[i].units;
            }
            assertEq(receivables.balanceOf(address(desk), tokenIds[t]), units, "D: units of the desk are its deals'");
        }
    }

    function _checkExposure(Expected memory e) private view {
        ITreasury.Book memory book = treasury.book(address(desk));
        assertEq(book.out, e.principal, "E: the book's principal");
        assertEq(treasury.obligor(DEBTOR_GROUP).exposure, e.principal, "E: the group's exposure");
        assertLe(book.out, book.cap, "E: within the cap");
        assertLe(e.principal, treasury.obligor(DEBTOR_GROUP).limit, "E: within the limit");
    }
}
