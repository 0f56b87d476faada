import { Trans } from '@lingui/react/macro'
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { classNames } from './class-names'
import { ErrorState, Skeleton } from './states'

export interface Column<Row> {
  readonly id: string
  readonly header: ReactNode
  readonly cell: (row: Row) => ReactNode
  /** Makes the column sortable by this value. */
  readonly sortBy?: (row: Row) => bigint | number | string
  /** `end` for numbers. */
  readonly align?: 'start' | 'end'
}

export interface DataTableProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** What the table lists, for screen readers. */
  readonly caption: string
  /** Shown instead of the table when there are no rows. */
  readonly empty: ReactNode
  readonly loading?: boolean
  /** Shown instead of the table when nothing could be loaded. With rows, the last good ones stay on screen. */
  readonly error?: ReactNode
  readonly onRetry?: () => void
  readonly onRow?: (row: Row) => void
}

interface Sorting {
  readonly column: string
  readonly descending: boolean
}

/** A table on wide screens, a list of cards on a phone. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, caption, empty, loading = false, error, onRetry } = props
  const [sorting, setSorting] = useState<Sorting>()
  const sorted = useMemo(() => sortRows(rows, columns, sorting), [rows, columns, sorting])
  if (rows.length === 0) {
    if (error) return <ErrorState {...(onRetry ? { onRetry } : {})}>{error}</ErrorState>
    return loading ? <TableSkeleton /> : empty
  }
  return (
    <div className="min-w-0 md:overflow-x-auto">
      <table className="w-full border-collapse max-md:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-md:sr-only">
          <tr className="border-b border-line text-left text-xs text-muted">
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sorting={sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody className="max-md:grid max-md:gap-2">
          {sorted.map((row) => (
            <TableRow key={props.rowKey(row)} row={row} columns={columns} onRow={props.onRow} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>
  readonly sorting: Sorting | undefined
  readonly onSort: (sorting: Sorting | undefined) => void
}

function HeaderCell<Row>({ column, sorting, onSort }: HeaderCellProps<Row>) {
  const active = sorting?.column === column.id ? sorting : undefined
  const next = active?.descending ? undefined : { column: column.id, descending: active !== undefined }
  const Icon = active ? (active.descending ? ArrowDown : ArrowUp) : ArrowUpDown
  return (
    <th
      scope="col"
      aria-sort={active ? (active.descending ? 'descending' : 'ascending') : undefined}
      className={classNames('h-9 px-3 font-medium whitespace-nowrap', column.align === 'end' && 'text-right')}
    >
      {column.sortBy ? (
        <button
          type="button"
          onClick={() => onSort(next)}
          className="inline-flex min-h-8 items-center gap-1 font-medium"
        >
          {column.header}
          <Icon size={12} aria-hidden />
        </button>
      ) : (
        column.header
      )}
    </th>
  )
}

interface TableRowProps<Row> {
  readonly row: Row
  readonly columns: readonly Column<Row>[]
  readonly onRow: ((row: Row) => void) | undefined
}

/** The click on the whole row is a convenience; a link in one of its cells serves keyboard and screen reader. */
function TableRow<Row>({ row, columns, onRow }: TableRowProps<Row>) {
  return (
    <tr
      onClick={onRow && (() => onRow(row))}
      className={classNames(
        'border-line max-md:grid max-md:rounded-md max-md:border max-md:px-3 max-md:py-2 md:h-10 md:border-b md:last:border-b-0',
        onRow && 'cursor-pointer hover:bg-hover',
      )}
    >
      {columns.map((column) => (
        <td
          key={column.id}
          className={classNames(
            'min-w-0 max-md:flex max-md:items-baseline max-md:justify-between max-md:gap-4 max-md:py-1 md:px-3 md:py-1.5',
            column.align === 'end' && 'text-right',
          )}
        >
          <span aria-hidden className="shrink-0 text-xs text-muted empty:hidden md:hidden">
            {column.header}
          </span>
          <span className="min-w-0 max-md:text-right">{column.cell(row)}</span>
        </td>
      ))}
    </tr>
  )
}

function TableSkeleton() {
  return (
    <div className="grid gap-2 py-2" role="status">
      <span className="sr-only">
        <Trans>Loading</Trans>
      </span>
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} className="h-10" />
      ))}
    </div>
  )
}

/** Sorts a copy; rows of equal value keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const sortValue = columns.find((column) => column.id === sorting?.column)?.sortBy
  if (!sorting || !sortValue) return rows
  const direction = sorting.descending ? -1 : 1
  return [...rows].sort((left, right) => direction * compare(sortValue(left), sortValue(right)))
}

function compare(left: bigint | number | string, right: bigint | number | string): number {
  if (typeof left === 'string' && typeof right === 'string') return left.localeCompare(right)
  return left < right ? -1 : left > right ? 1 : 0
}
