// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title A company's signature, from a key or from a contract
library Signatures {
    /// @notice Accepts an ECDSA signature of `signer`, or an ERC-1271 one when the account has code.
    /// @dev Both are tried, because an account with code may still be a plain key (EIP-7702).
    /// @param contractOnly refuse ECDSA: the rules of a multisig must not be bypassed by a raw key
    function isValid(
        address signer,
        bool contractOnly,
        bytes32 digest,
        bytes calldata signature
    ) internal view returns (bool) {
        if (!contractOnly) {
            (address recovered, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(digest, signature);
            if (err == ECDSA.RecoverError.NoError && recovered == signer) return true;
        }
        return SignatureChecker.isValidERC1271SignatureNow(signer, digest, signature);
    }
}
