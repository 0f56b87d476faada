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
  { name: 'home-manufacturer', path: '/', person: 'taishan' },
  { name: 'fleet', path: '/fleet', person: 'taishan' },
  { name: 'new-machine', path: '/fleet/new', person: 'taishan' },
  { name: 'leases-of-manufacturer', path: '/leases', person: 'taishan' },
  { name: 'home-lessee', path: '/', person: 'hengtong' },
  { name: 'leases', path: '/leases', person: 'hengtong' },
  { name: 'lease', path: '/leases/1', person: 'hengtong' },
  { name: 'lease-in-arrears', path: '/leases/2', person: 'hengtong' },
  { name: 'lease-book', path: '/treasury/leases?list=all', person: 'jiangnan' },
  { name: 'lease-of-bank', path: '/treasury/leases/1', person: 'jiangnan' },
  { name: 'late-lease-of-bank', path: '/treasury/leases/2', person: 'jiangnan' },
  { name: 'machines-on-lease', path: '/treasury/fleet', person: 'jiangnan' },
  { name: 'alarms', path: '/treasury/alarms', person: 'jiangnan' },
  { name: 'follow-ups', path: '/treasury/alarms?list=followUps', person: 'jiangnan' },
  { name: 'alarm-history', path: '/treasury/alarms?list=history', person: 'jiangnan' },
  { name: 'lease-rules', path: '/treasury/lease-rules', person: 'jiangnan' },
  { name: 'members', path: '/members', person: 'registry' },
  { name: 'journal', path: '/audit' },
  { name: 'decisions', path: '/audit/decisions' },
  { name: 'reconciliation', path: '/audit/reconciliation' },
  { name: 'rents', path: '/audit/rents', person: 'zhengxin' },
  { name: 'rent', path: '/audit/rents/1/1', person: 'zhengxin' },
]

/** The pages of one receivable, of one decision on a limit and of one machine. */
export function screensOf({ baseId, decision, leased, free }: Scene): readonly Screen[] {
  const id = `0x${baseId.toString(16).padStart(64, '0')}`
  return [
    { name: 'receivable', path: `/receivables/${id}`, person: 'lanhai' },
    { name: 'ledger', path: `/audit/receivables/${id}` },
    { name: 'decision', path: `/audit/decisions/${decision}` },
    { name: 'machine', path: `/fleet/${leased}`, person: 'taishan' },
    { name: 'new-lease', path: `/leases/new?device=${free}`, person: 'taishan' },
    { name: 'machine-of-bank', path: `/treasury/fleet/${leased}`, person: 'jiangnan' },
  ]
}
