import { AuditMembersDocument, AuditObligorsDocument, membersAbi, receivablesAbi } from '@tallystick/sdk'
import type { Address } from 'viem'
import { type AuditContext, withReads } from './context.ts'
import { type Figure, Figures, short } from './figures.ts'

/** Members' rights and groups against the members' register. */
export async function auditMembers({ deployment, index, chain }: AuditContext): Promise<Figure[]> {
  const figures = new Figures('Members')
  const { members, receivables } = deployment.network
  const rows = await index.rows(AuditMembersDocument)
  const readMember = (id: Address) => chain.read(members, membersAbi, 'memberOf', [id])
  for (const [row, member] of await withReads(rows, ({ id }) => readMember(id))) {
    const name = short(row.id)
    figures.equal(`${name} roles`, row.roles, member.roles)
    figures.equal(`${name} expiry`, row.expiry, member.expiry)
    figures.equal(`${name} country`, row.country, member.country)
    figures.equal(`${name} frozen`, row.frozen, member.frozen)
    figures.equal(`${name} contract signature only`, row.contractSignatureOnly, member.contractSignatureOnly)
    figures.equal(`${name} group`, row.obligor.number, member.obligor)
    figures.equal(`${name} identity`, row.identity, member.identity)
  }
  const obligors = await index.rows(AuditObligorsDocument)
  const readOverdue = (number: string) => chain.read(receivables, receivablesAbi, 'overdueCount', [Number(number)])
  for (const [{ number, overdueCount }, overdue] of await withReads(obligors, (row) => readOverdue(row.number))) {
    figures.equal(`group ${number} overdue receivables`, overdueCount, overdue)
  }
  return figures.list
}
