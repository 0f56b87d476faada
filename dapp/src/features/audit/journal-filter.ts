import { CHINA_UTC_OFFSET, type JournalQueryVariables, parseDay, startOfDay } from '@tallystick/sdk'
import * as v from 'valibot'
import { isAddress, isHex, size } from 'viem'

const text = v.optional(v.fallback(v.optional(v.string()), undefined))

/** Filters of the journal as the page's address carries them. Unreadable values count as absent. */
export const journalSearch = v.object({
  /** Name of an event. */
  event: text,
  /** Account that the event names. */
  account: text,
  /** Base id of a receivable. */
  receivable: text,
  /** First and last day, `YYYY-MM-DD`, in the register's offset. */
  from: text,
  to: text,
  /** Shows entries with a lower sequence. */
  before: v.optional(v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))), undefined)),
})

export type JournalSearch = v.InferOutput<typeof journalSearch>
export type JournalWhere = JournalQueryVariables['where']

/** Filters that cannot be understood; the page says so instead of showing everything. */
export function wrongFilters(search: JournalSearch): readonly ('account' | 'receivable' | 'from' | 'to')[] {
  const { account, receivable, from, to } = search
  const wrong: ('account' | 'receivable' | 'from' | 'to')[] = []
  if (account && !isAddress(account)) wrong.push('account')
  if (receivable && !isBaseId(receivable)) wrong.push('receivable')
  if (from && parseDay(from) === undefined) wrong.push('from')
  if (to && parseDay(to) === undefined) wrong.push('to')
  return wrong
}

/** The filters as a condition of the index, without the cursor. */
export function journalWhere({ event, account, receivable, from, to }: JournalSearch): JournalWhere {
  const firstDay = from ? parseDay(from) : undefined
  const lastDay = to ? parseDay(to) : undefined
  return {
    ...(event && { name: event }),
    ...(account && isAddress(account) && { accounts_contains: [account.toLowerCase() as `0x${string}`] }),
    ...(receivable && isBaseId(receivable) && { receivableId: receivable.toLowerCase() as `0x${string}` }),
    ...(firstDay !== undefined && { timestamp_gte: startOfDay(firstDay, CHINA_UTC_OFFSET).toString() }),
    ...(lastDay !== undefined && { timestamp_lt: startOfDay(lastDay + 1, CHINA_UTC_OFFSET).toString() }),
  }
}

function isBaseId(value: string): boolean {
  return isHex(value) && size(value) === 32
}
