import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { identityOf, membersAbi } from '@tallystick/sdk'
import { useState } from 'react'
import { zeroAddress, zeroHash } from 'viem'
import { useReadContract } from 'wagmi'
import { useDeployment } from '../../chain/deployment'
import { Button, DateInput, Dialog, DialogActions, HashText, Notice, TextInput } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { guardedCall } from '../access/guarded-call'
import { type Registration, type RegistrationDraft, type RegistrationField, readRegistration } from './registration'
import { RoleCheckboxes } from './role-checkboxes'

export interface RegisterDialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** Registers a company's account. */
export function RegisterDialog({ open, onClose }: RegisterDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t`Register a member`}
      description={t`The legal id is hashed in this page; only the hash goes on chain.`}
      wide
    >
      <RegisterForm onClose={onClose} />
    </Dialog>
  )
}

const EMPTY: RegistrationDraft = { account: '', legalId: '', group: '', country: '156', lastDay: '', roles: 0n }

function RegisterForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const { network } = useDeployment()
  const [draft, setDraft] = useState(EMPTY)
  const { registration, wrong } = readRegistration(draft)
  const { account, member } = registration ?? NOBODY
  const call = guardedCall({
    title: msg`Register a member`,
    manager: network.manager,
    target: network.members,
    abi: membersAbi,
    functionName: 'register',
    args: [account, member],
  })
  return (
    <>
      <RegistrationFields draft={draft} wrong={wrong} onChange={setDraft} />
      <IdentityNotice legalId={draft.legalId} group={registration?.member.obligor} />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <GuardedButton
          call={call}
          variant="primary"
          refusal={!registration && t`Fill in every field first.`}
          onDone={onClose}
        >
          <Trans>Register</Trans>
        </GuardedButton>
      </DialogActions>
    </>
  )
}

/** Fills the call while the form is incomplete; it cannot be sent then. */
const NOBODY: Registration = {
  account: zeroAddress,
  member: {
    roles: 0n,
    expiry: 0,
    country: 0,
    frozen: false,
    contractSignatureOnly: false,
    obligor: 0,
    identity: zeroHash,
  },
}

interface RegistrationFieldsProps {
  readonly draft: RegistrationDraft
  readonly wrong: readonly RegistrationField[]
  readonly onChange: (draft: RegistrationDraft) => void
}

function RegistrationFields({ draft, wrong, onChange }: RegistrationFieldsProps) {
  const { t } = useLingui()
  const problem = (field: RegistrationField, sentence: string) =>
    draft[field] !== '' && wrong.includes(field) && sentence
  const change = (part: Partial<RegistrationDraft>) => onChange({ ...draft, ...part })
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <div className="sm:col-span-2">
        <TextInput
          label={t`Account`}
          placeholder="0x…"
          value={draft.account}
          onChange={(account) => change({ account })}
          error={problem('account', t`An account is 0x and 40 hexadecimal digits.`)}
        />
      </div>
      <TextInput
        label={t`Legal id (VAT id, else registration number)`}
        value={draft.legalId}
        onChange={(legalId) => change({ legalId })}
        error={problem('legalId', t`Write the company’s legal id.`)}
      />
      <TextInput
        label={t`Group number`}
        hint={t`Companies that fail together share a group.`}
        inputMode="numeric"
        value={draft.group}
        onChange={(group) => change({ group })}
        error={problem('group', t`Write a whole number such as 201.`)}
      />
      <TextInput
        label={t`Country (ISO 3166-1 number)`}
        inputMode="numeric"
        value={draft.country}
        onChange={(country) => change({ country })}
        error={problem('country', t`Three digits; China is 156.`)}
      />
      <DateInput
        label={t`Last day of membership`}
        value={draft.lastDay}
        onChange={(lastDay) => change({ lastDay })}
        error={problem('lastDay', t`Write a day such as 2026-11-22.`)}
      />
      <div className="sm:col-span-2">
        <RoleCheckboxes mask={draft.roles} onChange={(roles) => change({ roles })} />
      </div>
    </div>
  )
}

interface IdentityNoticeProps {
  readonly legalId: string
  readonly group: number | undefined
}

/** The hash that goes on chain, and whether this legal entity stands in a group already. */
function IdentityNotice({ legalId, group }: IdentityNoticeProps) {
  const { network } = useDeployment()
  const known = legalId.trim() !== ''
  const identity = known ? identityOf(legalId) : zeroHash
  const { data: current = 0 } = useReadContract({
    address: network.members,
    abi: membersAbi,
    functionName: 'obligorOfIdentity',
    args: [identity],
    query: { enabled: known },
  })
  if (!known) return null
  const conflict = current !== 0 && group !== undefined && current !== group
  return (
    <Notice tone={conflict ? 'danger' : 'info'}>
      <Trans>
        Identity hash <HashText value={identity} />
      </Trans>{' '}
      {current !== 0 && <Trans>This company stands in group {current} already; its accounts must share it.</Trans>}
    </Notice>
  )
}
