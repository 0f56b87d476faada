import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { isHex, size } from 'viem'
import { useBank } from '../../chain/deployment'
import { Card, TextInput } from '../../ui'
import { approveKeyCall, officerCall } from './lease-calls'
import { OfficerButton } from './officer-button'

/** The key of a leased machine: the bank agrees to another one, or has the present one revoked. */
export function DeviceKeyCard({ leaseId }: { readonly leaseId: bigint }) {
  const { t } = useLingui()
  const bank = useBank()
  const [text, setText] = useState('')
  const hash = isHex(text) && size(text) === 32 ? text : undefined
  return (
    <Card title={<Trans>Key of the machine</Trans>}>
      <TextInput
        label={t`Number of the new key`}
        hint={t`The manufacturer gives it to you; agree only to a key that you have checked.`}
        placeholder="0x…"
        value={text}
        onChange={setText}
        error={text !== '' && !hash && t`A number of a key is 0x and 64 hexadecimal digits.`}
      />
      <div className="flex flex-wrap items-start gap-2">
        <OfficerButton
          call={approveKeyCall(bank, leaseId, hash ?? '0x')}
          refusal={!hash && <Trans>Write the number of the key first.</Trans>}
          testId="approve-key"
        >
          <Trans>Agree to the key</Trans>
        </OfficerButton>
        <OfficerButton variant="danger" call={officerCall(bank, 'revokeDeviceKey', leaseId)} testId="bank-revoke-key">
          <Trans>Revoke the present key</Trans>
        </OfficerButton>
      </div>
    </Card>
  )
}
