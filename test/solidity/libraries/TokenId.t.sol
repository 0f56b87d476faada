// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TokenId} from "../../../contracts/libraries/TokenId.sol";
import {TestBase} from "../support/TestBase.sol";

contract TokenIdTest is TestBase {
    function testFuzz_R15_baseAndTierAreBothKept(bytes32 identity, bytes32 fingerprint, uint8 tier) external pure {
        uint256 base = TokenId.baseId(identity, fingerprint);
        assertEq(base & 0xff, 0, "low byte is free");
        assertEq(TokenId.baseOf(base + tier), base, "base");
        assertEq(TokenId.tierOf(base + tier), tier, "tier");
    }

    function testFuzz_R15_sellerAndInvoiceCannotBeShiftedIntoEachOther(
        bytes32 identity,
        bytes32 fingerprint
    ) external pure {
        vm.assume(identity != fingerprint);
        assertTrue(TokenId.baseId(identity, fingerprint) != TokenId.baseId(fingerprint, identity), "order matters");
    }
}
