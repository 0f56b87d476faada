import { type ReactNode, useId } from 'react'
import { useWidth } from './use-width'

/** A column of the table that says the same as the chart. */
export interface ChartColumn {
  readonly key: string
  readonly label: string
}

/** A line of that table; `cells` are in the order of the columns. */
export interface ChartLine {
  readonly key: string
  readonly label: string
  readonly cells: readonly string[]
}

/** Explains a colour of the chart. */
export interface LegendEntry {
  readonly label: string
  readonly color: string
}

export interface ChartFigureProps {
  readonly title: string
  readonly height: number
  readonly columns: readonly ChartColumn[]
  readonly lines: readonly ChartLine[]
  readonly legend?: readonly LegendEntry[]
  /** Draws into an SVG of `width` × `height` pixels. */
  readonly children: (width: number) => ReactNode
}

/** Frame of every chart: the drawing, its legend, and the same figures as a table for screen readers. */
export function ChartFigure({ title, height, columns, lines, legend = [], children }: ChartFigureProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const titleId = useId()
  return (
    <figure className="min-w-0">
      <div ref={ref} style={{ height }}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-labelledby={titleId} className="block text-muted">
            <title id={titleId}>{title}</title>
            {children(width)}
          </svg>
        )}
      </div>
      {legend.length > 0 && <Legend entries={legend} />}
      <FigureTable title={title} columns={columns} lines={lines} />
    </figure>
  )
}

function Legend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <figcaption className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted" aria-hidden>
      {entries.map(({ label, color }) => (
        <span key={label} className="inline-flex items-center gap-1.5">
          <span className="size-2.5 rounded-sm" style={{ background: color }} />
          {label}
        </span>
      ))}
    </figcaption>
  )
}

function FigureTable({ title, columns, lines }: Pick<ChartFigureProps, 'title' | 'columns' | 'lines'>) {
  return (
    // Tables ignore the one pixel that hides other elements, hence the box around it.
    <div className="sr-only">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <td />
            {columns.map(({ key, label }) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, label, cells }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              {columns.map((column, index) => (
                <td key={column.key}>{cells[index]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
