import {
  AuditAssetsDocument,
  AuditHoldingsDocument,
  type AuditHoldingsQuery,
  AuditPausesDocument,
  AuditProfilesDocument,
  AuditReceivablesDocument,
  type AuditReceivablesQuery,
  AuditRequestsDocument,
  assetAbi,
  receivablesAbi,
} from '@tallystick/sdk'
import { type ContractFunctionReturnType, hexToBigInt, hexToString } from 'viem'
import { type AuditContext, withReads } from './context.ts'
import { type Figure, Figures, short, sum } from './figures.ts'

type ReceivableRow = AuditReceivablesQuery['receivables'][number]
type HoldingRow = AuditHoldingsQuery['holdings'][number]

/** Order of `IReceivables.State`. */
const states = ['None', 'Open', 'Overdue', 'Settled']

/** Receivables, units, escrowed money, proposals and rules against the register. */
export async function auditRegister(context: AuditContext): Promise<Figure[]> {
  const figures = new Figures('Receivables')
  const receivables = await context.index.rows(AuditReceivablesDocument)
  const holdings = await context.index.rows(AuditHoldingsDocument)
  await compareReceivables(context, figures, receivables)
  const balances = await compareHoldings(context, figures, holdings)
  for (const row of receivables) compareUnits(figures, row, holdings, balances)
  await compareEscrow(context, figures, receivables)
  await compareRequests(context, figures)
  await compareRules(context, figures)
  await comparePauses(context, figures)
  return figures.list
}

async function compareReceivables(context: AuditContext, figures: Figures, rows: readonly ReceivableRow[]) {
  const register = context.deployment.network.receivables
  const read = ({ id }: ReceivableRow) => context.chain.read(register, receivablesAbi, 'receivable', [hexToBigInt(id)])
  for (const [row, stored] of await withReads(rows, read)) {
    compareTerms(figures, row, stored)
    if (row.penalty !== '0') await compareLateSettlement(context, figures, row)
  }
}

type StoredReceivable = ContractFunctionReturnType<typeof receivablesAbi, 'view', 'receivable'>

function compareTerms(figures: Figures, row: ReceivableRow, stored: StoredReceivable) {
  const name = short(row.id)
  figures.equal(`${name} state`, row.state, states[stored.state] ?? stored.state)
  figures.equal(`${name} debtor`, row.debtor, stored.debtor)
  figures.equal(`${name} group`, row.obligor.number, stored.obligor)
  figures.equal(`${name} face`, row.face, stored.face)
  figures.equal(`${name} paid`, row.paid, stored.paid)
  figures.equal(`${name} due day`, row.dueDay, stored.dueDay)
  figures.equal(`${name} profile`, row.profile, stored.profile)
  figures.equal(`${name} penalty bps`, row.penaltyBps, stored.penaltyBps)
}

/** With a penalty, units and money are no longer one to one: the register keeps both. */
async function compareLateSettlement({ deployment, chain }: AuditContext, figures: Figures, row: ReceivableRow) {
  const args = [hexToBigInt(row.id)] as const
  const [units, cash] = await chain.read(deployment.network.receivables, receivablesAbi, 'lateSettlement', args)
  const name = short(row.id)
  figures.equal(`${name} late: units not redeemed`, row.units, units)
  figures.equal(`${name} late: money held`, escrowOf(row), cash)
}

/** @returns balances on chain by id of the holding */
async function compareHoldings(
  { deployment, chain }: AuditContext,
  figures: Figures,
  rows: readonly HoldingRow[],
): Promise<Map<string, bigint>> {
  const balances = new Map<string, bigint>()
  const read = ({ account, tokenId }: HoldingRow) =>
    chain.read(deployment.network.receivables, receivablesAbi, 'balanceOf', [account, hexToBigInt(tokenId)])
  for (const [row, balance] of await withReads(rows, read)) {
    balances.set(row.id, balance)
    figures.equal(`${short(row.tokenId)} units of ${short(row.account)}`, row.units, balance)
  }
  return balances
}

/** Units over all tiers and holders, with what has been redeemed, are the face. */
function compareUnits(
  figures: Figures,
  row: ReceivableRow,
  holdings: readonly HoldingRow[],
  balances: ReadonlyMap<string, bigint>,
) {
  const own = holdings.filter(({ receivable }) => receivable.id === row.id)
  const held = sum(own.map(({ id }) => balances.get(id) ?? 0n))
  const name = short(row.id)
  figures.equal(`${name} units over all holders`, row.units, held)
  figures.equal(`${name} units held + redeemed = face`, row.face, held + BigInt(row.redeemedUnits))
  figures.equal(`${name} redeemed, by holder`, row.redeemedUnits, sum(own.map(({ redeemedUnits }) => redeemedUnits)))
  figures.equal(
    `${name} redeemed money, by holder`,
    row.redeemedAmount,
    sum(own.map((holding) => holding.redeemedAmount)),
  )
}

/** Money of settled receivables that their holders have not collected yet. */
async function compareEscrow({ deployment, chain }: AuditContext, figures: Figures, rows: readonly ReceivableRow[]) {
  for (const asset of new Set(rows.map((row) => row.asset))) {
    const escrow = sum(rows.filter((row) => row.asset === asset).map(escrowOf))
    const balance = await chain.read(asset, assetAbi, 'balanceOf', [deployment.network.receivables])
    figures.atMost(`money held in ${short(asset)} for holders`, escrow, balance)
  }
}

function escrowOf(row: ReceivableRow): bigint {
  return BigInt(row.paid) + BigInt(row.penalty) - BigInt(row.redeemedAmount)
}

/** Open proposals only: of others the register forgets the terms, or keeps a request that can no longer be confirmed. */
async function compareRequests({ deployment, index, chain }: AuditContext, figures: Figures) {
  const rows = (await index.rows(AuditRequestsDocument)).filter(({ state }) => state === 'Open')
  const read = ({ id, kind }: (typeof rows)[number]) =>
    chain.read(deployment.network.receivables, receivablesAbi, kind === 'Request' ? 'isRequested' : 'isOffered', [
      id,
    ] as const)
  for (const [row, open] of await withReads(rows, read)) {
    figures.equal(`${row.kind.toLowerCase()} ${short(row.id)} open`, true, open)
  }
}

async function compareRules({ deployment, index, chain }: AuditContext, figures: Figures) {
  const register = deployment.network.receivables
  const profiles = await index.rows(AuditProfilesDocument)
  figures.equal('profiles', profiles.length, await chain.read(register, receivablesAbi, 'profileVersion', []))
  for (const row of profiles) {
    const profile = await chain.read(register, receivablesAbi, 'profile', [row.version])
    const name = `profile ${row.version}`
    figures.equal(`${name} name`, row.name, hexToString(profile.name, { size: 12 }))
    figures.equal(`${name} longest term`, row.maxTermDays, profile.maxTermDays)
    figures.equal(`${name} grace days`, row.graceDays, profile.graceDays)
    figures.equal(`${name} tier cap`, row.tierCap, profile.tierCap)
    figures.equal(`${name} least split`, row.minSplit, profile.minSplit)
  }
  for (const row of await index.rows(AuditAssetsDocument)) {
    figures.equal(
      `asset ${short(row.id)}`,
      row.index,
      await chain.read(register, receivablesAbi, 'assetIndex', [row.id]),
    )
  }
}

/** Registers and treasuries share the interface of pauses. */
async function comparePauses({ index, chain }: AuditContext, figures: Figures) {
  for (const row of await index.rows(AuditPausesDocument)) {
    const until = await chain.read(row.contract.id, receivablesAbi, 'pausedUntil', [row.verb])
    figures.equal(`pause of verb ${row.verb} of ${short(row.contract.id)} until`, row.until, until)
  }
}
