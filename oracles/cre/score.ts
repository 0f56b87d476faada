import type { HTTPSendRequester } from '@chainlink/cre-sdk'
import { ed25519 } from '@noble/curves/ed25519.js'
import { isOracleErrorCode } from '@tallystick/sdk'
import { commitmentPreimage, type FeatureStatement, signedBytes } from '@tallystick/sdk/scoring'
import { bytesToHex, type Hex, sha256 } from 'viem'
import { answerBytes, readModel } from '../core/answer.ts'
import { fail, isEqual, readRequest, type ScoreRequest, type Source } from '../core/request.ts'
import { agreedStatement, failByStatus, readStatement } from '../core/sources.ts'
import { get, parseJson } from './http.ts'

/** Bearer keys by source: `source0` … `source7`. */
export type SourceKeys = Readonly<Record<string, string>>

/**
 * What one node computes: the answer in hex, or one of the oracle's error codes. Never throws, so that the nodes can agree
 * on a failure as well. The steps and their order are those of the Functions source.
 */
export function scoreOnNode(
  http: HTTPSendRequester,
  args: readonly string[],
  bytesArgs: readonly Hex[],
  keys: SourceKeys,
): string {
  try {
    const request = readRequest(args, bytesArgs)
    const model = readModel(fetchBlob(http, request))
    const statements = request.sources.map((source) => fetchStatement(http, request.merchant, source, keys))
    const statement = agreedStatement(statements)
    const commitment = sha256(commitmentPreimage(statement), 'bytes')
    return bytesToHex(answerBytes(request, model, statement, commitment))
  } catch (error) {
    const code = error instanceof Error ? error.message : ''
    return isOracleErrorCode(code) ? code : 'DATA_UNAVAILABLE'
  }
}

function fetchBlob(http: HTTPSendRequester, { modelUrl, modelHash }: ScoreRequest): Uint8Array {
  const { status, body } = get(http, modelUrl)
  if (status !== 200) fail('MODEL_UNAVAILABLE')
  if (!isEqual(sha256(body, 'bytes'), modelHash)) fail('MODEL_HASH')
  return body
}

function fetchStatement(
  http: HTTPSendRequester,
  merchant: string,
  { bit, url, key }: Source,
  keys: SourceKeys,
): FeatureStatement {
  const { status, body } = get(http, url, keys[`source${bit}`])
  if (status !== 200) failByStatus(status)
  const { statement, signature } = readStatement(parseJson(body), merchant)
  if (!isSigned(key, signature, signedBytes(statement))) fail('DATA_SIGNATURE')
  return statement
}

/** By RFC 8032 as Web Crypto does it; false also for a key that is no point of the curve. */
function isSigned(key: Uint8Array, signature: Uint8Array, data: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, data, key, { zip215: false })
  } catch {
    return false
  }
}
