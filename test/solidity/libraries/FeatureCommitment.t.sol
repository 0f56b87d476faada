// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeatureCommitment} from "../../../contracts/libraries/FeatureCommitment.sol";
import {TestBase} from "../support/TestBase.sol";

contract FeatureCommitmentTest is TestBase {
    function hash(bytes32 salt, address merchant, uint40 asOf, int64[] calldata row) external pure returns (bytes32) {
        return FeatureCommitment.hash(salt, merchant, asOf, row);
    }

    /// @dev The same bytes, put together one after the other.
    function testFuzz_commitsToSaltMerchantTimeAndEveryFeature(
        bytes32 salt,
        address merchant,
        uint40 asOf,
        int64[] calldata row
    ) external view {
        bytes memory preimage = abi.encodePacked(salt, merchant, asOf);
        for (uint256 i; i < row.length; ++i) preimage = abi.encodePacked(preimage, row[i]);
        assertEq(this.hash(salt, merchant, asOf, row), sha256(preimage), "commitment");
    }
}
