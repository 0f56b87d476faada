import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { type ReceivableTerms, receivablesAbi, termsHash } from '@tallystick/sdk'
import { useState } from 'react'
import { useDeployment } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { Button, Field } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import { readConfirmation } from './confirmation-file'

export interface SubmitSignatureProps {
  readonly terms: ReceivableTerms
  readonly onDone: () => void
}

/** The supplier presents the debtor's signature; the receivable comes into being. */
export function SubmitSignature({ terms, onDone }: SubmitSignatureProps) {
  const { network } = useDeployment()
  const { run, pending } = useTx()
  const [text, setText] = useState('')
  const confirmation = readConfirmation(text)
  const error = useSignatureError(terms, text)
  const cannotAct = useCannotAct('SUPPLIER')
  const submit = async () => {
    if (!confirmation) return
    await run(
      write({
        title: msg`Submit the debtor's confirmation`,
        address: network.receivables,
        abi: receivablesAbi,
        functionName: 'create',
        args: () => [terms, confirmation.deadline, confirmation.signature] as const,
      }),
    )
    onDone()
  }
  const obstacle = cannotAct ?? (confirmation ? undefined : <Trans>Paste the debtor's signature first.</Trans>)
  return (
    <div className="grid gap-3">
      <Field
        label={<Trans>The debtor's signature</Trans>}
        hint={<Trans>The text or file content that the debtor gave you.</Trans>}
        error={error}
      >
        {(ids) => (
          <textarea
            {...ids}
            rows={4}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="w-full rounded-md border border-line bg-surface p-2 font-mono text-xs aria-invalid:border-danger"
          />
        )}
      </Field>
      <div>
        <Button
          variant="primary"
          busy={pending}
          reason={error ? <Trans>Correct the signature first.</Trans> : obstacle}
          onClick={() => void submit().catch(() => undefined)}
          data-testid="submit-signature"
        >
          <Trans>Submit the signature</Trans>
        </Button>
      </div>
    </div>
  )
}

/** What is wrong with the pasted text, as far as the page can tell; the register checks the signature itself. */
function useSignatureError(terms: ReceivableTerms, text: string): string | undefined {
  const { t } = useLingui()
  const now = useChainNow()
  if (text.trim() === '') return undefined
  const confirmation = readConfirmation(text)
  if (!confirmation) return t`This is not a confirmation as the debtor's page writes it. Copy the whole text.`
  if (confirmation.termsHash !== termsHash(terms)) return t`This signature is for another request.`
  return BigInt(confirmation.deadline) < now ? t`This signature has expired. Ask the debtor for a new one.` : undefined
}
