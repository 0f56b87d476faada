/** Who may see what of which machine. */
import type { Address, Hex } from 'viem'
import type { ChainPicture } from '../chain/picture.ts'
import type { LeaseRecord, LeaseState } from '../chain/records.ts'

/** An account that was let in, and what the chain says of it. */
export interface Viewer {
  readonly account: Address
  readonly isAuditor: boolean
  /** Lease books of the banks that it is an officer of. */
  readonly books: readonly Address[]
}

/** A span of time in Unix milliseconds: `from <= t < to`. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

const ALWAYS: TimeSpan = { from: 0, to: Number.POSITIVE_INFINITY }

/** The lease is over for everybody. */
const OVER: ReadonlySet<LeaseState> = new Set(['Ended', 'Cancelled'])
/** The machine is not with the lessee any more. */
const TAKEN_BACK: ReadonlySet<LeaseState> = new Set([...OVER, 'Repossessed', 'WrittenOff'])

/**
 * From when to when the viewer may see the machine's readings: auditors and its manufacturer always; a lessee and the
 * officers of a lessor from the moment at which the machine was free, to the end of their lease.
 * @returns undefined for a machine that is none of the viewer's business
 */
export function visibleSpan(viewer: Viewer, picture: ChainPicture, deviceId: Hex): TimeSpan | undefined {
  const device = picture.devices.get(deviceId)
  if (device === undefined) return undefined
  if (viewer.isAuditor || isSame(device.manufacturer, viewer.account)) return ALWAYS
  const leases = [...picture.leases.values()].filter((lease) => lease.deviceId === deviceId)
  const own = leases.findLast((lease) => isPartyOf(viewer, lease))
  if (own === undefined) return undefined
  const isOver = (isLesseeOnly(viewer, own) ? TAKEN_BACK : OVER).has(own.state)
  return { from: freeSince(leases, own), to: isOver ? own.steppedAt * 1_000 : Number.POSITIVE_INFINITY }
}

/** Whether the viewer may see what happens to the machine now. */
export function maySeeNow(viewer: Viewer, picture: ChainPicture, deviceId: Hex): boolean {
  return visibleSpan(viewer, picture, deviceId)?.to === Number.POSITIVE_INFINITY
}

/** Whether the viewer may see the lease's bills and their evidence. */
export function maySeeLease(viewer: Viewer, lease: LeaseRecord): boolean {
  return viewer.isAuditor || isSame(lease.manufacturer, viewer.account) || isPartyOf(viewer, lease)
}

function isPartyOf(viewer: Viewer, lease: LeaseRecord): boolean {
  return isSame(lease.lessee, viewer.account) || isOfficerOf(viewer, lease)
}

function isLesseeOnly(viewer: Viewer, lease: LeaseRecord): boolean {
  return !isOfficerOf(viewer, lease)
}

function isOfficerOf({ books }: Viewer, { bank }: LeaseRecord): boolean {
  return books.some((book) => isSame(book, bank.leases))
}

/** When the lease before ended, of those under which the machine was handed over. */
function freeSince(leases: readonly LeaseRecord[], own: LeaseRecord): number {
  const before = leases.slice(0, leases.indexOf(own)).filter(({ deliveredAt }) => deliveredAt !== undefined)
  return Math.max(0, ...before.map(({ steppedAt }) => steppedAt * 1_000))
}

function isSame(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
