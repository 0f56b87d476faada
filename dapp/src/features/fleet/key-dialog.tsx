import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { devicesAbi, devicesDomain, keyDigest, keyHashOf } from '@tallystick/sdk'
import { useState } from 'react'
import type { Hex } from 'viem'
import { useDeployment } from '../../chain/deployment'
import { useTx } from '../../chain/tx'
import { type Rehearsal, useVerdict } from '../../chain/use-verdict'
import { Button, Dialog, DialogActions, HashText, Notice, SelectInput, TextInput } from '../../ui'
import { KeyFields } from './key-fields'
import { type KeyDraft, readKey, readSignature } from './registration'

/** With the old key's consent, or without it: lost, revoked, or other hardware. */
const WAYS = ['rotateKey', 'replaceKey'] as const
type Way = (typeof WAYS)[number]

export interface KeyDialogProps {
  readonly deviceId: Hex
  readonly keyVersion: number
  /** The machine serves a lease, whose lessor must agree to a replacement. */
  readonly isLeased: boolean
  readonly open: boolean
  readonly onClose: () => void
}

/** Gives a machine its next key. */
export function KeyDialog(props: KeyDialogProps) {
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={<Trans>Next key of the machine</Trans>}
      description={<Trans>From then on the old key counts only for readings that were taken before.</Trans>}
      wide
    >
      <KeyForm {...props} />
    </Dialog>
  )
}

const EMPTY: KeyDraft = { kind: 'secp256k1', x: '', y: '' }

function KeyForm({ deviceId, keyVersion, isLeased, onClose }: KeyDialogProps) {
  const { t } = useLingui()
  const { chainId, network } = useDeployment()
  const { run, pending } = useTx()
  const [way, setWay] = useState<Way>('rotateKey')
  const [draft, setDraft] = useState(EMPTY)
  const [possession, setPossession] = useState('')
  const [consent, setConsent] = useState('')
  const key = readKey(draft)
  const proof = readSignature(possession, draft.kind)
  // The old key may be of either kind.
  const agreed = readSignature(consent, 'secp256k1') ?? readSignature(consent, 'P-256')
  const signed = key && proof && { key, proof }
  const call = signed && keyCall(network.devices, deviceId, way, signed, agreed)
  const { refusal } = useVerdict(call)
  const submit = async () => {
    if (call === undefined) return
    const title = msg`Set the next key of a machine`
    await run({ ...call, title, args: () => call.args }).then(onClose, () => undefined)
  }
  const digest = key && keyDigest(devicesDomain(chainId, network.devices), deviceId, keyVersion + 1, key)
  const labels: Readonly<Record<Way, string>> = {
    rotateKey: t`The old key signs for the new one`,
    replaceKey: t`The old key is lost or revoked`,
  }
  return (
    <>
      <SelectInput
        label={t`How`}
        value={way}
        onChange={(value) => setWay(value as Way)}
        options={WAYS.map((value) => ({ value, label: labels[value] }))}
      />
      <KeyFields draft={draft} wrong={{ x: !key, y: !key }} onChange={setDraft} />
      {digest && (
        <Notice>
          <Trans>
            Digest to sign: <HashText value={digest} />
          </Trans>
        </Notice>
      )}
      <TextInput label={t`Signature of the new key`} placeholder="0x…" value={possession} onChange={setPossession} />
      {way === 'rotateKey' && (
        <TextInput label={t`Signature of the old key`} placeholder="0x…" value={consent} onChange={setConsent} />
      )}
      {way === 'replaceKey' && isLeased && key && (
        <Notice tone="warning">
          <Trans>
            The machine is leased: the bank approves this key first. Give its officer the number{' '}
            <HashText value={keyHashOf(key)} />.
          </Trans>
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          variant="primary"
          busy={pending}
          reason={call ? refusal : <Trans>Fill in every field first.</Trans>}
          onClick={() => void submit()}
        >
          <Trans>Set the key</Trans>
        </Button>
      </DialogActions>
    </>
  )
}

interface SignedKey {
  readonly key: NonNullable<ReturnType<typeof readKey>>
  readonly proof: Hex
}

/** The call with its arguments; undefined while the old key's consent is missing. */
function keyCall(
  address: Hex,
  deviceId: Hex,
  way: Way,
  { key, proof }: SignedKey,
  consent: Hex | undefined,
): Rehearsal | undefined {
  if (way === 'replaceKey') return { address, abi: devicesAbi, functionName: way, args: [deviceId, key, proof] }
  return consent && { address, abi: devicesAbi, functionName: way, args: [deviceId, key, proof, consent] }
}
