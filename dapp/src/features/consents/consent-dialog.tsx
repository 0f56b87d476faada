import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { CREDIT_SCORING_PURPOSE, consentsAbi, consentTypedData } from '@tallystick/sdk'
import { useState } from 'react'
import { useSignTypedData } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { chainNow, useChainNow } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { Button, Dialog, DialogActions, ErrorText, InstantText, SelectInput } from '../../ui'
import { ConsentTerms, type PlatformCardProps } from './platform-card'
import { usePlatformName } from './platform-name'

/** Days for which a consent can be given here; the contract allows two years. */
const DURATIONS = ['30', '90', '180', '365'] as const
type Duration = (typeof DURATIONS)[number]

const SECONDS_PER_DAY = 86_400

export interface ConsentDialogProps extends PlatformCardProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** What is about to be signed, in the words that the wallet shows too; then signature and transaction. */
export function ConsentDialog(props: ConsentDialogProps) {
  const name = usePlatformName(props.consent.id)
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={<Trans>Let {name} release data about you</Trans>}
      description={
        <Trans>You sign in your wallet, then the consent is stored on chain. You can withdraw it at any time.</Trans>
      }
    >
      <ConsentForm {...props} />
    </Dialog>
  )
}

function ConsentForm({ consent, onClose, merchant }: ConsentDialogProps) {
  const { t } = useLingui()
  const [days, setDays] = useState<Duration>('180')
  const now = useChainNow()
  const { give, signing, sending, error } = useGiveConsent({ merchant, consent })
  const options = DURATIONS.map((value) => ({ value, label: t`${value} days` }))
  return (
    <>
      <SelectInput
        label={<Trans>For how long</Trans>}
        value={days}
        onChange={(value) => setDays(value as Duration)}
        options={options}
      />
      <ConsentTerms scopes={consent.needed} until={<InstantText at={now + BigInt(expiryAfter(days))} />} />
      {error !== null && <ErrorText>{errorText(error)}</ErrorText>}
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          variant="primary"
          busy={signing || sending}
          // A refusal to sign is in `error`; what happens to the transaction is in the activity panel.
          onClick={() => void give(expiryAfter(days)).then(onClose, () => undefined)}
          data-testid="sign-consent"
        >
          {sending ? <Trans>Storing the consent</Trans> : <Trans>Sign the consent</Trans>}
        </Button>
      </DialogActions>
    </>
  )
}

function expiryAfter(days: Duration): number {
  return Number(days) * SECONDS_PER_DAY
}

/** Signs the consent (EIP-712), then submits it. */
function useGiveConsent({ merchant, consent }: PlatformCardProps) {
  const { chainId, network } = useDeployment()
  const { scoreOracle } = useBank()
  const sign = useSignTypedData()
  const { run, pending } = useTx()
  const give = async (seconds: number) => {
    const granted = {
      merchant,
      provider: consent.id,
      recipient: scoreOracle,
      purpose: CREDIT_SCORING_PURPOSE,
      scopes: consent.needed,
      expiry: Number(chainNow()) + seconds,
    }
    const register = { chainId, consents: network.consents }
    const signature = await sign.mutateAsync(consentTypedData(register, granted, consent.nonce))
    const submit = write({
      title: msg`Give consent`,
      address: network.consents,
      abi: consentsAbi,
      functionName: 'grantBySig',
      args: () => [granted, signature] as const,
    })
    await run(submit)
  }
  return { give, signing: sign.isPending, sending: pending, error: sign.error }
}
