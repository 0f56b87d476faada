/** Plots as SVG files that need nothing else: the model card shows them. */

export interface Point {
  readonly x: number
  readonly y: number
}

export interface LinePlot {
  readonly title: string
  readonly xLabel: string
  readonly yLabel: string
  readonly lines: readonly { readonly points: readonly Point[]; readonly style: 'curve' | 'marks' | 'guide' }[]
}

export interface BarPlot {
  readonly title: string
  readonly bars: readonly { readonly label: string; readonly value: number; readonly text: string }[]
}

const WIDTH = 480
const HEIGHT = 360
const MARGIN = { left: 64, right: 28, top: 40, bottom: 52 }
const INNER_WIDTH = WIDTH - MARGIN.left - MARGIN.right
const INNER_HEIGHT = HEIGHT - MARGIN.top - MARGIN.bottom
const COLOURS = { ink: '#1f2937', grid: '#d1d5db', data: '#0f766e' }
const TICKS = 5

/** Lines over the range from 0 to the greatest value on both axes. */
export function linePlot({ title, xLabel, yLabel, lines }: LinePlot): string {
  const points = lines.flatMap((line) => line.points)
  const [xMax, yMax] = [niceMaximum(points.map(({ x }) => x)), niceMaximum(points.map(({ y }) => y))]
  const place = ({ x, y }: Point) => ({
    x: MARGIN.left + (x / xMax) * INNER_WIDTH,
    y: MARGIN.top + INNER_HEIGHT - (y / yMax) * INNER_HEIGHT,
  })
  const drawn = lines.flatMap(({ points: own, style }) => {
    const placed = own.map(place)
    const path = placed.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ')
    if (style === 'guide')
      return [`<polyline points="${path}" fill="none" stroke="${COLOURS.grid}" stroke-dasharray="4 4"/>`]
    const marks = placed.map(({ x, y }) => `<circle cx="${round(x)}" cy="${round(y)}" r="4" fill="${COLOURS.data}"/>`)
    const curve = `<polyline points="${path}" fill="none" stroke="${COLOURS.data}" stroke-width="2"/>`
    return style === 'marks' ? [curve, ...marks] : [curve]
  })
  const axes = Array.from({ length: TICKS + 1 }, (_, tick) => axisTicks(tick / TICKS, xMax, yMax)).flat()
  const labels = [
    text(MARGIN.left + INNER_WIDTH / 2, HEIGHT - 12, xLabel, 'middle'),
    `<text transform="translate(16 ${MARGIN.top + INNER_HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escapeXml(yLabel)}</text>`,
  ]
  return svg(title, HEIGHT, [...axes, ...drawn, ...labels])
}

function axisTicks(share: number, xMax: number, yMax: number): string[] {
  const x = MARGIN.left + share * INNER_WIDTH
  const y = MARGIN.top + INNER_HEIGHT - share * INNER_HEIGHT
  const bottom = MARGIN.top + INNER_HEIGHT
  return [
    `<path d="M${MARGIN.left} ${round(y)}H${MARGIN.left + INNER_WIDTH}" stroke="${COLOURS.grid}" stroke-width="0.5"/>`,
    text(MARGIN.left - 8, y + 4, percent(share * yMax), 'end'),
    text(x, bottom + 18, percent(share * xMax), 'middle'),
  ]
}

const BAR_HEIGHT = 24
const LABEL_WIDTH = 170

/** Horizontal bars, one a line, with their values written out. */
export function barPlot({ title, bars }: BarPlot): string {
  const greatest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE)
  const space = WIDTH - LABEL_WIDTH - 90
  const drawn = bars.flatMap(({ label, value, text: words }, index) => {
    const y = MARGIN.top + index * BAR_HEIGHT
    const width = round((value / greatest) * space)
    return [
      text(LABEL_WIDTH - 8, y + 16, label, 'end'),
      `<rect x="${LABEL_WIDTH}" y="${y + 4}" width="${width}" height="${BAR_HEIGHT - 8}" fill="${COLOURS.data}"/>`,
      text(LABEL_WIDTH + width + 6, y + 16, words, 'start'),
    ]
  })
  return svg(title, MARGIN.top + bars.length * BAR_HEIGHT + 16, drawn)
}

function svg(title: string, height: number, content: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="sans-serif" font-size="12" fill="${COLOURS.ink}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${WIDTH / 2}" y="22" text-anchor="middle" font-size="15">${escapeXml(title)}</text>`,
    ...content,
    '</svg>',
    '',
  ].join('\n')
}

function text(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escapeXml(words)}</text>`
}

function escapeXml(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** The end of an axis: the greatest value rounded up to one of 1, 2, 5 times a power of ten. */
function niceMaximum(values: readonly number[]): number {
  const greatest = Math.max(...values, 0.01)
  const power = 10 ** Math.floor(Math.log10(greatest))
  return power * ([1, 2, 5, 10].find((step) => step * power >= greatest - 1e-12) ?? 10)
}

function percent(share: number): string {
  return `${round(share * 100)} %`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
