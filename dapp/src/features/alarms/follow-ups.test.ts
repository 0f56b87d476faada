import { expect, it } from 'vitest'
import type { AlarmAnswer } from '../telemetry/answers'
import { type FollowUpRecord, followUpRows } from './follow-ups'

function record(number: string, part: Partial<FollowUpRecord>): FollowUpRecord {
  return { id: `0x${number}`, number, open: true, dueDay: 10, closedAt: null, ...part } as FollowUpRecord
}

const alarm = {
  followUps: [{ followUpId: '2', note: { hash: '0x02', text: 'call the site' }, closed: null }],
} as unknown as AlarmAnswer

it('puts open ones first by their day, then closed ones, the newest first', () => {
  const rows = followUpRows(
    [
      record('1', { open: false, closedAt: '5' }),
      record('2', { dueDay: 12 }),
      record('3', { dueDay: 11 }),
      record('4', { open: false, closedAt: '9' }),
    ],
    [],
  )
  expect(rows.map((row) => row.record.number)).toEqual(['3', '2', '4', '1'])
})

it('adds the words that the gateway keeps', () => {
  const [row] = followUpRows([record('2', {})], [alarm])
  expect(row?.note?.text).toBe('call the site')
  expect(row?.closingNote).toBeNull()
})
