import { MERCHANT_V1, MISSING, type Model, PD_ENTRIES, TREE_BYTES } from '@tallystick/sdk'

/** The smallest model of schema merchant-v1: one cut, one tree. */
export const smallModel: Model = {
  turnoverFeature: 0,
  base: 0,
  slope: 65_536,
  offset: 600 * 65_536,
  pdBps: Array.from({ length: PD_ENTRIES }, (_, k) => 1_000 - 20 * k),
  reasonCodes: MERCHANT_V1.map(({ reasonCode }) => reasonCode),
  reference: MERCHANT_V1.map(() => MISSING),
  cuts: MERCHANT_V1.map((_, f) => (f === 0 ? [1_000_000] : [])),
  trees: new Uint8Array(TREE_BYTES),
}
