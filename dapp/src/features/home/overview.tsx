import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { demoCompanies } from '../../chain/demo-companies'
import { buttonClass, Card, Notice, Timeline } from '../../ui'

/** For a reader without a wallet: what this is, and the way in. */
export function Overview() {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
      <Card title={<Trans>How an invoice becomes cash</Trans>}>
        <Timeline
          items={[
            {
              key: 'file',
              title: <Trans>The supplier drops an invoice file</Trans>,
              children: <Trans>It is read in the browser. The register gets its fingerprint, never the invoice.</Trans>,
            },
            {
              key: 'confirm',
              title: <Trans>The core enterprise confirms the debt</Trans>,
              children: <Trans>Only then does the receivable exist. One invoice can be registered once.</Trans>,
            },
            {
              key: 'finance',
              title: <Trans>The supplier passes parts on, or finances them at a bank</Trans>,
              children: (
                <Trans>Price, fees and yearly cost are shown before signing. The money arrives in one block.</Trans>
              ),
            },
            {
              key: 'settle',
              title: <Trans>On the due date the core enterprise settles</Trans>,
              children: <Trans>Every holder redeems its units, to the last one.</Trans>,
            },
          ]}
        />
      </Card>
      <div className="grid content-start gap-5">
        {demoCompanies().length > 0 && (
          <Notice title={<Trans>This is a local chain for trying things out</Trans>}>
            <Trans>
              Press "Connect" and pick a company: the demo wallet signs for it, after showing you what it signs. The
              demo clock at the bottom moves time forward.
            </Trans>
          </Notice>
        )}
        <Card title={<Trans>Everything can be read without a wallet</Trans>}>
          <div className="flex flex-wrap gap-2">
            <Link to="/receivables" className={buttonClass()}>
              <Trans>Receivables</Trans>
            </Link>
            <Link to="/treasury" className={buttonClass()}>
              <Trans>Treasury</Trans>
            </Link>
            <Link to="/treasury/lines" className={buttonClass()}>
              <Trans>Credit lines</Trans>
            </Link>
            <Link to="/audit/decisions" className={buttonClass()}>
              <Trans>Decisions and consents</Trans>
            </Link>
            <Link to="/audit" className={buttonClass()}>
              <Trans>Journal</Trans>
            </Link>
            <Link to="/audit/reconciliation" className={buttonClass()}>
              <Trans>Reconciliation</Trans>
            </Link>
          </div>
        </Card>
      </div>
    </div>
  )
}
