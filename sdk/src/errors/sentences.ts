import type { Bilingual } from '../text.ts'
import { CREDIT_ERRORS } from './credit-sentences.ts'
import { LEASING_ERRORS } from './leasing-sentences.ts'

/**
 * One sentence per custom error of the contracts, including those inherited from libraries. Keys are the errors'
 * signatures with argument names; `{name:kind}` in a sentence writes an argument, see `FORMATTERS`.
 */
export const CONTRACT_ERRORS: Readonly<Record<string, Bilingual>> = {
  ...CREDIT_ERRORS,
  ...LEASING_ERRORS,

  // Members
  'NotMember(address account, uint64 role)': {
    en: '{account:account} is not a registered {role:role}. Ask the registry to register it.',
    zh: '{account:account} 不是已登记的{role:role}。请联系登记机构办理。',
  },
  'MemberFrozen(address account)': {
    en: '{account:account} is frozen. It can still pay, settle and collect its own money.',
    zh: '{account:account} 已被冻结，只能付款、结算和领取自己的款项。',
  },
  'MemberExpired(address account, uint40 expiry)': {
    en: 'The registration of {account:account} expired on {expiry:time}. Ask the registry to renew it.',
    zh: '{account:account} 的登记已于 {expiry:time} 到期。请联系登记机构续期。',
  },
  'AlreadyMember(address account)': {
    en: '{account:account} is registered already.',
    zh: '{account:account} 已经登记。',
  },
  'InvalidMember(address account)': {
    en: 'The registration of {account:account} lacks its account, group or legal identity, or gives a book other roles.',
    zh: '{account:account} 的登记缺少账户、集团或法律身份，或为账簿授予了其他角色。',
  },
  'IdentityInOtherGroup(bytes32 identity, uint32 obligor)': {
    en: 'This legal entity already belongs to group {obligor}. One entity cannot stand in two groups.',
    zh: '该法律主体已属于集团 {obligor}，同一主体不能属于两个集团。',
  },

  // Pauses
  'VerbIsPaused(uint8 verb, uint40 until)': {
    en: '{verb:verb} is paused until {until:time}. Paying, redeeming and withdrawing still work.',
    zh: '{verb:verb}已暂停至 {until:time}。付款、兑付和取回不受影响。',
  },
  'PauseTooSoon(uint8 verb, uint40 allowedAt)': {
    en: '{verb:verb} was paused lately. The guardian can pause it again from {allowedAt:time}.',
    zh: '{verb:verb}不久前刚暂停过，{allowedAt:time} 之后才能再次暂停。',
  },

  // Receivables: bringing into being
  'AlreadyRegistered(uint256 baseId, uint8 state)': {
    en: 'This invoice is registered already as receivable {baseId:id} ({state:state}). An invoice can be registered once, whatever its file says.',
    zh: '该发票已登记为应收账款 {baseId:id}（{state:state}）。一张发票只能登记一次，无论文件内容如何改动。',
  },
  'WrongState(uint256 baseId, uint8 state)': {
    en: 'Receivable {baseId:id} is {state:state}, so this step does not apply.',
    zh: '应收账款 {baseId:id} {state:state}，不能执行此操作。',
  },
  'NotSupplier(address account)': {
    en: 'Only the supplier named in the terms can do this, not {account:account}.',
    zh: '只有条款载明的供应商可以执行此操作，{account:account} 不可以。',
  },
  'NotDebtor(address account)': {
    en: 'Only the debtor named in the terms can do this, not {account:account}.',
    zh: '只有条款载明的债务人可以执行此操作，{account:account} 不可以。',
  },
  'NoSuchRequest(bytes32 termsHash)': {
    en: 'The supplier has not requested exactly these terms, or has withdrawn the request.',
    zh: '供应商没有就这些条款提出确权请求，或已撤回。',
  },
  'NoSuchOffer(bytes32 termsHash)': {
    en: 'The debtor has not offered exactly these terms, or has withdrawn the offer.',
    zh: '债务人没有就这些条款发出确权，或已撤回。',
  },
  'AlreadyProposed(bytes32 termsHash)': {
    en: 'Exactly these terms have been proposed already and wait for the other side.',
    zh: '完全相同的条款已经提出，正在等待对方处理。',
  },
  'InvalidSignature(address signer)': {
    en: 'The signature is not one of {signer:account} for exactly these terms.',
    zh: '该签名不是 {signer:account} 对这些条款的有效签名。',
  },
  'SignatureExpired(uint40 deadline)': {
    en: 'The signature was valid until {deadline:time}. Ask for a new one.',
    zh: '签名已于 {deadline:time} 过期，请重新签署。',
  },
  'SignatureIsRevoked(bytes32 digest)': {
    en: 'The signer has revoked this signature.',
    zh: '签署方已撤销该签名。',
  },
  'ZeroAmount()': { en: 'The amount must be greater than zero.', zh: '金额必须大于零。' },
  'AssetNotAllowed(address asset)': {
    en: 'The network does not settle in asset {asset:account}.',
    zh: '本网络不支持以资产 {asset:account} 结算。',
  },
  'TooManyAssets()': { en: 'The network cannot list any more assets.', zh: '网络的资产清单已满。' },
  'DueDayOutOfRange(uint16 dueDay, uint16 earliest, uint16 latest)': {
    en: 'The due day {dueDay:day} must lie between {earliest:day} and {latest:day}.',
    zh: '到期日 {dueDay:day} 必须在 {earliest:day} 至 {latest:day} 之间。',
  },
  'ProfileNotInForce(uint16 given, uint16 current)': {
    en: 'The terms follow version {given} of the rules, but version {current} is in force. Prepare them again.',
    zh: '条款依据规则第 {given} 版，现行为第 {current} 版。请重新生成条款。',
  },
  'ProfileOutOfRange(uint16 maxTermDays, uint16 maxGraceDays)': {
    en: 'A profile may allow terms of 1 to {maxTermDays} days and a grace period of at most {maxGraceDays} days.',
    zh: '规则允许的期限须为 1 至 {maxTermDays} 天，宽限期不超过 {maxGraceDays} 天。',
  },
  'RelatedParty(address account, address debtor)': {
    en: '{account:account} and the debtor {debtor:account} belong to one group, which rules this out.',
    zh: '{account:account} 与债务人 {debtor:account} 属于同一集团，不能办理。',
  },
  'DebtorSuspended(uint32 obligor, uint32 overdueCount)': {
    en: 'The debtor has {overdueCount} overdue receivables. Nothing new is confirmed or financed until they are paid.',
    zh: '债务人有 {overdueCount} 笔逾期应收账款，付清之前不能新增确权或融资。',
  },

  // Receivables: holding, passing on, paying
  'TierCapReached(uint8 tier, uint8 cap)': {
    en: 'These units have been passed on {tier} times; the rules allow {cap}.',
    zh: '该份额已流转 {tier} 次，规则最多允许 {cap} 次。',
  },
  'SplitTooSmall(uint128 units, uint96 minSplit)': {
    en: '{units:amount} is too small a part. Pass on at least {minSplit:amount}, or the whole holding.',
    zh: '拆分金额 {units:amount} 过小，至少 {minSplit:amount}，或全部转出。',
  },
  'AfterDueDay(uint16 dueDay, uint16 today)': {
    en: 'The due day {dueDay:day} has passed, so units can no longer be passed on or sold.',
    zh: '到期日 {dueDay:day} 已过，不能再流转或融资。',
  },
  'TransferOutsideEntity(address from, address to)': {
    en: '{from:account} and {to:account} are not one company. Use "assign" to pass units on.',
    zh: '{from:account} 与 {to:account} 不是同一法律主体，请使用“拆分流转”。',
  },
  'BookTransfer(address book)': {
    en: 'The book {book:account} redeems its units itself; nobody else can.',
    zh: '账簿 {book:account} 的份额只能由其自行兑付。',
  },
  'NotBook(address account)': {
    en: '{account:account} is not a registered book of a bank.',
    zh: '{account:account} 不是已登记的银行账簿。',
  },
  'NotYetOverdue(uint256 baseId, uint16 today, uint16 overdueFrom)': {
    en: 'Receivable {baseId:id} counts as overdue from {overdueFrom:day}; today is {today:day}.',
    zh: '应收账款 {baseId:id} 自 {overdueFrom:day} 起才算逾期，今天是 {today:day}。',
  },
  'UnsupportedAsset(address asset, uint256 received, uint256 expected)': {
    en: 'The asset {asset:account} delivered {received:amount} instead of {expected:amount}. Such assets are refused.',
    zh: '资产 {asset:account} 实际到账 {received:amount}，应为 {expected:amount}，不支持此类资产。',
  },
  'DeadlinePassed(uint40 deadline)': {
    en: 'This order was valid until {deadline:time}. Get a new quote.',
    zh: '该指令已于 {deadline:time} 失效，请重新询价。',
  },
  'DayOutOfRange(uint256 day)': {
    en: 'Day number {day} is beyond the calendar of the system.',
    zh: '日期编号 {day} 超出系统日历范围。',
  },

  // Treasury
  'NotRegisteredBook(address account)': {
    en: '{account:account} is not a book of this treasury.',
    zh: '{account:account} 不是该资金池的账簿。',
  },
  'AlreadyRegisteredBook(address account)': {
    en: '{account:account} is a book of this treasury already.',
    zh: '{account:account} 已是该资金池的账簿。',
  },
  'BookNotEmpty(address book)': {
    en: 'The book {book:account} still has money out, interest or losses, so it cannot be removed.',
    zh: '账簿 {book:account} 仍有未收回资金、计提收益或损失，不能注销。',
  },
  'BookCapExceeded(address book, uint256 out, uint256 cap)': {
    en: 'The book may have {cap:amount} out; this deal would make it {out:amount}.',
    zh: '该账簿额度为 {cap:amount}，本笔将使余额达到 {out:amount}。',
  },
  'ObligorLimitExceeded(uint32 obligor, uint256 exposure, uint256 limit)': {
    en: "The debtor's limit is {limit:amount}; this deal would raise the exposure to {exposure:amount}.",
    zh: '债务人限额为 {limit:amount}，本笔将使敞口达到 {exposure:amount}。',
  },
  'ObligorInLoss(uint32 obligor, uint80 lost)': {
    en: 'The bank has written off {lost:amount} of this debtor group and lends nothing until it is recovered.',
    zh: '该债务集团已核销 {lost:amount}，收回之前不再放款。',
  },
  'InsufficientLiquidity(uint256 available, uint256 needed)': {
    en: 'The treasury has {available:amount} at hand, but {needed:amount} is needed.',
    zh: '资金池可用 {available:amount}，需要 {needed:amount}。',
  },
  'RateTooHigh(uint256 rateX18, uint256 maxRateX18)': {
    en: 'The rate is above the highest that the treasury allows this book.',
    zh: '利率超过资金池允许该账簿的上限。',
  },
  'StopDayOutOfRange(uint16 stopDay, uint16 earliest, uint16 latest)': {
    en: 'The position must end between {earliest:day} and {latest:day}, not on {stopDay:day}.',
    zh: '头寸必须在 {earliest:day} 至 {latest:day} 之间到期，不能是 {stopDay:day}。',
  },
  'CashNotReceived(uint256 balance, uint256 needed)': {
    en: 'The treasury should hold {needed:amount} after this payment, but holds {balance:amount}.',
    zh: '付款后资金池应有 {needed:amount}，实际只有 {balance:amount}。',
  },
  'NotLower(uint256 oldValue, uint256 newValue)': {
    en: '{newValue:amount} is not lower than {oldValue:amount}. Announce a raise instead.',
    zh: '{newValue:amount} 不低于现行的 {oldValue:amount}。提高须另行公告。',
  },
  'NotHigher(uint256 oldValue, uint256 newValue)': {
    en: '{newValue:amount} is not higher than {oldValue:amount}. A cut needs no announcement.',
    zh: '{newValue:amount} 不高于现行的 {oldValue:amount}。下调无须公告。',
  },
  'BookOverdrawn(address book)': {
    en: 'The book {book:account} tried to take more off the balance sheet than it put on, or to keep more there than its loans can earn.',
    zh: '账簿 {book:account} 试图冲销的金额超过其入账金额，或保留的计提收益超过其本金可得。',
  },
  'UnsupportedDecimals(uint8 decimals)': {
    en: 'The asset has {decimals} decimals; 0 to 8 are supported.',
    zh: '资产小数位数为 {decimals}，仅支持 0 至 8 位。',
  },
  'UnsupportedAsset(uint256 received, uint256 expected)': {
    en: 'The asset delivered {received:amount} instead of {expected:amount}. Such assets are refused.',
    zh: '资产实际到账 {received:amount}，应为 {expected:amount}，不支持此类资产。',
  },
  'SlippageExceeded(uint256 assets, uint256 minAssets)': {
    en: 'The shares are worth {assets:amount} now, below your minimum of {minAssets:amount}. Nothing was changed.',
    zh: '份额现值 {assets:amount}，低于您设定的最低 {minAssets:amount}，未执行任何操作。',
  },
  'ExitsWaitForMatured(uint256 matured, uint256 tolerance)': {
    en: '{matured:amount} has matured unpaid and unmarked. Withdrawals wait until it is paid or marked down.',
    zh: '有 {matured:amount} 已到期但未付也未减值，付清或减值后才能取回。',
  },
  'NothingOwed(address account)': {
    en: 'Nothing is owed to {account:account}.',
    zh: '没有应付给 {account:account} 的款项。',
  },
  'UseExit()': {
    en: 'Withdraw with "exit"; the ERC-4626 functions are reserved for queued requests.',
    zh: '请使用“取回”；ERC-4626 的相应函数仅用于排队请求。',
  },

  // FactoringDesk
  'OnlyReceivables(address caller)': {
    en: 'Only the register of receivables may call this, not {caller:account}.',
    zh: '只有应收账款登记合约可以调用，{caller:account} 不可以。',
  },
  'NoSuchDeal(uint256 tokenId, uint32 dealId)': {
    en: 'There is no deal {dealId} on {tokenId:id}, or it has been closed.',
    zh: '{tokenId:id} 上没有第 {dealId} 笔融资，或已结清。',
  },
  'NotFinanceable(uint256 tokenId, uint8 state)': {
    en: 'The receivable is {state:state}, so it cannot be financed.',
    zh: '该应收账款{state:state}，不能融资。',
  },
  'DebtorNotEnabled(address debtor)': {
    en: 'The bank does not finance receivables of {debtor:account}.',
    zh: '该银行未对债务人 {debtor:account} 开放融资。',
  },
  'WrongAsset(address given, address expected)': {
    en: 'The receivable is settled in {given:account}, but this bank lends {expected:account}.',
    zh: '该应收账款以 {given:account} 结算，而该银行的资产是 {expected:account}。',
  },
  'TooFewUnits(uint128 units, uint96 minUnits)': {
    en: '{units:amount} is less than the smallest deal of {minUnits:amount}.',
    zh: '{units:amount} 低于单笔最低金额 {minUnits:amount}。',
  },
  'TenorOutOfRange(uint16 tenorDays, uint16 maxTenorDays)': {
    en: 'The receivable has {tenorDays} days to run; the bank finances 1 to {maxTenorDays} days.',
    zh: '剩余期限为 {tenorDays} 天，该银行只接受 1 至 {maxTenorDays} 天。',
  },
  'PriceBelowMinimum(uint128 price, uint128 minPrice)': {
    en: 'The price is {price:amount} now, below the {minPrice:amount} that you accepted. Nothing was sold.',
    zh: '现价为 {price:amount}，低于您接受的 {minPrice:amount}，未成交。',
  },
  'NothingToPay(uint128 advance, uint128 costs)': {
    en: 'Discount and fee of {costs:amount} leave nothing of the advance of {advance:amount}.',
    zh: '贴现与费用 {costs:amount} 已超过融资额 {advance:amount}。',
  },
  'NotSettled(uint256 tokenId)': {
    en: 'The debtor has not paid yet, so there is nothing to collect.',
    zh: '债务人尚未付款，无可收取。',
  },
  'AlreadySettled(uint256 tokenId)': {
    en: 'The receivable is paid. Collect the deal instead.',
    zh: '该应收账款已付清，请直接收款。',
  },
  'NotPastDue(uint256 tokenId)': {
    en: 'The receivable is not past due.',
    zh: '该应收账款尚未逾期。',
  },
  'MarkNotHigher(uint8 current, uint8 proposed)': {
    en: 'The mark stands at {current} % already; {proposed} % is not more.',
    zh: '已减值 {current} %，{proposed} % 并不更高。',
  },
  'MarkNotLower(uint8 current, uint8 proposed)': {
    en: 'The mark stands at {current} %; {proposed} % is not less.',
    zh: '减值为 {current} %，{proposed} % 并不更低。',
  },
  'IsWrittenOff(uint256 tokenId, uint32 dealId)': {
    en: 'Deal {dealId} has been written off.',
    zh: '第 {dealId} 笔融资已核销。',
  },
  'NotFullyMarked(uint8 impairedPct)': {
    en: 'Only what is marked down by 100 % can be written off; the mark stands at {impairedPct} %.',
    zh: '只有减值 100 % 才能核销，目前为 {impairedPct} %。',
  },
  'WriteOffTooEarly(uint16 daysPastDue, uint16 required)': {
    en: 'The deal is {daysPastDue} days past due; anyone may write it off from {required} days.',
    zh: '该笔逾期 {daysPastDue} 天，满 {required} 天后任何人可核销。',
  },
  'InvalidTerms()': {
    en: 'The terms are out of bounds: the advance must be 0.01 to 100 %, the tenor at least a day, the costs under 100 %, the grace under 30 days.',
    zh: '条款超出范围：融资比例须为 0.01 % 至 100 %，期限至少一天，费用低于 100 %，宽限期不足 30 天。',
  },
  'NotTighter()': {
    en: 'Something in the new rules is more generous than today. Announce a loosening instead.',
    zh: '新规则中有一项比现行更宽松。放宽须另行公告。',
  },

  // Role administration (OpenZeppelin AccessManager)
  'AccessManagedUnauthorized(address caller)': {
    en: '{caller:account} does not hold the role for this action.',
    zh: '{caller:account} 没有执行此操作的权限。',
  },
  'AccessManagedRequiredDelay(address caller, uint32 delay)': {
    en: 'This action must be announced {delay:duration} before it is executed.',
    zh: '此操作须先公告，{delay:duration}后才能执行。',
  },
  'AccessManagedInvalidAuthority(address authority)': {
    en: '{authority:account} is not a contract that can manage roles.',
    zh: '{authority:account} 不是可管理权限的合约。',
  },
  'AccessManagerAlreadyScheduled(bytes32 operationId)': {
    en: 'This action has been announced already.',
    zh: '该操作已经公告。',
  },
  'AccessManagerNotScheduled(bytes32 operationId)': {
    en: 'This action has not been announced, or was executed or cancelled.',
    zh: '该操作未公告，或已执行、已取消。',
  },
  'AccessManagerNotReady(bytes32 operationId)': {
    en: 'The delay after the announcement has not passed yet.',
    zh: '公告后的等待期尚未结束。',
  },
  'AccessManagerExpired(bytes32 operationId)': {
    en: 'The announcement is more than a week past its time. Announce the action again.',
    zh: '公告已超过一周有效期，请重新公告。',
  },
  'AccessManagerLockedRole(uint64 roleId)': {
    en: 'Role {roleId} is built in and cannot be changed.',
    zh: '角色 {roleId} 为内置角色，不能更改。',
  },
  'AccessManagerLockedFunction(bytes4 selector)': {
    en: 'The function {selector} is built in and cannot be given to another role.',
    zh: '函数 {selector} 为内置函数，不能授予其他角色。',
  },
  'AccessManagerBadConfirmation()': {
    en: 'To give up a role, confirm with your own account.',
    zh: '放弃角色须用本人账户确认。',
  },
  'AccessManagerUnauthorizedAccount(address msgsender, uint64 roleId)': {
    en: '{msgsender:account} does not hold role {roleId}.',
    zh: '{msgsender:account} 没有角色 {roleId}。',
  },
  'AccessManagerUnauthorizedCall(address caller, address target, bytes4 selector)': {
    en: '{caller:account} may not do this on {target:account}.',
    zh: '{caller:account} 无权在 {target:account} 上执行此操作。',
  },
  'AccessManagerUnauthorizedConsume(address target)': {
    en: '{target:account} may not use up announcements.',
    zh: '{target:account} 无权使用公告。',
  },
  'AccessManagerUnauthorizedCancel(address msgsender, address caller, address target, bytes4 selector)': {
    en: '{msgsender:account} may not cancel the announcement of {caller:account}.',
    zh: '{msgsender:account} 无权取消 {caller:account} 的公告。',
  },
  'AccessManagerInvalidInitialAdmin(address initialAdmin)': {
    en: '{initialAdmin:account} cannot be the first administrator.',
    zh: '{initialAdmin:account} 不能作为首任管理员。',
  },

  // Tokens and shares (OpenZeppelin ERC-20, ERC-4626, ERC-6909)
  'ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)': {
    en: '{sender:account} does not have enough shares for this.',
    zh: '{sender:account} 的份额不足。',
  },
  'ERC20InvalidSender(address sender)': { en: 'The sending account is not valid.', zh: '转出账户无效。' },
  'ERC20InvalidReceiver(address receiver)': { en: 'The receiving account is not valid.', zh: '转入账户无效。' },
  'ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)': {
    en: '{spender:account} has not been allowed to move enough shares.',
    zh: '{spender:account} 获准动用的份额不足。',
  },
  'ERC20InvalidApprover(address approver)': { en: 'The approving account is not valid.', zh: '授权账户无效。' },
  'ERC20InvalidSpender(address spender)': { en: 'The account to be allowed is not valid.', zh: '被授权账户无效。' },
  'ERC4626ExceededMaxDeposit(address receiver, uint256 assets, uint256 max)': {
    en: '{receiver:account} can deposit at most {max:amount} now.',
    zh: '{receiver:account} 目前最多可存入 {max:amount}。',
  },
  'ERC4626ExceededMaxMint(address receiver, uint256 shares, uint256 max)': {
    en: '{receiver:account} cannot receive that many shares now.',
    zh: '{receiver:account} 目前不能取得这么多份额。',
  },
  'ERC4626ExceededMaxWithdraw(address owner, uint256 assets, uint256 max)': {
    en: '{owner:account} can withdraw at most {max:amount} now.',
    zh: '{owner:account} 目前最多可取回 {max:amount}。',
  },
  'ERC4626ExceededMaxRedeem(address owner, uint256 shares, uint256 max)': {
    en: '{owner:account} cannot redeem that many shares now.',
    zh: '{owner:account} 目前不能赎回这么多份额。',
  },
  'ERC6909InsufficientBalance(address sender, uint256 balance, uint256 needed, uint256 id)': {
    en: '{sender:account} holds {balance:amount} of this receivable, but {needed:amount} is needed.',
    zh: '{sender:account} 持有该应收账款 {balance:amount}，需要 {needed:amount}。',
  },
  'ERC6909InsufficientAllowance(address spender, uint256 allowance, uint256 needed, uint256 id)': {
    en: '{spender:account} may move {allowance:amount} of this receivable, but {needed:amount} is needed.',
    zh: '{spender:account} 获准动用该应收账款 {allowance:amount}，需要 {needed:amount}。',
  },
  'ERC6909InvalidApprover(address approver)': { en: 'The approving account is not valid.', zh: '授权账户无效。' },
  'ERC6909InvalidReceiver(address receiver)': { en: 'The receiving account is not valid.', zh: '转入账户无效。' },
  'ERC6909InvalidSender(address sender)': { en: 'The sending account is not valid.', zh: '转出账户无效。' },
  'ERC6909InvalidSpender(address spender)': { en: 'The account to be allowed is not valid.', zh: '被授权账户无效。' },
  'SafeERC20FailedOperation(address token)': {
    en: 'The settlement asset refused the payment.',
    zh: '结算资产拒绝了该笔付款。',
  },

  // Low-level checks
  'AddressEmptyCode(address target)': {
    en: 'There is no contract at {target:account}.',
    zh: '{target:account} 上没有合约。',
  },
  'FailedCall()': { en: 'A call to another contract failed.', zh: '对另一合约的调用失败。' },
  'InsufficientBalance(uint256 balance, uint256 needed)': {
    en: 'The contract does not have enough native currency for this call.',
    zh: '合约的原生币余额不足以完成调用。',
  },
  'ReentrancyGuardReentrantCall()': {
    en: 'The contract was called again before it had finished.',
    zh: '合约在执行完成前被再次调用。',
  },
  'SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)': {
    en: 'The number {value} is too large for this field.',
    zh: '数值 {value} 超出该字段的范围。',
  },
  'SafeCastOverflowedIntDowncast(uint8 bits, int256 value)': {
    en: 'The number {value} does not fit this field.',
    zh: '数值 {value} 超出该字段的范围。',
  },
  'SafeCastOverflowedUintToInt(uint256 value)': {
    en: 'The number {value} is too large.',
    zh: '数值 {value} 过大。',
  },
  'InvalidShortString()': { en: 'A name in the contract is malformed.', zh: '合约中的名称格式错误。' },
  'StringTooLong(string str)': { en: 'The name "{str}" is too long.', zh: '名称“{str}”过长。' },
}

/** Sentences for the plain-text refusals of the settlement asset (FiatToken) that its holders can meet. */
export const ASSET_REFUSALS: Readonly<Record<string, Bilingual>> = {
  'Pausable: paused': {
    en: 'The settlement asset is paused by its issuer. Try again when it is open.',
    zh: '结算资产已被发行方暂停，请在恢复后重试。',
  },
  'Blacklistable: account is blacklisted': {
    en: "An account in this payment is on the issuer's block list.",
    zh: '付款涉及的账户在发行方的黑名单中。',
  },
  'ERC20: transfer amount exceeds balance': {
    en: 'The balance of the settlement asset is too low for this payment.',
    zh: '结算资产余额不足以支付。',
  },
  'ERC20: transfer amount exceeds allowance': {
    en: 'The payment is larger than what was approved. Approve the exact amount first.',
    zh: '付款金额超过授权额度，请先授权准确金额。',
  },
  'ERC20: transfer from the zero address': { en: 'The paying account is not valid.', zh: '付款账户无效。' },
  'ERC20: transfer to the zero address': { en: 'The receiving account is not valid.', zh: '收款账户无效。' },
  'ERC20: approve from the zero address': { en: 'The approving account is not valid.', zh: '授权账户无效。' },
  'ERC20: approve to the zero address': { en: 'The account to be allowed is not valid.', zh: '被授权账户无效。' },
  'ERC20: decreased allowance below zero': {
    en: 'The allowance is smaller than the reduction.',
    zh: '授权额度小于要减少的金额。',
  },
  'EIP2612: invalid signature': {
    en: 'The permit is not signed by the account that pays, or was used already.',
    zh: '支付授权不是付款账户的签名，或已被使用。',
  },
  'FiatTokenV2: permit is expired': {
    en: 'The permit has expired. Sign it again.',
    zh: '支付授权已过期，请重新签署。',
  },
  'FiatTokenV2: authorization is expired': {
    en: 'The payment authorisation has expired. Sign it again.',
    zh: '付款授权已过期，请重新签署。',
  },
  'FiatTokenV2: authorization is not yet valid': {
    en: 'The payment authorisation is not valid yet.',
    zh: '付款授权尚未生效。',
  },
  'FiatTokenV2: authorization is used or canceled': {
    en: 'The payment authorisation has been used or cancelled.',
    zh: '付款授权已被使用或取消。',
  },
  'FiatTokenV2: caller must be the payee': {
    en: 'Only the payee can use this payment authorisation.',
    zh: '只有收款方可以使用该付款授权。',
  },
  'FiatTokenV2: invalid signature': {
    en: 'The payment authorisation is not signed by the payer.',
    zh: '付款授权不是付款方的签名。',
  },
  'FiatTokenV2_2: Account is blacklisted': {
    en: "The account is on the issuer's block list.",
    zh: '该账户在发行方的黑名单中。',
  },
  'FiatTokenV2_2: Balance exceeds (2^255 - 1)': {
    en: 'The balance would exceed what the asset can hold.',
    zh: '余额将超过资产允许的上限。',
  },
  'FiatToken: caller is not a minter': {
    en: 'This account may not issue or burn the settlement asset.',
    zh: '该账户无权发行或销毁结算资产。',
  },
  'FiatToken: mint amount exceeds minterAllowance': {
    en: 'The amount is more than this issuer may still mint.',
    zh: '金额超过该发行方剩余的铸造额度。',
  },
  'FiatToken: mint amount not greater than 0': {
    en: 'The amount to mint must be greater than zero.',
    zh: '铸造金额必须大于零。',
  },
  'FiatToken: mint to the zero address': { en: 'The receiving account is not valid.', zh: '收款账户无效。' },
  'FiatToken: burn amount exceeds balance': {
    en: 'The balance is too low to burn this amount.',
    zh: '余额不足以销毁该金额。',
  },
  'FiatToken: burn amount not greater than 0': {
    en: 'The amount to burn must be greater than zero.',
    zh: '销毁金额必须大于零。',
  },
  'ECRecover: invalid signature': { en: 'The signature is not valid.', zh: '签名无效。' },
  "ECRecover: invalid signature 's' value": { en: 'The signature is malformed.', zh: '签名格式错误。' },
  "ECRecover: invalid signature 'v' value": { en: 'The signature is malformed.', zh: '签名格式错误。' },
  'ECRecover: invalid signature length': { en: 'The signature is malformed.', zh: '签名格式错误。' },
  'Cannot call fallback function from the proxy admin': {
    en: "The asset's proxy administrator cannot use the asset. Use another account.",
    zh: '资产代理管理员账户不能使用该资产，请换用其他账户。',
  },
}
