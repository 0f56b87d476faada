import { createRandom, type Random } from '../../model/random.ts'

/** Purposes that draw independent numbers of one seed. */
const STREAMS = {
  operator: 1,
  day: 2,
  breakdown: 3,
  network: 4,
  waypoint: 5,
  fix: 6,
  theft: 7,
  incident: 8,
  site: 9,
} as const

/**
 * Random numbers of one purpose at one place in time. They depend on nothing but the arguments, so that a simulation can
 * be stopped anywhere and goes on as if it had not been.
 * @param index day, slot or whatever counts for the purpose
 */
export function randomOf(seed: number, stream: keyof typeof STREAMS, index: number): Random {
  return createRandom(mix(mix(mix(seed) ^ STREAMS[stream]) ^ index))
}

/** Spreads near-by integers over 32 bits (finaliser of MurmurHash3). */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
