import { Trans } from '@lingui/react/macro'
import { CHINA_UTC_OFFSET, formatAmount, formatBps, formatDay, formatInstant } from '@tallystick/sdk'
import { useLocale } from '../i18n/use-locale'
import { classNames } from './class-names'

export interface MoneyProps {
  /** Minor units; undefined while it is not known. */
  readonly value: bigint | undefined
  readonly decimals?: number
  /** Currency or token symbol; leave it out where a header names it. */
  readonly symbol?: string
  readonly strong?: boolean
}

/** The settlement asset's decimals: those of every stablecoin that the register takes. */
const ASSET_DECIMALS = 6

/** An exact amount with tabular figures. Its title carries every decimal when fewer are shown. */
export function Money({ value, decimals = ASSET_DECIMALS, symbol, strong = false }: MoneyProps) {
  if (value === undefined) return <span className="text-muted">–</span>
  return (
    <span className={classNames('whitespace-nowrap', strong && 'font-semibold')}>
      {formatAmount(value, decimals)}
      {symbol && <span className="ml-1 text-[0.85em] font-normal text-muted">{symbol}</span>}
    </span>
  )
}

/** Basis points as a percentage. */
export function Bps({ value }: { readonly value: number | bigint | undefined }) {
  return value === undefined ? <span className="text-muted">–</span> : <span>{formatBps(value)}</span>
}

/** A day of the register's calendar (UTC+8). */
export function DayText({ day }: { readonly day: number | undefined }) {
  const locale = useLocale()
  return <span className="whitespace-nowrap">{day === undefined ? '–' : formatDay(day, locale)}</span>
}

/** An instant in the register's offset (UTC+8), to the minute. */
export function InstantText({ at }: { readonly at: bigint | undefined }) {
  if (at === undefined) return <span>–</span>
  return (
    <time dateTime={new Date(Number(at) * 1_000).toISOString()} className="whitespace-nowrap" title="UTC+8">
      {formatInstant(at, CHINA_UTC_OFFSET)}
    </time>
  )
}

export interface CountdownProps {
  /** Chain time now and the instant counted down to, unix seconds. */
  readonly now: bigint
  readonly until: bigint
}

const MINUTE = 60n
const HOUR = 3_600n
const DAY = 86_400n

/** Time left in its two largest units. */
export function Countdown({ now, until }: CountdownProps) {
  const left = until - now
  if (left <= 0n) return <Trans>now</Trans>
  const [days, hours] = [String(left / DAY), String((left % DAY) / HOUR)]
  const [minutes, seconds] = [String((left % HOUR) / MINUTE), String(left % MINUTE)]
  if (left >= DAY) {
    return (
      <Trans>
        {days} d {hours} h
      </Trans>
    )
  }
  if (left >= HOUR) {
    return (
      <Trans>
        {hours} h {minutes} min
      </Trans>
    )
  }
  return (
    <Trans>
      {minutes} min {seconds} s
    </Trans>
  )
}
