import { msg } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import {
  type BankDeployment,
  chineseCapitalAmount,
  factoringDeskAbi,
  formatAmount,
  receivablesAbi,
  SECONDS_PER_DAY,
  yearlyCostBps,
} from '@tallystick/sdk'
import { useState } from 'react'
import { useReadContract } from 'wagmi'
import { useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { chainNow, useChainNow } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { useVerdict } from '../../chain/use-verdict'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import {
  Bps,
  Button,
  DayText,
  Dialog,
  DialogActions,
  type KeyValue,
  KeyValueList,
  Money,
  Notice,
  SelectInput,
  Skeleton,
} from '../../ui'
import { readUnits, UnitsField } from './units-field'
import type { HeldUnits } from './use-receivable'

export interface HoldingDialogProps {
  readonly held: HeldUnits
  readonly dueDay: number
  readonly open: boolean
  readonly onClose: () => void
}

/** Sells units to a bank. Everything that it costs is on screen before anything is signed. */
export function FinanceDialog(props: HoldingDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      wide
      open={props.open}
      onClose={props.onClose}
      title={t`Finance`}
      description={t`The bank pays at once. The price is fixed when you sign; nothing less is accepted.`}
    >
      <FinanceForm {...props} />
    </Dialog>
  )
}

function FinanceForm({ held, dueDay, onClose }: HoldingDialogProps) {
  const { asset, banks } = useDeployment()
  const [desk, setDesk] = useState<string>(banks[0]?.desk ?? '')
  const [text, setText] = useState(formatAmount(held.units, asset.decimals))
  const bank = banks.find((candidate) => candidate.desk === desk)
  const units = readUnits(text, asset.decimals, held.units)
  return (
    <>
      <BankChoice desk={desk} onChange={setDesk} />
      <UnitsField label={<Trans>Units to finance</Trans>} text={text} onChange={setText} most={held.units} />
      {bank && units !== undefined ? (
        <Offer bank={bank} held={held} units={units} dueDay={dueDay} onClose={onClose} />
      ) : (
        <DialogActions>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" reason={<Trans>Enter an amount first.</Trans>}>
            <Trans>Finance</Trans>
          </Button>
        </DialogActions>
      )}
    </>
  )
}

/** Shown only where several banks quote. */
function BankChoice({ desk, onChange }: { readonly desk: string; readonly onChange: (desk: string) => void }) {
  const { t } = useLingui()
  const { banks } = useDeployment()
  const locale = useLocale()
  if (banks.length < 2) return null
  const options = banks.map(({ desk: value, name, nameZh }) => ({
    value,
    label: inLocale({ en: name, zh: nameZh }, locale),
  }))
  return <SelectInput label={t`Bank`} value={desk} onChange={onChange} options={options} />
}

interface OfferProps extends Omit<HoldingDialogProps, 'open'> {
  readonly bank: BankDeployment
  readonly units: bigint
}

const REQUOTE_MS = 5_000
/** Seconds of chain time for which the signed sale counts. */
const SALE_SECONDS = 1_800n
const SECONDS_PER_HOUR = 3_600n

function Offer({ bank, held, units, dueDay, onClose }: OfferProps) {
  const { network } = useDeployment()
  const { run, pending } = useTx()
  const offer = useReadContract({
    address: bank.desk,
    abi: factoringDeskAbi,
    functionName: 'quote',
    args: [held.tokenId, units],
    query: { refetchInterval: REQUOTE_MS, retry: false },
  })
  const minPrice = offer.data?.price
  const saleOf = (price: bigint) => [bank.desk, held.tokenId, units, price, Number(chainNow() + SALE_SECONDS)] as const
  const sale = { address: network.receivables, abi: receivablesAbi, functionName: 'sell' } as const
  const deadline = useSaleDeadline()
  const verdict = useVerdict(
    minPrice === undefined ? undefined : { ...sale, args: [bank.desk, held.tokenId, units, minPrice, deadline] },
  )
  if (offer.error) return <Refused sentence={errorText(offer.error)} onClose={onClose} />
  if (!offer.data || minPrice === undefined) return <Skeleton className="h-64" />
  const finance = () => {
    const call = write({ title: msg`Finance a receivable`, ...sale, args: () => saleOf(minPrice) })
    run(call).then(onClose, () => undefined)
  }
  return (
    <>
      <QuoteFields quote={offer.data} dueDay={dueDay} />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button variant="primary" busy={pending} reason={verdict.refusal} onClick={finance}>
          <Trans>Finance</Trans>
        </Button>
      </DialogActions>
    </>
  )
}

/** A deadline for rehearsals that moves once an hour, so that the question stays the same between two answers. */
function useSaleDeadline(): number {
  const hour = useChainNow() / SECONDS_PER_HOUR
  return Number((hour + 2n) * SECONDS_PER_HOUR)
}

function Refused({ sentence, onClose }: { readonly sentence: string; readonly onClose: () => void }) {
  const { t } = useLingui()
  return (
    <>
      <Notice tone="warning" title={t`This bank does not finance these units now`}>
        {sentence}
      </Notice>
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
      </DialogActions>
    </>
  )
}

/** A desk's quote as the contract returns it. */
interface DeskQuote {
  readonly advance: bigint
  readonly discount: bigint
  readonly fee: bigint
  readonly price: bigint
  readonly holdback: bigint
  /** End of the due day, unix seconds. */
  readonly maturity: number
}

function QuoteFields({ quote, dueDay }: { readonly quote: DeskQuote; readonly dueDay: number }) {
  const { asset } = useDeployment()
  const locale = useLocale()
  const tenor = BigInt(quote.maturity) - useChainNow()
  const cost = tenor > 0n ? yearlyCostBps(quote.discount + quote.fee, quote.price, tenor) : undefined
  const days = Number(tenor / BigInt(SECONDS_PER_DAY))
  const fen = 10n ** BigInt(asset.decimals - 2)
  const capitals =
    locale === 'zh-CN' ? chineseCapitalAmount(quote.price - (quote.price % fen), asset.decimals) : undefined
  const amount = (key: string, label: KeyValue['label'], value: bigint, strong = false): KeyValue => ({
    key,
    label,
    value: (
      <span data-testid={`quote-${key}`}>
        <Money value={value} decimals={asset.decimals} symbol={asset.symbol} strong={strong} />
      </span>
    ),
  })
  return (
    <div className="grid gap-2">
      <KeyValueList
        items={[
          amount('advance', <Trans>Advance</Trans>, quote.advance),
          amount('discount', <Trans>Discount</Trans>, quote.discount),
          amount('fee', <Trans>Fee</Trans>, quote.fee),
          amount('price', <Trans>You receive now</Trans>, quote.price, true),
          amount('holdback', <Trans>Holdback, paid after settlement</Trans>, quote.holdback),
          {
            key: 'cost',
            label: <Trans>All-in yearly cost</Trans>,
            value: (
              <strong data-testid="quote-cost">
                <Bps value={cost} />
              </strong>
            ),
          },
          {
            key: 'due',
            label: <Trans>Due day</Trans>,
            value: (
              <>
                <DayText day={dueDay} /> · <Plural value={days} one="# day" other="# days" />
              </>
            ),
          },
        ]}
      />
      {capitals && (
        <p className="text-right text-xs text-muted">
          <Trans>In capital characters, without parts of a fen: {capitals}</Trans>
        </p>
      )}
    </div>
  )
}
