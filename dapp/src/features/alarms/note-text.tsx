import { Trans } from '@lingui/react/macro'
import { AccountName } from '../../chain/account-name'
import { HashText, InstantText } from '../../ui'
import type { AcknowledgementAnswer, NoteAnswer } from '../telemetry/answers'

/** Who did something, when, and in which words. */
export function DoneBy({ done: { by, at, note } }: { readonly done: AcknowledgementAnswer }) {
  return (
    <span className="inline-grid">
      <span>
        <AccountName address={by} short /> · <InstantText at={BigInt(at)} />
      </span>
      {note && <NoteText note={note} />}
    </span>
  )
}

/** Words, or the fingerprint of words that the gateway was not given. */
function NoteText({ note: { hash, text } }: { readonly note: NoteAnswer }) {
  if (text !== null) return <span className="max-w-prose break-words text-muted">{text}</span>
  return (
    <span className="text-xs text-muted">
      <Trans>
        The words were not kept: <HashText value={hash} />
      </Trans>
    </span>
  )
}
