/** The signed picture of alarms that the oracle network fetches. */
import { BATCH_DEVICES, packBatch } from '@tallystick/sdk'
import type { Pool } from 'pg'
import type { Address, Hex } from 'viem'
import { alarmBitsOf } from '../alarms/queries.ts'
import type { Clock } from '../clock.ts'
import type { GatewayKey } from './gateway-key.ts'

/** The answer of docs/telemetry.md with the gateway's signature. */
export interface SignedPicture {
  readonly answer: Hex
  readonly signature: Hex
}

/** A picture stays the same for so long unless an alarm changes: nodes that ask together must get the same bytes. */
const SAME_FOR_S = 10

interface Drawn extends SignedPicture {
  readonly alarms: string
  readonly asOf: number
}

/** Draws and signs pictures of one bank's machines. */
export class PictureSigner {
  readonly #pool: Pool
  readonly #leases: Address
  readonly #key: GatewayKey
  readonly #clock: Clock
  readonly #drawn = new Map<number, Drawn>()

  /**
   * @param leases the bank's book
   * @param clock the chain's: its contract compares the picture's second with its own
   */
  constructor(pool: Pool, leases: Address, key: GatewayKey, clock: Clock) {
    this.#pool = pool
    this.#leases = leases
    this.#key = key
    this.#clock = clock
  }

  /**
   * @param places enrolled machines in the order of their index
   * @returns undefined for a batch without machines
   */
  async draw(places: readonly Hex[], batch: number): Promise<SignedPicture | undefined> {
    const devices = places.slice(batch * BATCH_DEVICES, (batch + 1) * BATCH_DEVICES)
    if (devices.length === 0) return undefined
    const asOf = Math.floor(this.#clock.now() / 1_000)
    const alarms = await alarmBitsOf(this.#pool, this.#leases, devices)
    const drawn = this.#drawn.get(batch)
    if (drawn?.alarms === alarms.join() && asOf - drawn.asOf < SAME_FOR_S && asOf >= drawn.asOf) return drawn
    const answer = packBatch({ batch, asOf, alarms })
    const fresh = { alarms: alarms.join(), asOf, answer, signature: this.#key.sign(answer) }
    this.#drawn.set(batch, fresh)
    return fresh
  }
}
