import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { Button, DialogActions, ErrorText, Field } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import type { GuardedCall } from '../access/guarded-call'
import { GatewayErrorText } from '../telemetry/gateway-error-text'
import { useKeepNote } from '../telemetry/use-telemetry'
import { MAX_NOTE_LENGTH } from './note'

export interface NoteFormProps {
  readonly label: ReactNode
  /** The call that carries the hash of the words. */
  readonly callOf: (text: string) => GuardedCall
  /** Why the call cannot be sent now, whatever is written. */
  readonly refusal?: ReactNode
  /** Words must be written. */
  readonly required: boolean
  readonly verb: ReactNode
  readonly testId: string
  readonly onClose: () => void
  /** Further fields, above the words. */
  readonly children?: ReactNode
}

/** Words of an officer: their hash goes to the chain, then the words themselves to the gateway. */
export function NoteForm({ label, callOf, refusal, required, verb, testId, onClose, children }: NoteFormProps) {
  const [text, setText] = useState('')
  const [sent, setSent] = useState<string>()
  const keep = useKeepNote()
  const words = text.trim()
  const give = (given: string) => {
    setSent(given)
    keep.mutate(given, { onSuccess: onClose })
  }
  const missing = required && words === '' ? <Trans>Write what is to be known.</Trans> : undefined
  return (
    <>
      {children}
      <NoteField label={label} text={text} locked={sent !== undefined} onChange={setText} />
      {keep.error && (
        <ErrorText>
          <Trans>The chain has it, but the gateway did not take the words.</Trans>{' '}
          <GatewayErrorText error={keep.error} />
        </ErrorText>
      )}
      <DialogActions>
        <Button onClick={onClose}>{sent === undefined ? <Trans>Cancel</Trans> : <Trans>Close</Trans>}</Button>
        {sent === undefined ? (
          <GuardedButton
            call={callOf(words)}
            variant="primary"
            refusal={refusal || missing}
            onDone={() => (words === '' ? onClose() : give(words))}
            testId={testId}
          >
            {verb}
          </GuardedButton>
        ) : (
          <Button variant="primary" busy={keep.isPending} onClick={() => give(sent)}>
            <Trans>Send the words again</Trans>
          </Button>
        )}
      </DialogActions>
    </>
  )
}

interface NoteFieldProps {
  readonly label: ReactNode
  readonly text: string
  readonly locked: boolean
  readonly onChange: (text: string) => void
}

function NoteField({ label, text, locked, onChange }: NoteFieldProps) {
  const { t } = useLingui()
  return (
    <Field
      label={label}
      hint={t`The chain gets only a fingerprint of these words. The lessee and auditors can read them.`}
    >
      {(ids) => (
        <textarea
          {...ids}
          rows={3}
          value={text}
          readOnly={locked}
          maxLength={MAX_NOTE_LENGTH}
          onChange={(event) => onChange(event.target.value)}
          data-testid="note"
          className="w-full min-w-0 rounded-md border border-line bg-surface px-3 py-2"
        />
      )}
    </Field>
  )
}
