import { Trans, useLingui } from '@lingui/react/macro'
import {
  CHINA_UTC_OFFSET,
  type DecodedReading,
  decodeReadingMessage,
  formatInstant,
  type ReadingMessage,
} from '@tallystick/sdk'
import { useMutation } from '@tanstack/react-query'
import type { Hex } from 'viem'
import { useDeployment } from '../../chain/deployment'
import { Button, ErrorText, Field, KeyValueList } from '../../ui'
import { Hours } from '../fleet/machine-now'
import { GatewayErrorText } from '../telemetry/gateway-error-text'
import { useTelemetrySession } from '../telemetry/session'
import { useSignedReading } from '../telemetry/use-telemetry'

/** A pasted message: a signed reading, or why it is none. */
export type TypedReading =
  | { readonly reading: DecodedReading; readonly problem?: never }
  | { readonly reading?: never; readonly problem: 'empty' | 'unreadable' | 'other-device' }

/** Reads a message as devices publish it. The signature is for the contract to check. */
export function readMessage(text: string, deviceId: Hex): TypedReading {
  if (text.trim() === '') return { problem: 'empty' }
  try {
    const reading = decodeReadingMessage(JSON.parse(text))
    return reading.reading.deviceId === deviceId.toLowerCase() ? { reading } : { problem: 'other-device' }
  } catch {
    return { problem: 'unreadable' }
  }
}

export interface ReadingFieldProps {
  readonly deviceId: Hex
  readonly text: string
  readonly typed: TypedReading
  readonly onChange: (text: string) => void
}

/** A signed reading: fetched from the gateway, or pasted as the device published it. */
export function ReadingField({ deviceId, text, typed, onChange }: ReadingFieldProps) {
  const { t } = useLingui()
  const sentences = {
    empty: undefined,
    unreadable: t`This is no signed reading as a device publishes it.`,
    'other-device': t`This reading is of another machine.`,
  }
  return (
    <div className="grid gap-3">
      <Sources deviceId={deviceId} onReading={(message) => onChange(JSON.stringify(message, null, 1))} />
      <Field
        label={<Trans>Signed reading</Trans>}
        hint={<Trans>Or paste the message as the device published it.</Trans>}
        error={typed.problem && sentences[typed.problem]}
      >
        {(ids) => (
          <textarea
            {...ids}
            rows={6}
            spellCheck={false}
            value={text}
            onChange={(event) => onChange(event.target.value)}
            data-testid="reading"
            className="w-full min-w-0 rounded-md border border-line bg-surface px-3 py-2 font-mono text-xs aria-invalid:border-danger"
          />
        )}
      </Field>
      {typed.reading && <ReadingFacts reading={typed.reading} />}
    </div>
  )
}

interface SourcesProps {
  readonly deviceId: Hex
  readonly onReading: (message: ReadingMessage) => void
}

function Sources({ deviceId, onReading }: SourcesProps) {
  const { local } = useDeployment()
  const session = useTelemetrySession()
  const newest = useSignedReading()
  const simulated = useSimulatedReading()
  const error = newest.error ?? simulated.error
  const take = (message: ReadingMessage | undefined) => message && onReading(message)
  return (
    <div className="grid justify-items-start gap-2">
      <div className="flex flex-wrap gap-2">
        <Button
          busy={newest.isPending}
          reason={session ? undefined : <Trans>Sign in to read machine data first.</Trans>}
          onClick={() => newest.mutate(deviceId, { onSuccess: take })}
          data-testid="newest-reading"
        >
          <Trans>Take the newest from the gateway</Trans>
        </Button>
        {local && (
          <Button busy={simulated.isPending} onClick={() => simulated.mutate(deviceId, { onSuccess: take })}>
            <Trans>Demo: have the machine sign one now</Trans>
          </Button>
        )}
      </div>
      {newest.isSuccess && newest.data === undefined && (
        <p className="text-muted">
          <Trans>The gateway holds no reading of this machine yet.</Trans>
        </p>
      )}
      {error && (
        <ErrorText>
          <GatewayErrorText error={error} />
        </ErrorText>
      )}
    </div>
  )
}

/** On a local chain: has the simulator sign a reading at once. */
function useSimulatedReading() {
  return useMutation({
    mutationFn: async (deviceId: Hex) => {
      const answer = await fetch(`/demo/devices/${deviceId}/reading`, { method: 'POST' })
      if (!answer.ok) throw new Error(`/demo/devices: HTTP ${answer.status}`)
      return (await answer.json()) as ReadingMessage
    },
  })
}

const MS_PER_SECOND = 1_000n

function ReadingFacts({ reading: { reading } }: { readonly reading: DecodedReading }) {
  return (
    <KeyValueList
      items={[
        { key: 'seq', label: <Trans>Number of the reading</Trans>, value: String(reading.seq) },
        {
          key: 'time',
          label: <Trans>Taken at</Trans>,
          value: formatInstant(reading.ts / MS_PER_SECOND, CHINA_UTC_OFFSET),
        },
        { key: 'hours', label: <Trans>Operating hours</Trans>, value: <Hours seconds={reading.opSec} /> },
      ]}
    />
  )
}
