import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useAccount } from '../../chain/account'
import { Button, ErrorText, Notice, StatusPill } from '../../ui'
import { isUnreachable } from './gateway'
import { GatewayErrorText } from './gateway-error-text'
import { useOpenSession, useTelemetrySession } from './session'
import { type StreamStatus, useTelemetryStream } from './stream'
import { useDevices } from './use-telemetry'

/** What machines tell, once the reader has signed in at the gateway; until then the way to do so. */
export function TelemetryGate({ children }: { readonly children: ReactNode }) {
  const session = useTelemetrySession()
  return session ? <Live>{children}</Live> : <SignIn />
}

function SignIn() {
  const { address } = useAccount()
  const open = useOpenSession()
  return (
    <Notice title={<Trans>Machine data are shown to those whom they concern</Trans>}>
      <p>
        <Trans>
          Sign once in your wallet to read them for eight hours. The signature costs nothing and moves nothing.
        </Trans>
      </p>
      <div className="mt-2 grid justify-items-start gap-2">
        <Button
          busy={open.isPending}
          reason={address ? undefined : <Trans>Connect your company's wallet first.</Trans>}
          onClick={() => open.mutate()}
          data-testid="open-telemetry"
        >
          <Trans>Sign in to read machine data</Trans>
        </Button>
        {open.error && (
          <ErrorText>
            <GatewayErrorText error={open.error} />
          </ErrorText>
        )}
      </div>
    </Notice>
  )
}

function Live({ children }: { readonly children: ReactNode }) {
  const status = useTelemetryStream()
  const { error, data } = useDevices()
  return (
    <>
      <p className="text-xs text-muted">
        <StreamPill status={status} />
      </p>
      {error && (
        <Notice tone="warning" title={isUnreachable(error) && data && <Trans>The last known state is shown</Trans>}>
          <GatewayErrorText error={error} />
        </Notice>
      )}
      {children}
    </>
  )
}

function StreamPill({ status }: { readonly status: StreamStatus }) {
  if (status === 'live') {
    return (
      <StatusPill tone="positive">
        <Trans>Live</Trans>
      </StatusPill>
    )
  }
  return (
    <StatusPill tone="warning">
      {status === 'waiting' ? <Trans>Connecting to the gateway again</Trans> : <Trans>Connecting to the gateway</Trans>}
    </StatusPill>
  )
}
