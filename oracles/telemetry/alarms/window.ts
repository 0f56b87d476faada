/**
 * A counter's past by another counter or by time: `[at, value]` in growing order, in steps of about a sixteenth of the
 * longest span that is asked for, so that it stays short.
 */
export type Window = readonly (readonly [at: number, value: number])[]

const STEPS = 16

/** @param span longest span that {@link growthOver} is asked for */
export function slide(window: Window, at: number, value: number, span: number): Window {
  const newest = window.at(-1)
  if (newest !== undefined && at - newest[0] < span / STEPS) return window
  const begin = window.findLastIndex(([time]) => time <= at - span)
  return [...window.slice(Math.max(begin, 0)), [at, value]]
}

/**
 * How much the counter grew over the last `span`, or a step more.
 * @returns undefined as long as the window does not reach back so far
 */
export function growthOver(
  window: Window,
  at: number,
  value: number,
  span: number,
): { readonly span: number; readonly growth: number } | undefined {
  const begin = window.findLast(([time]) => time <= at - span)
  return begin && { span: at - begin[0], growth: value - begin[1] }
}
