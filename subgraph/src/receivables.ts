import { Address, BigInt, Bytes, crypto, ethereum } from '@graphprotocol/graph-ts'
import {
  recordApproval,
  recordAssetAllowed,
  recordAssigned,
  recordAuthorityUpdated,
  recordConfirmationRequested,
  recordEIP712DomainChanged,
  recordOfferWithdrawn,
  recordOperatorSet,
  recordProfileSet,
  recordReceivableCreated,
  recordReceivableOffered,
  recordReceivableOverdue,
  recordReceivableSettled,
  recordRedeemed,
  recordRequestDeclined,
  recordRequestWithdrawn,
  recordSignatureRevoked,
  recordTransfer,
  recordVerbPaused,
  recordVerbUnpaused,
} from '../generated/journal/Receivables'
import {
  Approval,
  AssetAllowed,
  Assigned,
  AuthorityUpdated,
  ConfirmationRequested,
  ConfirmationRequestedTermsStruct,
  EIP712DomainChanged,
  OfferWithdrawn,
  OperatorSet,
  ProfileSet,
  ReceivableCreated,
  ReceivableOffered,
  ReceivableOverdue,
  ReceivableSettled,
  Redeemed,
  RequestDeclined,
  RequestWithdrawn,
  SignatureRevoked,
  Transfer,
  VerbPaused,
  VerbUnpaused,
} from '../generated/Receivables/Receivables'
import { Asset, Assignment, Holding, Member, Profile, Receivable, Request } from '../generated/schema'
import { endPause, setAuthority, setPause } from './contracts'
import { recordFlow } from './flows'
import { baseOf, tierOf, uint32Id, wordOf } from './ids'
import { obligorId, setOverdueCount } from './obligors'

const ORIGINS = ['Confirmed', 'Accepted', 'Signed']

// ------------------------------------------------------------------ requests and offers

export function handleConfirmationRequested(event: ConfirmationRequested): void {
  const entry = recordConfirmationRequested(event)
  const request = new Request(event.params.termsHash)
  request.kind = 'Request'
  request.receivableId = wordOf(event.params.baseId)
  open(request, event, entry)
  setTerms(request, changetype<ConfirmationRequestedTermsStruct>(event.params.terms))
}

export function handleReceivableOffered(event: ReceivableOffered): void {
  const entry = recordReceivableOffered(event)
  const request = new Request(event.params.termsHash)
  request.kind = 'Offer'
  request.receivableId = wordOf(event.params.baseId)
  open(request, event, entry)
  // The struct is the same type in both events; the generated classes differ only in name.
  setTerms(request, changetype<ConfirmationRequestedTermsStruct>(event.params.terms))
}

export function handleRequestWithdrawn(event: RequestWithdrawn): void {
  close(event.params.termsHash, 'Withdrawn', event, recordRequestWithdrawn(event))
}

export function handleOfferWithdrawn(event: OfferWithdrawn): void {
  close(event.params.termsHash, 'Withdrawn', event, recordOfferWithdrawn(event))
}

export function handleRequestDeclined(event: RequestDeclined): void {
  const request = close(event.params.termsHash, 'Declined', event, recordRequestDeclined(event))
  if (request == null) return
  request.declineReason = event.params.reason
  request.save()
}

function open(request: Request, event: ethereum.Event, entry: Bytes): void {
  request.state = 'Open'
  request.receivable = request.receivableId
  request.openedAt = event.block.timestamp
  request.lastEvent = entry
  // The same terms may have been proposed and withdrawn before; a store keeps what is not set.
  request.unset('closedAt')
  request.unset('declineReason')
}

function setTerms(request: Request, terms: ConfirmationRequestedTermsStruct): void {
  request.supplier = terms.supplier
  request.debtor = terms.debtor
  request.asset = terms.asset
  request.face = terms.face
  request.dueDay = terms.dueDay
  request.penaltyBps = terms.penaltyBps
  request.profile = terms.profile
  request.fingerprint = terms.fingerprint
  request.contentHash = terms.contentHash
  request.documentHash = terms.documentHash
  request.save()
}

/** @returns null for terms that were never proposed: a receivable may be created by signature alone. */
function close(termsHash: Bytes, state: string, event: ethereum.Event, entry: Bytes): Request | null {
  const request = Request.load(termsHash)
  if (request == null) return null
  request.state = state
  request.closedAt = event.block.timestamp
  request.lastEvent = entry
  request.save()
  return request
}

// ------------------------------------------------------------------ life of a receivable

export function handleReceivableCreated(event: ReceivableCreated): void {
  const entry = recordReceivableCreated(event)
  const terms = event.params.terms
  const receivable = newReceivable(wordOf(event.params.baseId), terms.supplier)
  receivable.state = 'Open'
  receivable.origin = ORIGINS[event.params.origin]
  receivable.supplier = terms.supplier
  receivable.debtor = terms.debtor
  receivable.obligor = obligorId(event.params.obligor)
  receivable.asset = terms.asset
  receivable.face = terms.face
  receivable.dueDay = terms.dueDay
  receivable.penaltyBps = terms.penaltyBps
  receivable.profile = terms.profile
  receivable.fingerprint = terms.fingerprint
  receivable.contentHash = terms.contentHash
  receivable.documentHash = terms.documentHash
  receivable.createdAt = event.block.timestamp
  receivable.transaction = event.transaction.hash
  receivable.lastEvent = entry
  receivable.save()
  const encoded = ethereum.encode(ethereum.Value.fromTuple(terms))
  if (encoded !== null) close(Bytes.fromByteArray(crypto.keccak256(encoded)), 'Created', event, entry)
  recordFlow(event.address, 'Created', terms.face)
}

function newReceivable(id: Bytes, supplier: Bytes): Receivable {
  const receivable = new Receivable(id)
  receivable.paid = BigInt.zero()
  receivable.penalty = BigInt.zero()
  receivable.units = mintedUnits(id, supplier)
  receivable.redeemedUnits = BigInt.zero()
  receivable.redeemedAmount = BigInt.zero()
  receivable.financedUnits = BigInt.zero()
  receivable.deepestTier = 0
  return receivable
}

export function handleAssigned(event: Assigned): void {
  const entry = recordAssigned(event)
  const base = wordOf(event.params.baseId)
  const tier = event.params.tier
  const assignment = new Assignment(entry)
  assignment.receivable = base
  assignment.from = event.params.from
  assignment.to = event.params.to
  assignment.source = holdingId(event.params.from, tokenOf(base, tier - 1))
  assignment.target = holdingId(event.params.to, tokenOf(base, tier))
  assignment.tier = tier
  assignment.units = event.params.units
  assignment.invoiceHash = event.params.invoiceHash
  assignment.timestamp = event.block.timestamp
  assignment.transaction = event.transaction.hash
  assignment.save()
  recordFlow(event.address, 'Assigned', event.params.units)
  const receivable = Receivable.load(base)
  if (receivable == null) return
  if (tier > receivable.deepestTier) receivable.deepestTier = tier
  receivable.lastEvent = entry
  receivable.save()
}

export function handleReceivableOverdue(event: ReceivableOverdue): void {
  const entry = recordReceivableOverdue(event)
  const receivable = Receivable.load(wordOf(event.params.baseId))
  if (receivable == null) return
  receivable.state = 'Overdue'
  receivable.overdueAt = event.block.timestamp
  receivable.lastEvent = entry
  receivable.save()
  setOverdueCount(receivable.obligor, event.params.overdueCount)
}

export function handleReceivableSettled(event: ReceivableSettled): void {
  const entry = recordReceivableSettled(event)
  recordFlow(event.address, 'Settled', event.params.principal.plus(event.params.penalty))
  const receivable = Receivable.load(wordOf(event.params.baseId))
  if (receivable == null) return
  receivable.state = 'Settled'
  receivable.paid = receivable.paid.plus(event.params.principal)
  receivable.penalty = receivable.penalty.plus(event.params.penalty)
  receivable.payer = event.params.payer
  receivable.settledAt = event.block.timestamp
  receivable.lastEvent = entry
  receivable.save()
  setOverdueCount(receivable.obligor, event.params.overdueCount)
}

export function handleRedeemed(event: Redeemed): void {
  const entry = recordRedeemed(event)
  const token = wordOf(event.params.tokenId)
  const units = event.params.units
  const amount = event.params.amount
  recordFlow(event.address, 'Redeemed', amount)
  const holding = loadHolding(event.params.holder, token)
  holding.redeemedUnits = holding.redeemedUnits.plus(units)
  holding.redeemedAmount = holding.redeemedAmount.plus(amount)
  holding.lastEvent = entry
  holding.save()
  const receivable = Receivable.load(baseOf(token))
  if (receivable == null) return
  receivable.redeemedUnits = receivable.redeemedUnits.plus(units)
  receivable.redeemedAmount = receivable.redeemedAmount.plus(amount)
  receivable.lastEvent = entry
  receivable.save()
}

// ------------------------------------------------------------------ units

export function handleTransfer(event: Transfer): void {
  const entry = recordTransfer(event)
  const token = wordOf(event.params.id)
  moveUnits(event.params.sender, token, event.params.amount.neg(), entry)
  moveUnits(event.params.receiver, token, event.params.amount, entry)
}

/** Minting comes from the zero address and burning goes there; both change what is in existence. */
function moveUnits(account: Address, token: Bytes, change: BigInt, entry: Bytes): void {
  if (account.equals(Address.zero())) {
    changeExistence(baseOf(token), change.neg())
    return
  }
  const holding = loadHolding(account, token)
  holding.units = holding.units.plus(change)
  if (change.gt(BigInt.zero())) holding.received = holding.received.plus(change)
  holding.lastEvent = entry
  holding.save()
}

function changeExistence(base: Bytes, change: BigInt): void {
  const receivable = Receivable.load(base)
  if (receivable == null) return
  receivable.units = receivable.units.plus(change)
  receivable.save()
}

/** Units in existence when a receivable is announced: the supplier's holding, minted just before. */
function mintedUnits(base: Bytes, supplier: Bytes): BigInt {
  const holding = Holding.load(holdingId(supplier, base))
  return holding == null ? BigInt.zero() : holding.units
}

function loadHolding(account: Bytes, token: Bytes): Holding {
  const id = holdingId(account, token)
  const known = Holding.load(id)
  if (known != null) return known
  const holding = new Holding(id)
  holding.account = account
  holding.owner = Member.load(account) == null ? null : account
  holding.tokenId = token
  holding.receivable = baseOf(token)
  holding.tier = tierOf(token)
  holding.units = BigInt.zero()
  holding.received = BigInt.zero()
  holding.redeemedUnits = BigInt.zero()
  holding.redeemedAmount = BigInt.zero()
  return holding
}

function holdingId(account: Bytes, token: Bytes): Bytes {
  return account.concat(token)
}

function tokenOf(base: Bytes, tier: i32): Bytes {
  const token = baseOf(base)
  token[31] = tier as u8
  return token
}

// ------------------------------------------------------------------ rules and permissions

export function handleProfileSet(event: ProfileSet): void {
  recordProfileSet(event)
  const version = event.params.version
  const profile = new Profile(uint32Id(BigInt.fromI32(version)))
  profile.version = version
  profile.name = event.params.profile.name.toString()
  profile.maxTermDays = event.params.profile.maxTermDays
  profile.graceDays = event.params.profile.graceDays
  profile.tierCap = event.params.profile.tierCap
  profile.minSplit = event.params.profile.minSplit
  profile.setAt = event.block.timestamp
  profile.save()
}

export function handleAssetAllowed(event: AssetAllowed): void {
  recordAssetAllowed(event)
  const asset = new Asset(event.params.asset)
  asset.index = event.params.index
  asset.save()
}

export function handleVerbPaused(event: VerbPaused): void {
  setPause(event, event.params.verb, event.params.until, event.params.by, recordVerbPaused(event))
}

export function handleVerbUnpaused(event: VerbUnpaused): void {
  endPause(event, event.params.verb, event.params.by, recordVerbUnpaused(event))
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'Receivables', event.params.authority)
}

export function handleSignatureRevoked(event: SignatureRevoked): void {
  recordSignatureRevoked(event)
}

export function handleApproval(event: Approval): void {
  recordApproval(event)
}

export function handleOperatorSet(event: OperatorSet): void {
  recordOperatorSet(event)
}

export function handleEIP712DomainChanged(event: EIP712DomainChanged): void {
  recordEIP712DomainChanged(event)
}
