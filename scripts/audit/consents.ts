import { AuditConsentsDocument, AuditProvidersDocument, consentsAbi } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { type AuditContext, withReads } from './context.ts'
import { type Figure, Figures, short } from './figures.ts'

/** Platforms and what merchants allow them against the register of consents. */
export async function auditConsents({ deployment, index, chain }: AuditContext): Promise<Figure[]> {
  const figures = new Figures('Consents')
  const { consents } = deployment.network
  const providers = await index.rows(AuditProvidersDocument)
  const readProvider = (id: Hex) => chain.read(consents, consentsAbi, 'providerOf', [id])
  for (const [row, stored] of await withReads(providers, ({ id }) => readProvider(id))) {
    const name = `platform ${row.name}`
    figures.equal(`${name} key`, row.key, stored.key)
    figures.equal(`${name} scopes`, row.scopes, stored.scopes)
    figures.equal(`${name} active`, row.active, stored.active)
    figures.equal(`${name} name`, row.name, stored.name)
    figures.equal(`${name} address`, row.url, stored.url)
  }
  const rows = await index.rows(AuditConsentsDocument)
  const given = await withReads(rows, async ({ merchant, provider, recipient, purpose }) => {
    const key = [merchant, provider.id, recipient, purpose] as const
    const grant = await chain.read(consents, consentsAbi, 'consentOf', key)
    return { ...grant, nonce: await chain.read(consents, consentsAbi, 'nonceOf', key) }
  })
  for (const [row, stored] of given) {
    const name = `consent of ${short(row.merchant)} to ${row.provider.name}`
    figures.equal(`${name} scopes`, row.scopes, stored.scopes)
    figures.equal(`${name} expiry`, row.expiry, stored.expiry)
    figures.equal(`${name} given at`, row.grantedAt, stored.grantedAt)
    figures.equal(`${name} next nonce`, row.nextNonce, stored.nonce)
  }
  return figures.list
}
