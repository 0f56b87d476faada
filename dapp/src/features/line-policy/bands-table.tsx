import { Trans, useLingui } from '@lingui/react/macro'
import { type PolicyBand, SCORE_RANGE } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { Bps, type Column, DataTable, EmptyState, Money } from '../../ui'

export interface BandsTableProps {
  readonly bands: readonly PolicyBand[]
  readonly loading?: boolean
}

interface BandRow extends PolicyBand {
  readonly number: number
  /** Best score of the band. */
  readonly maxScore: number
}

/** What each band of scores gets. */
export function BandsTable({ bands, loading = false }: BandsTableProps) {
  const { t } = useLingui()
  const columns = useColumns()
  return (
    <DataTable
      caption={t`Bands of the line policy`}
      columns={columns}
      rows={rowsOf(bands)}
      rowKey={({ number }) => `${number}`}
      loading={loading}
      empty={<EmptyState title={<Trans>The policy has no bands</Trans>} />}
    />
  )
}

function rowsOf(bands: readonly PolicyBand[]): readonly BandRow[] {
  return bands.map((band, index) => ({
    ...band,
    number: index + 1,
    maxScore: (bands[index - 1]?.minScore ?? SCORE_RANGE.highest + 1) - 1,
  }))
}

function useColumns(): readonly Column<BandRow>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  return [
    { id: 'band', header: t`Band`, cell: ({ number }) => number },
    { id: 'score', header: t`Score`, align: 'end', cell: ({ minScore, maxScore }) => `${minScore}–${maxScore}` },
    {
      id: 'multiple',
      header: t`Share of monthly turnover`,
      align: 'end',
      cell: ({ multipleBps }) => <Bps value={multipleBps} />,
    },
    {
      id: 'cap',
      header: t`At most (${asset.symbol})`,
      align: 'end',
      cell: ({ cap }) => <Money value={cap} decimals={asset.decimals} />,
    },
    { id: 'rate', header: t`Yearly price`, align: 'end', cell: ({ rateBps }) => <Bps value={rateBps} /> },
  ]
}
