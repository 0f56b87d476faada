// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReceivables} from "../../../contracts/interfaces/IReceivables.sol";
import {InvariantTest} from "../support/InvariantTest.sol";
import {RegisterHandler} from "./RegisterHandler.sol";

/// @notice Properties C and M of the register, over all receivables, tiers and holders.
contract RegisterInvariantTest is InvariantTest {
    RegisterHandler private handler;

    function setUp() public override {
        super.setUp();
        address[] memory holders = new address[](3);
        (holders[0], holders[1], holders[2]) = (supplier, supplierBranch, secondSupplier);
        handler = new RegisterHandler(receivables, asset, debtor, holders);
        _use(handler);
    }

    function invariant_all() public view override {
        RegisterHandler.Entry[] memory entries = handler.entries();
        uint256 held;
        uint256 overdue;
        for (uint256 i = 0; i < entries.length; i++) {
            RegisterHandler.Entry memory e = entries[i];
            IReceivables.Receivable memory r = receivables.receivable(e.baseId);
            uint256 units = _unitsOf(e.baseId);
            assertEq(units + e.redeemedUnits, e.face, "C: units over tiers and redeemed units are the face");
            assertLe(e.paidOut, e.received, "M: no more leaves than came in");
            if (r.state == IReceivables.State.Settled) {
                assertGe(e.received - e.paidOut, units, "M: what is left covers every unit");
                if (units == 0) assertEq(e.paidOut, e.received, "M: nothing is left over");
                assertEq(r.paid, e.face, "paid in full");
            } else {
                assertEq(e.received + r.paid, 0, "no money without settlement");
            }
            if (r.state == IReceivables.State.Overdue) overdue++;
            held += e.received - e.paidOut;
        }
        assertEq(asset.balanceOf(address(receivables)), held, "M: the register holds exactly that");
        assertEq(receivables.overdueCount(DEBTOR_GROUP), overdue, "the count is that of overdue receivables");
        assertEq(handler.strayMoney(), 0, "M: money reaches the holder");
    }

    function _unitsOf(uint256 baseId) private view returns (uint256 units) {
        address[] memory holders = handler.holders();
        for (uint256 tier = 0; tier <= TIER_CAP; tier++)
            for (uint256 h = 0; h < holders.length; h++) units += receivables.balanceOf(holders[h], baseId + tier);
    }
}
