import { Trans } from '@lingui/react/macro'

/** What an event of a receivable's life means, by its name in the ABIs. */
export function EventTitle({ name }: { readonly name: string }) {
  switch (name) {
    case 'ConfirmationRequested':
      return <Trans>Confirmation requested</Trans>
    case 'RequestWithdrawn':
      return <Trans>Request withdrawn</Trans>
    case 'RequestDeclined':
      return <Trans>Request declined</Trans>
    case 'ReceivableOffered':
      return <Trans>Payable offered</Trans>
    case 'OfferWithdrawn':
      return <Trans>Offer withdrawn</Trans>
    case 'ReceivableCreated':
      return <Trans>Confirmed: the receivable exists</Trans>
    case 'Assigned':
      return <Trans>Units passed on</Trans>
    case 'Financed':
      return <Trans>Financed by a bank</Trans>
    case 'ReceivableOverdue':
      return <Trans>Recorded as overdue</Trans>
    case 'ReceivableSettled':
      return <Trans>Settled by the debtor</Trans>
    case 'Redeemed':
      return <Trans>Units redeemed</Trans>
    case 'DealCollected':
      return <Trans>Collected by the bank</Trans>
    case 'DealMarked':
      return <Trans>Marked down by the bank</Trans>
    case 'DealWrittenOff':
      return <Trans>Written off by the bank</Trans>
    default:
      return <code className="font-mono text-xs">{name}</code>
  }
}

/** Events of a receivable's own story; the ledger of the auditor has all others too. */
export const STORY: ReadonlySet<string> = new Set([
  'ConfirmationRequested',
  'RequestWithdrawn',
  'RequestDeclined',
  'ReceivableOffered',
  'OfferWithdrawn',
  'ReceivableCreated',
  'Assigned',
  'Financed',
  'ReceivableOverdue',
  'ReceivableSettled',
  'Redeemed',
  'DealCollected',
  'DealMarked',
  'DealWrittenOff',
])
