import { Trans, useLingui } from '@lingui/react/macro'
import { rolesIn } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import { AccountName } from '../../chain/account-name'
import { useLocale } from '../../i18n/use-locale'
import { Button, type Column, DataTable, EmptyState, HashText } from '../../ui'
import { ExpiryText } from './expiry-text'
import { MemberStatus } from './member-status'
import { ROLE_NAMES } from './role-names'
import type { MemberRow } from './use-members'

export interface MembersTableProps {
  readonly members: readonly MemberRow[]
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
  readonly onManage: (member: MemberRow) => void
}

/** Everybody who may act on the network. */
export function MembersTable({ members, loading, error, onRetry, onManage }: MembersTableProps) {
  const { t } = useLingui()
  const columns = useColumns(onManage)
  return (
    <DataTable
      caption={t`Members of the network`}
      columns={columns}
      rows={members}
      rowKey={({ account }) => account}
      loading={loading}
      error={error}
      onRetry={onRetry}
      empty={
        <EmptyState title={<Trans>No members yet</Trans>}>
          <Trans>Register the first company above.</Trans>
        </EmptyState>
      }
    />
  )
}

function useColumns(onManage: (member: MemberRow) => void): readonly Column<MemberRow>[] {
  const { t } = useLingui()
  return [
    { id: 'account', header: t`Company`, cell: ({ account }) => <AccountName address={account} /> },
    { id: 'status', header: t`Status`, cell: (member) => <MemberStatus member={member} /> },
    { id: 'roles', header: t`Roles`, cell: ({ roles }) => <RoleList mask={roles} /> },
    { id: 'group', header: t`Group`, align: 'end', cell: ({ obligor }) => obligor, sortBy: ({ obligor }) => obligor },
    {
      id: 'expiry',
      header: t`Member until`,
      cell: ({ expiry }) => <ExpiryText at={expiry} />,
      sortBy: ({ expiry }) => expiry,
    },
    { id: 'identity', header: t`Identity hash`, cell: ({ identity }) => <HashText value={identity} /> },
    {
      id: 'manage',
      header: <span className="sr-only">{t`Action`}</span>,
      align: 'end',
      cell: (member) => (
        <Button onClick={() => onManage(member)}>
          <Trans>Manage</Trans>
        </Button>
      ),
    },
  ]
}

/** Roles of a mask in the reader's language. */
export function RoleList({ mask }: { readonly mask: bigint }) {
  const { t } = useLingui()
  const locale = useLocale()
  const names = rolesIn(mask).map((role) => t(ROLE_NAMES[role]))
  if (names.length === 0) return <span className="text-muted">–</span>
  return <span>{new Intl.ListFormat(locale, { style: 'narrow', type: 'unit' }).format(names)}</span>
}
