import { Trans } from '@lingui/react/macro'
import { errorText } from '../../chain/errors'
import { GatewayError } from './gateway'

/** What the gateway's refusal means, in a sentence. */
export function GatewayErrorText({ error }: { readonly error: unknown }) {
  if (!(error instanceof GatewayError)) return errorText(error)
  switch (error.code) {
    case 'UNREACHABLE':
      return (
        <Trans>The machines' gateway does not answer. Bills and payments work without it; try again in a moment.</Trans>
      )
    case 'UNAUTHORISED':
    case 'SESSION_EXPIRED':
      return <Trans>The session with the gateway is over. Sign again to read machine data.</Trans>
    case 'SIGNATURE_INVALID':
      return <Trans>The gateway does not take this signature as yours.</Trans>
    case 'NOT_A_MEMBER':
      return <Trans>The gateway lets in members of the network in good standing only.</Trans>
    case 'NO_SUCH_DEVICE':
    case 'NO_SUCH_LEASE':
      return <Trans>The gateway knows no such machine or lease that concerns you.</Trans>
    case 'NO_SUCH_READING':
      return <Trans>The gateway holds no such reading.</Trans>
    case 'NOTHING_REPORTED':
      return <Trans>No closing reading of this period has been brought on chain yet.</Trans>
    case 'NOTE_UNKNOWN':
      return <Trans>The gateway has not seen the chain event of this note yet. Send it again later.</Trans>
    case 'RATE_LIMITED':
    case 'TOO_MANY_STREAMS':
      return <Trans>Too many calls at once. The page tries again by itself.</Trans>
    default:
      return <Trans>The gateway refused: {error.message}</Trans>
  }
}
