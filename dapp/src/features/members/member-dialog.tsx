import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { CHINA_UTC_OFFSET, dayOf, isoDay, membersAbi } from '@tallystick/sdk'
import { type ReactNode, useState } from 'react'
import type { Address } from 'viem'
import { useReadContract } from 'wagmi'
import type { Member } from '../../chain/account'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { DateInput, Dialog, HashText, KeyValueList, Skeleton, TextInput } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { type GuardedFunction, guardedCall } from '../access/guarded-call'
import { DelayNotice } from '../risk/delay-notice'
import { ExpiryText, NO_END } from './expiry-text'
import { MemberStatus } from './member-status'
import { readExpiry, readGroup } from './registration'
import { RoleCheckboxes } from './role-checkboxes'

export interface MemberDialogProps {
  readonly account: Address | undefined
  readonly onClose: () => void
}

/** Everything about one member that the registry can change. */
export function MemberDialog({ account, onClose }: MemberDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      open={account !== undefined}
      onClose={onClose}
      title={t`Member`}
      description={account && <AccountName address={account} />}
      wide
    >
      {account && <MemberContent account={account} />}
    </Dialog>
  )
}

function MemberContent({ account }: { readonly account: Address }) {
  const { network } = useDeployment()
  const { data: member } = useReadContract({
    address: network.members,
    abi: membersAbi,
    functionName: 'memberOf',
    args: [account],
  })
  if (member === undefined) return <Skeleton className="h-80" />
  return (
    <div className="grid gap-5">
      <MemberFacts member={member} />
      <RolesForm key={`roles-${member.roles}`} account={account} member={member} />
      <ExpiryForm key={`expiry-${member.expiry}`} account={account} member={member} />
      <FreezeForm account={account} member={member} />
      <SignatureForm account={account} member={member} />
      <GroupForm key={`group-${member.obligor}`} account={account} member={member} />
    </div>
  )
}

function MemberFacts({ member }: { readonly member: Member }) {
  const { t } = useLingui()
  const expiry = BigInt(member.expiry)
  return (
    <KeyValueList
      items={[
        { key: 'status', label: t`Status`, value: <MemberStatus member={{ frozen: member.frozen, expiry }} /> },
        { key: 'group', label: t`Group`, value: member.obligor },
        { key: 'country', label: t`Country (ISO 3166-1 number)`, value: String(member.country).padStart(3, '0') },
        { key: 'expiry', label: t`Member until`, value: <ExpiryText at={expiry} /> },
        { key: 'identity', label: t`Identity hash`, value: <HashText value={member.identity} /> },
      ]}
    />
  )
}

interface MemberFormProps {
  readonly account: Address
  readonly member: Member
}

/** The network's register and its access manager. */
function useMembersContract() {
  const { network } = useDeployment()
  return { manager: network.manager, target: network.members, abi: membersAbi } as const
}

function RolesForm({ account, member }: MemberFormProps) {
  const { t } = useLingui()
  const [mask, setMask] = useState(member.roles)
  const call = guardedCall({
    ...useMembersContract(),
    title: msg`Change a member’s roles`,
    functionName: 'setRoles',
    args: [account, mask],
  })
  return (
    <FormSection>
      <RoleCheckboxes mask={mask} onChange={setMask} />
      <GuardedButton call={call} refusal={mask === member.roles && t`Nothing has changed.`}>
        <Trans>Change roles</Trans>
      </GuardedButton>
    </FormSection>
  )
}

function ExpiryForm({ account, member }: MemberFormProps) {
  const { t } = useLingui()
  const [lastDay, setLastDay] = useState(() => lastDayOf(BigInt(member.expiry)))
  const expiry = readExpiry(lastDay)
  const call = guardedCall({
    ...useMembersContract(),
    title: msg`Move a membership’s end`,
    functionName: 'setExpiry',
    args: [account, expiry ?? member.expiry],
  })
  return (
    <FormSection>
      <DateInput
        label={t`Last day of membership`}
        value={lastDay}
        onChange={setLastDay}
        error={lastDay !== '' && expiry === undefined && t`Write a day such as 2026-11-22.`}
      />
      <GuardedButton
        call={call}
        refusal={(expiry === undefined || expiry === member.expiry) && t`Enter another day first.`}
      >
        <Trans>Move the end</Trans>
      </GuardedButton>
    </FormSection>
  )
}

/** Last day of a membership for the form; empty when it has no end. */
function lastDayOf(expiry: bigint): string {
  return expiry >= NO_END ? '' : isoDay(dayOf(expiry - 1n, CHINA_UTC_OFFSET))
}

function FreezeForm({ account, member }: MemberFormProps) {
  const call = guardedCall({
    ...useMembersContract(),
    title: member.frozen ? msg`Unfreeze a member` : msg`Freeze a member`,
    functionName: member.frozen ? 'unfreeze' : 'freeze',
    args: [account],
  })
  return (
    <FormSection>
      <p className="text-muted">
        <Trans>A frozen member can still pay, settle and collect its own money to itself.</Trans>
      </p>
      <GuardedButton call={call} variant={member.frozen ? 'secondary' : 'danger'}>
        {member.frozen ? <Trans>Unfreeze</Trans> : <Trans>Freeze</Trans>}
      </GuardedButton>
    </FormSection>
  )
}

function SignatureForm({ account, member }: MemberFormProps) {
  const required = member.contractSignatureOnly
  const call = guardedCall({
    ...useMembersContract(),
    title: msg`Change a member’s signature rule`,
    functionName: 'setContractSignatureOnly',
    args: [account, !required],
  })
  return (
    <FormSection>
      <p className="text-muted">
        {required ? (
          <Trans>Only the account’s own contract may sign for it.</Trans>
        ) : (
          <Trans>A key or the account’s own contract may sign for it.</Trans>
        )}
      </p>
      <GuardedButton call={call}>
        {required ? <Trans>Accept key signatures too</Trans> : <Trans>Accept contract signatures only</Trans>}
      </GuardedButton>
    </FormSection>
  )
}

function GroupForm({ account, member }: MemberFormProps) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const group = readGroup(text)
  const contract = useMembersContract()
  const guarded: GuardedFunction = { ...contract, functionName: 'regroup' }
  const call = guardedCall({
    ...contract,
    title: msg`Move a member to another group`,
    functionName: 'regroup',
    args: [account, group ?? member.obligor],
  })
  return (
    <FormSection>
      <TextInput
        label={t`New group number`}
        hint={t`Affects new positions only.`}
        inputMode="numeric"
        value={text}
        onChange={setText}
        error={text !== '' && group === undefined && t`Write a whole number such as 201.`}
      />
      {group !== undefined && <DelayNotice guarded={guarded} />}
      <GuardedButton
        call={call}
        refusal={(group === undefined || group === member.obligor) && t`Enter another group first.`}
      >
        <Trans>Move to the group</Trans>
      </GuardedButton>
    </FormSection>
  )
}

function FormSection({ children }: { readonly children: ReactNode }) {
  return <section className="grid justify-items-start gap-3 border-t border-line pt-4">{children}</section>
}
