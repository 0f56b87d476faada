import { Trans } from '@lingui/react/macro'
import {
  CHINA_UTC_OFFSET,
  confirmationTypedData,
  formatInstant,
  type ReceivableTerms,
  termsHash,
} from '@tallystick/sdk'
import { Download } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useSignTypedData } from 'wagmi'
import { useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { chainNow } from '../../chain/now'
import { downloadText } from '../../lib/download'
import { Button, CopyButton, ErrorText, Notice } from '../../ui'
import { type ConfirmationFile, writeConfirmation } from './confirmation-file'

/** A signature stays valid for a week: long enough to hand it over, short enough to lose. */
const VALID_SECONDS = 7n * 86_400n

export interface SignConfirmationProps {
  readonly terms: ReceivableTerms
  readonly obstacle: ReactElement | undefined
}

/** Confirms by an EIP-712 signature, which the supplier submits: the debtor sends no transaction. */
export function SignConfirmation({ terms, obstacle }: SignConfirmationProps) {
  const { chainId, network } = useDeployment()
  const sign = useSignTypedData()
  const [confirmation, setConfirmation] = useState<ConfirmationFile>()
  const start = async () => {
    const deadline = Number(chainNow() + VALID_SECONDS)
    const typedData = confirmationTypedData({ chainId, receivables: network.receivables }, terms, deadline)
    const signature = await sign.mutateAsync(typedData)
    setConfirmation({ termsHash: termsHash(terms), deadline, signature })
  }
  if (confirmation) return <SignedConfirmation confirmation={confirmation} />
  return (
    <div className="grid gap-1">
      <Button
        busy={sign.isPending}
        reason={obstacle}
        // A refusal is in `sign.error`.
        onClick={() => void start().catch(() => undefined)}
        data-testid="sign-confirmation"
      >
        <Trans>Sign for the supplier to submit</Trans>
      </Button>
      {sign.error && <ErrorText>{errorText(sign.error)}</ErrorText>}
    </div>
  )
}

function SignedConfirmation({ confirmation }: { readonly confirmation: ConfirmationFile }) {
  const text = writeConfirmation(confirmation)
  const until = formatInstant(BigInt(confirmation.deadline), CHINA_UTC_OFFSET)
  const save = () => downloadText(`confirmation-${confirmation.termsHash.slice(2, 10)}.json`, text, 'application/json')
  return (
    <Notice tone="positive" title={<Trans>Signed. Hand this to the supplier.</Trans>}>
      <p>
        <Trans>The signature counts until {until}. The receivable comes into being when the supplier submits it.</Trans>
      </p>
      <pre
        className="mt-2 max-h-40 overflow-auto rounded border border-line bg-surface p-2 text-xs"
        data-testid="signature"
      >
        {text}
      </pre>
      <div className="mt-2 flex items-center gap-2">
        <Button onClick={save}>
          <Download size={14} aria-hidden />
          <Trans>Save as a file</Trans>
        </Button>
        <CopyButton text={text} />
      </div>
    </Notice>
  )
}
