import type { HTTPSendRequester } from '@chainlink/cre-sdk'
import { p256 } from '@noble/curves/nist.js'
import { isOracleErrorCode } from '@tallystick/sdk'
import { bytesToHex, type Hex } from 'viem'
import { readAlarmRequest, readPicture } from '../../core/alarms.ts'
import { fail } from '../../core/request.ts'
import { get, parseJson } from '../http.ts'

/**
 * What one node computes: the gateway's picture in hex, or one of the oracle's error codes. Never throws, so that the nodes
 * can agree on a failure as well. The steps and their order are those of the Functions source.
 */
export function pictureOnNode(http: HTTPSendRequester, args: readonly string[], bytesArgs: readonly Hex[]): string {
  try {
    const request = readAlarmRequest(args, bytesArgs)
    const { status, body } = get(http, request.url)
    if (status !== 200) fail('DATA_UNAVAILABLE')
    const { answer, signature } = readPicture(parseJson(body), request)
    if (!isSignedByX(request.key, signature, answer)) fail('DATA_SIGNATURE')
    return bytesToHex(answer)
  } catch (error) {
    const code = error instanceof Error ? error.message : ''
    return isOracleErrorCode(code) ? code : 'DATA_UNAVAILABLE'
  }
}

/** True when the key of one of the two points with this x has signed; false also when there is no such point. */
function isSignedByX(x: Uint8Array, signature: Uint8Array, data: Uint8Array): boolean {
  return [2, 3].some((parity) => {
    try {
      return p256.verify(signature, data, new Uint8Array([parity, ...x]), { lowS: false })
    } catch {
      return false
    }
  })
}
