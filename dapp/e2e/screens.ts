import { company, type DemoKey } from '../../scripts/demo/companies.ts'
import type { Scene } from './scene.ts'

/** A page and who works with it. */
export interface Screen {
  readonly name: string
  readonly path: string
  /** Absent: the page is read without a wallet. */
  readonly person?: DemoKey
}

/** Every page that needs no record in its address. */
export const screens: readonly Screen[] = [
  { name: 'welcome', path: '/' },
  { name: 'home-supplier', path: '/', person: 'lanhai' },
  { name: 'new-invoice', path: '/invoices/new', person: 'lanhai' },
  { name: 'receivables', path: '/receivables', person: 'lanhai' },
  { name: 'home-core-enterprise', path: '/', person: 'donghai' },
  { name: 'requests', path: '/requests', person: 'donghai' },
  { name: 'payables', path: '/payables', person: 'donghai' },
  { name: 'home-bank', path: '/', person: 'jiangnan' },
  { name: 'treasury', path: '/treasury', person: 'jiangnan' },
  { name: 'deals', path: '/treasury/deals', person: 'jiangnan' },
  { name: 'limits', path: '/treasury/limits', person: 'jiangnan' },
  { name: 'announced', path: '/treasury/announced', person: 'jiangnan' },
  { name: 'credit-lines', path: '/treasury/lines', person: 'jiangnan' },
  { name: 'credit-line', path: `/treasury/lines/${company('qingteng').address}`, person: 'jiangnan' },
  { name: 'line-policy', path: '/treasury/policy', person: 'jiangnan' },
  { name: 'models', path: '/treasury/models', person: 'jiangnan' },
  { name: 'home-merchant', path: '/', person: 'qingteng' },
  { name: 'consents', path: '/merchant/consents', person: 'qingteng' },
  { name: 'score', path: '/merchant/score', person: 'qingteng' },
  { name: 'my-line', path: '/merchant/line', person: 'qingteng' },
  { name: 'members', path: '/members', person: 'registry' },
  { name: 'journal', path: '/audit' },
  { name: 'decisions', path: '/audit/decisions' },
  { name: 'reconciliation', path: '/audit/reconciliation' },
]

/** The pages of one receivable and of one decision on a limit. */
export function screensOf({ baseId, decision }: Scene): readonly Screen[] {
  const id = `0x${baseId.toString(16).padStart(64, '0')}`
  return [
    { name: 'receivable', path: `/receivables/${id}`, person: 'lanhai' },
    { name: 'ledger', path: `/audit/receivables/${id}` },
    { name: 'decision', path: `/audit/decisions/${decision}` },
  ]
}

/** Names of the demo companies, which a page shows in its own language. */
export const companyNames = ['lanhai', 'donghai', 'xinda', 'jiangnan', 'registry', 'zhengxin'].map((key) =>
  company(key as DemoKey),
)
