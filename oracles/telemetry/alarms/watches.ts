import { checkRegion, type Region, regionOf } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { leaseKey } from '../chain/contracts.ts'
import type { ChainPicture } from '../chain/picture.ts'
import type { LeaseRecord, LeaseState } from '../chain/records.ts'
import type { Log } from '../log.ts'
import { unleased, type Watch } from './rule.ts'

/** What is watched of which device. */
export interface Watches {
  /** Whether the register knows the device. */
  knows(deviceId: Hex): boolean
  of(deviceId: Hex): Watch
  /** What is watched of devices that serve a lease. */
  readonly watched: Iterable<Watch>
}

const RUNNING: ReadonlySet<LeaseState> = new Set(['Active', 'Noticed', 'Defaulted'])

/**
 * What the leases on chain make the gateway watch for. A region that no map can have is logged and counted, once a lease,
 * and then the machine may be anywhere.
 */
export class LeaseWatches implements Watches {
  readonly #log: Log
  #known: ChainPicture['devices'] = new Map()
  #watches: ReadonlyMap<Hex, Watch> = new Map()
  #invalid: ReadonlySet<string> = new Set()

  constructor(log: Log) {
    this.#log = log
  }

  /** Running leases whose region cannot be watched, by `leaseKey`. */
  get invalidRegions(): ReadonlySet<string> {
    return this.#invalid
  }

  get watched(): Iterable<Watch> {
    return this.#watches.values()
  }

  /** Takes over what the chain says now. */
  update(picture: ChainPicture): void {
    const invalid = new Set<string>()
    const running = [...picture.leases.values()].filter((lease) => RUNNING.has(lease.state))
    this.#watches = new Map(running.map((lease) => [lease.deviceId, this.#watch(lease, picture, invalid)]))
    this.#known = picture.devices
    this.#invalid = invalid
  }

  knows(deviceId: Hex): boolean {
    return this.#known.has(deviceId)
  }

  of(deviceId: Hex): Watch {
    return this.#watches.get(deviceId) ?? unleased(deviceId)
  }

  #watch(record: LeaseRecord, picture: ChainPicture, invalid: Set<string>): Watch {
    const { bank, leaseId, deviceId, corners, terms, deliveredAt = 0 } = record
    const lease = leaseKey(bank, leaseId)
    return {
      deviceId,
      lease,
      startedAt: deliveredAt * 1_000,
      ...terms.alarms,
      ratedFuelMlPerHour: picture.devices.get(deviceId)?.ratedFuelMlPerHour ?? 0,
      region: this.#regionOf(lease, corners, invalid),
    }
  }

  #regionOf(lease: string, corners: readonly number[], invalid: Set<string>): Region {
    const problem = problemOf(corners)
    if (problem === undefined) return regionOf(corners)
    invalid.add(lease)
    if (!this.#invalid.has(lease)) this.#log.error({ lease, problem }, 'the region of a lease cannot be watched')
    return []
  }
}

function problemOf(corners: readonly number[]): string | undefined {
  if (corners.length % 2 !== 0) return 'not_a_coordinate'
  return checkRegion(regionOf(corners))?.code
}
