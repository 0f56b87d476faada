import {
  AuditContractsDocument,
  AuditFunctionsDocument,
  AuditOperationsDocument,
  type AuditOperationsQuery,
  AuditRoleMembersDocument,
  AuditRolesDocument,
  AuditTargetsDocument,
  accessManagerAbi,
  receivablesAbi,
} from '@tallystick/sdk'
import { type AuditContext, withReads } from './context.ts'
import { type Figure, Figures, short } from './figures.ts'

type OperationRow = AuditOperationsQuery['scheduledOperations'][number]

/** AccessManager forgets an announced operation a week after it could have been executed. */
const lapse = 604_800n

/** Roles, guarded functions and announced operations against the access managers. */
export async function auditAccess(context: AuditContext): Promise<Figure[]> {
  const figures = new Figures('Access')
  await compareRoles(context, figures)
  await compareTargets(context, figures)
  await compareOperations(context, figures)
  await compareAuthorities(context, figures)
  return figures.list
}

async function compareRoles({ index, chain }: AuditContext, figures: Figures) {
  for (const { manager, number, label, admin, guardian } of await index.rows(AuditRolesDocument)) {
    const name = `${short(manager)} role ${label || number}`
    const role = [BigInt(number)] as const
    figures.equal(`${name} admin`, admin, await chain.read(manager, accessManagerAbi, 'getRoleAdmin', role))
    figures.equal(`${name} guardian`, guardian, await chain.read(manager, accessManagerAbi, 'getRoleGuardian', role))
  }
  for (const row of await index.rows(AuditRoleMembersDocument)) {
    const { manager, number } = row.role
    const access = await chain.read(manager, accessManagerAbi, 'getAccess', [BigInt(number), row.account])
    const [since, currentDelay, pendingDelay, effect] = access
    const name = `${short(manager)} role ${number} of ${short(row.account)}`
    figures.equal(name, row.active, since !== 0)
    // A shorter delay counts only after a while; until then the manager keeps both.
    if (row.active) figures.equal(`${name} delay`, row.delay, effect === 0 ? currentDelay : pendingDelay)
  }
}

async function compareTargets({ index, chain }: AuditContext, figures: Figures) {
  const functions = await index.rows(AuditFunctionsDocument)
  const readRole = ({ manager, target, selector }: (typeof functions)[number]) =>
    chain.read(manager, accessManagerAbi, 'getTargetFunctionRole', [target, selector])
  for (const [row, role] of await withReads(functions, readRole)) {
    figures.equal(`role of ${short(row.target)}.${row.functionName || row.selector}`, row.role.number, role)
  }
  for (const row of await index.rows(AuditTargetsDocument)) {
    const closed = await chain.read(row.manager, accessManagerAbi, 'isTargetClosed', [row.target])
    figures.equal(`${short(row.target)} closed`, row.closed, closed)
  }
}

/** The manager keeps one appointment per operation: the one of the latest nonce. */
async function compareOperations({ index, chain }: AuditContext, figures: Figures) {
  const rows = latestOperations(await index.rows(AuditOperationsDocument))
  const read = async ({ manager, operationId }: OperationRow) => ({
    schedule: await chain.read(manager, accessManagerAbi, 'getSchedule', [operationId]),
    nonce: await chain.read(manager, accessManagerAbi, 'getNonce', [operationId]),
  })
  for (const [row, stored] of await withReads(rows, read)) {
    const isWaiting = row.state === 'Scheduled' && chain.timestamp < BigInt(row.schedule) + lapse
    const name = `operation ${short(row.operationId)} ${row.functionName}`
    figures.equal(`${name} executable from`, isWaiting ? row.schedule : '0', stored.schedule)
    figures.equal(`${name} nonce`, row.nonce, stored.nonce)
  }
}

function latestOperations(rows: readonly OperationRow[]): OperationRow[] {
  const latest = new Map<string, OperationRow>()
  for (const row of rows) {
    const key = `${row.manager}${row.operationId}`
    const known = latest.get(key)
    if (known === undefined || BigInt(known.nonce) < BigInt(row.nonce)) latest.set(key, row)
  }
  return [...latest.values()]
}

async function compareAuthorities({ index, chain }: AuditContext, figures: Figures) {
  for (const { id, kind, authority } of await index.rows(AuditContractsDocument)) {
    if (kind === 'AccessManager' || authority === null) continue
    figures.equal(
      `${kind} ${short(id)} is guarded by`,
      authority,
      await chain.read(id, receivablesAbi, 'authority', []),
    )
  }
}
