import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { MemberRole } from '@tallystick/sdk'
import { Link, type LinkProps } from '@tanstack/react-router'
import {
  BellRing,
  BookOpenText,
  BrainCircuit,
  CalendarClock,
  ChartLine,
  CreditCard,
  FileCheck,
  FilePlus,
  FileSignature,
  Files,
  Gauge,
  Gavel,
  HandCoins,
  House,
  Landmark,
  type LucideIcon,
  Map as MapIcon,
  Megaphone,
  Scale,
  ShieldCheck,
  SlidersHorizontal,
  Tractor,
  UsersRound,
  Wallet,
} from 'lucide-react'
import { useAccount } from '../chain/account'

interface Entry {
  readonly to: NonNullable<LinkProps['to']>
  readonly label: MessageDescriptor
  readonly icon: LucideIcon
  /** Roles for which the entry comes first. */
  readonly roles: readonly MemberRole[]
  /** Comes first for a connected account that is no member: the registry is one. */
  readonly forStrangers?: true
}

const entries: readonly Entry[] = [
  {
    to: '/',
    label: msg`Home`,
    icon: House,
    roles: ['SUPPLIER', 'CORE', 'MERCHANT', 'LESSEE', 'MANUFACTURER', 'BANK', 'AUDITOR'],
    forStrangers: true,
  },
  { to: '/invoices/new', label: msg`New invoice`, icon: FilePlus, roles: ['SUPPLIER'] },
  { to: '/requests', label: msg`Requests`, icon: FileCheck, roles: ['SUPPLIER', 'CORE'] },
  { to: '/receivables', label: msg`Receivables`, icon: Files, roles: ['SUPPLIER'] },
  { to: '/payables', label: msg`Payables`, icon: CalendarClock, roles: ['CORE'] },
  { to: '/merchant/line', label: msg`My line`, icon: HandCoins, roles: ['MERCHANT'] },
  { to: '/merchant/score', label: msg`Score and decision`, icon: ChartLine, roles: ['MERCHANT'] },
  { to: '/merchant/consents', label: msg`Data and consent`, icon: ShieldCheck, roles: ['MERCHANT'] },
  { to: '/fleet', label: msg`Fleet`, icon: Tractor, roles: ['MANUFACTURER'] },
  { to: '/leases', label: msg`Leases`, icon: FileSignature, roles: ['LESSEE', 'MANUFACTURER'] },
  { to: '/treasury', label: msg`Treasury`, icon: Landmark, roles: ['BANK'] },
  { to: '/treasury/deals', label: msg`Deals`, icon: Wallet, roles: ['BANK'] },
  { to: '/treasury/lines', label: msg`Credit lines`, icon: CreditCard, roles: ['BANK'] },
  { to: '/treasury/policy', label: msg`Line policy`, icon: SlidersHorizontal, roles: ['BANK'] },
  { to: '/treasury/leases', label: msg`Lease book`, icon: FileSignature, roles: ['BANK'] },
  { to: '/treasury/fleet', label: msg`Machines on lease`, icon: MapIcon, roles: ['BANK'] },
  { to: '/treasury/alarms', label: msg`Alarms`, icon: BellRing, roles: ['BANK'] },
  { to: '/treasury/lease-rules', label: msg`Rules for leases`, icon: SlidersHorizontal, roles: ['BANK'] },
  { to: '/treasury/models', label: msg`Models and oracle`, icon: BrainCircuit, roles: ['BANK'] },
  { to: '/treasury/limits', label: msg`Limits and terms`, icon: Gauge, roles: ['BANK'] },
  { to: '/treasury/announced', label: msg`Announced changes`, icon: Megaphone, roles: ['BANK'] },
  { to: '/audit', label: msg`Journal`, icon: BookOpenText, roles: ['AUDITOR'] },
  { to: '/audit/decisions', label: msg`Decisions`, icon: Gavel, roles: ['AUDITOR'] },
  { to: '/audit/rents', label: msg`Rents`, icon: BookOpenText, roles: ['AUDITOR'] },
  { to: '/audit/reconciliation', label: msg`Reconciliation`, icon: Scale, roles: ['AUDITOR'] },
  { to: '/members', label: msg`Members`, icon: UsersRound, roles: [], forStrangers: true },
]

/** Left of the content on a desktop; a bar below it on a phone, with the role's own entries first. */
export function Navigation() {
  const { t } = useLingui()
  const { hasRole, status } = useAccount()
  const isOwn = ({ roles, forStrangers }: Entry) =>
    roles.some(hasRole) || (status === 'stranger' && forStrangers === true)
  const own = entries.filter(isOwn)
  const others = entries.filter((entry) => !isOwn(entry))
  return (
    <nav
      aria-label={t`Main`}
      data-print="hide"
      className="fixed inset-x-0 bottom-0 z-20 flex gap-1 overflow-x-auto border-t border-line bg-surface px-2 py-1 md:sticky md:inset-auto md:top-13 md:h-[calc(100dvh-3.25rem)] md:flex-col md:overflow-y-auto md:border-t-0 md:p-3"
    >
      {own.map((entry) => (
        <NavigationLink key={entry.to} entry={entry} />
      ))}
      {own.length > 0 && <hr className="my-1 hidden border-line md:block" />}
      {others.map((entry) => (
        <NavigationLink key={entry.to} entry={entry} />
      ))}
    </nav>
  )
}

function NavigationLink({ entry }: { readonly entry: Entry }) {
  const { i18n } = useLingui()
  const Icon = entry.icon
  return (
    <Link
      to={entry.to}
      activeOptions={{ exact: true, includeSearch: false }}
      className="flex min-h-11 shrink-0 flex-col items-center justify-center gap-0.5 rounded-md px-2.5 text-xs text-muted hover:bg-hover aria-[current=page]:bg-brand-soft aria-[current=page]:font-medium aria-[current=page]:text-brand-strong md:min-h-9 md:flex-row md:justify-start md:gap-2.5 md:px-3 md:text-sm"
    >
      <Icon size={16} aria-hidden />
      <span className="whitespace-nowrap">{i18n._(entry.label)}</span>
    </Link>
  )
}
