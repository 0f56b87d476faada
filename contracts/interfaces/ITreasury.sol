// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title One bank's money: cash, what is lent, what it is worth
/// @notice ERC-4626 in (`deposit`, `mint`), `exit` out. The only holder of the bank's cash. Products are books, which
///         lend and collect through it within bounds that the treasury itself keeps.
/// @dev All amounts are minor units of the asset unless their name ends in X18 (minor units × 1e18).
///      NAV = cash − owed + principal + accrued; exit NAV = NAV − impaired.
interface ITreasury {
    /// @param cap most principal that the book may have out; 0 = run-off, everything but lending stays possible
    /// @param out principal out now
    /// @param maxRateBps highest yearly rate that the book may lend at
    /// @param maxTenorDays longest time to a position's stop day
    /// @param revolving may open positions without a stop day
    struct Book {
        uint128 cap;
        uint128 out;
        uint128 impaired;
        uint128 lost;
        uint16 maxRateBps;
        uint16 maxTenorDays;
        bool revolving;
        bool registered;
    }

    /// @param limit most principal out to the group, over all books
    /// @param exposure principal out now
    /// @param lost principal written off and not recovered; blocks new loans until recovered or forgiven
    struct Obligor {
        uint88 limit;
        uint88 exposure;
        uint80 lost;
    }

    /// @notice What a book takes off a position when money has come in.
    /// @param stopDay the position's stop day, 0 for revolving
    /// @param rateX18 part of the running rate that ends now (per second); 0 for positions that run to their stop day
    /// @param accruedX18 accrual that leaves the balance sheet. For a position with a stop day: all that it would have
    ///        accrued until then, so that an early payment keeps earning to the stop day and never moves NAV
    /// @param principal part of the principal repaid
    /// @param income cash above principal that belongs to the treasury
    /// @param carry part of the value at the stop day that is no longer outstanding
    /// @param released impairment lifted by this cash
    /// @param creditor account to which the rest of the cash is owed
    /// @param credit cash above principal and income, owed to `creditor`
    struct Collection {
        uint32 obligor;
        uint16 stopDay;
        uint96 rateX18;
        uint256 accruedX18;
        uint128 principal;
        uint128 income;
        uint128 carry;
        uint128 released;
        address creditor;
        uint128 credit;
    }

    /// @notice What leaves the balance sheet when a position is given up. Fields as in {Collection}.
    struct WriteOff {
        uint32 obligor;
        uint16 stopDay;
        uint96 rateX18;
        uint256 accruedX18;
        uint128 principal;
        uint128 carry;
        uint128 impaired;
    }

    /// @param cash resulting cash, likewise the other totals of each event
    event Deposited(address indexed receiver, uint256 assets, uint256 shares, uint128 cash);
    event Exited(address indexed owner, address indexed receiver, uint256 shares, uint256 assets, uint128 cash);
    event Lent(
        address indexed book,
        uint32 indexed obligor,
        address indexed to,
        uint128 amount,
        uint96 rateX18,
        uint16 stopDay,
        uint128 carry,
        uint128 cash,
        uint128 principal,
        uint88 exposure
    );
    event Collected(
        address indexed book,
        uint32 indexed obligor,
        Collection collection,
        uint128 cash,
        uint128 principal,
        uint88 exposure
    );
    event AccrualResumed(address indexed book, uint96 rateX18);
    event Impaired(
        address indexed book,
        uint32 indexed obligor,
        uint16 stopDay,
        uint128 amount,
        uint128 carry,
        uint128 impaired
    );
    event ImpairmentReleased(
        address indexed book,
        uint32 indexed obligor,
        uint16 stopDay,
        uint128 amount,
        uint128 carry,
        uint128 impaired
    );
    event WrittenOff(
        address indexed book,
        uint32 indexed obligor,
        WriteOff writeOff,
        uint128 principal,
        uint128 impaired
    );
    event Recovered(
        address indexed book,
        uint32 indexed obligor,
        uint128 principal,
        uint128 income,
        address creditor,
        uint128 credit,
        uint128 cash
    );
    /// @notice The ledger after accrual: all that is needed to compute NAV from here on.
    event Accrued(int128 accruedX18, uint96 rateX18, uint128 matured, uint40 time);
    event Claimed(address indexed creditor, address indexed to, uint128 amount, uint128 owed, uint128 cash);
    event Skimmed(address indexed to, uint256 amount);
    event BookRegistered(address indexed book, uint16 maxRateBps, uint16 maxTenorDays, bool revolving);
    event BookDeregistered(address indexed book);
    event BookCapChanged(address indexed book, uint128 oldCap, uint128 newCap);
    event ObligorLimitChanged(uint32 indexed obligor, uint88 oldLimit, uint88 newLimit);
    event Forgiven(uint32 indexed obligor, uint80 lost);

    error NotRegisteredBook(address account);
    error AlreadyRegisteredBook(address account);
    /// @notice The book still has principal, accrual, impairment or written-off balances.
    error BookNotEmpty(address book);
    error BookCapExceeded(address book, uint256 out, uint256 cap);
    error ObligorLimitExceeded(uint32 obligor, uint256 exposure, uint256 limit);
    /// @notice The group has written-off debt.
    error ObligorInLoss(uint32 obligor, uint80 lost);
    error InsufficientLiquidity(uint256 available, uint256 needed);
    error RateTooHigh(uint256 rateX18, uint256 maxRateX18);
    error StopDayOutOfRange(uint16 stopDay, uint16 earliest, uint16 latest);
    error ZeroAmount();
    /// @notice The book says that money has arrived, but it has not.
    error CashNotReceived(uint256 balance, uint256 needed);
    /// @notice The change does not go in the direction that the function's name says.
    error NotLower(uint256 oldValue, uint256 newValue);
    error NotHigher(uint256 oldValue, uint256 newValue);
    /// @notice A book tried to take more accrual, rate or impairment off than it ever put on, or to keep more accrual
    ///         on the balance sheet than its principal can earn.
    error BookOverdrawn(address book);
    /// @notice The asset must have 0 to 8 decimals.
    error UnsupportedDecimals(uint8 decimals);
    /// @notice The asset delivered another amount than it was asked to.
    error UnsupportedAsset(uint256 received, uint256 expected);
    error SlippageExceeded(uint256 assets, uint256 minAssets);
    /// @notice Matured positions are unpaid and unmarked: no exit is priced until they are paid or marked.
    error ExitsWaitForMatured(uint256 matured, uint256 tolerance);
    error NothingOwed(address account);
    /// @notice {exit} is the way out; ERC-4626 `withdraw` and `redeem` are reserved for queued requests.
    error UseExit();

    // ---------------------------------------------------------------- bank

    /// @notice Burn shares for cash at the exit price, rounded down. Never paused.
    /// @param minAssets least accepted
    function exit(uint256 shares, address receiver, uint256 minAssets) external returns (uint256 assets);

    /// @notice What {exit} would pay for `shares` at the exit price, ignoring liquidity.
    function previewExit(uint256 shares) external view returns (uint256 assets);

    /// @notice Most shares that `owner` can exit with now; never reverts.
    function maxExit(address owner) external view returns (uint256 shares);

    /// @notice Collect money owed to the caller (holdbacks). Never paused.
    function claim(address to) external returns (uint128 amount);

    /// @notice Pay `account` what it is owed, by anyone; not a book, which holds it for others.
    function claimFor(address account) external returns (uint128 amount);

    /// @notice Pay a part of what is owed to the calling book, which holds it for others. To the treasury itself: the
    ///         money stays and is no longer owed, for the book to bring it in by {collect} or {recover}.
    /// @custom:access registered books, also in run-off
    function claimPart(address to, uint128 amount) external;

    /// @notice Bring accrual up to date, visiting at most `maxDays` days with maturities.
    function poke(uint256 maxDays) external;

    // ---------------------------------------------------------------- books

    /// @notice Pay out a loan.
    /// @param rateX18 accrual per second until the end of `stopDay`, or without end when `stopDay` is 0
    /// @custom:access registered books
    function lend(uint32 obligor, address to, uint128 amount, uint96 rateX18, uint16 stopDay) external;

    /// @notice Account for money that the caller has already brought in.
    /// @custom:access registered books, also in run-off
    function collect(Collection calldata collection) external;

    /// @notice Let a cured revolving position accrue again, within what the book's principal can earn.
    /// @custom:access registered books, also in run-off
    function resumeAccrual(uint96 rateX18) external;

    /// @notice Mark a position down by `amount`; `carry` leaves the matured-unpaid total.
    /// @custom:access registered books, also in run-off
    function impair(uint32 obligor, uint16 stopDay, uint128 amount, uint128 carry) external;

    /// @notice Lift a mark-down without cash; `carry` returns to the matured-unpaid total.
    /// @custom:access registered books, also in run-off
    function release(uint32 obligor, uint16 stopDay, uint128 amount, uint128 carry) external;

    /// @custom:access registered books, also in run-off
    function writeOff(WriteOff calldata position) external;

    /// @notice Account for money on a position that has been written off.
    /// @param principal part of the written-off principal made good
    /// @custom:access registered books, also in run-off
    function recover(uint32 obligor, uint128 principal, uint128 income, address creditor, uint128 credit) external;

    // ---------------------------------------------------------------- administration

    /// @notice Register a book with cap 0. Raise its cap to let it lend.
    /// @custom:access ADMIN
    function registerBook(address book, uint16 maxRateBps, uint16 maxTenorDays, bool revolving) external;

    /// @custom:access ADMIN
    function deregisterBook(address book) external;

    /// @custom:access RISK_TIGHTEN
    function lowerBookCap(address book, uint128 cap) external;

    /// @custom:access RISK_LOOSEN (delayed)
    function raiseBookCap(address book, uint128 cap) external;

    /// @custom:access RISK_TIGHTEN
    function lowerObligorLimit(uint32 obligor, uint88 limit) external;

    /// @custom:access RISK_LOOSEN (delayed)
    function raiseObligorLimit(uint32 obligor, uint88 limit) external;

    /// @notice Let a group borrow again although losses on it were never recovered.
    /// @custom:access RISK_LOOSEN (delayed)
    function forgive(uint32 obligor) external;

    /// @notice Send away tokens that nobody accounted for. Can never touch the cash counter.
    /// @custom:access OFFICER
    function skim(address to) external returns (uint256 amount);

    // ---------------------------------------------------------------- view

    /// @notice Value at which shares leave: NAV less impairment.
    function exitAssets() external view returns (uint256);

    function cash() external view returns (uint128);

    function principal() external view returns (uint128);

    /// @notice Cash held for others: sellers' holdbacks, what books hold of deposits and commitments.
    function owed() external view returns (uint128);

    function owedTo(address account) external view returns (uint128);

    function impaired() external view returns (uint128);

    /// @notice Accrual now, in minor units × 1e18; negative while early payments wait for their stop day.
    function accruedX18() external view returns (int256);

    /// @notice Accrual per second now.
    function rateX18() external view returns (uint96);

    /// @notice Value of positions past their stop day that are neither paid nor marked.
    function matured() external view returns (uint128);

    function bucket(uint16 stopDay) external view returns (uint96 rateX18_, uint128 carry);

    function book(address account) external view returns (Book memory);

    /// @notice Accrual that the book has put on the balance sheet and not yet taken off.
    function bookAccruedX18(address account) external view returns (int256);

    function obligor(uint32 id) external view returns (Obligor memory);

    function utcOffset() external view returns (int32);
}
