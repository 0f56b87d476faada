// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {TestBase} from "../support/TestBase.sol";

/// @notice The SDK's Merkle evidence of a period, checked by the library that contracts use. Its own test
///         (`sdk/src/telemetry/evidence.test.ts`) keeps the same root over the same five digests.
contract EvidenceTest is TestBase {
    bytes32 private constant ROOT = 0xa752dd06b7c200b501adba287f5a3da3fdd0860ae839647e8b86233e1a8093a8;

    /// @dev Leaf of the reading whose digest is keccak256(index).
    function _leaf(uint256 index) private pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(abi.encode(index))));
    }

    /// @dev Proofs as `periodProof` gives them for the first, the fourth and the last of the five.
    function _proof(uint256 index) private pure returns (bytes32[] memory proof) {
        proof = new bytes32[](index == 0 ? 3 : 2);
        if (index == 0) {
            proof[0] = 0xb5d9d894133a730aa651ef62d26b0ffa846233c74177a591a4a896adfda97d22;
            proof[1] = 0xc167b0e3c82238f4f2d1a50a8b3a44f96311d77b148c30dc0ef863e1a060dcb6;
            proof[2] = 0x673620737675e2755ce8269a99904022d15da8d5843f5aec205cd243ff80240a;
        } else if (index == 3) {
            proof[0] = 0x1ab0c6948a275349ae45a06aad66a8bd65ac18074615d53676c09b67809099e0;
            proof[1] = 0x2357bae435943192254632befa637d5c1eb53bba26462a2ec2950d617026e535;
        } else {
            proof[0] = 0xa3c45fa76377c0a96e373793e9023fb2a2d6970e0989ca39ce9f50d9acf834c9;
            proof[1] = 0x673620737675e2755ce8269a99904022d15da8d5843f5aec205cd243ff80240a;
        }
    }

    function test_proofsLeadToTheRoot() external pure {
        assertTrue(MerkleProof.verify(_proof(0), ROOT, _leaf(0)), "first");
        assertTrue(MerkleProof.verify(_proof(3), ROOT, _leaf(3)), "fourth");
        assertTrue(MerkleProof.verify(_proof(4), ROOT, _leaf(4)), "last");
    }

    function test_aProofIsOfOneReadingOnly() external pure {
        assertTrue(!MerkleProof.verify(_proof(0), ROOT, _leaf(1)), "another reading");
        assertTrue(!MerkleProof.verify(_proof(3), ROOT, keccak256(abi.encode(uint256(3)))), "the digest itself");
        assertTrue(!MerkleProof.verify(_proof(4), ROOT, _leaf(5)), "a reading outside the period");
    }
}
