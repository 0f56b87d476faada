import { Trans } from '@lingui/react/macro'
import {
  chineseCapitalAmount,
  formatDay,
  formatMoney,
  type InvoiceDraft,
  type InvoiceParty,
  parseDay,
} from '@tallystick/sdk'
import type { ReactNode } from 'react'
import { useLocale } from '../../i18n/use-locale'
import { HashText, type KeyValue, KeyValueList } from '../../ui'

/** What the file says. Every text comes from the file and is shown as text only. */
export function InvoiceFields({ draft }: { readonly draft: InvoiceDraft }) {
  const locale = useLocale()
  const { currency, currencyDecimals, totals } = draft
  const amount = (units: bigint | null) =>
    units === null || currencyDecimals === null ? missing : formatMoney(units, currencyDecimals, currency ?? '')
  const day = (text: string | null) => {
    const parsed = parseDay(text ?? '')
    return parsed === undefined ? (text ?? missing) : formatDay(parsed, locale)
  }
  const capitals =
    currency === 'CNY' && totals.payable !== null && currencyDecimals !== null
      ? chineseCapitalAmount(totals.payable, currencyDecimals)
      : undefined
  const items: KeyValue[] = [
    { key: 'number', label: <Trans>Invoice number</Trans>, value: draft.number ?? missing },
    { key: 'syntax', label: <Trans>File format</Trans>, value: draft.syntax === 'UBL' ? 'UBL 2.1' : 'UN/CEFACT CII' },
    { key: 'seller', label: <Trans>Seller</Trans>, value: <Party party={draft.seller} /> },
    { key: 'buyer', label: <Trans>Buyer</Trans>, value: <Party party={draft.buyer} /> },
    { key: 'issued', label: <Trans>Issue date</Trans>, value: day(draft.issueDate) },
    { key: 'due', label: <Trans>Due date</Trans>, value: day(draft.dueDate) },
    { key: 'net', label: <Trans>Total without tax</Trans>, value: amount(totals.taxExclusive) },
    { key: 'tax', label: <Trans>Tax</Trans>, value: amount(totals.tax) },
    { key: 'payable', label: <Trans>Amount due</Trans>, value: <strong>{amount(totals.payable)}</strong> },
  ]
  if (capitals) items.push({ key: 'capitals', label: <Trans>Amount in capital characters</Trans>, value: capitals })
  return <KeyValueList items={items} />
}

const missing: ReactNode = <span className="text-danger">–</span>

function Party({ party }: { readonly party: InvoiceParty }) {
  const id = party.vatId ?? party.legalId?.value ?? party.ids[0]?.value
  return (
    <span className="grid min-w-0">
      <span className="break-words">{party.name ?? missing}</span>
      {id && <span className="text-xs break-all text-muted">{id}</span>}
    </span>
  )
}

export interface InvoiceHashesProps {
  readonly fingerprint: string
  readonly contentHash: string
  readonly documentHash: string
}

/** The three values by which the register knows the invoice. */
export function InvoiceHashes({ fingerprint, contentHash, documentHash }: InvoiceHashesProps) {
  return (
    <KeyValueList
      items={[
        {
          key: 'fingerprint',
          label: <Trans>Fingerprint (one per invoice)</Trans>,
          value: <HashText value={fingerprint} testId="fingerprint" />,
        },
        {
          key: 'content',
          label: <Trans>Content hash (what the debtor confirms)</Trans>,
          value: <HashText value={contentHash} testId="content-hash" />,
        },
        {
          key: 'document',
          label: <Trans>File hash (SHA-256)</Trans>,
          value: <HashText value={documentHash} />,
        },
      ]}
    />
  )
}
