import type { Language } from './fixtures.ts'

/** A page that everybody can read. */
export interface Route {
  readonly name: string
  readonly path: string
}

/** Every page that needs no record in its address. */
export const routes: readonly Route[] = [
  { name: 'home', path: '/' },
  { name: 'new-invoice', path: '/invoices/new' },
  { name: 'requests', path: '/requests' },
  { name: 'receivables', path: '/receivables' },
  { name: 'payables', path: '/payables' },
  { name: 'treasury', path: '/treasury' },
  { name: 'deals', path: '/treasury/deals' },
  { name: 'limits', path: '/treasury/limits' },
  { name: 'announced', path: '/treasury/announced' },
  { name: 'journal', path: '/audit' },
  { name: 'reconciliation', path: '/audit/reconciliation' },
  { name: 'members', path: '/members' },
]

/** A sentence in both languages. */
export type Words = Readonly<Record<Language, string | RegExp>>
