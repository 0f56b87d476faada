import { Plural, useLingui } from '@lingui/react/macro'
import { formatBps } from '@tallystick/sdk'
import { useLocale } from '../../i18n/use-locale'
import { formatDuration } from '../../lib/duration'
import { classNames, DayText, HashText, InstantText, Money } from '../../ui'
import { AccountName } from '../account-name'
import { useDeployment } from '../deployment'
import type { Description, ShownValue } from './describe'
import { LABELS } from './labels'

/** The descriptor's English in the language on screen. */
export function useLabel(): (english: string) => string {
  const { i18n } = useLingui()
  return (english) => {
    const message = LABELS[english]
    return message ? i18n._(message) : english
  }
}

const ROW = 'grid min-w-0 gap-x-4 gap-y-1 border-b border-line py-1.5 last:border-b-0'

/** What a call or a message means, field by field. */
export function DescriptionFields({ description }: { readonly description: Description }) {
  const label = useLabel()
  return (
    <dl className="grid min-w-0">
      {description.fields.map((field) => (
        <div key={field.path} className={classNames(ROW, field.value.kind !== 'call' && 'sm:grid-cols-[9rem_1fr]')}>
          <dt className="text-muted">{label(field.label)}</dt>
          <dd className="min-w-0 sm:text-right sm:[&>span]:justify-end">
            <Value value={field.value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ value }: { readonly value: ShownValue }) {
  const { asset } = useDeployment()
  const label = useLabel()
  const locale = useLocale()
  switch (value.kind) {
    case 'account':
      return <AccountName address={value.address} />
    case 'amount':
      return <Money value={value.units} decimals={asset.decimals} symbol={asset.symbol} strong />
    case 'instant':
      return <InstantText at={value.seconds} />
    case 'day':
      return <DayText day={value.day} />
    case 'days':
      return <Plural value={value.count} one="# day" other="# days" />
    case 'bps':
      return formatBps(value.bps)
    case 'choice':
      return value.labels.map(label).join(' · ')
    case 'duration':
      return formatDuration(value.seconds, locale)
    case 'hex':
      return <Hex value={value.hex} />
    case 'text':
      return <span className="break-all">{value.text}</span>
    case 'call':
      return value.call ? <NestedCall description={value.call} /> : <UnknownCall />
  }
}

/** A hash, or the name of the platform that it identifies. */
function Hex({ value }: { readonly value: string }) {
  const locale = useLocale()
  const platform = useDeployment().platforms.find(({ id }) => id === value)
  if (platform === undefined) return <HashText value={value} />
  return locale === 'en' ? platform.name : platform.nameZh
}

/** A step inside a step, such as the permit before a payment. */
function NestedCall({ description }: { readonly description: Description }) {
  const label = useLabel()
  return (
    <div className="grid gap-1 rounded-md bg-canvas p-2 text-left">
      <p className="font-medium">{label(description.intent)}</p>
      <DescriptionFields description={description} />
    </div>
  )
}

function UnknownCall() {
  const { t } = useLingui()
  return <span className="text-danger">{t`A call that this page cannot explain`}</span>
}
