// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IFactoringDesk} from "../../../contracts/interfaces/IFactoringDesk.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {IReceivables} from "../../../contracts/interfaces/IReceivables.sol";
import {FactoringDesk} from "../../../contracts/receivables/FactoringDesk.sol";
import {Members} from "../../../contracts/access/Members.sol";
import {Receivables} from "../../../contracts/receivables/Receivables.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {PlainAsset} from "../mocks/PlainAsset.sol";
import {TestBase} from "./TestBase.sol";

/// @title The whole system with its companies, one bank and one settlement asset
/// @dev The test contract is the admin of every restricted function. Contracts are deployed from their artifacts, so
///      that no test compiles or carries their code again.
abstract contract Fixture is TestBase {
    int32 internal constant UTC_OFFSET = 28_800;
    uint16 internal constant START_DAY = 20_780;
    uint16 internal constant TENOR_DAYS = 90;
    uint16 internal constant DUE_DAY = START_DAY + TENOR_DAYS;
    uint16 internal constant GRACE_DAYS = 5;
    uint16 internal constant PENALTY_BPS = 1800;
    uint8 internal constant TIER_CAP = 5;
    uint96 internal constant MIN_SPLIT = 100e6;
    uint128 internal constant FACE = 1_000_000e6;
    uint256 internal constant DEPOSIT = 10_000_000e6;

    uint256 internal constant DEBTOR_KEY = 0xd0a6a1;
    uint32 internal constant DEBTOR_GROUP = 1;
    uint32 internal constant SUPPLIER_GROUP = 2;
    uint32 internal constant SECOND_SUPPLIER_GROUP = 3;
    uint32 internal constant BANK_GROUP = 4;

    address internal immutable debtor = vm.addr(DEBTOR_KEY);
    address internal constant supplier = address(0x5001);
    address internal constant supplierBranch = address(0x5002); // another account of the same legal entity
    address internal constant secondSupplier = address(0x5003);
    address internal constant bank = address(0xBA01);
    address internal constant secondBank = address(0xBA02);
    address internal constant stranger = address(0x57A6);

    AccessManager internal manager;
    PlainAsset internal asset;
    Members internal members;
    Receivables internal receivables;
    Treasury internal treasury;
    FactoringDesk internal desk;

    function setUp() public virtual {
        _deploy(new PlainAsset(6));
    }

    // ---------------------------------------------------------------- deployment

    function _deploy(PlainAsset asset_) internal {
        vm.warp(_secondOf(START_DAY) + 10 hours);
        asset = asset_;
        manager = new AccessManager(address(this));
        members = Members(_create("contracts/access/Members.sol:Members", abi.encode(manager)));
        receivables = Receivables(
            _create(
                "contracts/receivables/Receivables.sol:Receivables",
                abi.encode(manager, members, UTC_OFFSET, _profile())
            )
        );
        receivables.allowAsset(address(asset));
        treasury = _newTreasury(address(asset));
        desk = _newDesk(treasury);
        _registerCompanies();
        _openForBusiness(treasury, desk);
    }

    function _newTreasury(address asset_) internal returns (Treasury) {
        bytes memory arguments = abi.encode(manager, asset_, members, UTC_OFFSET, "Jiangnan Bank CNY", "jnCNY");
        return Treasury(_create("contracts/treasury/Treasury.sol:Treasury", arguments));
    }

    function _newDesk(Treasury treasury_) internal returns (FactoringDesk) {
        bytes memory arguments = abi.encode(manager, treasury_, treasury_.asset(), receivables, members);
        return FactoringDesk(_create("contracts/receivables/FactoringDesk.sol:FactoringDesk", arguments));
    }

    function _registerCompanies() private {
        _register(debtor, DEBTOR_GROUP, "donghai", Roles.CORE);
        _register(supplier, SUPPLIER_GROUP, "lanhai", Roles.SUPPLIER);
        _register(supplierBranch, SUPPLIER_GROUP, "lanhai", Roles.SUPPLIER);
        _register(secondSupplier, SECOND_SUPPLIER_GROUP, "xinda", Roles.SUPPLIER);
        _register(bank, BANK_GROUP, "jiangnan", Roles.BANK);
        _register(secondBank, 5, "beifang", Roles.BANK);
    }

    function _openForBusiness(Treasury treasury_, FactoringDesk desk_) internal {
        _register(address(desk_), uint32(uint160(address(desk_))) | 1, bytes32(bytes20(address(desk_))), Roles.BOOK);
        treasury_.registerBook(address(desk_), 3000, 365, false);
        treasury_.raiseBookCap(address(desk_), 8_000_000e6);
        treasury_.raiseObligorLimit(DEBTOR_GROUP, 5_000_000e6);
        desk_.loosenTerms(debtor, _debtorTerms());
    }

    function _register(address account, uint32 obligor, bytes32 identity, uint64 roles) internal {
        members.register(
            account,
            IMembers.Member({
                roles: roles,
                expiry: type(uint40).max,
                country: 156,
                frozen: false,
                contractSignatureOnly: false,
                obligor: obligor,
                identity: identity
            })
        );
    }

    function _create(string memory artifact, bytes memory arguments) internal returns (address deployed) {
        bytes memory code = bytes.concat(vm.getCode(artifact), arguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
            if iszero(deployed) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }

    function _profile() internal pure returns (IReceivables.Profile memory) {
        return IReceivables.Profile(180, GRACE_DAYS, TIER_CAP, MIN_SPLIT, "CN-SCF");
    }

    function _debtorTerms() internal pure returns (IFactoringDesk.DebtorTerms memory) {
        return
            IFactoringDesk.DebtorTerms({
                discountBps: 400,
                feeBps: 20,
                advanceBps: 9000,
                maxTenorDays: 180,
                minUnits: 1000e6,
                version: 0,
                enabled: true
            });
    }

    // ---------------------------------------------------------------- time

    /// @return first second of a local day
    function _secondOf(uint16 day) internal pure returns (uint256) {
        return uint256(day) * 1 days - uint256(uint32(UTC_OFFSET));
    }

    function _goToDay(uint16 day) internal {
        vm.warp(_secondOf(day) + 10 hours);
    }

    // ---------------------------------------------------------------- receivables

    /// @param number tells one invoice from another
    function _terms(uint256 number) internal view returns (IReceivables.Terms memory) {
        return
            IReceivables.Terms({
                supplier: supplier,
                debtor: debtor,
                asset: address(asset),
                face: FACE,
                dueDay: DUE_DAY,
                penaltyBps: PENALTY_BPS,
                profile: receivables.profileVersion(),
                fingerprint: keccak256(abi.encode("fingerprint", number)),
                contentHash: keccak256(abi.encode("content", number)),
                documentHash: keccak256(abi.encode("document", number))
            });
    }

    function _sign(uint256 key, IReceivables.Terms memory terms, uint40 deadline) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, receivables.confirmationDigest(terms, deadline));
        return abi.encodePacked(r, s, v);
    }

    function _open(IReceivables.Terms memory terms) internal returns (uint256 baseId) {
        vm.prank(terms.supplier);
        receivables.request(terms);
        vm.prank(terms.debtor);
        return receivables.confirm(terms);
    }

    function _open(uint256 number) internal returns (uint256 baseId) {
        return _open(_terms(number));
    }

    function _assign(address from, uint256 tokenId, address to, uint128 units) internal returns (uint256 newTokenId) {
        vm.prank(from);
        return receivables.assign(tokenId, to, units, "next invoice");
    }

    /// @return dealId of the new deal at the desk
    function _sell(address seller, uint256 tokenId, uint128 units) internal returns (uint32 dealId) {
        vm.prank(seller);
        receivables.sell(address(desk), tokenId, units, 0, type(uint40).max);
        return desk.dealCount();
    }

    function _settle(uint256 baseId) internal returns (uint128 amount) {
        (uint128 face, uint128 penalty) = receivables.amountDue(baseId);
        amount = face + penalty;
        asset.mint(debtor, amount);
        vm.prank(debtor);
        asset.approve(address(receivables), amount);
        vm.prank(debtor);
        receivables.settle(baseId);
    }

    // ---------------------------------------------------------------- treasury

    function _deposit(address from, uint256 amount) internal returns (uint256 shares) {
        asset.mint(from, amount);
        vm.prank(from);
        asset.approve(address(treasury), amount);
        vm.prank(from);
        return treasury.deposit(amount, from);
    }
}
