/** Officers' words: the chain holds their hash, the gateway the text. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { type Hex, keccak256, stringToBytes } from 'viem'
import type { ChainPicture } from '../chain/picture.ts'
import type { Clock } from '../clock.ts'
import { bytesOf, hexElement, hexOf } from '../store/columns.ts'
import { ApiRefusal } from './refusal.ts'
import { maySeeNow, type Viewer } from './rights.ts'

const LOOK_EVERY_MS = 100

/** Texts of the hashes that are known. */
export async function notesBy(pool: Pool, hashes: readonly Hex[]): Promise<Map<Hex, string>> {
  if (hashes.length === 0) return new Map()
  const { rows } = await pool.query<{ hash: Buffer; text: string }>(
    'SELECT hash, text FROM notes WHERE hash = ANY ($1::bytea[])',
    [`{${hashes.map(hexElement).join(',')}}`],
  )
  return new Map(rows.map(({ hash, text }) => [hexOf(hash), text]))
}

/** What notes are kept with. */
export interface NoteKeeper {
  readonly pool: Pool
  readonly picture: () => ChainPicture
  readonly clock: Clock
  /** How long a text waits for its event, milliseconds. */
  readonly notePatienceMs: number
}

/**
 * Keeps a text whose keccak256 is the note of an event about a machine that the author may see. Waits a little for an
 * event that is on its way.
 * @returns its hash
 * @throws ApiRefusal NOTE_UNKNOWN
 */
export async function keepNote(
  { pool, picture, clock, notePatienceMs }: NoteKeeper,
  viewer: Viewer,
  text: string,
): Promise<Hex> {
  const hash = keccak256(stringToBytes(text))
  const end = performance.now() + notePatienceMs
  while (!isNoted(picture(), viewer, hash)) {
    if (performance.now() > end) {
      const message = 'no event on chain about your machines carries the keccak256 of this text; send it again later'
      throw new ApiRefusal('NOTE_UNKNOWN', message)
    }
    await sleep(LOOK_EVERY_MS)
  }
  await pool.query(
    'INSERT INTO notes (hash, text, author, written_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [bytesOf(hash), text, bytesOf(viewer.account), clock.now()],
  )
  return hash
}

function isNoted(picture: ChainPicture, viewer: Viewer, hash: Hex): boolean {
  return picture.contracts.banks
    .map((bank) => picture.fleetOf(bank))
    .flatMap(({ acknowledgements, followUps }) => [
      ...acknowledgements,
      ...followUps,
      ...followUps.flatMap(({ deviceId, closed }) => (closed ? [{ ...closed, deviceId }] : [])),
    ])
    .some(({ note, deviceId }) => note === hash && maySeeNow(viewer, picture, deviceId))
}
