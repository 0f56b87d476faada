import { afterAll, beforeAll, expect, it } from 'vitest'
import { startDatabase, type TestDatabase } from '../../testing/database.ts'
import { migrate } from './migrations.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.stop())

const first = { id: 'test-1', sql: 'CREATE TABLE machines (name text); CREATE TABLE sites (name text)' }
const second = { id: 'test-2', sql: 'ALTER TABLE machines ADD COLUMN hours bigint' }

async function columns(): Promise<string[]> {
  const { rows } = await database.pool.query<{ place: string }>(
    `SELECT table_name || '.' || column_name AS place FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name IN ('machines', 'sites') ORDER BY place`,
  )
  return rows.map(({ place }) => place)
}

it('a step that fails takes the ones before it back', async () => {
  await expect(migrate(database.pool, [first, { id: 'test-x', sql: 'CREATE nonsense' }])).rejects.toThrow('nonsense')
  expect(await columns()).toEqual([])
})

it('steps are applied once, also by several processes at a time, and later ones follow', async () => {
  await Promise.all(Array.from({ length: 4 }, () => migrate(database.pool, [first])))
  expect(await columns()).toEqual(['machines.name', 'sites.name'])
  await migrate(database.pool, [first, second])
  await migrate(database.pool, [first, second])
  expect(await columns()).toEqual(['machines.hours', 'machines.name', 'sites.name'])
})
