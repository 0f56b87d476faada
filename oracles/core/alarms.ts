import { type Bytes, fail, hexBytes, isEqual } from './request.ts'

/** What the contract asks the oracle network about alarms, see docs/telemetry.md. */
export interface AlarmRequest {
  /** Where the gateway gives the picture of the batch. */
  readonly url: string
  /** x of the P-256 key that signs the picture, 32 bytes. */
  readonly key: Bytes
  /** First bytes that the answer must have: version and batch, 16 bits each. */
  readonly head: Bytes
}

/** A gateway's picture with the signature that has still to be verified. */
export interface ClaimedPicture {
  /** The 256 bytes that the network agrees on. */
  readonly answer: Bytes
  /** r ‖ s, 64 bytes. */
  readonly signature: Bytes
}

/** Header of the answer: version, batch, count, second; then zeros up to the bitmap. */
const COUNT_OFFSET = 4
const ZEROS_OFFSET = 11
const BITMAP_OFFSET = 32
/** Devices in a batch, a byte each. */
const MAX_COUNT = 224

/** Reads what the contract passes as strings and as hex. Nobody else can choose either. */
export function readAlarmRequest([url]: readonly string[], [key = '', subject = '']: readonly string[]): AlarmRequest {
  const head = hexBytes(subject)
  const [, , batchHigh = 0, batchLow = 0] = head
  return { url: `${url}/v1/alarms/batches/${batchHigh * 256 + batchLow}`, key: hexBytes(key), head }
}

/**
 * Reads the gateway's answer to a request. Fails with DATA_FORMAT, or with DATA_SUBJECT when it is of another version or
 * another batch.
 */
export function readPicture(json: unknown, { head }: AlarmRequest): ClaimedPicture {
  const { answer, signature } = (json ?? {}) as Readonly<Record<string, unknown>>
  if (!isHexOf(256, answer) || !isHexOf(64, signature)) fail('DATA_FORMAT')
  const bytes = hexBytes(answer)
  if (!isEqual(bytes.subarray(0, COUNT_OFFSET), head)) fail('DATA_SUBJECT')
  if (!isWellFormed(bytes)) fail('DATA_FORMAT')
  return { answer: bytes, signature: hexBytes(signature) }
}

/** Devices are counted, and there are no bits where the format has none. */
function isWellFormed(answer: Bytes): boolean {
  const [countHigh = 0, countLow = 0] = answer.subarray(COUNT_OFFSET)
  const count = countHigh * 256 + countLow
  const unused = [...answer.subarray(ZEROS_OFFSET, BITMAP_OFFSET), ...answer.subarray(BITMAP_OFFSET + count)]
  return count > 0 && count <= MAX_COUNT && unused.every((byte) => byte === 0)
}

function isHexOf(bytes: number, value: unknown): value is string {
  return typeof value === 'string' && value.length === 2 * bytes + 2 && /^0x[0-9a-f]*$/.test(value)
}
