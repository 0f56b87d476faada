/** A small model, platforms' keys, rows, and what an honest network answers. */
import {
  commitmentPreimage,
  encodeModel,
  evaluate,
  type FeatureRow,
  MISSING,
  type Model,
  PD_ENTRIES,
  packAnswer,
  reasonCodes,
} from '@tallystick/sdk/scoring'
import { concat, type Hex, hexToBytes, numberToHex, sha256 } from 'viem'
import { statementFor, TestSource } from './source.ts'

/** Second up to which the test platforms' data reach. */
export const AS_OF = 1_795_000_000

export const MERCHANT: Hex = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'

/** Two features, two trees: large enough to tell merchants apart, small enough to read. */
export const MODEL: Model = {
  turnoverFeature: 0,
  base: -40,
  slope: 65_536,
  offset: 620 * 65_536,
  pdBps: Array.from({ length: PD_ENTRIES }, (_, k) => 5_000 - 130 * k),
  reasonCodes: [1, 3],
  reference: [900_000, 480],
  cuts: [
    [100_000, 500_000],
    [300, 400, 450],
  ],
  trees: new Uint8Array([...tree([0, 1, 1], 60, -70), ...tree([2, 3, 4], 90, -90)]),
}

export const BLOB = encodeModel(MODEL)

/** Splits by one cut a level; the further to the right, the better. */
function tree([first, second, third]: readonly [number, number, number], worst: number, best: number): number[] {
  const splits = [first, second, second, ...Array<number>(4).fill(third), ...Array<number>(8).fill(third)]
  const leaves = Array.from({ length: 16 }, (_, i) => Math.round(worst + ((best - worst) * i) / 15) & 255)
  return [...splits, ...leaves, 0]
}

/** A request's arguments, as the contract makes them. */
export interface RequestArguments {
  readonly args: readonly string[]
  readonly bytesArgs: readonly Hex[]
}

/** The platforms' keys. */
export const SOURCES = [new TestSource('lantern-market'), new TestSource('tongda-pay')] as const

/** What the contract would ask of the network, with model and platforms at `base`. */
export function requestFor(base: string, merchant: Hex, sourceMask: 1 | 2 | 3 = 1): RequestArguments {
  const asked = ([0, 1] as const).filter((bit) => sourceMask & (1 << bit))
  const subject = concat([numberToHex(1, { size: 2 }), numberToHex(sourceMask, { size: 1 }), merchant])
  return {
    args: [`${base}/model`, ...asked.map((bit) => `${base}/source${bit}`)],
    bytesArgs: [sha256(BLOB), subject, ...asked.map((bit) => SOURCES[bit].publicKey)],
  }
}

/** Where source 0 or 1 answers about a merchant. */
export function pathOf(source: 0 | 1, merchant: Hex): string {
  return `/source${source}/v1/merchants/${merchant.toLowerCase()}/features`
}

/** The answer that an honest network gives. */
export function expectedAnswer(
  merchant: Hex,
  features: FeatureRow,
  { model = MODEL, sourceMask = 1, asOf = AS_OF }: { model?: Model; sourceMask?: number; asOf?: number } = {},
): Uint8Array {
  const { score, pdBps, turnover } = evaluate(model, features)
  const commitment = hexToBytes(sha256(commitmentPreimage(statementFor(merchant, asOf, features))))
  const reasons = reasonCodes(model, features)
  return packAnswer({ score, pdBps, reasons, modelVersion: 1, sourceMask, asOf, turnover, commitment })
}

/** Rows that lie on both sides of the model's cuts. */
export const ROWS = {
  good: [800_000, 470],
  poor: [50_000, 250],
  unrated: [600_000, MISSING],
} as const satisfies Record<string, FeatureRow>
