import {
  type Bracket,
  checkRegion,
  checkTariff,
  type LeaseTerms,
  MAX_BRACKETS,
  parseAmount,
  parsePercent,
  parseRegion,
  type Region,
  RegionError,
  type RegionProblem,
  type RentRow,
  RentTooLowError,
  rentSchedule,
  type TariffProblem,
} from '@tallystick/sdk'
import { type Address, type Hex, isAddress } from 'viem'

/** A bracket as somebody types it. */
export interface BracketDraft {
  readonly fromHours: string
  readonly price: string
}

/** The numbers of an offer as somebody types them. */
export interface TermsDraft {
  readonly lessee: string
  readonly price: string
  readonly buyOut: string
  readonly deposit: string
  readonly baseRent: string
  readonly minimumRent: string
  readonly rate: string
  readonly cover: string
  readonly earlyFee: string
  readonly periodDays: string
  readonly periods: string
  readonly brackets: readonly BracketDraft[]
  readonly unusedHours: string
  readonly fuelRatePct: string
  readonly idlePct: string
  /** A corner a line, latitude and longitude in degrees; empty for anywhere. */
  readonly region: string
}

export type TermsField = Exclude<keyof TermsDraft, 'brackets' | 'region'>

/** A form that has been read. */
export interface ReadTerms {
  readonly wrong: readonly TermsField[]
  /** Brackets that can be read; what is wrong with them is in {@link tariffProblems}. */
  readonly tariff: readonly Bracket[]
  readonly tariffProblems: readonly TariffProblem[]
  readonly region: Region
  readonly regionProblem: RegionProblem | null
  /** Repayment plan, when rent and price are known and the rents pay it back. */
  readonly schedule: readonly RentRow[] | undefined
  /** What the base rents leave unpaid, when they do. */
  readonly unpaid: bigint | undefined
  /** Complete when nothing is wrong. */
  readonly terms: LeaseTerms | undefined
}

/** Ranges of the contract, see `ILeaseOffers`. */
export const TERMS_LIMITS = {
  periodDays: [7, 31],
  periods: [1, 60],
  rateBps: [1, 3_600],
  coverBps: [0, 9_999],
  earlyFeeBps: [0, 1_000],
  unusedHours: [1, 744],
  fuelRatePct: [1, 1_000],
  idlePct: [1, 100],
} as const

const MAX_AMOUNT = 2n ** 88n
const MAX_DEPOSIT = 2n ** 80n
/** A bracket that cannot be read: refused by the check as one without a price. */
const UNREADABLE: Bracket = { fromHours: -1, pricePerHour: 0n }

/**
 * Reads the form.
 * @param decimals of the settlement asset
 */
export function readTerms(draft: TermsDraft, deviceId: Hex, decimals: number): ReadTerms {
  const money = (text: string) => readMoney(text, decimals)
  const amounts = {
    price: money(draft.price),
    buyOut: money(draft.buyOut),
    deposit: money(draft.deposit),
    baseRent: money(draft.baseRent),
    minimumRent: money(draft.minimumRent),
  }
  const numbers = {
    rateBps: within(parsePercent(draft.rate), TERMS_LIMITS.rateBps),
    coverBps: within(parsePercent(draft.cover), TERMS_LIMITS.coverBps),
    earlyFeeBps: within(parsePercent(draft.earlyFee), TERMS_LIMITS.earlyFeeBps),
    periodDays: readWhole(draft.periodDays, TERMS_LIMITS.periodDays),
    periods: readWhole(draft.periods, TERMS_LIMITS.periods),
    unusedHours: readWhole(draft.unusedHours, TERMS_LIMITS.unusedHours),
    fuelRatePct: readWhole(draft.fuelRatePct, TERMS_LIMITS.fuelRatePct),
    idlePct: readWhole(draft.idlePct, TERMS_LIMITS.idlePct),
  }
  const lessee = isAddress(draft.lessee.trim(), { strict: false }) ? (draft.lessee.trim() as Address) : undefined
  const wrong = wrongFields(lessee, amounts, numbers)
  const tariff = draft.brackets.map((bracket) => readBracket(bracket, decimals))
  const tariffProblems = checkTariff(tariff)
  const { region, regionProblem } = readRegion(draft.region)
  const plan = planOf(amounts, numbers)
  const isGood = wrong.length === 0 && tariffProblems.length === 0 && !regionProblem && plan.schedule !== undefined
  return {
    wrong,
    tariff,
    tariffProblems,
    region,
    regionProblem,
    ...plan,
    terms: isGood && lessee ? termsOf({ deviceId, lessee, tariff, amounts, numbers }) : undefined,
  }
}

type Amounts = Readonly<Record<'price' | 'buyOut' | 'deposit' | 'baseRent' | 'minimumRent', bigint | undefined>>
type Numbers = Readonly<
  Record<
    'rateBps' | 'coverBps' | 'earlyFeeBps' | 'periodDays' | 'periods' | 'unusedHours' | 'fuelRatePct' | 'idlePct',
    number | undefined
  >
>

function readMoney(text: string, decimals: number): bigint | undefined {
  const amount = text.trim() === '' ? undefined : parseAmount(text, decimals)
  return amount !== undefined && amount >= 0n && amount < MAX_AMOUNT ? amount : undefined
}

function readWhole(text: string, range: readonly [number, number]): number | undefined {
  return /^\d{1,6}$/.test(text.trim()) ? within(Number(text), range) : undefined
}

function within(value: number | undefined, [least, most]: readonly [number, number]): number | undefined {
  return value !== undefined && value >= least && value <= most ? value : undefined
}

function wrongFields(lessee: Address | undefined, amounts: Amounts, numbers: Numbers): readonly TermsField[] {
  const { price, buyOut, deposit, baseRent, minimumRent } = amounts
  const isGood: Readonly<Record<TermsField, boolean>> = {
    lessee: lessee !== undefined,
    price: price !== undefined && price > 0n,
    buyOut: buyOut !== undefined && (price === undefined || buyOut < price),
    deposit: deposit !== undefined && deposit < MAX_DEPOSIT,
    baseRent: baseRent !== undefined && baseRent > 0n,
    minimumRent: minimumRent !== undefined && isCommitmentGood(amounts),
    rate: numbers.rateBps !== undefined,
    cover: numbers.coverBps !== undefined,
    earlyFee: numbers.earlyFeeBps !== undefined,
    periodDays: numbers.periodDays !== undefined,
    periods: numbers.periods !== undefined,
    unusedHours: numbers.unusedHours !== undefined,
    fuelRatePct: numbers.fuelRatePct !== undefined,
    idlePct: numbers.idlePct !== undefined,
  }
  return (Object.keys(isGood) as TermsField[]).filter((field) => !isGood[field])
}

/** What is committed beyond the base rent is neither negative nor more than what is financed. */
function isCommitmentGood({ price, buyOut, baseRent, minimumRent = 0n }: Amounts): boolean {
  if (baseRent === undefined) return true
  if (minimumRent < baseRent) return false
  const financed = price !== undefined && buyOut !== undefined && buyOut < price ? price - buyOut : undefined
  return financed === undefined || minimumRent - baseRent <= financed
}

function readBracket({ fromHours, price }: BracketDraft, decimals: number): Bracket {
  const from = /^\d{1,8}$/.test(fromHours.trim()) ? Number(fromHours) : undefined
  const pricePerHour = readMoney(price, decimals)
  return from === undefined || pricePerHour === undefined ? UNREADABLE : { fromHours: from, pricePerHour }
}

/** Reads and checks an area of work. */
export function readRegion(text: string): Pick<ReadTerms, 'region' | 'regionProblem'> {
  try {
    const region = parseRegion(text)
    return { region, regionProblem: checkRegion(region) }
  } catch (error) {
    if (!(error instanceof RegionError)) throw error
    return { region: [], regionProblem: error.problem }
  }
}

function planOf(
  { price, buyOut, baseRent }: Amounts,
  { rateBps, periodDays, periods }: Numbers,
): Pick<ReadTerms, 'schedule' | 'unpaid'> {
  const isKnown =
    price !== undefined && buyOut !== undefined && baseRent !== undefined && rateBps && periodDays && periods
  if (!isKnown || price <= buyOut || baseRent === 0n) return { schedule: undefined, unpaid: undefined }
  try {
    const financed = price - buyOut
    return { schedule: rentSchedule({ financed, baseRent, rateBps, periodDays, periods }), unpaid: undefined }
  } catch (error) {
    if (!(error instanceof RentTooLowError)) throw error
    return { schedule: undefined, unpaid: error.unpaid }
  }
}

interface GoodParts {
  readonly deviceId: Hex
  readonly lessee: Address
  readonly tariff: readonly Bracket[]
  readonly amounts: Amounts
  readonly numbers: Numbers
}

/** All parts have been read, which {@link wrongFields} has made sure of. */
function termsOf({ deviceId, lessee, tariff, amounts, numbers }: GoodParts): LeaseTerms {
  const { unusedHours, fuelRatePct, idlePct, ...others } = numbers as Readonly<Record<keyof Numbers, number>>
  const money = amounts as Readonly<Record<keyof Amounts, bigint>>
  return { deviceId, lessee, ...money, ...others, tariff, alarms: { unusedHours, fuelRatePct, idlePct } }
}

export const EMPTY_BRACKET: BracketDraft = { fromHours: '', price: '' }

/** A lease of two years as it is common for a medium excavator. */
export const EXAMPLE_TERMS: TermsDraft = {
  lessee: '',
  price: '960000',
  buyOut: '96000',
  deposit: '96000',
  baseRent: '40000',
  minimumRent: '46000',
  rate: '6.5',
  cover: '10',
  earlyFee: '2',
  periodDays: '30',
  periods: '24',
  brackets: [
    { fromHours: '0', price: '120' },
    { fromHours: '100', price: '90' },
    { fromHours: '180', price: '65' },
  ],
  unusedHours: '24',
  fuelRatePct: '120',
  idlePct: '35',
  region: '',
}

export { MAX_BRACKETS }
