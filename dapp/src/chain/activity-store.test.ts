import { describe, expect, it } from 'vitest'
import { type Activity, ActivityStore } from './activity-store'

const HASH = `0x${'1'.repeat(64)}` as const

function memory(stored?: unknown) {
  const values = new Map<string, unknown>([['activities', stored]])
  return { read: (key: string) => values.get(key), write: (key: string, value: unknown) => void values.set(key, value) }
}

function activity(id: string, changes: Partial<Activity> = {}): Activity {
  return { id, title: { id: 'title' }, stage: 'network', startedAt: 0, ...changes }
}

describe('the activity store', () => {
  it('shows the newest first and changes an activity in its place', () => {
    const store = new ActivityStore(memory())
    store.put(activity('a'))
    store.put(activity('b'))
    store.put(activity('a', { stage: 'sign' }))
    expect(store.list().map(({ id, stage }) => [id, stage])).toEqual([
      ['b', 'network'],
      ['a', 'sign'],
    ])
  })

  it('keeps what was sent over a reload, and nothing that was not', () => {
    const storage = memory()
    const before = new ActivityStore(storage)
    before.put(activity('unsent', { stage: 'sign' }))
    before.put(activity('failed', { stage: 'pending', hash: HASH, outcome: 'failed' }))
    before.put(activity('sent', { stage: 'pending', hash: HASH }))
    expect(new ActivityStore(storage).list().map(({ id }) => id)).toEqual(['sent'])
  })

  it.each([
    ['no list', { id: 'a' }],
    ['a number', 7],
    ['an entry without a hash', [activity('a')]],
    ['a hash that is none', [activity('a', { hash: '0x12' })]],
    ['a stage that does not exist', [{ ...activity('a', { hash: HASH }), stage: 'other' }]],
  ])('starts empty when the storage holds %s', (_, stored) => {
    expect(new ActivityStore(memory(stored)).list()).toEqual([])
  })

  it('keeps twenty at most', () => {
    const store = new ActivityStore(memory())
    for (let index = 0; index < 25; index++) store.put(activity(String(index)))
    expect(store.list()).toHaveLength(20)
    expect(store.list()[0]?.id).toBe('24')
  })

  it('tells its listeners, until they leave', () => {
    const store = new ActivityStore(memory())
    let calls = 0
    const leave = store.subscribe(() => calls++)
    store.put(activity('a'))
    leave()
    store.remove('a')
    expect(calls).toBe(1)
    expect(store.list()).toEqual([])
  })
})
