import {
  confirmationDigest,
  consentDigest,
  consentsAbi,
  penalty,
  quote,
  type ReceivableTerms,
  termsHash,
} from '@tallystick/sdk'
import { expect } from 'chai'
import { type Hex, keccak256, toHex } from 'viem'
import { debtorTerms, newSystem, type System, UTC_OFFSET } from './fixtures.ts'
import { Random } from './support/random.ts'

const ROUNDS = 100
const UNITS_PER_ROUND = 20

/** The SDK's formulas are an independent implementation in BigInt; on random inputs both must give one answer. */
describe('contracts and SDK on random vectors', () => {
  let system: System
  const random = new Random('tallystick')

  before(async () => {
    system = await newSystem()
  })

  it(`R14 C11 ${ROUNDS * UNITS_PER_ROUND} quotes: difference 0`, async () => {
    const { desk, debtor, client, connection } = system
    const ids = []
    for (let number = 0; number < 10; number++) {
      const dueDay = (await system.today()) + random.between(60, 365)
      ids.push({ dueDay, baseId: await system.open(await system.newTerms(number, { dueDay })) })
    }
    for (let round = 0; round < ROUNDS; round++) {
      const terms = randomTerms()
      await desk.write.loosenTerms([debtor.account.address, terms])
      await connection.networkHelpers.time.increase(random.between(1, 40_000))
      const { baseId, dueDay } = random.pick(ids)
      const { number: blockNumber, timestamp } = await client.getBlock()
      await Promise.all(
        Array.from({ length: UNITS_PER_ROUND }, async () => {
          const units = random.amount()
          const {
            allInBps: _,
            tenorSeconds,
            ...expected
          } = quote({ ...terms, units, dueDay, now: timestamp, utcOffset: UTC_OFFSET })
          const actual = await desk.read.quote([baseId, units], { blockNumber })
          expect(actual).to.deep.equal({ ...expected, maturity: Number(timestamp + tenorSeconds) })
        }),
      )
    }
  })

  it('R15 C11 500 penalties: difference 0', async () => {
    const { receivables, connection } = system
    for (let round = 0; round < 50; round++) {
      const face = random.amount()
      const penaltyBps = random.between(0, 65_535)
      const dueDay = (await system.today()) + random.between(0, 5)
      const baseId = await system.open(await system.newTerms(1_000 + round, { face, penaltyBps, dueDay }))
      for (let step = 0; step < 10; step++) {
        await connection.networkHelpers.time.increase(random.between(1, 3 * 86_400))
        const late = (await system.today()) - dueDay
        const expected = late > 5 ? penalty(face, penaltyBps, late) : 0n
        expect(await receivables.read.amountDue([baseId])).to.deep.equal([face, expected])
      }
    }
  })

  it('S11 500 digests of random terms equal viem’s hashTypedData', async () => {
    const { receivables } = system
    for (let round = 0; round < 500; round++) {
      const terms = randomReceivableTerms()
      const deadline = random.between(0, 2 ** 40 - 1)
      const digest = confirmationDigest(system.domain, terms, deadline)
      expect(await receivables.read.confirmationDigest([terms, deadline])).to.equal(digest)
      expect(await receivables.read.termsHash([terms])).to.equal(termsHash(terms))
    }
  })

  it('S11 500 digests of random consents: difference 0', async () => {
    const { connection, client, manager, members } = system
    const { address } = await connection.viem.deployContract('Consents', [manager.address, members.address])
    const domain = { chainId: system.domain.chainId, consents: address }
    for (let round = 0; round < 500; round++) {
      const [consent, nonce] = [randomConsent(), random.next()]
      const call = { address, abi: consentsAbi, functionName: 'consentDigest', args: [consent, nonce] } as const
      expect(await client.readContract(call)).to.equal(consentDigest(domain, consent, nonce))
    }
  })

  function randomConsent() {
    const word = (): Hex => keccak256(toHex(random.next()))
    return {
      merchant: word().slice(0, 42) as Hex,
      provider: word(),
      recipient: word().slice(0, 42) as Hex,
      purpose: word(),
      scopes: random.between(0, 2 ** 32 - 1),
      expiry: random.between(0, 2 ** 40 - 1),
    }
  }

  function randomTerms() {
    return {
      ...debtorTerms,
      discountBps: random.between(0, 5_000),
      feeBps: random.between(0, 500),
      advanceBps: random.between(5_000, 10_000),
      maxTenorDays: 400,
    }
  }

  function randomReceivableTerms(): ReceivableTerms {
    const word = (): Hex => keccak256(toHex(random.next()))
    const address = () => word().slice(0, 42) as Hex
    return {
      supplier: address(),
      debtor: address(),
      asset: address(),
      face: random.next() % 2n ** 128n,
      dueDay: random.between(0, 65_535),
      penaltyBps: random.between(0, 65_535),
      profile: random.between(0, 65_535),
      fingerprint: word(),
      contentHash: word(),
      documentHash: word(),
    }
  }
})
