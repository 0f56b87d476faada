import { Trans } from '@lingui/react/macro'
import { chineseCapitalAmount } from '@tallystick/sdk'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { Bps, DayText, HashText, InstantText, KeyValueList, Money } from '../../ui'
import type { RequestRow } from './request-row'

/** Everything that the debtor is asked to confirm. */
export function RequestTerms({ row }: { readonly row: RequestRow }) {
  const { asset } = useDeployment()
  const face = BigInt(row.face)
  const capitals = asset.currency === 'CNY' ? chineseCapitalAmount(face, asset.decimals) : undefined
  return (
    <KeyValueList
      items={[
        { key: 'supplier', label: <Trans>Supplier</Trans>, value: <AccountName address={row.supplier} /> },
        { key: 'debtor', label: <Trans>Debtor</Trans>, value: <AccountName address={row.debtor} /> },
        {
          key: 'face',
          label: <Trans>Face</Trans>,
          value: <Money value={face} decimals={asset.decimals} symbol={asset.symbol} strong />,
        },
        ...(capitals ? [{ key: 'capitals', label: <Trans>Amount in capital characters</Trans>, value: capitals }] : []),
        { key: 'due', label: <Trans>Due date</Trans>, value: <DayText day={row.dueDay} /> },
        {
          key: 'penalty',
          label: <Trans>Penalty for late payment, per year</Trans>,
          value: <Bps value={row.penaltyBps} />,
        },
        { key: 'fingerprint', label: <Trans>Fingerprint</Trans>, value: <HashText value={row.fingerprint} /> },
        { key: 'content', label: <Trans>Content hash</Trans>, value: <HashText value={row.contentHash} /> },
        { key: 'document', label: <Trans>File hash (SHA-256)</Trans>, value: <HashText value={row.documentHash} /> },
        {
          key: 'opened',
          label: <Trans>Requested</Trans>,
          value: <InstantText at={BigInt(row.openedAt)} />,
        },
      ]}
    />
  )
}
