import { Address, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Contract, Journal } from '../generated/schema'
import { bankName, saveDeployment } from './deployment'

const JOURNAL_ID = Bytes.fromUTF8('journal')

/** Id of an event's journal entry. */
export function logId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32())
}

/** Counts an entry, for the journal and for its contract, and returns its sequence. */
export function append(event: ethereum.Event, kind: string): i32 {
  countForContract(event.address, kind)
  const journal = loadJournal()
  journal.length += 1
  journal.save()
  return journal.length
}

/** Adds an account once. The zero address stands for "nobody" in token events and is left out. */
export function addAccount(accounts: Array<Bytes>, account: Bytes): void {
  if (account.equals(Address.zero()) || accounts.includes(account)) return
  accounts.push(account)
}

/** Says that the treasury's next entries in this transaction belong to a deal in `receivable`. */
export function beginDeal(event: ethereum.Event, receivable: Bytes): void {
  const journal = loadJournal()
  journal.dealTransaction = event.transaction.hash
  journal.dealReceivable = receivable
  journal.save()
}

/** The receivable of the deal whose event came last in this transaction, if there was one. */
export function dealReceivable(event: ethereum.Event): Bytes | null {
  const journal = loadJournal()
  const transaction = journal.dealTransaction
  if (transaction === null || !transaction.equals(event.transaction.hash)) return null
  return journal.dealReceivable
}

/** The row of an indexed contract. */
export function loadContract(address: Bytes, kind: string): Contract {
  const known = Contract.load(address)
  if (known != null) return known
  const contract = new Contract(address)
  const bank = bankName()
  contract.kind = kind
  contract.bank = bank.length === 0 ? null : bank
  contract.eventCount = 0
  return contract
}

function countForContract(address: Bytes, kind: string): void {
  const contract = loadContract(address, kind)
  contract.eventCount += 1
  contract.save()
}

function loadJournal(): Journal {
  const known = Journal.load(JOURNAL_ID)
  if (known != null) return known
  saveDeployment()
  const journal = new Journal(JOURNAL_ID)
  journal.length = 0
  return journal
}
