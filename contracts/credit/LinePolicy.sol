// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ILinePolicy} from "../interfaces/ILinePolicy.sol";
import {BPS} from "../libraries/RoundingMath.sol";

/// @title A bank's public rule from a score to limit and price
contract LinePolicy is ILinePolicy, AccessManaged {
    /// @inheritdoc ILinePolicy
    uint8 public constant NO_BAND = type(uint8).max;
    /// @inheritdoc ILinePolicy
    /// @dev Keeps interest and penalties of a century within their types.
    uint88 public constant MAX_LIMIT = 1e16;
    uint256 private constant MAX_BANDS = 8;

    /// @dev Minor units in 1/100 of the currency, the unit of turnovers.
    uint256 private immutable _unitsPerCent;
    Rules private _rules;
    Band[] private _bands;

    /// @param decimals of the asset, at least 2
    constructor(address authority, uint8 decimals, Rules memory rules_, Band[] memory bands_) AccessManaged(authority) {
        require(decimals >= 2, InvalidPolicy());
        _unitsPerCent = 10 ** (decimals - 2);
        _set(rules_, bands_);
    }

    /// @inheritdoc ILinePolicy
    function tighten(Rules calldata rules_, Band[] calldata bands_) external restricted {
        require(_isTighter(rules_, bands_), NotTighter());
        _set(rules_, bands_);
    }

    /// @inheritdoc ILinePolicy
    function loosen(Rules calldata rules_, Band[] calldata bands_) external restricted {
        _set(rules_, bands_);
    }

    function _set(Rules memory rules_, Band[] memory bands_) private {
        require(_isValid(rules_, bands_), InvalidPolicy());
        Rules memory oldRules = _rules;
        rules_.version = oldRules.version + 1;
        emit PolicyChanged(oldRules, _bands, rules_, bands_, msg.sender);
        _rules = rules_;
        delete _bands;
        for (uint256 i; i < bands_.length; ++i) _bands.push(bands_[i]);
    }

    function _isValid(Rules memory rules_, Band[] memory bands_) private pure returns (bool) {
        if (bands_.length == 0 || bands_.length > MAX_BANDS) return false;
        if (rules_.scoreMaxAge == 0 || rules_.lot == 0 || rules_.starterLimit > MAX_LIMIT) return false;
        for (uint256 i; i < bands_.length; ++i) {
            if (bands_[i].cap > MAX_LIMIT || bands_[i].rateBps == 0) return false;
            if (i != 0 && !_isBelow(bands_[i], bands_[i - 1])) return false;
        }
        return true;
    }

    /// @dev A lower score gives no more and costs no less. {tighten} relies on it: who falls into a lower band loses.
    function _isBelow(Band memory lower, Band memory upper) private pure returns (bool) {
        return
            lower.minScore < upper.minScore &&
            lower.rateBps >= upper.rateBps &&
            lower.multipleBps <= upper.multipleBps &&
            lower.cap <= upper.cap;
    }

    /// @dev No merchant gets more, cheaper or longer than before.
    function _isTighter(Rules calldata rules_, Band[] calldata bands_) private view returns (bool) {
        if (bands_.length != _bands.length) return false;
        for (uint256 i; i < bands_.length; ++i) {
            Band memory old = _bands[i];
            if (bands_[i].minScore < old.minScore || bands_[i].rateBps < old.rateBps) return false;
            if (bands_[i].multipleBps > old.multipleBps || bands_[i].cap > old.cap) return false;
        }
        Rules memory oldRules = _rules;
        return
            rules_.scoreMaxAge <= oldRules.scoreMaxAge &&
            rules_.stepBps <= oldRules.stepBps &&
            rules_.stepDays >= oldRules.stepDays &&
            rules_.starterLimit <= oldRules.starterLimit &&
            rules_.lot == oldRules.lot;
    }

    // ---------------------------------------------------------------- view

    /// @inheritdoc ILinePolicy
    function rules() external view returns (Rules memory) {
        return _rules;
    }

    /// @inheritdoc ILinePolicy
    function bands() external view returns (Band[] memory) {
        return _bands;
    }

    /// @inheritdoc ILinePolicy
    function limitOf(uint16 score, uint80 turnover) external view returns (uint88 limit, uint16 rateBps, uint8 band) {
        band = _bandOf(score);
        if (band == NO_BAND) return (0, 0, band);
        Band memory b = _bands[band];
        uint256 multiple = (uint256(turnover) * _unitsPerCent * b.multipleBps) / BPS;
        uint256 most = multiple < b.cap ? multiple : b.cap;
        return (_toLot(most), b.rateBps, band);
    }

    /// @inheritdoc ILinePolicy
    function step(uint88 limit, uint88 target, uint16 raisedDay, uint16 day) external view returns (uint88) {
        if (target <= limit) return target;
        Rules memory r = _rules;
        if (day < uint256(raisedDay) + r.stepDays) return limit;
        uint256 raised = limit + (uint256(limit) * r.stepBps) / BPS;
        if (raised < r.starterLimit) raised = r.starterLimit;
        if (raised >= target) return target;
        uint88 next = _toLot(raised);
        return next > limit ? next : limit;
    }

    function _bandOf(uint16 score) private view returns (uint8) {
        uint256 count = _bands.length;
        for (uint8 i; i < count; ++i) {
            if (score >= _bands[i].minScore) return i;
        }
        return NO_BAND;
    }

    /// @dev Rounded down.
    function _toLot(uint256 amount) private view returns (uint88) {
        // forge-lint: disable-next-line(unsafe-typecast) callers pass at most MAX_LIMIT and a step
        return uint88(amount - (amount % _rules.lot));
    }
}
