import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { linePolicyAbi, type Policy } from '@tallystick/sdk'
import { useState } from 'react'
import { useBank, useDeployment } from '../../chain/deployment'
import { Button, Dialog, DialogActions } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { guardedCall } from '../access/guarded-call'
import { DelayNotice } from '../risk/delay-notice'
import { policyRoute } from './policy-change'
import { BandFields, RulesFields } from './policy-fields'
import { draftOf, readDraft } from './policy-form'
import { PolicyPreview } from './policy-preview'

export interface PolicyDialogProps {
  readonly open: boolean
  readonly current: Policy
  readonly onClose: () => void
}

/** Changes the bank's line policy: stricter at once, more generous announced. */
export function PolicyDialog({ open, current, onClose }: PolicyDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t`Change the line policy`}
      description={t`It decides limit and price of every merchant. Money that is drawn keeps its price.`}
      wide
    >
      <PolicyForm current={current} onClose={onClose} />
    </Dialog>
  )
}

function PolicyForm({ current, onClose }: Omit<PolicyDialogProps, 'open'>) {
  const { asset } = useDeployment()
  const [draft, setDraft] = useState(() => draftOf(current, asset.decimals))
  const { policy, wrong, disordered } = readDraft(draft, asset.decimals)
  const route = policyRoute(current, policy)
  const call = usePolicyCall(policy, route === 'loosen')
  const refusal = (
    <Refusal wrong={wrong.length > 0} disordered={disordered} unchanged={route === 'none'} key="refusal" />
  )
  const isRefused = wrong.length > 0 || disordered || route === 'none'
  return (
    <>
      <BandFields bands={draft.bands} wrong={wrong} onChange={(bands) => setDraft({ ...draft, bands })} />
      <RulesFields rules={draft.rules} wrong={wrong} onChange={(rules) => setDraft({ ...draft, rules })} />
      {!isRefused && (
        <>
          <PolicyPreview policy={policy} />
          <DelayNotice guarded={call} />
        </>
      )}
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <GuardedButton
          call={call}
          variant="primary"
          refusal={isRefused && refusal}
          onDone={onClose}
          testId="submit-policy"
        >
          {route === 'loosen' ? <Trans>Announce the policy</Trans> : <Trans>Tighten the policy</Trans>}
        </GuardedButton>
      </DialogActions>
    </>
  )
}

function usePolicyCall({ rules, bands }: Policy, isLooser: boolean) {
  const bank = useBank()
  return guardedCall({
    title: isLooser ? msg`Loosen the line policy` : msg`Tighten the line policy`,
    manager: bank.manager,
    target: bank.policy,
    abi: linePolicyAbi,
    functionName: isLooser ? 'loosen' : 'tighten',
    // The contract counts versions itself.
    args: [{ ...rules, version: 0 }, bands],
  })
}

interface RefusalProps {
  readonly wrong: boolean
  readonly disordered: boolean
  readonly unchanged: boolean
}

function Refusal({ wrong, disordered, unchanged }: RefusalProps) {
  if (wrong) return <Trans>Correct the marked fields first.</Trans>
  if (disordered) return <Trans>Bands go from the best score down; a worse one gets no more and costs no less.</Trans>
  return unchanged && <Trans>Nothing has changed.</Trans>
}
