/** A stream of random numbers that depends on its seed alone: the same on every machine and in every run. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** Uniform integer in [0, limit). */
  integer(limit: number): number
  /** Poisson count with a mean below about 100. */
  poisson(mean: number): number
}

/** The "small fast counter" generator with 32-bit words (sfc32 of the PractRand suite). */
export function createRandom(seed: number): Random {
  let a = 0x9e3779b9 ^ seed
  let b = 0x243f6a88
  let c = 0xb7e15162
  let counter = 1 + seed

  const uniform = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let warmUp = 0; warmUp < 15; warmUp++) uniform()

  // Box–Muller; 1 − u keeps the logarithm off zero.
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const integer = (limit: number) => Math.floor(uniform() * limit)
  const poisson = (mean: number) => {
    const floor = Math.exp(-mean)
    let count = 0
    for (let product = uniform(); product > floor; product *= uniform()) count++
    return count
  }
  return { uniform, normal, integer, poisson }
}

/** The integers 0 … length − 1 in random order (Fisher–Yates). */
export function shuffledIndices(length: number, random: Random): Int32Array {
  const indices = Int32Array.from({ length }, (_, index) => index)
  for (let last = length - 1; last > 0; last--) {
    const other = random.integer(last + 1)
    const kept = indices[last]!
    indices[last] = indices[other]!
    indices[other] = kept
  }
  return indices
}
