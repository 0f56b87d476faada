import { readAlarmRequest, readPicture } from '../core/alarms.ts'
import { type Bytes, fail } from '../core/request.ts'
import { type HttpRequest, type HttpResponse, TIMEOUT_MS } from './host.ts'
import { isSignedByX } from './p256.ts'

/** What a Functions node gives to the source. */
export interface AlarmHost {
  readonly http: (request: HttpRequest) => Promise<HttpResponse>
  readonly args: readonly string[]
  readonly bytesArgs: readonly string[]
}

/**
 * Fetches the gateway's picture of a batch of machines, and returns it unchanged once its signature holds.
 * @returns the 256 bytes of docs/telemetry.md
 * @throws Error whose message is DATA_UNAVAILABLE, DATA_FORMAT, DATA_SUBJECT or DATA_SIGNATURE
 */
export async function alarmPicture({ http, args, bytesArgs }: AlarmHost): Promise<Bytes> {
  const request = readAlarmRequest(args, bytesArgs)
  const response = await http({ url: request.url, timeout: TIMEOUT_MS })
  if (response.error) fail('DATA_UNAVAILABLE')
  const { answer, signature } = readPicture(response.data, request)
  if (!(await isSignedByX(request.key, signature, answer))) fail('DATA_SIGNATURE')
  return answer
}
