/**
 * A second evaluator, written from docs/scoring.md alone, straight on the blob's bytes and in `bigint`. It is slow and
 * shares nothing with the product's, which has to agree with it.
 */
export interface ReferenceResult {
  readonly logit: bigint
  readonly score: bigint
  readonly pdBps: bigint
  readonly turnover: bigint
  readonly reasons: readonly number[]
}

export function referenceEvaluate(blob: Uint8Array, row: readonly number[]): ReferenceResult {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length)
  const features = view.getUint8(4)
  const values = row.map(BigInt)
  const logit = referenceLogit(view, values)
  const raw = (view.getBigInt64(18) - BigInt(view.getInt32(14)) * logit) >> 16n
  const score = raw < 300n ? 300n : raw > 850n ? 850n : raw
  const step = Number((score - 300n) >> 4n)
  const worse = BigInt(view.getUint16(26 + 2 * step))
  const better = BigInt(view.getUint16(28 + 2 * step))
  const pdBps = worse + (((better - worse) * ((score - 300n) & 15n)) >> 4n)
  const amount = values[view.getUint8(5)] ?? 0n
  const losses = values.map((_, f) => {
    const good = view.getBigInt64(98 + 2 * features + 8 * f)
    return { f, loss: logit - referenceLogit(view, values.with(f, good)) }
  })
  const reasons = losses
    .filter(({ loss }) => loss > 0n)
    .sort((a, b) => (a.loss === b.loss ? a.f - b.f : a.loss < b.loss ? 1 : -1))
    .slice(0, 4)
    .map(({ f }) => view.getUint8(98 + f))
  while (reasons.length < 4) reasons.push(0)
  return { logit, score, pdBps, turnover: amount > 0n ? amount : 0n, reasons }
}

function referenceLogit(view: DataView, values: readonly bigint[]): bigint {
  const features = view.getUint8(4)
  const cuts = view.getUint16(6)
  const treesAt = 98 + 10 * features + 8 * cuts
  let logit = BigInt(view.getInt32(10))
  for (let tree = 0; tree < view.getUint16(8); tree++) {
    const at = treesAt + 32 * tree
    let node = 0
    while (node < 15) {
      const cut = view.getUint8(at + node)
      const above = (values[featureOfCut(view, cut)] ?? 0n) > view.getBigInt64(98 + 10 * features + 8 * cut)
      node = 2 * node + (above ? 2 : 1)
    }
    logit += BigInt(view.getInt8(at + node))
  }
  return logit
}

function featureOfCut(view: DataView, cut: number): number {
  const features = view.getUint8(4)
  let end = 0
  for (let f = 0; f < features; f++) {
    end += view.getUint8(98 + features + f)
    if (cut < end) return f
  }
  throw new Error(`Cut ${cut} belongs to no feature`)
}
