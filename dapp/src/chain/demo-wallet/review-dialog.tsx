import { Trans, useLingui } from '@lingui/react/macro'
import type { Deployment } from '@tallystick/sdk'
import { useEffect } from 'react'
import type { Address } from 'viem'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { Button, Dialog, DialogActions, Notice } from '../../ui'
import { AccountName } from '../account-name'
import { type Description, describeCall, describeTypedData } from '../clear-signing/describe'
import { DescriptionFields, useLabel } from '../clear-signing/shown-value'
import { useDeployment } from '../deployment'
import { type Approval, type PendingApproval, usePendingApproval } from './requests'

/**
 * What the demo wallet asks before it signs. Closing it is a refusal. Every request has a dialog of its own: the late
 * close event of an answered one must not refuse the next.
 */
export function ReviewDialog() {
  const pending = usePendingApproval()
  const { t } = useLingui()
  if (!pending) return null
  return (
    <Dialog
      key={pending.id}
      open
      quiet
      onClose={() => pending.answer(false)}
      title={t`Review and sign`}
      description={t`Demo wallet: nothing is signed until you approve.`}
    >
      <Review pending={pending} />
    </Dialog>
  )
}

/** Gives the focus back to where it was: a dialog that is removed rather than closed would lose it. */
function useFocusReturn() {
  useEffect(() => {
    const before = document.activeElement
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
}

function Review({ pending }: { readonly pending: PendingApproval }) {
  const locale = useLocale()
  const { company, approval, answer } = pending
  useFocusReturn()
  const companyName = inLocale({ en: company.name, zh: company.nameZh }, locale)
  return (
    <>
      <p className="text-muted">
        <Trans>
          Signing as <strong className="text-ink">{companyName}</strong>
        </Trans>
      </p>
      <ApprovalText approval={approval} />
      <DialogActions>
        <Button data-testid="reject" onClick={() => answer(false)}>
          <Trans>Reject</Trans>
        </Button>
        <Button data-testid="approve" variant="primary" onClick={() => answer(true)}>
          {approval.kind === 'transaction' ? <Trans>Approve and send</Trans> : <Trans>Approve and sign</Trans>}
        </Button>
      </DialogActions>
    </>
  )
}

function ApprovalText({ approval }: { readonly approval: Approval }) {
  const deployment = useDeployment()
  if (approval.kind === 'message') {
    return <pre className="overflow-x-auto rounded-md bg-canvas p-3 text-xs whitespace-pre-wrap">{approval.text}</pre>
  }
  const description = describe(deployment, approval)
  return description ? <Described description={description} approval={approval} /> : <Blind approval={approval} />
}

function describe(deployment: Deployment, approval: Exclude<Approval, { kind: 'message' }>): Description | undefined {
  if (approval.kind === 'transaction') return describeCall(deployment, approval.to, approval.data)
  const { domain, primaryType, message } = approval.typedData
  // A signature for another chain would be worthless here and dangerous there.
  if (BigInt(String(domain.chainId ?? 0)) !== BigInt(deployment.chainId)) return undefined
  return describeTypedData(deployment, domain, primaryType, message)
}

function Described({ description, approval }: { readonly description: Description; readonly approval: Approval }) {
  const label = useLabel()
  return (
    <section className="grid min-w-0 gap-2">
      <h3 className="text-base font-semibold">{label(description.intent)}</h3>
      <p className="text-muted">
        {approval.kind === 'transaction' ? <Trans>Transaction to</Trans> : <Trans>Signature for</Trans>}{' '}
        {description.contract ? <AccountName address={description.contract} /> : <DomainName approval={approval} />}
      </p>
      <DescriptionFields description={description} />
    </section>
  )
}

/** Who checks a signature that no contract does, by the name in its domain. */
function DomainName({ approval }: { readonly approval: Approval }) {
  return approval.kind === 'typed-data' ? String(approval.typedData.domain.name) : null
}

/** Never hidden, never dressed up: what this page cannot explain is shown raw, with a warning. */
function Blind({ approval }: { readonly approval: Exclude<Approval, { kind: 'message' }> }) {
  const { t } = useLingui()
  const target = approval.kind === 'transaction' ? approval.to : String(approval.typedData.domain.verifyingContract)
  const raw = approval.kind === 'transaction' ? approval.data : JSON.stringify(approval.typedData, null, 2)
  return (
    <>
      <Notice tone="danger" title={t`This page cannot explain this request`}>
        <Trans>It is not a known call of a contract of this network. Approve it only if you know what it does.</Trans>
      </Notice>
      <AccountName address={target as Address} />
      <pre className="max-h-48 overflow-auto rounded-md bg-canvas p-3 font-mono text-xs break-all whitespace-pre-wrap">
        {raw}
      </pre>
    </>
  )
}
