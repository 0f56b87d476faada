import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { type AlarmKey, alarmBits, alarmsIn, BATCH_DEVICES, deviceOracleAbi } from '@tallystick/sdk'
import { useReadContract } from 'wagmi'
import { useBank } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { Card, type Column, DataTable, EmptyState, InstantText, KeyValueList, StatusPill } from '../../ui'
import { CallButton } from '../leases/call-button'
import { useAlarmName } from '../telemetry/alarm-labels'
import { useTelemetrySession } from '../telemetry/session'
import { useDevices } from '../telemetry/use-telemetry'
import { MachineLink } from './machine-link'
import { type PictureRow, usePictures } from './use-pictures'
import { useUnwrittenAnswer } from './use-unwritten-answer'

const POLL_MS = 5_000

/** What the gateway sees beside what the oracle network has brought to the chain. */
export function PictureCard() {
  const { t } = useLingui()
  const session = useTelemetrySession()
  const { data: devices } = useDevices()
  const { rows = [], isLoading, isError, refetch } = usePictures(session ? devices : undefined)
  const columns = useColumns(session !== undefined)
  const batches = Math.max(1, Math.ceil(Math.max(0, ...rows.map(({ place }) => place)) / BATCH_DEVICES))
  return (
    <Card title={<Trans>Gateway and chain</Trans>}>
      <p className="text-muted">
        <Trans>
          The oracle network brings the gateway's picture to the chain; what the chain has is what officers act on.
        </Trans>
      </p>
      {Array.from({ length: batches }, (_, number) => (
        // Batches are counted from 0 and never change places.
        // biome-ignore lint/suspicious/noArrayIndexKey: the index is the batch's number
        <BatchLine key={number} number={number} />
      ))}
      <DataTable
        caption={t`Alarms by gateway and chain`}
        columns={columns}
        rows={rows}
        rowKey={({ deviceId }) => deviceId}
        loading={isLoading}
        error={isError && <RecordsError />}
        onRetry={() => void refetch()}
        empty={
          <EmptyState title={<Trans>No machine has a place in the pictures</Trans>}>
            <Trans>A machine gets one when it is enrolled, on its own page.</Trans>
          </EmptyState>
        }
      />
    </Card>
  )
}

/** When a batch was last brought, and the ways to bring it again. */
function BatchLine({ number }: { readonly number: number }) {
  const { deviceOracle } = useBank()
  const target = { address: deviceOracle, abi: deviceOracleAbi } as const
  const { data: batch } = useReadContract({
    ...target,
    functionName: 'batch',
    args: [number],
    query: { refetchInterval: POLL_MS },
  })
  const answer = useUnwrittenAnswer(number, batch)
  const ask = { ...target, title: msg`Ask for the picture of alarms`, functionName: 'requestAlarms', args: [number] }
  const apply = {
    ...target,
    title: msg`Write the picture of alarms`,
    functionName: 'apply_',
    args: [number, answer ?? '0x'],
  }
  return (
    <>
      <KeyValueList
        items={[
          {
            key: 'asOf',
            label: <Trans>Picture {number} reaches to</Trans>,
            value: batch && batch.asOf > 0 ? <InstantText at={BigInt(batch.asOf)} /> : '–',
          },
        ]}
      />
      <div className="flex flex-wrap items-start gap-2">
        <CallButton call={ask} testId="request-alarms">
          <Trans>Ask for the next picture</Trans>
        </CallButton>
        {answer && (
          <CallButton call={apply} variant="primary" testId="apply-alarms">
            <Trans>Write the answer that came</Trans>
          </CallButton>
        )}
      </div>
    </>
  )
}

/** @param isSignedIn the reader has a session at the gateway */
function useColumns(isSignedIn: boolean): readonly Column<PictureRow>[] {
  const { t } = useLingui()
  return [
    { id: 'machine', header: t`Machine`, cell: (row) => <MachineLink deviceId={row.deviceId} model={row.model} /> },
    {
      id: 'gateway',
      header: t`Gateway`,
      cell: ({ gateway }) =>
        gateway ? <Kinds keys={gateway} /> : isSignedIn ? <Trans>not on lease</Trans> : <Trans>sign in to see</Trans>,
    },
    {
      id: 'chain',
      header: t`Chain`,
      cell: ({ chain }) => (
        <span className="inline-flex flex-wrap items-baseline gap-2">
          <Kinds keys={alarmsIn(chain).map(({ key }) => key)} />
          <code className="font-mono text-xs text-muted">{bitmap(chain)}</code>
        </span>
      ),
    },
    {
      id: 'same',
      header: t`Same`,
      cell: ({ gateway, chain }) => gateway && <Agreement isSame={alarmBits(gateway) === chain} />,
    },
  ]
}

/** The byte of alarms as it is stored, the highest bit first. */
function bitmap(bits: number): string {
  return bits.toString(2).padStart(8, '0')
}

function Kinds({ keys }: { readonly keys: readonly AlarmKey[] }) {
  const nameOf = useAlarmName()
  return keys.length === 0 ? <Trans>none</Trans> : keys.map(nameOf).join(', ')
}

function Agreement({ isSame }: { readonly isSame: boolean }) {
  return isSame ? (
    <StatusPill tone="positive">
      <Trans>yes</Trans>
    </StatusPill>
  ) : (
    <StatusPill tone="warning">
      <Trans>the chain is behind</Trans>
    </StatusPill>
  )
}
