import { Trans, useLingui } from '@lingui/react/macro'
import { auditBill, auditEvidence, type BillRecord, type PeriodEvidence, writeEvidence } from '@tallystick/sdk'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { errorText } from '../../chain/errors'
import { downloadText } from '../../lib/download'
import { Button, Card, ErrorState, HashText, KeyValueList, Page, Skeleton, TextInput } from '../../ui'
import { GatewayErrorText } from '../telemetry/gateway-error-text'
import { TelemetryGate } from '../telemetry/telemetry-gate'
import { FiguresTable, FiguresVerdict } from './figures-table'
import { useBillRecord } from './use-bill-record'
import { usePeriodEvidence } from './use-period-evidence'

export interface BillPageProps {
  readonly leaseId: bigint
  readonly period: number
}

/** One bill, computed anew in this page and followed down to the readings that the machine has signed. */
export function BillPage({ leaseId, period }: BillPageProps) {
  const { data: record, error, refetch } = useBillRecord(leaseId, period)
  const number = String(leaseId)
  return (
    <Page
      title={
        <Trans>
          Rent of lease #{number}, period {period}
        </Trans>
      }
      lead={
        <Trans>
          The page reads events and state from the chain, and computes every figure with its own code. No wallet is
          needed for that.
        </Trans>
      }
    >
      {error && !record && <ErrorState onRetry={() => void refetch()}>{errorText(error)}</ErrorState>}
      {!record && !error && <Skeleton className="h-96" />}
      {record && (
        <>
          <RecomputedCard record={record} />
          <EvidenceCard record={record} />
        </>
      )}
    </Page>
  )
}

interface RecordProps {
  readonly record: BillRecord
}

function RecomputedCard({ record }: RecordProps) {
  const { t } = useLingui()
  const figures = auditBill(record)
  return (
    <Card title={<Trans>The bill</Trans>} actions={<FiguresVerdict figures={figures} />}>
      <FiguresTable caption={t`The bill computed anew`} figures={figures} />
    </Card>
  )
}

function EvidenceCard({ record }: RecordProps) {
  return (
    <Card title={<Trans>Evidence of the machine</Trans>}>
      {record.reported === undefined ? (
        <>
          <p className="text-muted">
            <Trans>No reading counted in this period: base rent alone was billed.</Trans>
          </p>
          <div>
            <DownloadButton record={record} evidence={undefined} />
          </div>
        </>
      ) : (
        <TelemetryGate>
          <Evidence record={record} />
        </TelemetryGate>
      )}
    </Card>
  )
}

function Evidence({ record }: RecordProps) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const seq = /^\d{1,20}$/.test(text) ? text : undefined
  const { leaseId, bill } = record
  const { data: evidence, error, refetch } = usePeriodEvidence({ leaseId, period: bill.period, seq })
  return (
    <>
      <TextInput
        label={t`Raw reading to prove`}
        hint={t`Its number; the closing reading when empty.`}
        inputMode="numeric"
        value={text}
        onChange={setText}
        error={text !== '' && !seq && t`Write the number of a reading.`}
        className="max-w-48"
      />
      {error && (
        <ErrorState onRetry={() => void refetch()}>
          <GatewayErrorText error={error} />
        </ErrorState>
      )}
      {!evidence && !error && <Skeleton className="h-64" />}
      {evidence && <CheckedEvidence record={record} evidence={evidence} />}
    </>
  )
}

interface CheckedEvidenceProps extends RecordProps {
  readonly evidence: PeriodEvidence
}

function CheckedEvidence({ record, evidence }: CheckedEvidenceProps) {
  const { t } = useLingui()
  const { closing, picked } = evidence
  const { data: figures, error } = useQuery({
    queryKey: ['audit-evidence', record.deviceId, String(record.leaseId), record.bill.period, picked.message.r.seq],
    queryFn: () => auditEvidence(record, evidence),
  })
  const key = record.keys[closing.r.keyVersion]
  if (error) return <ErrorState title={<Trans>The evidence is malformed</Trans>}>{error.message}</ErrorState>
  return (
    <>
      <KeyValueList
        items={[
          { key: 'device', label: <Trans>Machine</Trans>, value: <HashText value={record.deviceId} /> },
          {
            key: 'key',
            label: <Trans>Its key</Trans>,
            value: key && (
              <>
                {key.keyType === 0 ? 'secp256k1' : 'P-256'} <HashText value={key.x} />
              </>
            ),
          },
          {
            key: 'sig',
            label: <Trans>Signature of the closing reading</Trans>,
            value: <HashText value={closing.sig} />,
          },
          { key: 'picked', label: <Trans>Reading proved</Trans>, value: `#${picked.message.r.seq}` },
          { key: 'proof', label: <Trans>Length of its proof</Trans>, value: picked.proof.length },
        ]}
      />
      {figures ? (
        <>
          <p>
            <FiguresVerdict figures={figures} />
          </p>
          <FiguresTable caption={t`The evidence checked`} figures={figures} />
        </>
      ) : (
        <Skeleton className="h-64" />
      )}
      <div>
        <DownloadButton record={record} evidence={evidence} />
      </div>
    </>
  )
}

interface DownloadProps extends RecordProps {
  readonly evidence: PeriodEvidence | undefined
}

/** The file that `npm run rent:verify -- --evidence` checks without chain and gateway. */
function DownloadButton({ record, evidence }: DownloadProps) {
  const name = `rent-evidence-${record.leaseId}-${record.bill.period}.json`
  return (
    <Button onClick={() => downloadText(name, writeEvidence({ record, evidence }), 'application/json')}>
      <Download size={16} aria-hidden />
      <Trans>Download the evidence</Trans>
    </Button>
  )
}
