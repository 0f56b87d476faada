import { Trans, useLingui } from '@lingui/react/macro'
import type { Ratio } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import { type Column, DataTable, EmptyState } from '../../ui'

/** A key figure in words, with both parts of its ratio. */
export interface KpiRow {
  readonly key: string
  readonly label: string
  /** How it is computed. */
  readonly definition: string
  /** The figure in its unit; a dash without a denominator. */
  readonly value: ReactNode
  readonly ratio: Ratio
}

export interface KpiTableProps {
  readonly caption: string
  readonly rows: readonly KpiRow[]
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
}

/** Key figures with both parts of each ratio, so that a reader can recompute them. */
export function KpiTable({ caption, rows, loading, error, onRetry }: KpiTableProps) {
  const columns = useColumns()
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      loading={loading}
      error={error}
      onRetry={onRetry}
      empty={<EmptyState title={<Trans>No figures yet</Trans>} />}
    />
  )
}

function useColumns(): readonly Column<KpiRow>[] {
  const { t } = useLingui()
  return [
    {
      id: 'name',
      header: t`Key figure`,
      cell: ({ label, definition }) => (
        <span className="grid">
          <span>{label}</span>
          <span className="text-xs text-muted">{definition}</span>
        </span>
      ),
    },
    { id: 'value', header: t`Value`, align: 'end', cell: ({ value }) => <strong>{value}</strong> },
    { id: 'numerator', header: t`Numerator`, align: 'end', cell: ({ ratio }) => <Part value={ratio.numerator} /> },
    {
      id: 'denominator',
      header: t`Denominator`,
      align: 'end',
      cell: ({ ratio }) => <Part value={ratio.denominator} />,
    },
  ]
}

/** Parts are raw integers: counts, minor units, or products of them. */
function Part({ value }: { readonly value: bigint }) {
  return <code className="font-mono text-xs break-all">{value.toString()}</code>
}
