import { Trans } from '@lingui/react/macro'
import { CHINA_UTC_OFFSET, type DeviceKey, devicesAbi, devicesDomain, formatInstant } from '@tallystick/sdk'
import { useQuery } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useReadContract } from 'wagmi'
import { useDeployment } from '../../chain/deployment'
import { Dialog, ErrorState, HashText, KeyValueList, Skeleton } from '../../ui'
import { Hours } from '../fleet/machine-now'
import type { EvidenceAnswer } from '../telemetry/answers'
import { GatewayErrorText } from '../telemetry/gateway-error-text'
import { TelemetryGate } from '../telemetry/telemetry-gate'
import { useEvidence } from '../telemetry/use-telemetry'
import { checkEvidence } from './check-evidence'

export interface EvidenceDialogProps {
  readonly leaseId: bigint
  /** Undefined keeps the dialog closed. */
  readonly period: number | undefined
  readonly onClose: () => void
}

/** The evidence behind a bill, checked in this page. */
export function EvidenceDialog({ leaseId, period, onClose }: EvidenceDialogProps) {
  const number = period ?? 0
  return (
    <Dialog
      open={period !== undefined}
      onClose={onClose}
      title={<Trans>Evidence of period {number}</Trans>}
      description={
        <Trans>
          The gateway hands over what it holds; this page checks it against the register's key and the root on chain.
        </Trans>
      }
      wide
    >
      <TelemetryGate>
        <Evidence leaseId={leaseId} period={number} />
      </TelemetryGate>
    </Dialog>
  )
}

function Evidence({ leaseId, period }: { readonly leaseId: bigint; readonly period: number }) {
  const { data, error, refetch } = useEvidence(leaseId, period)
  if (error) {
    return (
      <ErrorState onRetry={() => void refetch()}>
        <GatewayErrorText error={error} />
      </ErrorState>
    )
  }
  if (!data) return <Skeleton className="h-48" />
  return <EvidenceFacts evidence={data} />
}

const MS_PER_SECOND = 1_000n

function EvidenceFacts({ evidence }: { readonly evidence: EvidenceAnswer }) {
  const { closing, digests, root } = evidence
  const { r, sig } = closing
  return (
    <>
      <Checks evidence={evidence} />
      <KeyValueList
        items={[
          { key: 'seq', label: <Trans>Closing reading</Trans>, value: `#${r.seq}` },
          {
            key: 'time',
            label: <Trans>Taken at</Trans>,
            value: formatInstant(BigInt(r.ts) / MS_PER_SECOND, CHINA_UTC_OFFSET),
          },
          { key: 'hours', label: <Trans>Operating hours</Trans>, value: <Hours seconds={BigInt(r.opSec)} /> },
          { key: 'sig', label: <Trans>Signature of the device</Trans>, value: <HashText value={sig} /> },
          { key: 'readings', label: <Trans>Readings in the period</Trans>, value: digests.length },
          { key: 'root', label: <Trans>Merkle root on chain</Trans>, value: <HashText value={root} /> },
        ]}
      />
    </>
  )
}

/** What could be checked without believing anybody. */
function Checks({ evidence }: { readonly evidence: EvidenceAnswer }) {
  const { chainId, network } = useDeployment()
  const { data: answer } = useReadContract({
    address: network.devices,
    abi: devicesAbi,
    functionName: 'keyOf',
    args: [evidence.deviceId, evidence.closing.r.keyVersion],
  })
  const { data: verdict } = useQuery({
    queryKey: ['evidence-check', evidence, answer?.[0]],
    queryFn: () => checkEvidence(evidence, devicesDomain(chainId, network.devices), answer?.[0] as DeviceKey),
    enabled: answer !== undefined,
  })
  if (!verdict) return <Skeleton className="h-20" />
  return (
    <ul className="grid gap-1.5" data-testid="evidence-checks">
      <CheckLine isGood={verdict.isSigned}>
        <Trans>The machine's registered key has signed the closing reading.</Trans>
      </CheckLine>
      <CheckLine isGood={verdict.isComplete}>
        <Trans>All readings together give the root that is on chain.</Trans>
      </CheckLine>
      <CheckLine isGood={verdict.isIncluded}>
        <Trans>The raw reading below lies under that root.</Trans>
      </CheckLine>
    </ul>
  )
}

function CheckLine({ isGood, children }: { readonly isGood: boolean; readonly children: ReactNode }) {
  const Icon = isGood ? Check : X
  return (
    <li className="flex items-start gap-2">
      <Icon
        size={16}
        className={isGood ? 'mt-0.5 shrink-0 text-positive' : 'mt-0.5 shrink-0 text-danger'}
        aria-hidden
      />
      <span>
        {!isGood && (
          <strong>
            <Trans>Not so:</Trans>{' '}
          </strong>
        )}
        {children}
      </span>
    </li>
  )
}
