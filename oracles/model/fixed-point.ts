import { merchantSpec } from './headers.ts'
import { MISSING } from './scoring.ts'
import type { Column } from './table.ts'

const MAX_SCALE = 1_000_000

/** Turns real numbers into fixed point: by the schema's scale, else by the fewest decimals that keep every digit. */
export function toColumn(name: string, real: Float64Array): Column {
  const scale = merchantSpec(name)?.scale ?? chooseScale(real)
  return { name, scale, values: real.map((value) => (Number.isNaN(value) ? MISSING : toFixedPoint(value, scale))) }
}

/** The lowest power of ten up to a million that makes all values whole, less where they would leave the safe integers. */
function chooseScale(real: Float64Array): number {
  const greatest = greatestMagnitude(real)
  let scale = 1
  for (const value of real) {
    if (Number.isNaN(value)) continue
    while (scale < MAX_SCALE && !isWhole(value, scale) && greatest * scale * 10 < Number.MAX_SAFE_INTEGER) scale *= 10
  }
  return scale
}

function isWhole(value: number, scale: number): boolean {
  const scaled = value * scale
  return Math.abs(scaled - Math.round(scaled)) <= Math.abs(scaled) * 1e-12
}

/** Rounds half away from zero, after undoing the binary error of decimal halves; clamps to the safe integers. */
function toFixedPoint(value: number, scale: number): number {
  const magnitude = Math.round(Number((Math.abs(value) * scale).toPrecision(15)))
  return Math.sign(value) * Math.min(magnitude, Number.MAX_SAFE_INTEGER - 1)
}

function greatestMagnitude(real: Float64Array): number {
  let greatest = 0
  for (const value of real) if (Math.abs(value) > greatest) greatest = Math.abs(value)
  return greatest
}
