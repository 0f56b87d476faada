import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import {
  AuthorityUpdated,
  DealCollected,
  DealMarked,
  DealWrittenOff,
  DebtorTermsChanged,
  Financed,
} from '../generated/FactoringDesk/FactoringDesk'
import {
  recordAuthorityUpdated,
  recordDealCollected,
  recordDealMarked,
  recordDealWrittenOff,
  recordDebtorTermsChanged,
  recordFinanced,
} from '../generated/journal/FactoringDesk'
import { Deal, DebtorTerms, Receivable } from '../generated/schema'
import { setAuthority } from './contracts'
import { bankTreasury } from './deployment'
import { recordFlow } from './flows'
import { baseOf, uint32Id, wordOf } from './ids'
import { beginDeal } from './journal'
import { obligorId } from './obligors'

export function handleDebtorTermsChanged(event: DebtorTermsChanged): void {
  const entry = recordDebtorTermsChanged(event)
  const terms = event.params.newTerms
  const row = new DebtorTerms(event.address.concat(event.params.debtor))
  row.desk = event.address
  row.treasury = bankTreasury()
  row.debtor = event.params.debtor
  row.discountBps = terms.discountBps
  row.feeBps = terms.feeBps
  row.advanceBps = terms.advanceBps
  row.maxTenorDays = terms.maxTenorDays
  row.minUnits = terms.minUnits
  row.version = terms.version
  row.enabled = terms.enabled
  row.changedBy = event.params.by
  row.changedAt = event.block.timestamp
  row.lastEvent = entry
  row.save()
}

export function handleFinanced(event: Financed): void {
  const entry = recordFinanced(event)
  const token = wordOf(event.params.tokenId)
  beginDeal(event, baseOf(token))
  const deal = new Deal(dealId(event.address, event.params.dealId))
  deal.desk = event.address
  deal.treasury = bankTreasury()
  deal.number = event.params.dealId
  deal.state = 'Open'
  deal.receivable = baseOf(token)
  deal.tokenId = token
  deal.seller = event.params.seller
  deal.debtor = event.params.debtor
  deal.obligor = obligorId(event.params.obligor)
  deal.units = event.params.units
  deal.advance = event.params.advance
  deal.discount = event.params.discount
  deal.fee = event.params.fee
  deal.price = event.params.price
  deal.rateX18 = event.params.rateX18
  deal.stopDay = event.params.stopDay
  deal.termsVersion = event.params.termsVersion
  deal.impairedPct = 0
  deal.proceeds = BigInt.zero()
  deal.income = BigInt.zero()
  deal.credit = BigInt.zero()
  deal.openedAt = event.block.timestamp
  deal.transaction = event.transaction.hash
  deal.lastEvent = entry
  deal.save()
  addFinanced(deal.receivable, event.params.units, entry)
  recordFlow(event.address, 'Financed', event.params.units)
}

export function handleDealCollected(event: DealCollected): void {
  const entry = recordDealCollected(event)
  beginDeal(event, baseOf(wordOf(event.params.tokenId)))
  const deal = changedDeal(event.address, event.params.dealId, entry)
  if (deal == null) return
  deal.state = event.params.recovered ? 'Recovered' : 'Collected'
  deal.proceeds = event.params.proceeds
  deal.income = event.params.income
  deal.credit = event.params.credit
  deal.closedAt = event.block.timestamp
  deal.save()
}

export function handleDealMarked(event: DealMarked): void {
  const entry = recordDealMarked(event)
  beginDeal(event, baseOf(wordOf(event.params.tokenId)))
  const deal = changedDeal(event.address, event.params.dealId, entry)
  if (deal == null) return
  deal.state = event.params.newPct === 0 ? 'Open' : 'Impaired'
  deal.impairedPct = event.params.newPct
  deal.save()
}

export function handleDealWrittenOff(event: DealWrittenOff): void {
  const entry = recordDealWrittenOff(event)
  beginDeal(event, baseOf(wordOf(event.params.tokenId)))
  const deal = changedDeal(event.address, event.params.dealId, entry)
  if (deal == null) return
  deal.state = 'WrittenOff'
  deal.save()
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'FactoringDesk', event.params.authority)
}

/** Null only for a deal that the desk never opened, and the desk never reports one. */
function changedDeal(desk: Bytes, number: BigInt, entry: Bytes): Deal | null {
  const deal = Deal.load(dealId(desk, number))
  if (deal != null) deal.lastEvent = entry
  return deal
}

function dealId(desk: Bytes, number: BigInt): Bytes {
  return desk.concat(uint32Id(number))
}

function addFinanced(id: Bytes, units: BigInt, entry: Bytes): void {
  const receivable = Receivable.load(id)
  if (receivable == null) return
  receivable.financedUnits = receivable.financedUnits.plus(units)
  receivable.lastEvent = entry
  receivable.save()
}
