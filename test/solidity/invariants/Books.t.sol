// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {TestBook} from "../mocks/TestBook.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {BooksHandler} from "./BooksHandler.sol";

/// @notice Properties A, B, E, F and G over a book of term loans and a revolving book.
contract BooksInvariantTest is InvariantTest {
    BooksHandler private handler;

    function setUp() public override {
        super.setUp();
        _deposit(bank, DEPOSIT);
        TestBook term = _newBook(false);
        TestBook revolving = _newBook(true);
        treasury.lowerObligorLimit(1, 2_000_000e6);
        treasury.raiseObligorLimit(2, 2_000_000e6);
        handler = new BooksHandler(treasury, term, revolving, DEPOSIT);
        manager.grantRole(0, address(handler), 0);
        _use(handler);
    }

    function _newBook(bool isRevolving) private returns (TestBook book) {
        book = new TestBook(treasury, asset);
        treasury.registerBook(address(book), 2000, 3650, isRevolving);
        treasury.raiseBookCap(address(book), type(uint128).max);
    }

    function invariant_all() public view override {
        BooksHandler.Loan[] memory loans = handler.loans();
        assertEq(treasury.cash(), handler.cash(), "A: cash");
        assertLe(treasury.cash(), asset.balanceOf(address(treasury)), "A: it is there");
        assertEq(treasury.owed(), handler.owed(), "G: owed");
        assertLe(treasury.owed(), treasury.cash(), "G: what is owed is there");
        _checkValues(loans);
        _checkBooks(loans);
        for (uint32 group = 1; group <= handler.GROUPS(); group++) _checkGroup(loans, group);
        assertEq(handler.limitFaults(), 0, "F: no loan above a limit, a loss or the cash");
    }

    function _checkValues(BooksHandler.Loan[] memory loans) private view {
        int256 accruedX18;
        uint256 principal;
        uint256 impaired;
        uint256 matured;
        for (uint256 i = 0; i < loans.length; i++) {
            BooksHandler.Loan memory l = loans[i];
            accruedX18 += handler.valueX18(l);
            principal += l.principal;
            impaired += l.impaired;
            if (l.end != 0 && block.timestamp >= l.end && l.impaired == 0) matured += l.carry;
        }
        assertEq(treasury.accruedX18(), accruedX18, "B: accrued is the sum over loans, error 0");
        assertEq(treasury.principal(), principal, "B: principal likewise");
        assertEq(treasury.impaired(), impaired, "B: impairment likewise");
        assertEq(treasury.matured(), matured, "B: matured likewise");
        int256 nav = int256((handler.cash() - handler.owed() + principal) * 1e18) + accruedX18;
        assertEq(treasury.totalAssets(), uint256(nav) / 1e18, "B: NAV");
    }

    function _checkBooks(BooksHandler.Loan[] memory loans) private view {
        uint256 out;
        for (uint256 b = 0; b < 2; b++) {
            TestBook at = handler.books(b);
            ITreasury.Book memory book = treasury.book(address(at));
            uint256 principal;
            for (uint256 i = 0; i < loans.length; i++) if (loans[i].book == at) principal += loans[i].principal;
            assertEq(book.out, principal, "E: principal of the book");
            assertEq(book.lost, handler.lostBy(at), "E: losses of the book");
            out += book.out;
        }
        assertEq(out, treasury.principal(), "E: the books' principal is the treasury's");
    }

    function _checkGroup(BooksHandler.Loan[] memory loans, uint32 group) private view {
        uint256 exposure;
        for (uint256 i = 0; i < loans.length; i++) if (loans[i].group == group) exposure += loans[i].principal;
        assertEq(treasury.obligor(group).exposure, exposure, "E: exposure over both books");
        assertEq(treasury.obligor(group).lost, handler.lost(group), "E: losses of the group");
    }
}
