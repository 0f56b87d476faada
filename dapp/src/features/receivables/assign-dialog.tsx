import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { hasMemberRole, MembersDocument, normaliseIdentifier, receivablesAbi } from '@tallystick/sdk'
import { useState } from 'react'
import { type Address, getAddress, isAddress, keccak256, stringToHex } from 'viem'
import { useAccount } from '../../chain/account'
import { useDeployment } from '../../chain/deployment'
import { nameOf } from '../../chain/names'
import { useTx, write } from '../../chain/tx'
import { useVerdict } from '../../chain/use-verdict'
import { useGraph } from '../../graphql/use-graph'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { abbreviate } from '../../lib/abbreviate'
import { Button, Dialog, DialogActions, SelectInput, TextInput } from '../../ui'
import type { HoldingDialogProps } from './finance-dialog'
import { readUnits, UnitsField } from './units-field'

/** Passes units on to the holder's own supplier. */
export function AssignDialog(props: HoldingDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t`Pass units on`}
      description={t`Pay your own supplier with part of this receivable. The debtor then owes that part to the new holder.`}
    >
      <AssignForm {...props} />
    </Dialog>
  )
}

function AssignForm({ held, onClose }: HoldingDialogProps) {
  const { t } = useLingui()
  const { asset, network } = useDeployment()
  const { run, pending } = useTx()
  const [receiver, setReceiver] = useState('')
  const [text, setText] = useState('')
  const [invoice, setInvoice] = useState('')
  const units = readUnits(text, asset.decimals, held.units)
  const to = isAddress(receiver, { strict: false }) ? getAddress(receiver) : undefined
  const isComplete = to !== undefined && units !== undefined && normaliseIdentifier(invoice) !== ''
  const assign = { address: network.receivables, abi: receivablesAbi, functionName: 'assign' } as const
  const args = isComplete ? ([held.tokenId, to, units, referenceHash(invoice)] as const) : undefined
  const { refusal } = useVerdict(args && { ...assign, args })
  const send = () => {
    if (!args) return
    run(write({ title: msg`Pass units on`, ...assign, args: () => args })).then(onClose, () => undefined)
  }
  const missing = isComplete ? undefined : t`Choose a receiver, an amount and an invoice or contract number first.`
  return (
    <>
      <ReceiverField value={receiver} onChange={setReceiver} />
      <UnitsField label={<Trans>Units to pass on</Trans>} text={text} onChange={setText} most={held.units} />
      <TextInput
        label={<Trans>Invoice or contract number</Trans>}
        hint={<Trans>What these units pay. Only its hash is published.</Trans>}
        value={invoice}
        onChange={setInvoice}
      />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button variant="primary" busy={pending} reason={missing ?? refusal} onClick={send}>
          <Trans>Pass on</Trans>
        </Button>
      </DialogActions>
    </>
  )
}

/** Hash under which the reference is published: keccak256 of the normalised number. */
function referenceHash(reference: string) {
  return keccak256(stringToHex(normaliseIdentifier(reference)))
}

const OTHER = 'other'

interface ReceiverFieldProps {
  readonly value: string
  readonly onChange: (address: string) => void
}

/** A registered supplier, or the address of one that the records do not show yet. */
function ReceiverField({ value, onChange }: ReceiverFieldProps) {
  const { t } = useLingui()
  const suppliers = useSuppliers()
  const [isOther, setIsOther] = useState(false)
  const choose = (choice: string) => {
    setIsOther(choice === OTHER)
    onChange(choice === OTHER ? '' : choice)
  }
  const isWrong = value !== '' && !isAddress(value, { strict: false })
  return (
    <>
      <SelectInput
        label={t`Receiver`}
        value={isOther ? OTHER : value}
        onChange={choose}
        options={[
          { value: '', label: t`Choose a supplier` },
          ...suppliers,
          { value: OTHER, label: t`Another account` },
        ]}
      />
      {isOther && (
        <TextInput
          label={t`Account of the receiver`}
          value={value}
          onChange={onChange}
          placeholder="0x…"
          className="font-mono"
          error={isWrong && t`An account is 0x and 40 hexadecimal digits.`}
        />
      )}
    </>
  )
}

/** Registered suppliers except the connected company, by name. */
function useSuppliers() {
  const locale = useLocale()
  const { address } = useAccount()
  const { data } = useGraph(MembersDocument, {})
  const isOther = (id: Address) => id.toLowerCase() !== address?.toLowerCase()
  return (data?.members ?? [])
    .filter(({ id, roles, frozen }) => hasMemberRole(BigInt(roles), 'SUPPLIER') && !frozen && isOther(id))
    .map(({ id }) => ({ value: id as string, label: nameLabel(id, locale) }))
}

function nameLabel(address: Address, locale: ReturnType<typeof useLocale>): string {
  const name = nameOf(address)
  return name ? `${inLocale(name, locale)} · ${abbreviate(address)}` : abbreviate(address)
}
