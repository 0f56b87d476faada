import type { Bilingual } from '../text.ts'

/** Sentences for the errors of devices, meters, leases, locks and alarms; part of `CONTRACT_ERRORS`. */
export const LEASING_ERRORS: Readonly<Record<string, Bilingual>> = {
  // Devices
  'UnknownDevice(bytes32 deviceId)': {
    en: 'Device {deviceId:id} is not registered. Its manufacturer registers it.',
    zh: '设备 {deviceId:id} 未登记，须由制造商登记。',
  },
  'DeviceAlreadyRegistered(bytes32 deviceId)': {
    en: 'This manufacturer has registered a device of this model and serial number already, as {deviceId:id}.',
    zh: '该制造商已登记同型号、同序列号的设备 {deviceId:id}。',
  },
  'DeviceInUse(bytes32 deviceId, address book)': {
    en: 'Device {deviceId:id} serves a lease of {book:account}. It is free when that lease ends.',
    zh: '设备 {deviceId:id} 正用于 {book:account} 的租赁，租赁结束后方可使用。',
  },
  'NotManufacturerOf(bytes32 deviceId, address account)': {
    en: '{account:account} did not register device {deviceId:id}; only its manufacturer can do this.',
    zh: '设备 {deviceId:id} 不是由 {account:account} 登记，只有其制造商可以执行此操作。',
  },
  'NotBookOf(bytes32 deviceId, address account)': {
    en: 'Device {deviceId:id} does not serve a lease of {account:account}.',
    zh: '设备 {deviceId:id} 不属于 {account:account} 的租赁。',
  },
  'InvalidRegistration()': {
    en: 'A device needs a brand, a model, a serial number, its rated fuel use and a valid key.',
    zh: '登记设备须填写品牌、型号、序列号、额定油耗和有效密钥。',
  },
  'KeyInUse(bytes32 keyHash)': {
    en: 'This key signs for a device already. Every device needs a key of its own.',
    zh: '该密钥已用于其他设备，每台设备须使用独立密钥。',
  },
  'InvalidDeviceSignature(bytes32 deviceId, uint32 keyVersion)': {
    en: 'The signature is not one of device {deviceId:id} with key {keyVersion} for exactly this message.',
    zh: '该签名不是设备 {deviceId:id} 第 {keyVersion} 版密钥对此消息的有效签名。',
  },
  'KeyNotValid(bytes32 deviceId, uint32 keyVersion, uint40 validUntil)': {
    en: 'Key {keyVersion} of device {deviceId:id} was not valid when this was signed: it was revoked, replaced or never set.',
    zh: '设备 {deviceId:id} 的第 {keyVersion} 版密钥在签名时无效：已被撤销、更换或从未设置。',
  },
  'ReplacementNotApproved(bytes32 deviceId, bytes32 keyHash)': {
    en: 'Device {deviceId:id} is on lease, and the bank has not agreed to this new key.',
    zh: '设备 {deviceId:id} 正在租赁中，银行尚未同意更换为该密钥。',
  },
  'MissingPrecompile(address precompile)': {
    en: 'This network cannot verify P-256 signatures. Use a secp256k1 key for the device.',
    zh: '该网络不支持验证 P-256 签名，请为设备使用 secp256k1 密钥。',
  },

  // Usage meter
  'NotLeases(address account)': {
    en: 'Only the lease book may open and settle meters, not {account:account}.',
    zh: '只有租赁账簿可以开立和结算计量表，{account:account} 不可以。',
  },
  'LeasesAlreadySet(address leases)': {
    en: 'The lease book of this meter is {leases:account} for good.',
    zh: '该计量表的租赁账簿已固定为 {leases:account}，不能更改。',
  },
  'NotGateway(address account)': {
    en: '{account:account} is not a gateway of this bank. Bring the closing reading without evidence instead.',
    zh: '{account:account} 不是该银行的网关，请不附证据直接提交期末读数。',
  },
  'NoMeter(uint256 leaseId)': {
    en: 'Lease {leaseId} has no meter running: it is not delivered yet, or is over.',
    zh: '第 {leaseId} 号租赁没有运行中的计量表：尚未交付或已结束。',
  },
  'OtherDevice(bytes32 deviceId, bytes32 expected)': {
    en: 'The reading is of device {deviceId:id}; this lease is for {expected:id}.',
    zh: '该读数来自设备 {deviceId:id}，本租赁的设备是 {expected:id}。',
  },
  'OutsidePeriod(uint48 time, uint40 earliest, uint40 latest)': {
    en: 'The reading was taken at {time:time}; one between {earliest:time} and {latest:time} is needed.',
    zh: '读数时间为 {time:time}，须在 {earliest:time} 至 {latest:time} 之间。',
  },
  'FromTheFuture(uint48 time, uint256 latest)': {
    en: "The reading says {time:time}, which has not come yet. Check the device's clock.",
    zh: '读数时间 {time:time} 尚未到来，请检查设备时钟。',
  },
  'NotNewer(uint64 seq, uint64 last)': {
    en: 'Reading {seq} is not newer than reading {last}, which stands. Bring a later one.',
    zh: '第 {seq} 号读数不晚于现有的第 {last} 号，请提交更新的读数。',
  },
  'Impossible(uint40 opSec, uint40 idleSec, uint256 elapsed)': {
    en: 'The counters cannot be right: more hours than time has passed, more idle than running hours, or a counter that fell.',
    zh: '计数不可能成立：运行时间超过经过时间、怠速超过运行时间，或计数倒退。',
  },
  'MeterSuspended(uint256 leaseId)': {
    en: 'The meter of lease {leaseId} is suspended, because its device contradicted itself. It counts again once bank and lessee have reset it.',
    zh: '第 {leaseId} 号租赁的计量表因设备自相矛盾而暂停，银行与承租人重置后恢复计量。',
  },
  'MeterNotSuspended(uint256 leaseId)': {
    en: 'The meter of lease {leaseId} is not suspended, so there is nothing to reset.',
    zh: '第 {leaseId} 号租赁的计量表未暂停，无须重置。',
  },
  'NoContradiction(uint64 seq)': {
    en: 'Reading {seq} agrees with the one that stands: another digest under the same number, or a counter that fell, is needed.',
    zh: '第 {seq} 号读数与现有读数不矛盾：须为同号异文，或计数倒退。',
  },
  'NothingReported(uint256 leaseId)': {
    en: 'No closing reading has been brought for the running period of lease {leaseId}.',
    zh: '第 {leaseId} 号租赁的本期尚未提交期末读数。',
  },
  'InvalidEvidence()': {
    en: 'The evidence needs a Merkle root, and as many readings as the device can have made in the period.',
    zh: '证据须包含默克尔根，且读数数量不超过设备本期所能产生的数量。',
  },
  'WindowOpen(uint256 leaseId, uint40 until)': {
    en: 'Lease {leaseId} can be billed from {until:time}; until then a later reading may still be brought.',
    zh: '第 {leaseId} 号租赁自 {until:time} 起可出账，此前仍可提交更新的读数。',
  },
  'PeriodNotBilled(uint256 leaseId, uint16 period)': {
    en: 'Period {period} of lease {leaseId} is over and can be billed: bill it first, then ask for the end.',
    zh: '第 {leaseId} 号租赁的第 {period} 期已结束且可出账，请先出账，再申请结束租赁。',
  },
  'NotLessee(uint256 leaseId, address account)': {
    en: '{account:account} is not the lessee of lease {leaseId}.',
    zh: '{account:account} 不是第 {leaseId} 号租赁的承租人。',
  },
  'OtherReading(bytes32 digest, bytes32 expected)': {
    en: 'This is another reading than the one that stands or was proposed.',
    zh: '该读数与现有或所提议的读数不一致。',
  },

  // Lease offers and the bank's rules
  'InvalidRules()': {
    en: 'The rules are out of bounds: deposits up to 100 %, rates up to 36 % a year, and meters signed by a key at least.',
    zh: '规则超出范围：保证金不超过 100 %，年利率不超过 36 %，计量须至少由密钥签名。',
  },
  'LooserRules()': {
    en: 'Something in the new rules is more generous than today. Announce a loosening instead.',
    zh: '新规则中有一项比现行更宽松，放宽须另行公告。',
  },
  'InvalidTariff(uint256 bracket)': {
    en: 'Bracket {bracket:ordinal} of the tariff does not fit: 1 to 4 brackets from hour 0, hours rise, and prices never rise.',
    zh: '计价第 {bracket:ordinal} 阶梯不符合要求：1 至 4 个阶梯，自 0 小时起，小时递增，单价不得上升。',
  },
  'InvalidTerms(bytes32 field)': {
    en: 'The terms are out of bounds at “{field:termsField}”.',
    zh: '条款中“{field:termsField}”超出允许范围。',
  },
  'RentTooLow(uint256 unpaid)': {
    en: 'These base rents leave {unpaid:amount} unpaid at the end. Raise the base rent, or take more periods.',
    zh: '按此基础租金，期满仍有 {unpaid:amount} 未还清，请提高基础租金或增加期数。',
  },
  'InvalidRegion(uint256 point)': {
    en: 'Point {point:ordinal} of the region does not fit: 3 to 32 points on the globe, not across the date line.',
    zh: '作业区域第 {point:ordinal} 点不符合要求：须为 3 至 32 个有效坐标，且不跨越日期变更线。',
  },
  'FinancedTooMuch(uint256 financed, uint256 most)': {
    en: 'The lease would finance {financed:amount}; the bank finances at most {most:amount}.',
    zh: '本租赁须融资 {financed:amount}，该银行最多融资 {most:amount}。',
  },
  'DepositTooSmall(uint256 deposit, uint256 least)': {
    en: 'The deposit is {deposit:amount}; the bank asks for {least:amount} at least.',
    zh: '保证金为 {deposit:amount}，该银行要求至少 {least:amount}。',
  },
  'RateTooLow(uint256 rateBps, uint256 least)': {
    en: 'The rate is {rateBps:bps} a year; the bank asks for {least:bps} at least.',
    zh: '年利率为 {rateBps:bps}，该银行要求至少 {least:bps}。',
  },
  'TermTooLong(uint256 termDays, uint256 most)': {
    en: 'The lease runs {termDays} days; the bank finances at most {most} days.',
    zh: '租期为 {termDays} 天，该银行最长接受 {most} 天。',
  },
  'TierTooLow(uint8 tier, uint8 least)': {
    en: "The machine's meter is {tier:tier}; the bank asks for {least:tier} at least.",
    zh: '该设备的计量为{tier:tier}，该银行要求至少为{least:tier}。',
  },
  'NotLeaseBook(address account)': {
    en: 'Only the lease book may take offers, not {account:account}.',
    zh: '只有租赁账簿可以接受要约，{account:account} 不可以。',
  },
  'LeaseBookAlreadySet(address leases)': {
    en: 'The lease book of these offers is {leases:account} for good.',
    zh: '这些要约的租赁账簿已固定为 {leases:account}，不能更改。',
  },
  'OfferNotOpen(uint256 leaseId, uint8 state)': {
    en: 'Offer {leaseId} is {state:offerState}, so this step does not apply.',
    zh: '第 {leaseId} 号要约{state:offerState}，不能执行此操作。',
  },
  'OfferLapsed(uint256 leaseId, uint16 lastDay)': {
    en: 'Offer {leaseId} could be taken until {lastDay:day}. Ask the manufacturer for a new one.',
    zh: '第 {leaseId} 号要约的有效期至 {lastDay:day}，请制造商重新提出。',
  },
  'TermsChanged(bytes32 termsHash, bytes32 expected)': {
    en: 'These are not the terms of the offer. Read the offer again before you sign.',
    zh: '条款与要约不一致，请重新核对要约后再签署。',
  },
  'NotOfferParty(uint256 leaseId, address account)': {
    en: '{account:account} is not a party that may do this with offer {leaseId}.',
    zh: '{account:account} 不是第 {leaseId} 号要约中有权执行此操作的一方。',
  },

  // Leases
  'WrongLeaseState(uint256 leaseId, uint8 state)': {
    en: 'Lease {leaseId} is {state:leaseState}, so this step does not apply.',
    zh: '第 {leaseId} 号租赁{state:leaseState}，不能执行此操作。',
  },
  'SameGroup(uint32 obligor)': {
    en: 'Manufacturer and lessee belong to one group ({obligor}), which rules the lease out.',
    zh: '制造商与承租人属于同一集团（{obligor}），不能办理租赁。',
  },
  'NotParty(uint256 leaseId, address account)': {
    en: '{account:account} is not the party of lease {leaseId} that may do this.',
    zh: '{account:account} 不是第 {leaseId} 号租赁中有权执行此操作的一方。',
  },
  'NotExpired(uint256 leaseId, uint16 lastDay)': {
    en: 'Lease {leaseId} waits for its next step until {lastDay:day}. Before that only a party or the bank can cancel it.',
    zh: '第 {leaseId} 号租赁的下一步有效期至 {lastDay:day}，此前只有当事方或银行可以取消。',
  },
  'LeaseExpired(uint256 leaseId, uint16 lastDay)': {
    en: 'This step of lease {leaseId} was possible until {lastDay:day}. Cancel the lease and agree on a new one.',
    zh: '第 {leaseId} 号租赁的这一步已于 {lastDay:day} 失效，请取消后重新约定。',
  },
  'ZeroRent()': { en: 'The amount must be greater than zero.', zh: '金额必须大于零。' },
  'NothingDue(uint256 leaseId)': {
    en: 'Nothing is due on lease {leaseId}.',
    zh: '第 {leaseId} 号租赁没有到期未付的租金。',
  },
  'RentUnpaid(uint256 leaseId, uint256 due)': {
    en: 'Lease {leaseId} has {due:amount} unpaid. Pay it first; then prepaid rent can be taken back.',
    zh: '第 {leaseId} 号租赁尚有 {due:amount} 未付，付清后才能取回预付租金。',
  },
  'HeldTooLittle(uint256 available, uint256 asked)': {
    en: 'Prepaid rent is {available:amount}; {asked:amount} cannot be taken back. The deposit stays until the end.',
    zh: '预付租金为 {available:amount}，不能取回 {asked:amount}。保证金保留至租赁结束。',
  },
  'MarkNotRaised(uint8 oldPct, uint8 newPct)': {
    en: 'The mark stands at {oldPct} % already; the days past due give {newPct} %.',
    zh: '已减值 {oldPct} %，按逾期天数仅为 {newPct} %。',
  },
  'MarkNotLowered(uint8 oldPct, uint8 newPct)': {
    en: 'The mark stands at {oldPct} %; {newPct} % is not less.',
    zh: '减值为 {oldPct} %，{newPct} % 并不更低。',
  },
  'NotFullyImpaired(uint8 pct)': {
    en: 'Only a lease that is marked down by 100 % can be written off; its mark stands at {pct} %.',
    zh: '只有减值 100 % 的租赁才能核销，目前为 {pct} %。',
  },
  'NotInArrears(uint256 leaseId)': {
    en: 'Lease {leaseId} is not past due.',
    zh: '第 {leaseId} 号租赁未逾期。',
  },
  'DueTooShort(uint16 days_, uint16 needed)': {
    en: '{days_} days have passed; {needed} are needed for this step.',
    zh: '目前经过 {days_} 天，执行此操作须满 {needed} 天。',
  },
  'NotEnding(uint256 leaseId)': {
    en: 'The last period of lease {leaseId} has not been billed. Ask for the end first, then wait for the last bill.',
    zh: '第 {leaseId} 号租赁的最后一期尚未出账，请先申请结束并等待最后账单。',
  },
  'FinalBillWritten(uint256 leaseId)': {
    en: 'The last bill of lease {leaseId} has been written.',
    zh: '第 {leaseId} 号租赁的最后账单已出具。',
  },
  'RentRateTooHigh(uint256 rateBps, uint256 most)': {
    en: 'The rate is {rateBps:bps} a year, above the {most:bps} that the treasury allows this book.',
    zh: '年利率 {rateBps:bps} 超过资金池允许该账簿的上限 {most:bps}。',
  },
  'CostAboveMaximum(uint256 cost, uint256 most)': {
    en: 'Ending the lease costs {cost:amount} now, above the {most:amount} that you accepted. Nothing was changed.',
    zh: '现在结束租赁须支付 {cost:amount}，高于您接受的 {most:amount}，未执行任何操作。',
  },
  'InvalidDefaultTerms()': {
    en: 'The penalty may be 36 % a year at most, and the grace must be under 30 days.',
    zh: '违约金年率不得超过 36 %，宽限期须少于 30 天。',
  },

  // Locks
  'LockNotAllowed(uint256 leaseId)': {
    en: 'The machine of lease {leaseId} may not be locked: rent must be unpaid and the days of notice over.',
    zh: '第 {leaseId} 号租赁的设备不得锁机：须租金未付且催告期已满。',
  },
  'AlreadyCommanded(uint256 leaseId, bool locked)': {
    en: 'The last command to the machine of lease {leaseId} was the same already.',
    zh: '第 {leaseId} 号租赁的设备最近一次指令与此相同。',
  },
  'StillLockable(uint256 leaseId)': {
    en: 'Lease {leaseId} is not cured, so only the bank can unlock the machine.',
    zh: '第 {leaseId} 号租赁的欠款尚未消除，只有银行可以解锁。',
  },
  'ReasonMissing()': { en: 'A command needs its reason in words.', zh: '指令须说明理由。' },
  'WrongAck(uint64 commandId, uint64 expected)': {
    en: 'The device answers command {commandId}; the open one is {expected}, or its direction differs.',
    zh: '设备回执的是第 {commandId} 号指令，待回执的是第 {expected} 号，或锁定方向不一致。',
  },

  // Alarms
  'AlreadyEnrolled(bytes32 deviceId)': {
    en: 'Device {deviceId:id} has its place in the picture of alarms already.',
    zh: '设备 {deviceId:id} 已纳入告警监测。',
  },
  'NotEnrolled(bytes32 deviceId)': {
    en: 'Device {deviceId:id} has no place in the picture of alarms. Enrol it first.',
    zh: '设备 {deviceId:id} 未纳入告警监测，请先纳入。',
  },
  'NoSuchBatch(uint16 batch)': {
    en: 'There is no batch {batch} of devices.',
    zh: '不存在第 {batch} 批设备。',
  },
  'BatchRequestOpen(uint16 batch, bytes32 requestId)': {
    en: 'The oracle network is being asked for batch {batch} already.',
    zh: '预言机网络正在处理第 {batch} 批的请求。',
  },
  'BatchCooldown(uint16 batch, uint40 until)': {
    en: 'Batch {batch} was brought lately; it can be asked for again from {until:time}.',
    zh: '第 {batch} 批刚刚更新，{until:time} 之后可再次请求。',
  },
  'AlarmBudgetSpent(uint16 budget, uint40 until)': {
    en: "Today's {budget} requests are used up. The next ones are possible from {until:time}.",
    zh: '今日 {budget} 次请求已用完，{until:time} 之后可再次请求。',
  },
  'EndpointMissing()': {
    en: 'The bank has not said where the oracle network finds the alarms.',
    zh: '银行尚未设置预言机网络获取告警的地址。',
  },
  'InvalidAlarmLimits()': {
    en: 'The limits of alarm requests are out of bounds.',
    zh: '告警请求的限制超出范围。',
  },
  'OtherAnswer(bytes32 hash, bytes32 expected)': {
    en: 'These bytes are not the last answer of the oracle network.',
    zh: '该数据不是预言机网络的最近一次应答。',
  },
  'AlreadyApplied(uint16 batch)': {
    en: 'The last answer of batch {batch} has been applied already.',
    zh: '第 {batch} 批的最近应答已经生效。',
  },
  'NothingToAcknowledge(bytes32 deviceId, uint8 alarms)': {
    en: 'Device {deviceId:id} does not have these alarms now: {alarms:alarms}.',
    zh: '设备 {deviceId:id} 目前没有这些告警：{alarms:alarms}。',
  },
  'FollowUpNotOpen(bytes32 deviceId, uint64 followUpId)': {
    en: 'Follow-up {followUpId} of device {deviceId:id} does not exist, or is closed.',
    zh: '设备 {deviceId:id} 的第 {followUpId} 号跟进不存在或已关闭。',
  },
  'NoteMissing()': { en: 'A follow-up needs a note.', zh: '跟进须附说明。' },
}
