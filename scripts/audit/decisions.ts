import { AuditDecisionsDocument, type AuditDecisionsQuery, decideLimit, NO_BAND, type Policy } from '@tallystick/sdk'
import { concat, type Hex, numberToHex } from 'viem'
import { type BankContext, sameAddress } from './context.ts'
import { type Figures, short } from './figures.ts'
import type { ContractLog } from './logs.ts'

type DecisionRow = AuditDecisionsQuery['limitDecisions'][number]

/** Takes every decision again from what it followed from, and compares the result with what the chain says. */
export async function compareDecisions({ deployment, bank, index, logs }: BankContext, figures: Figures) {
  const rows = (await index.rows(AuditDecisionsDocument)).filter((row) => sameAddress(row.book.id, bank.lines))
  const events = logs.filter(({ contract, name }) => contract.address === bank.lines && decisionEvents.has(name))
  figures.equal('decisions', rows.length, events.length)
  for (const event of events) {
    const row = rows.find(({ id }) => id === entryId(event))
    const name = `decision ${event.blockNumber}/${event.logIndex} on ${short(String(event.args.merchant))}`
    if (row === undefined) figures.equal(name, 'none', event.name)
    else compareDecision(figures, name, row, event, deployment.asset.decimals)
  }
}

const decisionEvents: ReadonlySet<string> = new Set(['LimitChanged', 'LineOverridden'])

function compareDecision(figures: Figures, name: string, row: DecisionRow, { args }: ContractLog, decimals: number) {
  const decided = row.kind === 'Policy' ? decidedAgain(row, decimals) : { ...row, limit: row.newLimit }
  figures.equal(`${name} limit`, decided.limit, args.newLimit as bigint)
  figures.equal(`${name} price bps`, decided.rateBps, args.rateBps as number)
  figures.equal(`${name} limit before`, row.oldLimit, args.oldLimit as bigint)
  if (args.reason !== undefined) figures.equal(`${name} reason`, row.justification ?? '', args.reason as string)
  else figures.equal(`${name} band`, decided.band ?? NO_BAND, args.band as number)
}

function decidedAgain(row: DecisionRow, decimals: number) {
  return decideLimit(policyOf(row.policyVersion), decimals, {
    ...row,
    turnover: BigInt(row.turnover),
    oldLimit: BigInt(row.oldLimit),
  })
}

/** A policy's rules as the SDK computes with them. A decision without its policy gives no limit, and so shows. */
function policyOf(version: DecisionRow['policyVersion']): Policy {
  return {
    rules: {
      scoreMaxAge: Number(version?.scoreMaxAge ?? 0),
      stepBps: version?.stepBps ?? 0,
      stepDays: version?.stepDays ?? 0,
      lot: BigInt(version?.lot ?? 1),
      starterLimit: BigInt(version?.starterLimit ?? 0),
    },
    bands: (version?.bands ?? []).map((band) => ({ ...band, cap: BigInt(band.cap) })),
  }
}

/** Id of a log's entry in the journal: transaction hash ++ log index, the least significant byte first. */
function entryId({ transactionHash, logIndex }: ContractLog): Hex {
  const bytes = [0, 8, 16, 24].map((shift) => numberToHex((logIndex >>> shift) & 255, { size: 1 }))
  return concat([transactionHash, ...bytes])
}
