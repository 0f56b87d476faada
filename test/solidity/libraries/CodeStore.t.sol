// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CodeStore} from "../../../contracts/libraries/CodeStore.sol";
import {TestBase} from "../support/TestBase.sol";

contract CodeStoreTest is TestBase {
    function write(bytes calldata data) external returns (address) {
        return CodeStore.write(data);
    }

    function writeWithGas(uint256 gas_, bytes calldata data) external returns (address) {
        return this.write{gas: gas_}(data);
    }

    function testFuzz_readsWhatWasWritten(bytes calldata data) external {
        vm.assume(data.length != 0);
        assertEq(keccak256(CodeStore.read(CodeStore.write(data))), keccak256(data), "data");
    }

    function test_storesUpToTheLargestCodeLessOneByte() external {
        bytes memory most = new bytes(CodeStore.MAX_LENGTH);
        most[0] = 0xef; // would be refused as the first byte of code
        assertEq(keccak256(CodeStore.read(this.write(most))), keccak256(most), "data");
        bytes memory more = new bytes(CodeStore.MAX_LENGTH + 1);
        vm.expectRevert(
            abi.encodeWithSelector(CodeStore.BadStoreLength.selector, CodeStore.MAX_LENGTH + 1, CodeStore.MAX_LENGTH)
        );
        this.write(more);
        vm.expectRevert(abi.encodeWithSelector(CodeStore.BadStoreLength.selector, 0, CodeStore.MAX_LENGTH));
        this.write("");
    }

    /// @dev The deposit of code costs 200 gas a byte: what is left here is not enough for it.
    function test_storeThatCannotBePaidForIsReported() external {
        bytes memory data = new bytes(20_000);
        vm.expectRevert(CodeStore.StoreFailed.selector);
        this.writeWithGas(2_000_000, data);
    }
}
