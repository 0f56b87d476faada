import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isoDay } from '@tallystick/sdk'
import type { Address } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DailyFacts } from './facts.ts'
import type { Provider } from './provider.ts'
import { advance, seedSamples } from './sample-merchants.ts'
import { PlatformStore } from './store.ts'
import { lastDay, merchant, plainDay, plainHistory } from './testing/facts.ts'
import { startTestDatabase, type TestDatabase } from './testing/postgres.ts'

const directory = mkdtempSync(join(tmpdir(), 'tallystick-import-'))
let database: TestDatabase
let store: PlatformStore
let provider: Provider
let providers = 0

beforeAll(async () => {
  database = await startTestDatabase(28_532)
}, 60_000)

afterAll(async () => {
  await database.stop()
  rmSync(directory, { recursive: true })
})

beforeEach(async () => {
  provider = { id: `shop-${++providers}`, name: 'Shop', nameZh: '商店', scopes: 0b11111 }
  store = await PlatformStore.open(database.url, provider)
})

afterEach(() => store.close())

describe('imported facts', () => {
  it('come back as they were', async () => {
    const day = plainDay(lastDay, { paidAmount: 9_999_999_999_999n, creditDefaults: 2 })
    await store.importFacts([day])
    expect(await store.factsOf(merchant)).toEqual([day])
  })

  it('are not there twice when they come twice, and are replaced when they change', async () => {
    const history = plainHistory(3)
    expect(await store.importFacts(history)).toEqual({ added: 3, changed: 0, unchanged: 0 })
    expect(await store.importFacts(history)).toEqual({ added: 0, changed: 0, unchanged: 3 })
    const corrected = [plainDay(lastDay, { paidCount: 11 }), plainDay(lastDay - 1), plainDay(lastDay - 3)]
    expect(await store.importFacts(corrected)).toEqual({ added: 1, changed: 1, unchanged: 1 })
    expect((await store.factsOf(merchant)).map(({ paidCount }) => paidCount)).toEqual([10, 10, 10, 11])
  })

  it('are all stored or none', async () => {
    // The last of 4001 rows, in the third statement, breaks a rule of the table.
    const impossible = plainDay(lastDay + 1, { ratingStars: 100 })
    await expect(store.importFacts([...plainHistory(4_000), impossible])).rejects.toThrow('daily_facts')
    expect(await store.factsOf(merchant)).toEqual([])
  })

  it('of imports at the same time are one or the other, never a mixture', async () => {
    const version = (paidCount: number) => plainHistory(5_000, () => ({ paidCount }))
    await Promise.all([1, 2, 3, 4].map((count) => store.importFacts(version(count))))
    const facts = await store.factsOf(merchant)
    expect(facts).toHaveLength(5_000)
    expect(new Set(facts.map(({ paidCount }) => paidCount)).size).toBe(1)
  })

  it('of another provider are out of reach', async () => {
    await store.importFacts([plainDay(lastDay)])
    const other = await PlatformStore.open(database.url, { ...provider, id: 'other-shop' })
    expect(await other.knows(merchant)).toBe(false)
    expect(await store.knows(merchant.toUpperCase().replace('0X', '0x') as Address)).toBe(true)
    await other.close()
  })

  it('of the samples go on with the clock', async () => {
    const now = Date.parse('2026-11-22T12:00:00Z') / 1_000
    expect(await seedSamples(store, { growing: merchant }, now)).toMatchObject({ added: 760 })
    expect(await seedSamples(store, { growing: merchant }, now)).toMatchObject({ unchanged: 760 })
    await expect(advance(store, merchant, 'grow', now)).rejects.toThrow('move the clock')
    expect(await advance(store, merchant, 'fall', now + 30 * 86_400)).toMatchObject({ added: 30 })
  })
})

describe('the schema', () => {
  it('is made once, by however many processes start', async () => {
    const fresh = { ...provider, id: 'fresh-shop' }
    const stores = await Promise.all(Array.from({ length: 5 }, () => PlatformStore.open(database.url, fresh)))
    await Promise.all(stores.map((each) => each.close()))
    const { rows } = await database.query('SELECT version FROM platform_fresh_shop.schema_version')
    expect(rows).toEqual([{ version: 2 }])
  })

  it('of a newer program is left alone', async () => {
    await database.query(`UPDATE platform_${provider.id.replace('-', '_')}.schema_version SET version = 99`)
    await expect(PlatformStore.open(database.url, provider)).rejects.toThrow('has version 99, this program knows 2')
  })

  it('needs a plain name', async () => {
    const evil = { ...provider, id: 'x; DROP TABLE y' }
    await expect(PlatformStore.open(database.url, evil)).rejects.toThrow('is no provider id')
  })
})

describe('the import command', () => {
  const columns =
    'merchant,day,paid_amount,paid_count,refunded_amount,rating_stars,rating_count,cost_of_goods,inventory,credit_defaults'

  function csvOf(history: readonly DailyFacts[]): string {
    return [columns, ...history.map(({ day }) => `${merchant},${isoDay(day)},100,10,1,20,5,10,365,0`)].join('\n')
  }

  function start(text: string) {
    const file = join(directory, `${provider.id}.csv`)
    writeFileSync(file, text)
    return spawn(process.execPath, [join(import.meta.dirname, 'import.ts'), file, '--json'], {
      env: {
        DATABASE_URL: database.url,
        PROVIDER_ID: provider.id,
        PROVIDER_NAME: provider.name,
        PROVIDER_NAME_ZH: provider.nameZh,
        PROVIDER_SCOPES: '0,1,2,3,4',
      },
    })
  }

  async function run(text: string) {
    const child = start(text)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
    const code = await new Promise((done) => child.on('close', done))
    return { code, output }
  }

  // The command refuses days after today, so these end long ago.
  const past = plainHistory(3).map((facts) => ({ ...facts, day: facts.day - 2_000 }))

  it('imports and says what changed', async () => {
    expect(await run(csvOf(past))).toEqual({ code: 0, output: '{"added":3,"changed":0,"unchanged":0}\n' })
    expect(await store.factsOf(merchant)).toHaveLength(3)
  })

  it('refuses by line and imports nothing', async () => {
    const { code, output } = await run(`${csvOf(past)}\n${merchant},2020-01-01,-5,10,1,20,5,10,365,0`)
    expect(code).toBe(1)
    expect(output).toBe('nothing was imported: 1 line refused\n  line 5: paid_amount is negative\n')
    expect(await store.knows(merchant)).toBe(false)
  })

  it('leaves nothing behind when it is killed half way', async () => {
    const schema = `platform_${provider.id.replace('-', '_')}`
    const blocker = await database.connect()
    await blocker.query(`BEGIN; LOCK TABLE ${schema}.daily_facts IN ROW EXCLUSIVE MODE`)
    const child = start(csvOf(past))
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = $1`
    while ((await database.query(waiting, [`tallystick ${provider.id}`])).rowCount === 0) await sleep(20)
    child.kill('SIGKILL')
    await new Promise((done) => child.on('close', done))
    await blocker.query('COMMIT')
    blocker.release()
    expect(await run(csvOf(past))).toMatchObject({ code: 0, output: expect.stringContaining('"added":3') })
  })
})
