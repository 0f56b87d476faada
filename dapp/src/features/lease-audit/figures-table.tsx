import { Trans, useLingui } from '@lingui/react/macro'
import type { AuditedFigure } from '@tallystick/sdk'
import { type Column, DataTable, EmptyState, StatusPill } from '../../ui'

export interface FiguresTableProps {
  readonly caption: string
  readonly figures: readonly AuditedFigure[]
}

/** Figures beside the same figures computed anew; their names are those of the command for auditors. */
export function FiguresTable({ caption, figures }: FiguresTableProps) {
  const { t } = useLingui()
  const columns: readonly Column<AuditedFigure>[] = [
    {
      id: 'figure',
      header: t`Figure`,
      cell: ({ figure, basis }) => (
        <span className="inline-grid">
          <span lang="en">{figure}</span>
          <span lang="en" className="text-xs text-muted">
            {basis}
          </span>
        </span>
      ),
    },
    {
      id: 'recorded',
      header: t`Recorded`,
      align: 'end',
      cell: ({ recorded, source }) => (
        <span className="inline-grid">
          <Value text={recorded} />
          <span lang="en" className="text-xs text-muted">
            {source}
          </span>
        </span>
      ),
    },
    { id: 'recomputed', header: t`Computed anew`, align: 'end', cell: ({ recomputed }) => <Value text={recomputed} /> },
    { id: 'equal', header: t`Same`, cell: ({ isEqual }) => <Equality isEqual={isEqual} /> },
  ]
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={figures}
      rowKey={({ figure }) => figure}
      empty={<EmptyState title={<Trans>Nothing to compare</Trans>} />}
    />
  )
}

function Value({ text }: { readonly text: string }) {
  return <code className="font-mono text-xs break-all">{text}</code>
}

function Equality({ isEqual }: Pick<AuditedFigure, 'isEqual'>) {
  return isEqual ? (
    <StatusPill tone="positive">
      <Trans>yes</Trans>
    </StatusPill>
  ) : (
    <StatusPill tone="danger">
      <Trans>no</Trans>
    </StatusPill>
  )
}

/** Whether everything came out the same, in one pill. */
export function FiguresVerdict({ figures }: Pick<FiguresTableProps, 'figures'>) {
  const wrong = figures.filter(({ isEqual }) => !isEqual).length
  return wrong === 0 ? (
    <StatusPill tone="positive">
      <Trans>all figures agree: {figures.length}</Trans>
    </StatusPill>
  ) : (
    <StatusPill tone="danger">
      <Trans>figures that differ: {wrong}</Trans>
    </StatusPill>
  )
}
