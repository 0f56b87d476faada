import { Trans, useLingui } from '@lingui/react/macro'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { type Column, DataTable, EmptyState, Money } from '../../ui'
import type { ReceivableDetail } from './receivable-page'

type Holding = ReceivableDetail['holdings'][number]

/** Who holds or has redeemed units of a receivable, tier by tier. Those who have passed everything on are in the story. */
export function HoldersTable({ holdings }: { readonly holdings: readonly Holding[] }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const unit = asset.symbol
  const columns: readonly Column<Holding>[] = [
    { id: 'holder', header: t`Holder`, cell: ({ account }) => <AccountName address={account} short /> },
    { id: 'tier', header: t`Tier`, align: 'end', cell: ({ tier }) => tier },
    {
      id: 'units',
      header: t`Units (${unit})`,
      align: 'end',
      cell: ({ units }) => <Money value={BigInt(units)} decimals={asset.decimals} strong />,
    },
    {
      id: 'redeemed',
      header: t`Redeemed (${unit})`,
      align: 'end',
      cell: ({ redeemedAmount }) => <Money value={BigInt(redeemedAmount)} decimals={asset.decimals} />,
    },
  ]
  return (
    <DataTable
      caption={t`Holders`}
      columns={columns}
      rows={holdings.filter(({ units, redeemedUnits }) => units !== '0' || redeemedUnits !== '0')}
      rowKey={({ id }) => id}
      empty={<EmptyState title={<Trans>Nobody holds units of it</Trans>} />}
    />
  )
}
