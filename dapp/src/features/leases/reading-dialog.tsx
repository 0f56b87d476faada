import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { leasesAbi, usageMeterAbi } from '@tallystick/sdk'
import { useState } from 'react'
import type { Abi, Hex } from 'viem'
import { useBank } from '../../chain/deployment'
import { useTx } from '../../chain/tx'
import { type Rehearsal, useVerdict } from '../../chain/use-verdict'
import { Button, Dialog, DialogActions } from '../../ui'
import { ReadingField, readMessage } from './reading-field'

/** What a signed reading is brought for. */
export type ReadingPurpose = 'acceptDelivery' | 'report' | 'contradict' | 'acceptReset'

const PURPOSES: Readonly<
  Record<
    ReadingPurpose,
    { readonly title: MessageDescriptor; readonly text: MessageDescriptor; readonly verb: MessageDescriptor }
  >
> = {
  acceptDelivery: {
    title: msg`Accept the delivery`,
    text: msg`The machine is yours from now on, its meter starts at this reading, and the bank pays the manufacturer.`,
    verb: msg`Accept the delivery`,
  },
  report: {
    title: msg`Bring a later reading`,
    text: msg`Within the window a later reading of the period replaces the one that stands. The contract checks the device's signature itself.`,
    verb: msg`Bring the reading`,
  },
  contradict: {
    title: msg`Show a contradiction`,
    text: msg`Another reading under the same number, or a later one with lower counters: the meter is suspended and the period bills no use.`,
    verb: msg`Show the contradiction`,
  },
  acceptReset: {
    title: msg`Agree to start the meter anew`,
    text: msg`Bring the reading that the officer proposed. Use since the last settled reading is not billed.`,
    verb: msg`Agree`,
  },
}

export interface ReadingDialogProps {
  readonly leaseId: bigint
  readonly deviceId: Hex
  /** Undefined keeps the dialog closed. */
  readonly purpose: ReadingPurpose | undefined
  readonly onClose: () => void
}

/** Brings a reading that the machine has signed to the chain. */
export function ReadingDialog(props: ReadingDialogProps) {
  const { t } = useLingui()
  const words = props.purpose && PURPOSES[props.purpose]
  return (
    <Dialog
      open={words !== undefined}
      onClose={props.onClose}
      title={words && t(words.title)}
      description={words && t(words.text)}
      wide
    >
      {props.purpose && <ReadingForm {...props} purpose={props.purpose} />}
    </Dialog>
  )
}

function ReadingForm({
  leaseId,
  deviceId,
  purpose,
  onClose,
}: ReadingDialogProps & { readonly purpose: ReadingPurpose }) {
  const { t } = useLingui()
  const bank = useBank()
  const { run, pending } = useTx()
  const [text, setText] = useState('')
  const typed = readMessage(text, deviceId)
  const target: { readonly address: Hex; readonly abi: Abi } =
    purpose === 'acceptDelivery'
      ? { address: bank.leases, abi: leasesAbi }
      : { address: bank.meter, abi: usageMeterAbi }
  const call: Rehearsal | undefined = typed.reading && {
    ...target,
    functionName: purpose,
    args: [leaseId, typed.reading.reading, typed.reading.signature],
  }
  const { refusal } = useVerdict(call)
  const { title, verb } = PURPOSES[purpose]
  const send = async () => {
    if (call) await run({ ...call, title, args: () => call.args }).then(onClose, () => undefined)
  }
  return (
    <>
      <ReadingField deviceId={deviceId} text={text} typed={typed} onChange={setText} />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          variant="primary"
          busy={pending}
          reason={call ? refusal : <Trans>Bring a signed reading first.</Trans>}
          onClick={() => void send()}
          data-testid="confirm-reading"
        >
          {t(verb)}
        </Button>
      </DialogActions>
    </>
  )
}
