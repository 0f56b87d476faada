// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";

/// @title Register of debtor-confirmed receivables, shared by all banks of the network
/// @notice One invoice has one id, whoever presents it: `baseId = keccak256(identity, fingerprint)` with the low byte
///         zero. A token id adds the tier (how often the units have been passed on) in that byte. One unit is one minor
///         unit of face. A receivable exists only when supplier and debtor have both taken part.
interface IReceivables is IERC6909 {
    /// @notice Open: owed. Overdue: flagged after the grace period. Settled: paid in full, holders redeem.
    enum State {
        None,
        Open,
        Overdue,
        Settled
    }

    /// @notice How supplier and debtor came together.
    enum Origin {
        Confirmed, // the debtor confirmed the supplier's request
        Accepted, // the supplier accepted the debtor's offer
        Signed // the supplier presented the debtor's signature
    }

    enum DeclineReason {
        Unspecified,
        UnknownInvoice,
        WrongAmount,
        WrongDueDate,
        GoodsNotReceived,
        AlreadyPaid
    }

    /// @notice Everything that supplier and debtor agree on.
    /// @param face amount owed, in minor units of `asset`
    /// @param dueDay last day of payment, in days since 1970-01-01 in the register's fixed offset
    /// @param penaltyBps yearly penalty on the face, from the due day, once the grace period has passed; ACT/365
    /// @param profile version of the regulation profile that both sides agreed under
    /// @param fingerprint keyed hash of the invoice's natural key (seller id, number, year)
    /// @param contentHash keyed hash of the invoice's whole canonical content
    /// @param documentHash SHA-256 of the invoice file
    struct Terms {
        address supplier;
        address debtor;
        address asset;
        uint128 face;
        uint16 dueDay;
        uint16 penaltyBps;
        uint16 profile;
        bytes32 fingerprint;
        bytes32 contentHash;
        bytes32 documentHash;
    }

    /// @notice What the register stores of a receivable, one slot of terms and one of amounts.
    /// @param obligor the debtor's group when the receivable was created
    /// @param asset index of the settlement asset, see {assetAt}
    /// @param paid part of the face that has been paid
    struct Receivable {
        address debtor;
        uint16 dueDay;
        uint16 profile;
        uint16 penaltyBps;
        State state;
        uint8 asset;
        uint32 obligor;
        uint128 face;
        uint128 paid;
    }

    /// @notice Rules of a jurisdiction, versioned; a receivable keeps the version it was created under.
    /// @param maxTermDays longest time between creation and due day
    /// @param graceDays days after the due day before a receivable may be flagged and penalties apply
    /// @param tierCap how often units may be passed on
    /// @param minSplit least number of units in an assignment of less than a whole holding
    /// @param name short name, for example "CN-SCF"
    struct Profile {
        uint16 maxTermDays;
        uint16 graceDays;
        uint8 tierCap;
        uint96 minSplit;
        bytes12 name;
    }

    event ConfirmationRequested(
        uint256 indexed baseId,
        address indexed supplier,
        address indexed debtor,
        bytes32 termsHash,
        Terms terms
    );
    event RequestWithdrawn(uint256 indexed baseId, address indexed supplier, bytes32 termsHash);
    event RequestDeclined(uint256 indexed baseId, address indexed debtor, bytes32 termsHash, DeclineReason reason);
    event ReceivableOffered(
        uint256 indexed baseId,
        address indexed supplier,
        address indexed debtor,
        bytes32 termsHash,
        Terms terms
    );
    event OfferWithdrawn(uint256 indexed baseId, address indexed debtor, bytes32 termsHash);
    event ReceivableCreated(
        uint256 indexed baseId,
        address indexed supplier,
        address indexed debtor,
        uint32 obligor,
        Origin origin,
        Terms terms
    );
    /// @param invoiceHash hash of the invoice or contract under which the units were passed on
    event Assigned(
        uint256 indexed baseId,
        address indexed from,
        address indexed to,
        uint8 tier,
        uint128 units,
        bytes32 invoiceHash
    );
    event ReceivableOverdue(uint256 indexed baseId, uint32 indexed obligor, uint32 overdueCount, address by);
    /// @param overdueCount flagged receivables that the debtor's group still has
    event ReceivableSettled(
        uint256 indexed baseId,
        address indexed payer,
        uint128 principal,
        uint128 penalty,
        uint32 overdueCount
    );
    event Redeemed(uint256 indexed tokenId, address indexed holder, address indexed to, uint128 units, uint128 amount);
    event SignatureRevoked(address indexed signer, bytes32 indexed digest);
    event AssetAllowed(uint8 indexed index, address indexed asset);
    event ProfileSet(uint16 indexed version, Profile profile);

    /// @notice This invoice is registered already; `contentHash` tells whether the copy is the same or an edited one.
    error AlreadyRegistered(uint256 baseId, State state);
    error WrongState(uint256 baseId, State state);
    error NotSupplier(address account);
    error NotDebtor(address account);
    /// @notice The supplier has not requested exactly these terms, or has withdrawn them.
    error NoSuchRequest(bytes32 termsHash);
    /// @notice The debtor has not offered exactly these terms, or has withdrawn them.
    error NoSuchOffer(bytes32 termsHash);
    error AlreadyProposed(bytes32 termsHash);
    error InvalidSignature(address signer);
    error SignatureExpired(uint40 deadline);
    error SignatureIsRevoked(bytes32 digest);
    error ZeroAmount();
    /// @notice The asset is not on the register's list.
    error AssetNotAllowed(address asset);
    error TooManyAssets();
    error DueDayOutOfRange(uint16 dueDay, uint16 earliest, uint16 latest);
    /// @notice A profile's term or grace period is longer than the register can handle.
    error ProfileOutOfRange(uint16 maxTermDays, uint16 maxGraceDays);
    /// @notice The terms name another version of the rules than the one in force.
    error ProfileNotInForce(uint16 given, uint16 current);
    /// @notice Supplier or holder and debtor stand in one group.
    error RelatedParty(address account, address debtor);
    /// @notice A receivable of this group is overdue: nothing new is confirmed or financed until it is paid.
    error DebtorSuspended(uint32 obligor, uint32 overdueCount);
    error TierCapReached(uint8 tier, uint8 cap);
    error SplitTooSmall(uint128 units, uint96 minSplit);
    error AfterDueDay(uint16 dueDay, uint16 today);
    /// @notice Units move between accounts of one legal entity only; use {assign} to pass them on.
    error TransferOutsideEntity(address from, address to);
    /// @notice A book redeems its units itself: nobody does it on its behalf.
    error BookTransfer(address book);
    error NotBook(address account);
    error NotYetOverdue(uint256 baseId, uint16 today, uint16 overdueFrom);
    /// @notice The asset delivered another amount than it was asked to: fee-on-transfer and rebasing assets are refused.
    error UnsupportedAsset(address asset, uint256 received, uint256 expected);
    error DeadlinePassed(uint40 deadline);

    // ---------------------------------------------------------------- bringing a receivable into being

    /// @notice Ask the debtor to confirm an invoice. The supplier's part in creating the receivable.
    function request(Terms calldata terms) external;

    function withdrawRequest(Terms calldata terms) external;

    /// @notice Turn down a supplier's request.
    function decline(Terms calldata terms, DeclineReason reason) external;

    /// @notice Confirm a supplier's open request: the receivable comes into being.
    function confirm(Terms calldata terms) external returns (uint256 baseId);

    /// @notice Offer a payable of one's own to a supplier. Occupies nothing until the supplier accepts it.
    function issue(Terms calldata terms) external;

    function withdrawOffer(Terms calldata terms) external;

    /// @notice Accept a debtor's offer: the receivable comes into being.
    function accept(Terms calldata terms) external returns (uint256 baseId);

    /// @notice Present the debtor's EIP-712 `Confirmation`. By the supplier, or by anyone once the supplier requested it.
    /// @param deadline last second at which the signature counts; signed
    function create(Terms calldata terms, uint40 deadline, bytes calldata signature) external returns (uint256 baseId);

    /// @notice Make a signature of one's own worthless before it is used.
    function revoke(bytes32 digest) external;

    // ---------------------------------------------------------------- holding and passing on

    /// @notice Pass units on to one's own supplier; they rise by one tier.
    /// @param invoiceHash hash of the invoice or contract that the units pay
    /// @return newTokenId id of the units at the receiver
    function assign(
        uint256 tokenId,
        address to,
        uint128 units,
        bytes32 invoiceHash
    ) external returns (uint256 newTokenId);

    /// @notice Sell units to a bank's book and receive the price in the same call.
    /// @param minPrice least price accepted, in minor units of the asset
    /// @param deadline last second at which this sale counts
    function sell(
        address book,
        uint256 tokenId,
        uint128 units,
        uint128 minPrice,
        uint40 deadline
    ) external returns (uint128 price);

    // ---------------------------------------------------------------- payment

    /// @notice Pay a receivable in full, by anyone for the debtor, before or after the due day. Never paused.
    /// @return amount what was taken from the caller: face plus penalty
    function settle(uint256 baseId) external returns (uint128 amount);

    /// @notice Turn units of a settled receivable into money. Never paused.
    /// @return amount units plus their share of a penalty; shares are rounded down, the last unit takes the rest
    function redeem(uint256 tokenId, uint128 units, address to) external returns (uint128 amount);

    /// @notice Pay out a holder's whole balance to the holder, by anyone. Not for books.
    function redeemFor(address holder, uint256 tokenId) external returns (uint128 amount);

    /// @notice Record that a receivable is unpaid after its grace period, by anyone. Suspends the debtor's group.
    function flagOverdue(uint256 baseId) external;

    // ---------------------------------------------------------------- administration

    /// @custom:access NETWORK_ADMIN
    function allowAsset(address asset) external returns (uint8 index);

    /// @notice Put a new version of the rules in force. Existing receivables keep theirs.
    /// @custom:access NETWORK_ADMIN
    function setProfile(Profile calldata newProfile) external returns (uint16 version);

    // ---------------------------------------------------------------- view

    function receivable(uint256 baseId) external view returns (Receivable memory);

    function stateOf(uint256 baseId) external view returns (State);

    /// @notice Base id of an invoice of `supplier`; 0 when the supplier is unknown.
    function baseIdOf(address supplier, bytes32 fingerprint) external view returns (uint256);

    function termsHash(Terms calldata terms) external pure returns (bytes32);

    /// @notice What the debtor signs.
    function confirmationDigest(Terms calldata terms, uint40 deadline) external view returns (bytes32);

    /// @notice What {settle} would take now.
    /// @return principal unpaid face
    /// @return penalty rounded up, 0 within the grace period
    function amountDue(uint256 baseId) external view returns (uint128 principal, uint128 penalty);

    /// @notice Units not yet redeemed and money held for them, of a receivable settled with a penalty.
    function lateSettlement(uint256 baseId) external view returns (uint128 units, uint128 cash);

    function overdueCount(uint32 obligor) external view returns (uint32);

    function isRequested(bytes32 termsHash_) external view returns (bool);

    function isOffered(bytes32 termsHash_) external view returns (bool);

    function isRevoked(address signer, bytes32 digest) external view returns (bool);

    function profile(uint16 version) external view returns (Profile memory);

    function profileVersion() external view returns (uint16);

    /// @return the asset of an index, the zero address when there is none
    function assetAt(uint8 index) external view returns (address);

    function assetIndex(address asset) external view returns (uint8);

    /// @notice Seconds by which the local day is ahead of UTC.
    function utcOffset() external view returns (int32);

    /// @notice Today's day number in the register's offset.
    function today() external view returns (uint16);
}
