import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useAccount } from '../../chain/account'
import { buttonClass, Dialog, Notice } from '../../ui'
import { CompareCopy } from './compare-copy'
import { DebtorActions, WithdrawButton } from './request-actions'
import { type RequestRow, termsOfRow } from './request-row'
import { RequestState } from './request-state'
import { RequestTerms } from './request-terms'
import { SubmitSignature } from './submit-signature'

export interface RequestDialogProps {
  readonly row: RequestRow | undefined
  readonly onClose: () => void
}

/** One request: what it says, and what the connected company can do about it. */
export function RequestDialog({ row, onClose }: RequestDialogProps) {
  return (
    <Dialog
      wide
      open={row !== undefined}
      onClose={onClose}
      title={<Trans>Request for confirmation</Trans>}
      description={row && <RequestState row={row} />}
    >
      {row && (
        <>
          <RequestTerms row={row} />
          <RequestStep row={row} onClose={onClose} />
        </>
      )}
    </Dialog>
  )
}

/** The next step of the connected company, which is the debtor or the supplier of the request. */
function RequestStep({ row, onClose }: { readonly row: RequestRow; readonly onClose: () => void }) {
  const { address } = useAccount()
  const terms = termsOfRow(row)
  if (row.state === 'Created') return <CreatedStep receivableId={row.receivableId} />
  if (row.state !== 'Open') return null
  if (row.receivable)
    return <OtherCopyStep receivableId={row.receivableId} edited={row.receivable.contentHash !== row.contentHash} />
  if (address?.toLowerCase() === row.supplier) {
    return (
      <>
        <details>
          <summary className="font-medium">
            <Trans>I have the debtor's signature</Trans>
          </summary>
          <div className="mt-3">
            <SubmitSignature terms={terms} onDone={onClose} />
          </div>
        </details>
        <div>
          <WithdrawButton terms={terms} onDone={onClose} />
        </div>
      </>
    )
  }
  return (
    <>
      <CompareCopy requested={terms} />
      <DebtorActions terms={terms} onDone={onClose} />
    </>
  )
}

function CreatedStep({ receivableId }: { readonly receivableId: string }) {
  return (
    <div>
      <Link to="/receivables/$baseId" params={{ baseId: receivableId }} className={buttonClass('primary')}>
        <Trans>Open the receivable</Trans>
      </Link>
    </div>
  )
}

function OtherCopyStep({ receivableId, edited }: { readonly receivableId: string; readonly edited: boolean }) {
  return (
    <Notice tone="warning" title={<Trans>This invoice is registered already</Trans>}>
      <p>
        {edited ? (
          <Trans>A copy with other content became the receivable, so this one cannot be confirmed.</Trans>
        ) : (
          <Trans>The same invoice became a receivable by another request.</Trans>
        )}
      </p>
      <Link to="/receivables/$baseId" params={{ baseId: receivableId }} className="underline">
        <Trans>Open the receivable</Trans>
      </Link>
    </Notice>
  )
}
