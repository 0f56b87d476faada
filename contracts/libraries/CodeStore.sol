// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Bytes kept as the code of a contract
/// @dev Reading costs 3 gas a word after one cold access, against 2 100 for a storage slot. The code begins with a zero
///      byte (STOP), so that nobody can call it.
library CodeStore {
    /// @dev EIP-170, less the leading zero byte.
    uint256 internal constant MAX_LENGTH = 24_575;

    error BadStoreLength(uint256 length, uint256 max);
    error StoreFailed();

    /// @param data 1 to {MAX_LENGTH} bytes
    /// @return store the contract that holds them
    function write(bytes memory data) internal returns (address store) {
        require(data.length != 0 && data.length <= MAX_LENGTH, BadStoreLength(data.length, MAX_LENGTH));
        // PUSH1 11, DUP1..: copies everything behind these 11 bytes and returns it as code.
        bytes memory creation = abi.encodePacked(hex"600b5981380380925939f300", data);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            store := create(0, add(creation, 32), mload(creation))
        }
        require(store != address(0), StoreFailed());
    }

    /// @param store made by {write}
    function read(address store) internal view returns (bytes memory data) {
        uint256 length = store.code.length - 1;
        data = new bytes(length);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            extcodecopy(store, add(data, 32), 1, length)
        }
    }
}
