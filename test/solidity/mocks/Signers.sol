// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @notice A wallet that approves everything in its own name.
contract YesSigner is IERC1271 {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return IERC1271.isValidSignature.selector;
    }
}

/// @notice A wallet that never approves, each time in another way.
contract BadSigner is IERC1271 {
    enum Manner {
        Refuse,
        Revert,
        Garbage,
        Bomb,
        BurnGas
    }

    Manner public manner;

    function setManner(Manner manner_) external {
        manner = manner_;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        if (manner == Manner.Revert) revert("no");
        if (manner == Manner.BurnGas) while (true) {}
        if (manner == Manner.Bomb) {
            assembly {
                return(0, 1000000)
            }
        }
        if (manner == Manner.Garbage) {
            assembly {
                mstore(0, not(0))
                return(0, 3)
            }
        }
        return 0xffffffff;
    }
}
