import type { Model } from '@tallystick/sdk/scoring'
import { readModel } from '../core/answer.ts'
import { fail, isEqual, type ScoreRequest } from '../core/request.ts'
import { type HttpRequest, type HttpResponse, sha256, TIMEOUT_MS } from './host.ts'

/** Fetches the request's model and checks its hash; rejects with MODEL_UNAVAILABLE, MODEL_HASH or MODEL_FORMAT. */
export async function fetchedModel(
  http: (request: HttpRequest) => Promise<HttpResponse>,
  { modelUrl, modelHash }: ScoreRequest,
): Promise<Model> {
  const response = await http({ url: modelUrl, responseType: 'arraybuffer', timeout: TIMEOUT_MS })
  if (response.error) fail('MODEL_UNAVAILABLE')
  const blob = new Uint8Array(response.data as ArrayBuffer)
  if (!isEqual(await sha256(blob), modelHash)) fail('MODEL_HASH')
  return readModel(blob)
}
