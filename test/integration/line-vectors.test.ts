import {
  afterDraw,
  afterPayment,
  type BillingTerms,
  bringUp,
  consentDigest,
  type DataConsent,
  dayOf,
  debtAt,
  LINE_STATES,
  type LineAccount,
  limitStep,
  type Policy,
  policyLimit,
  splitPayment,
} from '@tallystick/sdk'
import { expect } from 'chai'
import { type Hex, keccak256, toHex } from 'viem'
import { UTC_OFFSET, type Wallet } from './fixtures.ts'
import { BILLING, type LinesSystem, newLinesSystem } from './support/lines-system.ts'
import { Random } from './support/random.ts'

const MERCHANTS = 20
const ROUNDS = 100
const terms: BillingTerms = { ...BILLING, utcOffset: UTC_OFFSET }

/** A merchant's line on chain, and what the SDK makes of the same steps. */
interface Mirrored {
  readonly merchant: Wallet
  account: LineAccount
  rateBps: number
}

describe('lines and the SDK on random vectors', function () {
  this.timeout(300_000)

  let system: LinesSystem
  const random = new Random('lines')

  before(async () => {
    system = await newLinesSystem()
    await system.deposit(system.bank, 10n ** 18n)
  })

  it(`${MERCHANTS * ROUNDS} lines after random draws, repayments, bills and times: difference 0`, async () => {
    const mirrored: Mirrored[] = []
    for (let number = 0; number < MERCHANTS; number++) {
      const merchant = await system.newMerchant(number)
      mirrored.push({ merchant, account: await storedAccount(merchant), rateBps: 720 })
    }
    let compared = 0
    for (let round = 0; round < ROUNDS; round++) {
      await system.connection.networkHelpers.time.increase(random.between(1, 12 * 86_400))
      for (const line of mirrored) await takeStep(line)
      const { timestamp } = await system.client.getBlock()
      for (const { merchant, account } of mirrored) {
        const debt = await system.lines.read.debtOf([merchant.account.address])
        expect(debtAt(account, terms, timestamp)).to.deep.equal(debt)
        expect(await storedAccount(merchant)).to.deep.equal(account)
        compared += 1
      }
    }
    expect(compared).to.equal(MERCHANTS * ROUNDS)
  })

  /** One random step of a merchant, on chain and in the SDK. A line with arrears repays or waits. */
  async function takeStep(line: Mirrored): Promise<void> {
    const { timestamp } = await system.client.getBlock()
    const debt = debtAt(line.account, terms, timestamp)
    const choice = random.between(0, 9)
    if (choice < 3 && debt.daysPastDue === 0) await draw(line)
    else if (choice < 6 && debt.total > 0n) await repay(line, debt.total)
    else if (choice === 6) await bill(line)
  }

  async function draw(line: Mirrored): Promise<void> {
    const amount = 1n + (random.next() % 10n ** BigInt(random.between(0, 13)))
    line.rateBps = random.between(1, 5_000)
    const address = line.merchant.account.address
    const until = dayOf(await system.now(), UTC_OFFSET) + 1
    await system.lines.write.loosenLine([address, 10n ** 16n, line.rateBps, until, 'random price'])
    await system.lines.write.draw([amount, 5_000], { account: line.merchant.account })
    const time = await system.now()
    const now = bringUp(line.account, terms, time).line
    line.account = afterDraw(now, amount, line.rateBps, dayOf(time, UTC_OFFSET))
  }

  async function repay(line: Mirrored, total: bigint): Promise<void> {
    const isAll = random.between(0, 3) === 0
    const amount = isAll ? 2n * total : 1n + (random.next() % total)
    await system.lines.write.repay([line.merchant.account.address, amount], { account: line.merchant.account })
    const time = await system.now()
    const now = bringUp(line.account, terms, time).line
    const state = LINE_STATES[now.state] ?? 'None'
    line.account = afterPayment(now, splitPayment(debtAt(now, terms, time), amount, state))
  }

  /** The contract writes nothing unless a bill has come due. */
  async function bill(line: Mirrored): Promise<void> {
    await system.lines.write.bill([line.merchant.account.address])
    const now = bringUp(line.account, terms, await system.now())
    if (now.bills.length > 0) line.account = now.line
  }

  async function storedAccount({ account }: Wallet): Promise<LineAccount> {
    const line = await system.lines.read.line([account.address])
    const { state, principal, rateX18, last, accruedX18, duePrincipal, dueInterest } = line
    const { dueSince, billDay, penalty, penaltyDay } = line
    const amounts = { principal, rateX18, accruedX18, duePrincipal, dueInterest, penalty }
    return { state, last, ...amounts, dueSince, billDay, penaltyDay }
  }

  it('2000 limits and steps of 40 random policies: difference 0', async () => {
    for (let round = 0; round < 40; round++) {
      const policy = randomPolicy()
      await system.linePolicy.write.loosen([{ ...policy.rules, version: 0 }, policy.bands])
      await Promise.all(
        Array.from({ length: 50 }, async () => {
          const score = random.between(300, 850)
          const turnover = random.next() % 10n ** BigInt(random.between(1, 20))
          const [limit, rateBps, band] = await system.linePolicy.read.limitOf([score, turnover])
          const expected = policyLimit(policy, score, turnover, 6)
          expect([limit, rateBps, band]).to.deep.equal([expected.limit, expected.rateBps, expected.band ?? 255])
          const old = random.next() % 10n ** BigInt(random.between(1, 16))
          const days = [random.between(0, 60_000), random.between(0, 60_000)] as const
          const stepped = await system.linePolicy.read.step([old, limit, ...days])
          expect(limitStep(policy.rules, old, limit, ...days)).to.equal(stepped)
        }),
      )
    }
  })

  /** Bands from the highest score down, each no larger and no cheaper than the one before. */
  function randomPolicy(): Policy {
    const count = random.between(1, 8)
    const falling = (low: number, high: number) =>
      Array.from({ length: count }, () => random.between(low, high)).sort((a, b) => b - a)
    const [multiples, caps] = [falling(0, 65_535), falling(1, 10 ** 10)]
    const rates = falling(1, 5_000).reverse()
    const steps = Array.from({ length: count }, () => random.between(1, 60))
    let minScore = 850
    return {
      rules: {
        scoreMaxAge: random.between(1, 2 ** 31),
        stepBps: random.between(0, 65_535),
        stepDays: random.between(0, 5_000),
        lot: BigInt(random.between(1, 10 ** 9)),
        starterLimit: BigInt(random.between(0, 10 ** 12)),
      },
      bands: steps.map((step, index) => {
        minScore -= step
        return {
          minScore,
          multipleBps: multiples[index] ?? 0,
          rateBps: rates[index] ?? 1,
          cap: BigInt(caps[index] ?? 0) * 10n ** 6n,
        }
      }),
    }
  }

  it('500 digests of random consents equal viem’s hashTypedData', async () => {
    const domain = { chainId: system.domain.chainId, consents: system.consents.address }
    for (let round = 0; round < 500; round++) {
      const consent = randomConsent()
      const nonce = random.next()
      expect(await system.consents.read.consentDigest([consent, nonce])).to.equal(consentDigest(domain, consent, nonce))
    }
  })

  function randomConsent(): DataConsent {
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
})
