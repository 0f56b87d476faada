import { AuditMembersDocument, AuditObligorsDocument, membersAbi, receivablesAbi } from '@tallystick/sdk'
import type { AuditContext } from './context.ts'
import { type Figure, Figures, short } from './figures.ts'

/** Members' rights and groups against the members' register. */
export async function auditMembers({ deployment, index, chain }: AuditContext): Promise<Figure[]> {
  const figures = new Figures('Members')
  const { members, receivables } = deployment.network
  for (const row of await index.rows(AuditMembersDocument)) {
    const member = await chain.read(members, membersAbi, 'memberOf', [row.id])
    const name = short(row.id)
    figures.equal(`${name} roles`, row.roles, member.roles)
    figures.equal(`${name} expiry`, row.expiry, member.expiry)
    figures.equal(`${name} country`, row.country, member.country)
    figures.equal(`${name} frozen`, row.frozen, member.frozen)
    figures.equal(`${name} contract signature only`, row.contractSignatureOnly, member.contractSignatureOnly)
    figures.equal(`${name} group`, row.obligor.number, member.obligor)
    figures.equal(`${name} identity`, row.identity, member.identity)
  }
  for (const { number, overdueCount } of await index.rows(AuditObligorsDocument)) {
    const overdue = await chain.read(receivables, receivablesAbi, 'overdueCount', [Number(number)])
    figures.equal(`group ${number} overdue receivables`, overdueCount, overdue)
  }
  return figures.list
}
