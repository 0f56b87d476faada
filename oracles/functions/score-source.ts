import { commitmentPreimage, type FeatureStatement, type Model, signedBytes } from '@tallystick/sdk/scoring'
import { answerBytes } from '../core/answer.ts'
import { type Bytes, fail, readRequest, type ScoreRequest, type Source } from '../core/request.ts'
import { agreedStatement, failByStatus, readStatement } from '../core/sources.ts'
import { type HttpRequest, type HttpResponse, sha256, TIMEOUT_MS } from './host.ts'

/** What a Functions node gives to the source, and where its model comes from. */
export interface FunctionsHost {
  readonly http: (request: HttpRequest) => Promise<HttpResponse>
  readonly args: readonly string[]
  readonly bytesArgs: readonly string[]
  /** Bearer keys by source: `source0` … `source7`. */
  readonly secrets: Readonly<Record<string, string>>
  /** The model with the request's hash; rejects with a code of the oracle. */
  readonly model: (request: ScoreRequest) => Promise<Model>
}

/**
 * Scores a merchant as docs/scoring.md says. All HTTP calls go out at once; which error is reported does not depend on
 * which call ends first.
 * @throws Error whose message is one of the oracle's error codes
 */
export async function scoreMerchant(host: FunctionsHost): Promise<Uint8Array> {
  const request = readRequest(host.args, host.bytesArgs)
  const [model, ...responses] = await Promise.all([
    host.model(request),
    ...request.sources.map((source) => fetchFeatures(host, source)),
  ])
  const statements: FeatureStatement[] = []
  for (const [i, { key }] of request.sources.entries()) {
    statements.push(await verifiedStatement(responses[i], request.merchant, key))
  }
  const statement = agreedStatement(statements)
  return answerBytes(request, model, statement, await sha256(commitmentPreimage(statement)))
}

function fetchFeatures({ http, secrets }: FunctionsHost, { bit, url }: Source): Promise<HttpResponse> {
  const key = secrets[`source${bit}`]
  return http({ url, timeout: TIMEOUT_MS, headers: key ? { authorization: `Bearer ${key}` } : {} })
}

async function verifiedStatement(
  response: HttpResponse | undefined,
  merchant: string,
  key: Bytes,
): Promise<FeatureStatement> {
  if (!response || response.error) failByStatus(response?.response?.status)
  const { statement, signature } = readStatement(response.data, merchant)
  if (!(await isSigned(key, signature, signedBytes(statement)))) fail('DATA_SIGNATURE')
  return statement
}

/** False also for a key that is no point of the curve. */
async function isSigned(key: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  const { subtle } = crypto
  try {
    const imported = await subtle.importKey('raw', key, 'Ed25519', false, ['verify'])
    return await subtle.verify('Ed25519', imported, signature, data)
  } catch {
    return false
  }
}
