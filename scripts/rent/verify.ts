import {
  type AuditedFigure,
  auditBill,
  auditEvidence,
  type BankDeployment,
  type Deployment,
  type RentEvidence,
} from '@tallystick/sdk'
import type { Hex } from 'viem'
import { readChainRecord, readKeys } from './chain-record.ts'
import { asMalformed } from './evidence-file.ts'
import { fetchEvidence } from './gateway-evidence.ts'

/** Which bill is checked, and where its parts are. */
export interface RentCheck {
  readonly deployment: Deployment
  readonly bank: BankDeployment
  readonly rpcUrl: string
  readonly gatewayUrl: string
  /** Key of an account that may see the lease at the gateway. */
  readonly viewerKey: Hex
  readonly leaseId: bigint
  readonly period: number
  readonly seq?: bigint | undefined
}

/**
 * Collects a bill and its evidence from the chain and the gateway.
 * @throws RentCheckError when one of them does not answer, or there is no such bill
 */
export async function collectEvidence(check: RentCheck): Promise<RentEvidence> {
  const { deployment, bank, rpcUrl, leaseId, period } = check
  const { reportedAt, ...facts } = await readChainRecord(rpcUrl, deployment, { bank, leaseId, period })
  if (facts.reported === undefined) return { record: { ...facts, keys: {} }, evidence: undefined }
  const evidence = await fetchEvidence({ ...check, chainId: deployment.chainId, book: bank.leases })
  const versions = [evidence.closing, ...evidence.readings].map(({ r }) => r.keyVersion)
  const keys = await readKeys(rpcUrl, deployment, facts.deviceId, versions, reportedAt)
  return { record: { ...facts, keys }, evidence }
}

/**
 * Computes the bill anew and follows it down to the raw readings.
 * @throws RentCheckError when the evidence is malformed
 */
export async function verifyRent({ record, evidence }: RentEvidence): Promise<AuditedFigure[]> {
  try {
    return [...auditBill(record), ...(evidence ? await auditEvidence(record, evidence) : [])]
  } catch (error) {
    throw asMalformed(error)
  }
}
