import type { Model } from '@tallystick/sdk/scoring'
import { fail, hexBytes, isEqual, type ScoreRequest } from '../core/request.ts'

/** A model that the build has read and checked, and now travels inside the source. */
export interface InlinedModel extends Omit<Model, 'trees'> {
  /** SHA-256 of the blob, in hex. */
  readonly blobHash: string
  /** Bytes of the trees, compressed (RFC 1951), in Base64. */
  readonly packedTrees: string
}

/** The inlined model, when it is the one that the request names; rejects with MODEL_HASH otherwise. */
export async function unpackModel(
  { blobHash, packedTrees, ...model }: InlinedModel,
  { modelHash }: ScoreRequest,
): Promise<Model> {
  if (!isEqual(hexBytes(blobHash), modelHash)) fail('MODEL_HASH')
  const packed = Uint8Array.from(atob(packedTrees), (byte) => byte.charCodeAt(0))
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return { ...model, trees: new Uint8Array(await new Response(stream).arrayBuffer()) }
}
