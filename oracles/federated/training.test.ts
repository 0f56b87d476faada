import { beforeAll, describe, expect, it } from 'vitest'
import { generateMerchants } from '../model/generator.ts'
import { FitError, fitLogistic } from '../model/irls.ts'
import { scorecardDefaults, woeColumn } from '../model/scorecard.ts'
import { MERCHANT_V1, MISSING } from '../model/scoring.ts'
import { selectRows, type Table } from '../model/table.ts'
import { gridOf } from './grid.ts'
import { GRID, localSums } from './sums.ts'
import { tampered, testFederation } from './testing/federation.ts'
import { federatedSums, pooledSums, type TrainedCard, trainCard } from './training.ts'

const names = ['lantern', 'tongda', 'corner']
let pooled: Table
let parts: Table[]

beforeAll(() => {
  pooled = generateMerchants(3_000, 7).table
  // Uneven: 60, 30 and 10 of 100.
  const owner = (row: number) => (row % 10 < 6 ? 0 : row % 10 < 9 ? 1 : 2)
  parts = names.map((_, k) => rowsWhere((row) => owner(row) === k))
})

function rowsWhere(keep: (row: number) => boolean): Table {
  return selectRows(
    pooled,
    [...pooled.target.keys()].filter((row) => keep(row)),
  )
}

function federationOf(tables: readonly Table[]) {
  return testFederation(Object.fromEntries(tables.map((table, k) => [names[k] as string, localSums(table)])), 2)
}

function difference(a: TrainedCard, b: TrainedCard): number {
  expect(a.attributes.map(({ feature, cuts }) => ({ feature, cuts }))).toEqual(
    b.attributes.map(({ feature, cuts }) => ({ feature, cuts })),
  )
  return Math.max(...a.coefficients.map((value, j) => Math.abs(value - (b.coefficients[j] as number))))
}

describe('federated training', () => {
  it('gives the card of central training', async () => {
    const federated = await trainCard(federatedSums(federationOf(parts).coordinate()))
    const central = await trainCard(pooledSums(pooled))
    const largest = difference(federated, central)
    console.log(`max Δβ federated − central: ${largest.toExponential(1)}`)
    expect(largest).toBeLessThanOrEqual(1e-7)
    expect(federated.card).toEqual(central.card)
    expect(federated.attributes.length).toBeGreaterThan(5)
  })

  it('finds the coefficients that a regression on the rows themselves finds', async () => {
    const { attributes, coefficients } = await trainCard(pooledSums(pooled))
    const columns = attributes.map((attribute) => woeColumn(pooled, attribute))
    const direct = fitLogistic(columns, pooled.target, { ridge: scorecardDefaults.ridge })
    direct.forEach((value, j) => {
      expect(coefficients[j]).toBeCloseTo(value, 9)
    })
  })

  it('learns from a party with one class only', async () => {
    const goods = rowsWhere((row) => pooled.target[row] === 0 && row % 4 === 0)
    const rest = rowsWhere((row) => pooled.target[row] !== 0 || row % 4 !== 0)
    const federated = await trainCard(federatedSums(federationOf([goods, rest]).coordinate()))
    expect(difference(federated, await trainCard(pooledSums(pooled)))).toBeLessThanOrEqual(1e-7)
  })

  it('refuses when all parties together have one class only', async () => {
    const goods = [0, 1].map((k) => rowsWhere((row) => pooled.target[row] === 0 && row % 2 === k))
    await expect(trainCard(federatedSums(federationOf(goods).coordinate()))).rejects.toThrow(
      new FitError('the rows of all parties together are of one class only'),
    )
  })

  it('gives the card of the others when one is gone from the start', async () => {
    const coordinator = federationOf(parts).coordinate((party) =>
      party.id === 'corner' ? tampered(party, { keys: () => Promise.reject(new Error('gone')) }) : party,
    )
    const federated = await trainCard(federatedSums(coordinator))
    const others = rowsWhere((row) => row % 10 < 9)
    expect(difference(federated, await trainCard(pooledSums(others)))).toBeLessThanOrEqual(1e-7)
    expect(coordinator.dropOuts).toHaveLength(1)
  })

  it('goes on without one that drops out half way, from the bins that all agreed on', async () => {
    const coordinator = federationOf(parts).coordinate((party) =>
      party.id === 'corner'
        ? tampered(party, {
            input: (round, request) =>
              round < 4 ? party.input(round, request) : Promise.reject(new Error('power cut')),
          })
        : party,
    )
    const { attributes, coefficients } = await trainCard(federatedSums(coordinator))
    const others = rowsWhere((row) => row % 10 < 9)
    const columns = attributes.map((attribute) => woeColumn(others, attribute))
    const direct = fitLogistic(columns, others.target, { ridge: scorecardDefaults.ridge })
    direct.forEach((value, j) => {
      expect(coefficients[j]).toBeCloseTo(value, 8)
    })
    expect(coordinator.dropOuts).toEqual([{ party: 'corner', round: 4, step: 'input', reason: 'power cut' }])
  })
})

describe('the public grid', () => {
  it('rises, keeps missing values apart and is fine where values are', () => {
    for (const [feature, cuts] of GRID.entries()) {
      expect(cuts[0]).toBe(MISSING + 1)
      expect(cuts).toEqual([...new Set(cuts)].sort((a, b) => a - b))
      expect(cuts.length, MERCHANT_V1[feature]?.name).toBeGreaterThan(30)
    }
    expect(gridOf({ range: [0, 12] })).toEqual([MISSING + 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11])
    expect(gridOf({ range: [-4, 4] })).toEqual([MISSING + 1, -3, -2, -1, 0, 1, 2, 3])
  })
})
