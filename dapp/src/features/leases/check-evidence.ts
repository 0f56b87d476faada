import {
  type DeviceKey,
  type DevicesDomain,
  decodeReadingMessage,
  periodRoot,
  readingDigest,
  verifyEvidence,
  verifySignature,
} from '@tallystick/sdk'
import type { EvidenceAnswer } from '../telemetry/answers'

/** What this page could check of a bill's evidence without believing the gateway. */
export interface EvidenceVerdict {
  /** The device's key has signed the closing reading. */
  readonly isSigned: boolean
  /** The digests give the root that is on chain. */
  readonly isComplete: boolean
  /** The reading that was picked lies under that root. */
  readonly isIncluded: boolean
}

/**
 * Checks signature, root and proof.
 * @param key of the version that the closing reading names, from the register
 */
export async function checkEvidence(
  evidence: EvidenceAnswer,
  domain: DevicesDomain,
  key: DeviceKey,
): Promise<EvidenceVerdict> {
  const { reading, signature } = decodeReadingMessage(evidence.closing)
  const picked = decodeReadingMessage(evidence.picked.message).reading
  return {
    isSigned: await verifySignature(key, readingDigest(domain, reading), signature),
    isComplete: evidence.digests.length > 0 && periodRoot(evidence.digests) === evidence.root,
    isIncluded: verifyEvidence({
      root: evidence.root,
      digest: readingDigest(domain, picked),
      proof: evidence.picked.proof,
    }),
  }
}
