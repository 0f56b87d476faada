// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDevices} from "../../../contracts/interfaces/IDevices.sol";

/// @notice What an excavator of the tests says of itself: idle time and fuel follow from its hours.
library Machine {
    /// @param time second at which it is taken
    /// @param opSec cumulative operating seconds, a tenth of them idle
    function reading(
        bytes32 deviceId,
        uint64 seq,
        uint256 time,
        uint64 opSec
    ) internal pure returns (IDevices.Reading memory r) {
        r.deviceId = deviceId;
        r.keyVersion = 1;
        r.seq = seq;
        r.ts = uint64(time * 1000);
        r.latE7 = 312_000_000;
        r.lonE7 = 1_214_000_000;
        r.accuracyCm = 300;
        r.opSec = opSec;
        r.idleSec = opSec / 10;
        r.fuelMl = opSec * 4;
        r.fuelPctBp = 6500;
        r.engine = 1;
    }
}
