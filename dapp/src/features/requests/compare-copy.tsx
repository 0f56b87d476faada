import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ParsedInvoice, ReceivableTerms } from '@tallystick/sdk'
import { useState } from 'react'
import { useDeployment } from '../../chain/deployment'
import { Button, FileDrop, Notice } from '../../ui'
import { InvoiceFields } from '../invoices/invoice-fields'
import { type InvoiceFile, readInvoiceFile } from '../invoices/invoice-file'
import { ProblemList } from '../invoices/problem-list'
import { SampleFiles } from '../invoices/sample-files'
import { type Comparison, compareWithCopy } from './comparison'

/** Names of the terms in which a copy can differ. */
const TERM_NAMES: Readonly<Record<keyof ReceivableTerms, MessageDescriptor>> = {
  supplier: msg`Supplier`,
  debtor: msg`Debtor`,
  asset: msg`Settlement asset`,
  face: msg`Face`,
  dueDay: msg`Due date`,
  penaltyBps: msg`Penalty for late payment, per year`,
  profile: msg`Version of the rules`,
  fingerprint: msg`Fingerprint: seller, number or year of issue`,
  contentHash: msg`Content hash: something in the invoice was changed`,
  documentHash: msg`File hash`,
}

/** Lets the debtor drop its own copy of the invoice and shows whether the request is about exactly that. */
export function CompareCopy({ requested }: { readonly requested: ReceivableTerms }) {
  const { pepper } = useDeployment()
  const [copy, setCopy] = useState<InvoiceFile>()
  const take = async (file: File) => setCopy(await readInvoiceFile(file, pepper))
  if (!copy) {
    return (
      <div className="grid gap-3">
        <FileDrop
          label={<Trans>Drop your own copy of the invoice to compare</Trans>}
          hint={<Trans>It is read here and sent nowhere.</Trans>}
          accept=".xml,application/xml,text/xml"
          onFile={(file) => void take(file)}
        />
        <details>
          <summary className="text-xs text-muted">
            <Trans>Demo files</Trans>
          </summary>
          <SampleFiles onFile={(file) => void take(file)} />
        </details>
      </div>
    )
  }
  const { invoice, problems } = copy.inspection
  return (
    <div className="grid gap-3">
      {invoice ? (
        <ComparedCopy requested={requested} invoice={invoice} copy={copy} />
      ) : (
        <ProblemList problems={problems} />
      )}
      <div>
        <Button onClick={() => setCopy(undefined)}>
          <Trans>Another file</Trans>
        </Button>
      </div>
    </div>
  )
}

interface ComparedCopyProps {
  readonly requested: ReceivableTerms
  readonly invoice: ParsedInvoice
  readonly copy: InvoiceFile
}

function ComparedCopy({ requested, invoice, copy }: ComparedCopyProps) {
  const { asset } = useDeployment()
  const comparison = compareWithCopy(requested, { invoice, documentHash: copy.documentHash }, asset)
  return (
    <>
      <ComparisonNotice comparison={comparison} />
      <details>
        <summary className="text-muted">
          <Trans>What your copy says</Trans>
        </summary>
        <InvoiceFields draft={invoice} />
      </details>
    </>
  )
}

function ComparisonNotice({ comparison }: { readonly comparison: Comparison }) {
  const { i18n } = useLingui()
  switch (comparison.kind) {
    case 'same':
      return (
        <Notice tone="positive" title={<Trans>Your copy matches in every term</Trans>}>
          <span data-testid="comparison-same">
            {comparison.sameFile ? (
              <Trans>It is the very same file.</Trans>
            ) : (
              <Trans>It is another file with the same content, for example in another format.</Trans>
            )}
          </span>
        </Notice>
      )
    case 'different':
      return (
        <Notice tone="danger" title={<Trans>Your copy differs. Do not confirm before this is cleared up.</Trans>}>
          <ul className="list-disc pl-5" data-testid="comparison-different">
            {comparison.terms.map((name) => (
              <li key={name}>{i18n._(TERM_NAMES[name])}</li>
            ))}
          </ul>
        </Notice>
      )
    case 'incomparable':
      return (
        <Notice tone="warning">
          <Trans>Your copy has no due date or another currency, so it gives no terms to compare.</Trans>
        </Notice>
      )
  }
}
