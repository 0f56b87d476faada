// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReceivableBook} from "./IReceivableBook.sol";

/// @title A bank's factoring book
/// @notice Buys units of receivables for its treasury at a discount, collects them when they are paid, marks them down
///         by days past due when they are not. Every automatic decision is a rule here, every refusal a named error.
interface IFactoringDesk is IReceivableBook {
    /// @notice Price and bounds for one debtor.
    /// @param discountBps yearly discount rate, ACT/365
    /// @param feeBps handling fee on the advance, once
    /// @param advanceBps part of the units that is financed, at most 10 000
    /// @param maxTenorDays longest time to the due day
    /// @param minUnits least number of units in a deal
    /// @param version rises with every change; a deal's event names the version that priced it
    /// @param enabled false refuses every deal
    struct DebtorTerms {
        uint16 discountBps;
        uint16 feeBps;
        uint16 advanceBps;
        uint16 maxTenorDays;
        uint96 minUnits;
        uint32 version;
        bool enabled;
    }

    /// @param advance financed part of the units
    /// @param discount rounded up
    /// @param fee rounded up
    /// @param price paid to the seller: advance − discount − fee
    /// @param holdback units − advance, paid to the seller after settlement
    /// @param maturity end of the due day, in seconds
    struct Quote {
        uint128 advance;
        uint128 discount;
        uint128 fee;
        uint128 price;
        uint128 holdback;
        uint40 maturity;
    }

    /// @param impairedPct 0 to 100; 255 = written off
    /// @param start second of purchase
    struct Deal {
        address seller;
        uint88 units;
        uint8 impairedPct;
        uint88 price;
        uint88 advance;
        uint32 start;
        uint16 stopDay;
        uint32 obligor;
    }

    event DebtorTermsChanged(address indexed debtor, DebtorTerms oldTerms, DebtorTerms newTerms, address by);
    event Financed(
        uint256 indexed tokenId,
        uint32 indexed dealId,
        address indexed seller,
        address debtor,
        uint32 obligor,
        uint128 units,
        uint128 advance,
        uint128 discount,
        uint128 fee,
        uint128 price,
        uint96 rateX18,
        uint16 stopDay,
        uint32 termsVersion
    );
    /// @param income discount, fee and the bank's share of a penalty
    /// @param credit holdback credited to the seller
    /// @param recovered true when the deal had been written off
    event DealCollected(
        uint256 indexed tokenId,
        uint32 indexed dealId,
        uint128 proceeds,
        uint128 income,
        uint128 credit,
        bool recovered
    );
    event DealMarked(
        uint256 indexed tokenId,
        uint32 indexed dealId,
        uint8 oldPct,
        uint8 newPct,
        uint16 daysPastDue,
        address by
    );
    event DealWrittenOff(uint256 indexed tokenId, uint32 indexed dealId, uint128 price, address by);

    error OnlyReceivables(address caller);
    error NoSuchDeal(uint256 tokenId, uint32 dealId);
    error NotFinanceable(uint256 tokenId, uint8 state);
    error DebtorNotEnabled(address debtor);
    error WrongAsset(address given, address expected);
    error RelatedParty(address seller, address debtor);
    error DebtorSuspended(uint32 obligor, uint32 overdueCount);
    error TooFewUnits(uint128 units, uint96 minUnits);
    error TenorOutOfRange(uint16 tenorDays, uint16 maxTenorDays);
    error PriceBelowMinimum(uint128 price, uint128 minPrice);
    /// @notice Discount and fee leave nothing to pay.
    error NothingToPay(uint128 advance, uint128 costs);
    error NotSettled(uint256 tokenId);
    /// @notice The receivable is paid: collect the deal instead.
    error AlreadySettled(uint256 tokenId);
    error NotPastDue(uint256 tokenId);
    error MarkNotHigher(uint8 current, uint8 proposed);
    error MarkNotLower(uint8 current, uint8 proposed);
    error IsWrittenOff(uint256 tokenId, uint32 dealId);
    error NotFullyMarked(uint8 impairedPct);
    error WriteOffTooEarly(uint16 daysPastDue, uint16 required);
    /// @notice Rates and parts are bounded: advance 1 to 10 000 bps, tenor at least one day, costs under 100 %.
    error InvalidTerms();
    /// @notice A field of the proposed terms is looser than today's; loosening goes through the delayed function.
    error NotTighter();

    /// @notice Price of `units` now. Reverts when the debtor has no terms or the due day is out of range.
    function quote(uint256 tokenId, uint128 units) external view returns (Quote memory);

    /// @notice Bring in the money of a settled receivable, by anyone.
    function collect(uint256 tokenId, uint32 dealId) external returns (uint128 proceeds);

    /// @notice Mark an unpaid deal down by the ladder: 30 days 25 %, 60 days 50 %, 90 days 100 %. By anyone.
    function mark(uint256 tokenId, uint32 dealId) external;

    /// @notice Mark down before the ladder says so, from the first day past due.
    /// @custom:access OFFICER
    function markEarly(uint256 tokenId, uint32 dealId, uint8 pct) external;

    /// @notice Lower a mark without cash.
    /// @custom:access RISK_LOOSEN (delayed)
    function releaseMark(uint256 tokenId, uint32 dealId, uint8 pct) external;

    /// @notice Take a fully marked deal off the balance sheet, by anyone from 180 days past due.
    function writeOff(uint256 tokenId, uint32 dealId) external;

    /// @notice Take a fully marked deal off the balance sheet at any time.
    /// @custom:access OFFICER
    function writeOffEarly(uint256 tokenId, uint32 dealId) external;

    /// @notice Make a debtor's terms stricter in every field, or disable it.
    /// @custom:access RISK_TIGHTEN
    function tightenTerms(address debtor, DebtorTerms calldata terms) external;

    /// @notice Replace a debtor's terms.
    /// @custom:access RISK_LOOSEN (delayed)
    function loosenTerms(address debtor, DebtorTerms calldata terms) external;

    function debtorTerms(address debtor) external view returns (DebtorTerms memory);

    function deal(uint256 tokenId, uint32 dealId) external view returns (Deal memory);

    /// @notice Accrual per second of an open deal.
    function dealRateX18(uint256 tokenId, uint32 dealId) external view returns (uint96);

    /// @notice Number of deals ever opened; the latest deal's id.
    function dealCount() external view returns (uint32);

    /// @notice Full days past the due day, 0 until then.
    function daysPastDue(uint256 tokenId, uint32 dealId) external view returns (uint16);
}
