import { AuditContractsDocument, AuditReconciliationsDocument } from '@tallystick/sdk'
import { keccak256, toBytes } from 'viem'
import { type AuditContext, sameAddress } from './context.ts'
import { type Figure, Figures } from './figures.ts'
import type { JournalEntry } from './index-reader.ts'
import { type ContractLog, indexedContracts } from './logs.ts'

/** Is the journal complete: as many entries as logs for each event of each contract, the same ones, without a gap? */
export async function auditJournal({ deployment, index, logs }: AuditContext): Promise<Figure[]> {
  const figures = new Figures('Journal')
  const entries = await index.journal()
  const rows = await index.rows(AuditContractsDocument)
  for (const contract of indexedContracts(deployment)) {
    const own = entries.filter(({ emitter }) => sameAddress(emitter, contract.address))
    const ownLogs = logs.filter((log) => log.contract.address === contract.address)
    const names = new Set([...own.map(({ name }) => name), ...ownLogs.map(({ name }) => name)])
    for (const name of [...names].sort()) {
      figures.equal(`${contract.label}: ${name}`, count(own, name), count(ownLogs, name))
    }
    const row = rows.find(({ id }) => sameAddress(id, contract.address))
    figures.equal(`${contract.label}: entries counted while indexing`, row?.eventCount ?? 0, ownLogs.length)
  }
  figures.equal('entries in all', entries.length, logs.length)
  figures.equal('last sequence', entries.at(-1)?.sequence ?? 0, logs.length)
  figures.equal('digest of transactions and log indices in order', digest(entries), digest(logs))
  const differing = (await index.rows(AuditReconciliationsDocument)).filter(({ ok }) => !ok)
  figures.equal('daily comparisons that differ', differing.length, 0)
  return figures.list
}

function count(list: readonly { readonly name: string }[], name: string): number {
  return list.filter((item) => item.name === name).length
}

/** Hash of what identifies each entry, in the order given: equal only if nothing is missing, added or moved. */
function digest(list: readonly (JournalEntry | ContractLog)[]): string {
  const lines = list.map(
    ({ blockNumber, transactionHash, logIndex }) => `${blockNumber} ${transactionHash} ${logIndex}`,
  )
  return keccak256(toBytes(lines.join('\n')))
}
