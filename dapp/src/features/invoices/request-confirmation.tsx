import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { idHex, type ParsedInvoice, parsePercent, type ReceivableTerms, receivablesAbi, termsOf } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { Address } from 'viem'
import { useAccount } from '../../chain/account'
import { useDeployment } from '../../chain/deployment'
import { nameOf } from '../../chain/names'
import { useTx, write } from '../../chain/tx'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { abbreviate } from '../../lib/abbreviate'
import { AmountInput, Button, buttonClass, Card, Notice, SelectInput } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import { isBlocking } from './blocking'
import type { InvoiceFile } from './invoice-file'
import type { InvoiceCheck } from './use-invoice-check'

export interface RequestConfirmationProps {
  readonly file: InvoiceFile
  readonly invoice: ParsedInvoice
  readonly check: InvoiceCheck
}

/** The supplier's part in creating a receivable: asks the debtor to confirm the invoice. */
export function RequestConfirmation({ file, invoice, check }: RequestConfirmationProps) {
  const { t } = useLingui()
  const { address } = useAccount()
  const { asset, network } = useDeployment()
  const { run, pending } = useTx()
  const [penalty, setPenalty] = useState('0.00')
  const [chosen, setChosen] = useState<Address>()
  const [sent, setSent] = useState(false)
  const debtor = chosen ?? check.debtors?.[0]?.id
  const penaltyBps = readPenalty(penalty)
  const obstacle = useObstacle(check, penaltyBps)

  const send = async () => {
    if (!address || !debtor || !check.profile || penaltyBps === undefined) return
    const { documentHash } = file
    const profile = check.profile.version
    const terms = termsOf(invoice, { supplier: address, debtor, asset, penaltyBps, profile, documentHash })
    await run(requestWrite(network.receivables, terms))
    setSent(true)
  }

  if (sent) return <RequestSent />
  return (
    <Card title={<Trans>Ask the debtor to confirm</Trans>}>
      <div className="grid gap-4 sm:grid-cols-2">
        <DebtorSelect check={check} debtor={debtor} onChoose={setChosen} />
        <AmountInput
          label={<Trans>Penalty for late payment, per year</Trans>}
          hint={<Trans>Counts from the due day once the days of grace have passed.</Trans>}
          unit="%"
          value={penalty}
          onChange={setPenalty}
          error={penaltyBps === undefined ? t`Enter a percentage from 0 to 100, such as 5 or 4.35.` : undefined}
        />
      </div>
      <p className="text-muted">
        <Trans>
          The register receives the amount, the due date and three hashes. The invoice itself stays in this browser;
          send it to the debtor as you always do.
        </Trans>
      </p>
      <div>
        <Button
          variant="primary"
          busy={pending}
          reason={obstacle}
          onClick={() => void send().catch(() => undefined)}
          data-testid="request-confirmation"
        >
          <Trans>Request confirmation</Trans>
        </Button>
      </div>
    </Card>
  )
}

function requestWrite(register: Address, terms: ReceivableTerms) {
  return write({
    title: msg`Request confirmation of an invoice`,
    address: register,
    abi: receivablesAbi,
    functionName: 'request',
    args: () => [terms] as const,
  })
}

const MOST_PENALTY_BPS = 10_000

function readPenalty(text: string): number | undefined {
  const bps = parsePercent(text)
  return bps !== undefined && bps >= 0 && bps <= MOST_PENALTY_BPS ? bps : undefined
}

interface DebtorSelectProps {
  readonly check: InvoiceCheck
  readonly debtor: Address | undefined
  readonly onChoose: (debtor: Address) => void
}

function DebtorSelect({ check, debtor, onChoose }: DebtorSelectProps) {
  const locale = useLocale()
  const label = (address: Address) => {
    const name = nameOf(address)
    return name ? `${inLocale(name, locale)} · ${abbreviate(address)}` : abbreviate(address)
  }
  return (
    <SelectInput
      label={<Trans>Debtor (the buyer's account)</Trans>}
      hint={<Trans>Found by the buyer's identifier in the register of members.</Trans>}
      value={debtor ?? ''}
      onChange={(value) => onChoose(value as Address)}
      options={(check.debtors ?? []).map(({ id }) => ({ value: id, label: label(id) }))}
    />
  )
}

/** Why the request cannot be sent; undefined when it can. */
function useObstacle(check: InvoiceCheck, penaltyBps: number | undefined): ReactElement | undefined {
  const locale = useLocale()
  const cannotAct = useCannotAct('SUPPLIER')
  const blocking = check.warnings.find(isBlocking)
  if (check.registered) return <Trans>This invoice is registered already.</Trans>
  if (cannotAct) return cannotAct
  if (check.isOwn === false) return <Trans>This invoice was issued by another company than the connected one.</Trans>
  if (check.requested) return <Trans>You have asked for this confirmation already.</Trans>
  if (blocking) return <span>{inLocale(blocking.message, locale)}</span>
  if (check.debtors?.length === 0) return <Trans>The buyer is not a registered core enterprise.</Trans>
  if (!check.debtors || !check.profile) return <Trans>Looking up the buyer and the rules…</Trans>
  return penaltyBps === undefined ? <Trans>Correct the penalty first.</Trans> : undefined
}

function RequestSent() {
  return (
    <Notice tone="positive" title={<Trans>The request is with the debtor</Trans>}>
      <p>
        <Trans>The receivable comes into being when the debtor confirms.</Trans>
      </p>
      <p className="mt-2">
        <Link to="/requests" className={buttonClass('secondary')}>
          <Trans>See my requests</Trans>
        </Link>
      </p>
    </Notice>
  )
}

/** What the register and the records say about this invoice, before anything is sent. */
export function CheckNotices({ invoice, check }: { readonly invoice: ParsedInvoice; readonly check: InvoiceCheck }) {
  return (
    <>
      {check.registered && <RegisteredNotice baseId={check.registered.baseId} edited={check.otherCopy !== undefined} />}
      {!check.registered && check.otherCopy !== undefined && (
        <Notice tone="warning" title={<Trans>An edited copy</Trans>}>
          <Trans>
            A request for invoice {invoice.number} with other content is open. Only one of the copies can become a
            receivable.
          </Trans>
        </Notice>
      )}
      {check.similar && (
        <Notice tone="warning" title={<Trans>A similar invoice is registered</Trans>}>
          <Trans>
            The same seller and number exist with an issue date in another year. Make sure that this is not the same
            invoice.
          </Trans>
        </Notice>
      )}
    </>
  )
}

function RegisteredNotice({ baseId, edited }: { readonly baseId: bigint; readonly edited: boolean }) {
  return (
    <Notice tone="danger" title={<Trans>This invoice is registered already</Trans>}>
      <p data-testid="duplicate">
        {edited ? (
          <Trans>
            The registered copy has other content: this file is an edited copy. One invoice can become one receivable
            only, whoever presents it and in whatever format.
          </Trans>
        ) : (
          <Trans>One invoice can become one receivable only, whoever presents it and in whatever format.</Trans>
        )}
      </p>
      <p className="mt-2">
        <Link to="/receivables/$baseId" params={{ baseId: idHex(baseId) }} className="underline">
          <Trans>Open the receivable</Trans>
        </Link>
      </p>
    </Notice>
  )
}
