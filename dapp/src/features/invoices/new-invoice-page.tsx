import { Trans } from '@lingui/react/macro'
import type { ParsedInvoice } from '@tallystick/sdk'
import { useState } from 'react'
import { useDeployment } from '../../chain/deployment'
import { Button, Card, FileDrop, Page } from '../../ui'
import { InvoiceFields, InvoiceHashes } from './invoice-fields'
import { type InvoiceFile, readInvoiceFile } from './invoice-file'
import { ProblemList, WarningList } from './problem-list'
import { CheckNotices, RequestConfirmation } from './request-confirmation'
import { SampleFiles } from './sample-files'
import { useInvoiceCheck } from './use-invoice-check'

/** From a file on the supplier's desk to a request on chain. */
export function NewInvoicePage() {
  const { pepper } = useDeployment()
  const [file, setFile] = useState<InvoiceFile>()
  const take = async (chosen: File) => setFile(await readInvoiceFile(chosen, pepper))
  return (
    <Page
      title={<Trans>New invoice</Trans>}
      lead={<Trans>Drop an invoice that your customer owes you. The file is read here and sent nowhere.</Trans>}
      actions={
        file && (
          <Button onClick={() => setFile(undefined)}>
            <Trans>Another file</Trans>
          </Button>
        )
      }
    >
      {file ? (
        <FileResult key={file.documentHash} file={file} />
      ) : (
        <>
          <FileDrop
            label={<Trans>Drop an invoice file here, or choose one</Trans>}
            hint={<Trans>UBL 2.1 or UN/CEFACT CII, XML, up to 10 MB</Trans>}
            accept=".xml,application/xml,text/xml"
            onFile={(chosen) => void take(chosen)}
          />
          <SampleFiles onFile={(chosen) => void take(chosen)} />
        </>
      )}
    </Page>
  )
}

function FileResult({ file }: { readonly file: InvoiceFile }) {
  const { invoice, draft, problems } = file.inspection
  if (invoice) return <InvoiceResult file={file} invoice={invoice} />
  return (
    <>
      <ProblemList problems={problems} />
      {draft && (
        <Card title={file.name}>
          <InvoiceFields draft={draft} />
        </Card>
      )}
    </>
  )
}

function InvoiceResult({ file, invoice }: { readonly file: InvoiceFile; readonly invoice: ParsedInvoice }) {
  const check = useInvoiceCheck(invoice)
  return (
    <>
      <CheckNotices invoice={invoice} check={check} />
      <WarningList warnings={check.warnings} />
      <div className="grid min-w-0 items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <Card title={file.name}>
          <InvoiceFields draft={invoice} />
        </Card>
        <Card title={<Trans>How the register knows it</Trans>}>
          <InvoiceHashes {...invoice} documentHash={file.documentHash} />
        </Card>
      </div>
      <RequestConfirmation file={file} invoice={invoice} check={check} />
    </>
  )
}
