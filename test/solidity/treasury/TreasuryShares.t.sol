// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IMembers, Roles} from "../../../contracts/interfaces/IMembers.sol";
import {Verbs} from "../../../contracts/interfaces/IPausable.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {FeeAsset, HookAsset, RefusingAsset, SilentAsset} from "../mocks/OddAssets.sol";
import {PlainAsset} from "../mocks/PlainAsset.sol";
import {Fixture} from "../support/Fixture.sol";

/// @dev What banks do with shares: deposit, pass on, exit; and what the asset may do meanwhile.
contract TreasurySharesTest is Fixture {
    function _exit(address owner, uint256 shares) private returns (uint256) {
        vm.prank(owner);
        return treasury.exit(shares, owner, 0);
    }

    // ---------------------------------------------------------------- in

    function test_firstDepositMintsAMillionSharesAMinorUnit() external {
        asset.mint(bank, 5e6);
        vm.startPrank(bank);
        asset.approve(address(treasury), 5e6);
        vm.expectEmit(address(treasury));
        emit ITreasury.Deposited(bank, 5e6, 5e12, 5e6);
        assertEq(treasury.deposit(5e6, bank), 5e12, "shares");
        vm.stopPrank();
        assertEq(treasury.decimals(), 12, "share decimals");
        assertEq(treasury.totalAssets(), 5e6, "NAV");
    }

    function test_mintTakesTheAssetsOfItsPreview() external {
        _deposit(bank, 1e12);
        asset.mint(secondBank, 1e12);
        uint256 assets = treasury.previewMint(7e11);
        vm.startPrank(secondBank);
        asset.approve(address(treasury), assets);
        assertEq(treasury.mint(7e11, secondBank), assets, "assets");
        vm.stopPrank();
        assertEq(treasury.balanceOf(secondBank), 7e11, "shares");
    }

    function test_zeroDepositIsRefused() external {
        vm.expectRevert(abi.encodeWithSelector(ITreasury.ZeroAmount.selector));
        vm.prank(bank);
        treasury.deposit(0, bank);
    }

    function test_K01_onlyBanksInGoodStandingReceiveShares() external {
        assertEq(treasury.maxDeposit(stranger), 0, "stranger");
        assertEq(treasury.maxDeposit(supplier), 0, "another role");
        assertEq(treasury.maxMint(supplier), 0, "in shares too");
        members.freeze(bank);
        assertEq(treasury.maxDeposit(bank), 0, "frozen");
        vm.expectRevert(abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxDeposit.selector, bank, 1e6, 0));
        vm.prank(bank);
        treasury.deposit(1e6, bank);
    }

    function test_K02_frozenBankDepositsForNobody() external {
        members.freeze(secondBank);
        asset.mint(secondBank, 1e6);
        vm.startPrank(secondBank);
        asset.approve(address(treasury), 1e6);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, secondBank));
        treasury.deposit(1e6, bank);
        vm.stopPrank();
    }

    function test_P02_depositsCanBePaused() external {
        treasury.pause(Verbs.DEPOSIT);
        assertEq(treasury.maxDeposit(bank), 0, "max");
        assertEq(treasury.maxMint(bank), 0, "max in shares");
        vm.expectRevert(abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxDeposit.selector, bank, 1, 0));
        vm.prank(bank);
        treasury.deposit(1, bank);
        vm.expectRevert(abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxMint.selector, bank, 1, 0));
        vm.prank(bank);
        treasury.mint(1, bank);
    }

    function test_V12_hugeDepositsAreRefusedByName() external {
        uint256 most = treasury.maxDeposit(bank);
        assertEq(most, type(uint128).max, "limit of an empty treasury");
        vm.expectRevert(
            abi.encodeWithSelector(ERC4626.ERC4626ExceededMaxDeposit.selector, bank, type(uint256).max, most)
        );
        vm.prank(bank);
        treasury.deposit(type(uint256).max, bank);
        _deposit(bank, most);
        assertEq(treasury.maxDeposit(bank), 0, "full");
        assertEq(treasury.totalAssets(), most, "NAV");
    }

    // ---------------------------------------------------------------- donations

    function test_V01_firstDepositorCannotInflateTheShare() external {
        _deposit(secondBank, 1);
        asset.mint(address(treasury), 1_000_000e6);
        uint256 shares = _deposit(bank, 1_000e6);
        assertEq(treasury.previewExit(shares), 1_000e6, "the victim loses nothing");
    }

    function testFuzz_V01_donationBeforeADepositTakesNothingFromIt(uint64 first, uint64 gift, uint64 second) external {
        _deposit(secondBank, bound(first, 1, 1e15));
        asset.mint(address(treasury), gift);
        uint256 amount = bound(second, 1, 1e15);
        uint256 shares = _deposit(bank, amount);
        assertGe(treasury.previewExit(shares) + 1, amount, "at most one minor unit");
    }

    function test_V02_donationsAreSkimmedAndNeverPriced() external {
        _deposit(bank, 1e12);
        uint256 nav = treasury.totalAssets();
        asset.mint(address(treasury), 777);
        assertEq(treasury.totalAssets(), nav, "NAV");
        assertEq(treasury.exitAssets(), nav, "exit NAV");
        vm.expectEmit(address(treasury));
        emit ITreasury.Skimmed(secondBank, 777);
        assertEq(treasury.skim(secondBank), 777, "gift");
        assertEq(asset.balanceOf(address(treasury)), treasury.cash(), "only the gift");
        vm.expectRevert(abi.encodeWithSelector(ITreasury.ZeroAmount.selector));
        treasury.skim(secondBank);
    }

    // ---------------------------------------------------------------- out

    function test_exitBurnsAndPays() external {
        uint256 shares = _deposit(bank, 1e12);
        vm.expectEmit(address(treasury));
        emit ITreasury.Exited(bank, bank, shares / 4, 25e10, 75e10);
        assertEq(_exit(bank, shares / 4), 25e10, "assets");
        assertEq(treasury.balanceOf(bank), shares - shares / 4, "shares");
        assertEq(asset.balanceOf(bank), 25e10, "paid");
    }

    function test_exitLeavesNothingBehind() external {
        _exit(bank, _deposit(bank, 123_456_789));
        assertEq(treasury.totalSupply() + treasury.cash() + asset.balanceOf(address(treasury)), 0, "empty");
    }

    function test_exitRefusesZeroTooManyOrTooCheap() external {
        uint256 shares = _deposit(bank, 1e12);
        vm.startPrank(bank);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.ZeroAmount.selector));
        treasury.exit(0, bank, 0);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.SlippageExceeded.selector, 1e12, 1e12 + 1));
        treasury.exit(shares, bank, 1e12 + 1);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, secondBank, 0, shares));
        vm.prank(secondBank);
        treasury.exit(shares, secondBank, 0);
    }

    function test_V08_sharesLeaveByExitOfTheOwnerOnly() external {
        _deposit(bank, 1e12);
        bytes memory why = abi.encodeWithSelector(ITreasury.UseExit.selector);
        vm.startPrank(bank);
        vm.expectRevert(why);
        treasury.withdraw(1, bank, bank);
        vm.expectRevert(why);
        treasury.redeem(1, bank, bank);
        vm.stopPrank();
        vm.expectRevert(why);
        treasury.previewWithdraw(1);
        vm.expectRevert(why);
        treasury.previewRedeem(1);
        assertEq(treasury.maxWithdraw(bank) + treasury.maxRedeem(bank), 0, "reserved");
    }

    function test_K02_frozenBankExitsToItselfOnly() external {
        uint256 shares = _deposit(bank, 1e12);
        members.freeze(bank);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, bank));
        vm.prank(bank);
        treasury.exit(shares / 2, secondBank, 0);
        assertEq(_exit(bank, shares), 1e12, "its own money");
    }

    function test_K02_exitsPayMembersOnly() external {
        uint256 shares = _deposit(bank, 1e12);
        vm.startPrank(bank);
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, stranger, Roles.BANK));
        treasury.exit(shares / 2, stranger, 0);
        treasury.exit(shares / 2, secondBank, 0);
        vm.stopPrank();
        assertEq(asset.balanceOf(secondBank), 5e11, "to another bank");
    }

    function test_P01_exitIsNeverPaused() external {
        uint256 shares = _deposit(bank, 1e12);
        for (uint8 verb = 0; verb < 8; verb++) treasury.pause(verb);
        assertEq(_exit(bank, shares), 1e12, "out");
    }

    function test_V05_V06_exitIsLimitedByCashNotOwedToOthers() external {
        uint256 shares = _deposit(bank, DEPOSIT);
        uint256 baseId = _open(1);
        _sell(supplier, baseId, FACE);
        uint256 most = treasury.maxExit(bank);
        assertLt(most, shares, "part of the money is lent");
        uint256 cash = treasury.cash();
        uint256 needed = treasury.previewExit(shares);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.InsufficientLiquidity.selector, cash, needed));
        vm.prank(bank);
        treasury.exit(shares, bank, 0);
        _exit(bank, most);
        assertLe(treasury.cash(), 1, "the most takes all there is");
        _settle(baseId);
        desk.collect(baseId, 1);
        uint256 owed = treasury.owed();
        assertGt(owed, 0, "holdback of the seller");
        _exit(bank, treasury.maxExit(bank));
        assertGe(treasury.cash(), owed, "stays untouched");
    }

    function test_V09_noExitIsPricedWhileMaturedDealsAreUnpaidAndUnmarked() external {
        uint256 shares = _deposit(bank, DEPOSIT);
        uint256 baseId = _open(1);
        _sell(supplier, baseId, FACE);
        _goToDay(DUE_DAY);
        vm.warp(_secondOf(DUE_DAY + 1) - 1);
        assertGt(treasury.maxExit(bank), 0, "due day is not over");
        vm.warp(_secondOf(DUE_DAY + 1));
        assertEq(treasury.maxExit(bank), 0, "nobody leaves before the mark");
        uint256 advance = desk.deal(baseId, 1).advance;
        uint256 tolerance = treasury.totalAssets() / 200;
        vm.expectRevert(abi.encodeWithSelector(ITreasury.ExitsWaitForMatured.selector, advance, tolerance));
        vm.prank(bank);
        treasury.exit(shares / 10, bank, 0);
        desk.markEarly(baseId, 1, 100);
        uint256 expected = (DEPOSIT - desk.deal(baseId, 1).price) / 10;
        assertLe(expected - _exit(bank, shares / 10), 1, "priced after the loss");
    }

    function test_V09_smallMaturedAmountsDoNotLockTheDoor() external {
        uint256 shares = _deposit(bank, 1_000_000_000e6);
        uint256 baseId = _open(1);
        _sell(supplier, baseId, FACE);
        _goToDay(DUE_DAY + 1);
        assertGt(_exit(bank, shares / 10), 0, "below half a per cent of NAV");
    }

    function test_V09_depositsCloseWhileLossesWait() external {
        _deposit(bank, DEPOSIT);
        uint256 baseId = _open(1);
        _sell(supplier, baseId, FACE);
        _goToDay(DUE_DAY + 30);
        assertGt(treasury.maxDeposit(secondBank), 0, "before the mark");
        desk.mark(baseId, 1);
        assertEq(treasury.maxDeposit(secondBank), 0, "more than half a per cent impaired");
        assertEq(treasury.maxMint(secondBank), 0, "in shares");
    }

    // ---------------------------------------------------------------- shares

    function test_V11_K01_sharesPassBetweenBanksInGoodStandingOnly() external {
        uint256 shares = _deposit(bank, 1e12);
        vm.startPrank(bank);
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, stranger, Roles.BANK));
        treasury.transfer(stranger, 1);
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, address(treasury), Roles.BANK));
        treasury.transfer(address(treasury), 1);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        treasury.transfer(address(0), 1);
        treasury.transfer(secondBank, shares / 2);
        vm.stopPrank();
        members.freeze(bank);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, bank));
        vm.prank(bank);
        treasury.transfer(secondBank, 1);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MemberFrozen.selector, bank));
        vm.prank(secondBank);
        treasury.transfer(bank, 1);
    }

    function test_K02_spenderOutsideTheRegisterMovesNoShares() external {
        _deposit(bank, 1e12);
        vm.prank(bank);
        treasury.approve(stranger, 10);
        vm.expectRevert(abi.encodeWithSelector(IMembers.NotMember.selector, stranger, Roles.BANK));
        vm.prank(stranger);
        treasury.transferFrom(bank, secondBank, 10);
        vm.prank(bank);
        treasury.approve(secondBank, 10);
        vm.prank(secondBank);
        treasury.transferFrom(bank, secondBank, 10);
        assertEq(treasury.balanceOf(secondBank), 10, "a bank may");
    }

    // ---------------------------------------------------------------- rounding

    function testFuzz_V03_depositAndExitNeverProfit(uint64 first, uint64 amount, uint32 wait) external {
        _deposit(secondBank, bound(first, 1e6, 1e15));
        uint256 baseId = _open(1);
        if (treasury.cash() >= FACE) _sell(supplier, baseId, FACE);
        vm.warp(block.timestamp + (wait % 80 days));
        uint256 paid = bound(amount, 1, 1e15);
        uint256 shares = _deposit(bank, paid);
        uint256 cash = treasury.cash();
        vm.assume(treasury.previewExit(shares) <= cash);
        assertLe(_exit(bank, shares), paid, "out is not more than in");
    }

    function testFuzz_V04_previewsHoldTheirWord(uint64 first, uint64 amount, uint64 shares, uint32 wait) external {
        _deposit(secondBank, bound(first, 1_200_000e6, 1e15));
        _sell(supplier, _open(1), FACE);
        vm.warp(block.timestamp + (wait % 80 days));
        amount = uint64(bound(amount, 1e6, 1e15));
        uint256 promised = treasury.previewDeposit(amount);
        assertEq(_deposit(bank, amount), promised, "deposit");
        assertGe(amount, treasury.convertToAssets(promised), "shares are worth no more than was paid");
        shares = uint64(bound(shares, 1e12, 1e18));
        uint256 price = treasury.previewMint(shares);
        asset.mint(bank, price);
        vm.startPrank(bank);
        asset.approve(address(treasury), price);
        assertEq(treasury.mint(shares, bank), price, "mint");
        vm.stopPrank();
        uint256 back = treasury.previewExit(shares);
        assertLe(back, price, "what comes back is not more");
        assertEq(_exit(bank, shares), back, "exit");
    }

    function testFuzz_V05_maxExitAlwaysSucceeds(uint64 first, uint64 second, uint256 sold, uint32 wait) external {
        uint256 lent = bound(sold, 1000e6, FACE);
        _deposit(bank, bound(first, lent, 1e15));
        _deposit(secondBank, bound(second, 1, 1e15));
        _sell(supplier, _open(1), uint128(lent));
        vm.warp(block.timestamp + (wait % 120 days));
        address[2] memory banks = [secondBank, bank];
        for (uint256 i = 0; i < 2; i++) {
            uint256 most = treasury.maxExit(banks[i]);
            assertLe(most, treasury.balanceOf(banks[i]), "no more than owned");
            if (most != 0) _exit(banks[i], most);
        }
    }

    // ---------------------------------------------------------------- odd assets

    function _bankWith(PlainAsset other) private {
        treasury = _newTreasury(address(other));
        asset = other;
        other.mint(bank, 1e12);
        vm.prank(bank);
        other.approve(address(treasury), 1e12);
    }

    function test_T03_T10_assetThatTakesAFeeIsRefused() external {
        FeeAsset other = new FeeAsset();
        _bankWith(other);
        other.setCharging(true);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.UnsupportedAsset.selector, 99e10, 1e12));
        vm.prank(bank);
        treasury.deposit(1e12, bank);
        assertEq(treasury.totalSupply(), 0, "no shares");
    }

    function test_T02_assetThatReturnsFalseMovesNothing() external {
        RefusingAsset other = new RefusingAsset();
        _bankWith(other);
        vm.prank(bank);
        uint256 shares = treasury.deposit(1e12, bank);
        other.setRefusing(true);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(other)));
        vm.prank(bank);
        treasury.exit(shares, bank, 0);
        assertEq(treasury.balanceOf(bank), shares, "shares are still there");
    }

    function test_T01_assetThatReturnsNothingWorks() external {
        SilentAsset other = new SilentAsset();
        treasury = _newTreasury(address(other));
        other.mint(bank, 1e12);
        vm.startPrank(bank);
        other.approve(address(treasury), 1e12);
        uint256 shares = treasury.deposit(1e12, bank);
        treasury.exit(shares, bank, 1e12);
        vm.stopPrank();
        assertEq(other.balanceOf(bank), 1e12, "in and out");
    }

    function test_T04_assetThatShrinksLeavesTheLedgerAlone() external {
        uint256 shares = _deposit(bank, 1e12);
        asset.burn(address(treasury), 1e11);
        assertEq(treasury.totalAssets(), 1e12, "the counter says what should be there");
        vm.expectRevert(abi.encodeWithSelector(PANIC, 0x11));
        treasury.skim(bank);
        assertEq(_exit(bank, shares / 2), 5e11, "what is there can still leave");
    }

    function test_T05_assetThatCallsBackCannotEnterTwice() external {
        HookAsset other = new HookAsset();
        _bankWith(other);
        bytes memory reentered = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        other.setHook(address(treasury), abi.encodeCall(IERC4626.deposit, (1, bank)));
        vm.expectPartialRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        vm.prank(bank);
        treasury.deposit(1e12, bank);
        other.setHook(address(0), "");
        vm.prank(bank);
        uint256 shares = treasury.deposit(1e12, bank);
        other.setHook(address(treasury), abi.encodeCall(treasury.exit, (1, bank, 0)));
        vm.expectRevert(reentered);
        vm.prank(bank);
        treasury.exit(shares, bank, 0);
        other.setHook(address(treasury), abi.encodeCall(treasury.claimFor, (bank)));
        vm.expectRevert(reentered);
        vm.prank(bank);
        treasury.exit(shares, bank, 0);
    }

    uint256 private seenPrice;

    function seePrice() external {
        seenPrice = treasury.convertToAssets(1e15);
    }

    function test_X08_priceReadDuringATransferIsAPriceOfTheLedger() external {
        HookAsset other = new HookAsset();
        _bankWith(other);
        vm.prank(bank);
        treasury.deposit(5e11, bank);
        uint256 price = treasury.convertToAssets(1e15);
        other.setHook(address(this), abi.encodeCall(this.seePrice, ()));
        vm.prank(bank);
        treasury.deposit(5e11, bank);
        assertEq(seenPrice, price, "during a deposit");
        vm.prank(bank);
        treasury.exit(3e17, bank, 0);
        assertEq(seenPrice, price, "during an exit");
    }

    function test_T09_decimalsUpToEightAreAccepted() external {
        for (uint8 decimals = 0; decimals <= 8; decimals++) {
            _bankWith(new PlainAsset(decimals));
            vm.prank(bank);
            uint256 shares = treasury.deposit(1e12, bank);
            assertEq(_exit(bank, shares), 1e12, "in minor units");
        }
    }

    function test_T09_moreDecimalsAreRefused() external {
        address other = address(new PlainAsset(9));
        vm.expectRevert(abi.encodeWithSelector(ITreasury.UnsupportedDecimals.selector, 9));
        this.newTreasury(other);
    }

    function newTreasury(address other) external {
        _newTreasury(other);
    }

    function test_X01_forcedEtherChangesNothing() external {
        uint256 shares = _deposit(bank, 1e12);
        vm.deal(address(treasury), 1 ether);
        assertEq(_exit(bank, shares), 1e12, "the same price");
    }
}
