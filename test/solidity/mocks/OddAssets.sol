// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainAsset} from "./PlainAsset.sol";

/// @notice Takes one per cent of every transfer for itself, from the moment it is switched on.
contract FeeAsset is PlainAsset {
    bool public charging;

    constructor() PlainAsset(6) {}

    function setCharging(bool on) external {
        charging = on;
    }

    function _update(address from, address to, uint256 value) internal override {
        uint256 fee = charging && from != address(0) && to != address(0) ? value / 100 : 0;
        if (fee != 0) super._update(from, address(this), fee);
        super._update(from, to, value - fee);
    }
}

/// @notice Calls an account back after every transfer, like ERC-777 does.
contract HookAsset is PlainAsset {
    address public hook;
    bytes public data;

    constructor() PlainAsset(6) {}

    function setHook(address hook_, bytes calldata data_) external {
        hook = hook_;
        data = data_;
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (hook == address(0)) return;
        (bool done, bytes memory reason) = hook.call(data);
        if (done) return;
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }
}

/// @notice The old form of an ERC-20: `transfer`, `transferFrom` and `approve` return nothing, and an allowance must
///         be taken back before it is changed.
contract SilentAsset {
    uint8 public constant decimals = 6;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        require(amount == 0 || allowance[msg.sender][spender] == 0, "reset first");
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @notice Says no by returning false instead of reverting.
contract RefusingAsset is PlainAsset {
    bool public refusing;

    constructor() PlainAsset(6) {}

    function setRefusing(bool on) external {
        refusing = on;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        return refusing ? false : super.transfer(to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        return refusing ? false : super.transferFrom(from, to, value);
    }
}
