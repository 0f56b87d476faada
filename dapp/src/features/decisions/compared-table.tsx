import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { type Column, DataTable, StatusPill } from '../../ui'
import { type ComparedFigure, isSame } from './recompute'

/** A figure with a name and the way in which it is written. */
export interface ComparedRow {
  readonly key: string
  readonly label: string
  readonly figure: ComparedFigure<unknown>
  readonly show: (value: never) => ReactNode
}

/** Makes a row; keeps the type of the figure and of what writes it together. */
export function comparedRow<Value>(
  key: string,
  label: string,
  figure: ComparedFigure<Value>,
  show: (value: Value) => ReactNode,
): ComparedRow {
  return { key, label, figure, show }
}

export interface ComparedTableProps {
  readonly caption: string
  readonly rows: readonly ComparedRow[]
  /** True where the contract has computed the figures too. */
  readonly withContract: boolean
}

/** Figures from the record, from this page and from the contract, side by side. */
export function ComparedTable({ caption, rows, withContract }: ComparedTableProps) {
  const columns = useColumns()
  return (
    <DataTable
      caption={caption}
      columns={withContract ? columns : columns.filter(({ id }) => id !== 'contract')}
      rows={rows}
      rowKey={({ key }) => key}
      empty={null}
    />
  )
}

function useColumns(): readonly Column<ComparedRow>[] {
  const { t } = useLingui()
  const shown = ({ show }: ComparedRow, value: unknown) => (value === undefined ? '–' : show(value as never))
  return [
    { id: 'label', header: t`Figure`, cell: ({ label }) => label },
    { id: 'recorded', header: t`Recorded`, align: 'end', cell: (row) => shown(row, row.figure.recorded) },
    { id: 'recomputed', header: t`In this page`, align: 'end', cell: (row) => shown(row, row.figure.recomputed) },
    { id: 'contract', header: t`By the contract`, align: 'end', cell: (row) => shown(row, row.figure.contract) },
    { id: 'same', header: t`Result`, cell: ({ figure }) => <Result same={isSame(figure)} /> },
  ]
}

function Result({ same }: { readonly same: boolean }) {
  if (same) {
    return (
      <StatusPill tone="positive">
        <Trans>the same</Trans>
      </StatusPill>
    )
  }
  return (
    <StatusPill tone="danger">
      <Trans>different</Trans>
    </StatusPill>
  )
}
