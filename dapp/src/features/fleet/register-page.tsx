import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { devicesAbi, devicesDomain, formatAmount, keyDigest } from '@tallystick/sdk'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Hex, zeroAddress } from 'viem'
import { useReadContracts } from 'wagmi'
import { useAccount } from '../../chain/account'
import { useDeployment } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { useVerdict } from '../../chain/use-verdict'
import { AmountInput, Button, Card, HashText, KeyValueList, Notice, SelectInput, TextInput } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import { KeyFields } from './key-fields'
import { ManufacturerPage } from './manufacturer-page'
import { type MachineDraft, type MachineField, type ReadMachine, readMachine } from './registration'
import { TierPill, TierText } from './tier'
import { type DemoDevice, useDemoDevices } from './use-demo-devices'

const EMPTY: MachineDraft = {
  oem: '',
  model: '',
  pin: '',
  serialNumber: '',
  ratedFuel: '',
  key: { kind: 'secp256k1', x: '', y: '' },
  possession: '',
}

/** A software key is all that a manufacturer can vouch for itself. */
const FIRST_TIER = 1

/** Registers a machine with the key that signs its meter. */
export function RegisterPage() {
  return (
    <ManufacturerPage
      title={<Trans>Register a machine</Trans>}
      lead={<Trans>The serial number is hashed in this page; only the hash goes on chain.</Trans>}
    >
      {() => <RegisterForm />}
    </ManufacturerPage>
  )
}

function RegisterForm() {
  const { member } = useAccount()
  const [draft, setDraft] = useState(EMPTY)
  const machine = readMachine(draft, member?.identity ?? '0x')
  return (
    <>
      <DemoChoice onChoose={setDraft} />
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <div className="grid gap-5">
          <MachineCard draft={draft} wrong={machine.wrong} onChange={setDraft} />
          <KeyCard draft={draft} machine={machine} onChange={setDraft} />
        </div>
        <PreviewCard machine={machine} />
      </div>
    </>
  )
}

/** On a local chain: fills the form with a machine of the simulator, which has signed for its key. */
function DemoChoice({ onChoose }: { readonly onChoose: (draft: MachineDraft) => void }) {
  const { t } = useLingui()
  const free = useUnregistered(useDemoDevices())
  if (free.length === 0) return null
  const choose = (deviceId: string) => {
    const device = free.find((known) => known.deviceId === deviceId)
    onChoose(device ? draftOf(device) : EMPTY)
  }
  return (
    <Card title={<Trans>Demo: a machine of the simulator</Trans>}>
      <SelectInput
        label={<Trans>Machines that nobody has registered yet</Trans>}
        hint={
          <Trans>The simulated device has signed for its key already; it begins to send once it is registered.</Trans>
        }
        value=""
        onChange={choose}
        options={[
          { value: '', label: t`Choose a machine` },
          ...free.map(({ deviceId, oem, model, serialNumber }) => ({
            value: deviceId,
            label: `${oem} ${model} · ${serialNumber}`,
          })),
        ]}
        data-testid="demo-device"
      />
    </Card>
  )
}

const MILLILITRES = 3

function draftOf({
  oem,
  model,
  pin,
  serialNumber,
  ratedFuelMlPerHour,
  keyType,
  key,
  possession,
}: DemoDevice): MachineDraft {
  const isPoint = keyType === 'P-256'
  return {
    ...{ oem, model, pin, serialNumber, possession },
    ratedFuel: formatAmount(BigInt(ratedFuelMlPerHour), MILLILITRES),
    key: { kind: keyType, x: isPoint ? key.x : `0x${key.x.slice(-40)}`, y: isPoint ? key.y : '' },
  }
}

function useUnregistered(devices: readonly DemoDevice[]): readonly DemoDevice[] {
  const { network } = useDeployment()
  const { data } = useReadContracts({
    allowFailure: false,
    contracts: devices.map(({ deviceId }) => ({
      address: network.devices,
      abi: devicesAbi,
      functionName: 'device' as const,
      args: [deviceId] as const,
    })),
    query: { enabled: devices.length > 0 },
  })
  if (data === undefined) return []
  return devices.filter((_, index) => data[index]?.manufacturer === zeroAddress)
}

interface FieldsProps {
  readonly draft: MachineDraft
  readonly wrong: readonly MachineField[]
  readonly onChange: (draft: MachineDraft) => void
}

function MachineCard({ draft, wrong, onChange }: FieldsProps) {
  const { t } = useLingui()
  const change = (part: Partial<MachineDraft>) => onChange({ ...draft, ...part })
  const problem = (field: Exclude<MachineField, 'x' | 'y'>, sentence: string) =>
    draft[field] !== '' && wrong.includes(field) && sentence
  const name = t`Write a name of at most 64 bytes.`
  return (
    <Card title={<Trans>The machine</Trans>}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextInput
          label={t`Brand`}
          value={draft.oem}
          onChange={(oem) => change({ oem })}
          error={problem('oem', name)}
        />
        <TextInput
          label={t`Machine model`}
          value={draft.model}
          onChange={(model) => change({ model })}
          error={problem('model', name)}
        />
        <TextInput
          label={t`PIN (product identification number)`}
          value={draft.pin}
          onChange={(pin) => change({ pin })}
          error={problem('pin', t`Write the number from the nameplate.`)}
        />
        <TextInput
          label={t`Serial number`}
          value={draft.serialNumber}
          onChange={(serialNumber) => change({ serialNumber })}
          error={problem('serialNumber', t`Write the number from the nameplate.`)}
        />
        <AmountInput
          label={t`Rated fuel use`}
          hint={t`What the machine burns at most by its data sheet.`}
          unit="l/h"
          value={draft.ratedFuel}
          onChange={(ratedFuel) => change({ ratedFuel })}
          error={problem('ratedFuel', t`Write litres an hour, such as 18.5.`)}
        />
      </div>
    </Card>
  )
}

interface KeyCardProps {
  readonly draft: MachineDraft
  readonly machine: ReadMachine
  readonly onChange: (draft: MachineDraft) => void
}

function KeyCard({ draft, machine, onChange }: KeyCardProps) {
  const { t } = useLingui()
  const { chainId, network } = useDeployment()
  const { wrong, deviceId, key } = machine
  const digest = deviceId && key && keyDigest(devicesDomain(chainId, network.devices), deviceId, 1, key)
  return (
    <Card title={<Trans>The key that signs the meter</Trans>}>
      <div className="grid gap-4">
        <KeyFields
          draft={draft.key}
          wrong={{ x: wrong.includes('x'), y: wrong.includes('y') }}
          onChange={(next) => onChange({ ...draft, key: next })}
        />
        {digest && (
          <Notice>
            <Trans>
              Have the device sign this digest, to prove that it holds the key: <HashText value={digest} />
            </Trans>
          </Notice>
        )}
        <TextInput
          label={t`The device's signature`}
          placeholder="0x…"
          value={draft.possession}
          onChange={(possession) => onChange({ ...draft, possession })}
          error={
            draft.possession !== '' &&
            wrong.includes('possession') &&
            t`A signature is 65 bytes for secp256k1 and 64 bytes for P-256, in hexadecimal digits.`
          }
        />
      </div>
    </Card>
  )
}

function PreviewCard({ machine }: { readonly machine: ReadMachine }) {
  const { network } = useDeployment()
  const navigate = useNavigate()
  const { run, pending } = useTx()
  const cannotAct = useCannotAct('MANUFACTURER')
  const { deviceId, serialHash, registration, possession } = machine
  const args = [registration ?? BLANK, possession ?? '0x'] as const
  const call = { address: network.devices, abi: devicesAbi, functionName: 'register', args } as const
  const { refusal } = useVerdict(registration ? call : undefined)
  const register = write({ ...call, title: msg`Register a machine`, args: () => args })
  const open = (device: Hex) => void navigate({ to: '/fleet/$device', params: { device } })
  return (
    <Card title={<Trans>What goes on chain</Trans>}>
      <KeyValueList
        items={[
          {
            key: 'serial',
            label: <Trans>Hash of the serial number</Trans>,
            value: serialHash && <HashText value={serialHash} />,
          },
          {
            key: 'id',
            label: <Trans>Number in the register</Trans>,
            value: deviceId && <HashText value={deviceId} testId="device-id" />,
          },
          { key: 'tier', label: <Trans>Trust in the meter</Trans>, value: <TierPill tier={FIRST_TIER} /> },
        ]}
      />
      <p className="text-muted">
        <TierText tier={FIRST_TIER} />{' '}
        <Trans>Only the registry raises the tier, when it has seen the attestation.</Trans>
      </p>
      <Button
        variant="primary"
        busy={pending}
        reason={cannotAct ?? (registration ? refusal : <Trans>Fill in every field first.</Trans>)}
        onClick={() =>
          void run(register).then(
            () => deviceId && open(deviceId),
            () => undefined,
          )
        }
        data-testid="register-device"
      >
        <Trans>Register the machine</Trans>
      </Button>
    </Card>
  )
}

const ZERO_WORD = `0x${'0'.repeat(64)}` as const

/** Fills the call while the form is incomplete; it cannot be sent then. */
const BLANK = {
  oem: '',
  model: '',
  serialHash: ZERO_WORD,
  ratedFuelMlPerHour: 0,
  key: { keyType: 0, x: ZERO_WORD, y: ZERO_WORD },
} as const
