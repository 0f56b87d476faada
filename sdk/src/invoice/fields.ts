import { parseDay } from '../days.ts'
import { displayText, normaliseIdentifier } from './canonical.ts'
import { currencyDecimals } from './currencies.ts'
import { type InvoiceProblem, type InvoiceProblemCode, problem } from './problems.ts'
import type { RawField } from './syntax.ts'

const MAX_PROBLEMS = 50
const MAX_LENGTH = 1000

/** Turns raw fields into checked values and notes what is wrong with each; an unusable value becomes null. */
export class FieldReader {
  readonly problems: InvoiceProblem[] = []

  /** Reports a problem; a file with thousands of bad lines is described by its first ones. */
  report(code: InvoiceProblemCode, field: string, detail?: string): null {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem(code, field, detail))
    return null
  }

  /** Text fit for the screen; `whenMissing` makes the field mandatory. */
  text(raw: RawField, field: string, whenMissing?: InvoiceProblemCode): string | null {
    if (raw.repeated) return this.report('repeated_field', field)
    if ((raw.value?.length ?? 0) > MAX_LENGTH) return this.report('too_long', field)
    const text = displayText(raw.value ?? '')
    if (normaliseIdentifier(text) !== '') return text
    return whenMissing ? this.report(whenMissing, field) : null
  }

  /** A calendar day as `YYYY-MM-DD`. */
  date(raw: RawField, field: string, whenMissing?: InvoiceProblemCode): string | null {
    const text = this.text(raw, field, whenMissing)
    if (text === null) return null
    return parseDay(text) === undefined ? this.report('bad_date', field, text) : text
  }

  /** An ISO 4217 code. */
  currency(raw: RawField): string | null {
    const code = this.text(raw, 'currency', 'missing_currency')
    if (code === null) return null
    return currencyDecimals(code) === undefined ? this.report('bad_currency', 'currency', code) : code
  }

  /** An exact amount in minor units of `currency`, or null where absent, unreadable or without a known currency. */
  amount(raw: RawField, field: string, currency: string | null, whenMissing?: InvoiceProblemCode): bigint | null {
    const text = this.text(raw, field, whenMissing)
    if (text === null || currency === null) return null
    if (raw.currency !== undefined && raw.currency !== currency) {
      return this.report('currency_mismatch', field, `${raw.currency}, not ${currency}`)
    }
    return minorUnits(text, currencyDecimals(currency) ?? 0) ?? this.report('bad_amount', field, text)
  }
}

/** Reads xs:decimal exactly; more decimals than `decimals` are accepted only when they are zeros. */
function minorUnits(text: string, decimals: number): bigint | undefined {
  const parts = /^([+-]?)(\d{0,30})(?:\.(\d{0,30}))?$/.exec(text)
  const [, sign = '', whole = '', fraction = ''] = parts ?? []
  if (!parts || whole + fraction === '' || /[^0]/.test(fraction.slice(decimals))) return undefined
  const units = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'))
  return sign === '-' ? -units : units
}
