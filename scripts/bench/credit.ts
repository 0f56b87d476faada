import {
  type Answer,
  CREDIT_SCORING_PURPOSE,
  commitmentPreimage,
  consentTypedData,
  encodeModel,
  evaluate,
  type FeatureRow,
  packAnswer,
  parseModel,
  reasonCodes,
} from '@tallystick/sdk'
import { bytesToHex, encodeFunctionData, type Hex, hexToBytes, sha256 } from 'viem'
import { Random } from '../../sdk/src/testing/random.ts'
import { randomModel, randomRow } from '../../sdk/src/testing/scoring.ts'
import { FACE, type System } from '../../test/integration/fixtures.ts'
import { COOLDOWN, type CreditSystem, deployCredit, PLATFORM, SCOPES } from './credit-system.ts'
import type { Meter } from './meter.ts'
import type { RowName } from './rows.ts'

const DAY = 86_400
const SALT: Hex = `0x${'5a'.repeat(32)}`
/** A good merchant of the schema `merchant-v1`, with a turnover of 400 000 a month and no default. */
const GOOD: FeatureRow = [40_000_000, 3_000, 470, 800, 300, 1_000, 150, 48, 0, Number.MIN_SAFE_INTEGER]

/** Does every operation of merchant credit once: consent, request, answer, dispute, line, money, loss. */
export class CreditBench {
  readonly #system: System
  readonly #meter: Meter

  constructor(system: System, meter: Meter) {
    this.#system = system
    this.#meter = meter
  }

  async run(): Promise<void> {
    const credit = await deployCredit(this.#system)
    await this.#system.mint(credit.merchant.account.address, FACE)
    await this.#system.approve(credit.merchant, credit.lines.address, FACE)
    await this.#consent(credit)
    await this.#scores(credit)
    await this.#money(credit)
    await this.#loss(credit)
    await this.#largeModel(credit)
  }

  async #consent({ consents, oracle, merchant }: CreditSystem): Promise<void> {
    const consent = {
      merchant: merchant.account.address,
      provider: PLATFORM,
      recipient: oracle.address,
      purpose: CREDIT_SCORING_PURPOSE,
      scopes: SCOPES,
      expiry: Number(await this.#system.now()) + 365 * DAY,
    }
    const { chainId } = this.#system.domain
    const typedData = consentTypedData({ chainId, consents: consents.address }, consent, 0n)
    const signature = await merchant.signTypedData({ account: merchant.account, ...typedData })
    await this.#meter.take('grantBySig', consents.write.grantBySig([consent, signature]))
  }

  async #scores(credit: CreditSystem): Promise<void> {
    const { oracle, lines, merchant } = credit
    await this.#score(credit, undefined, 'callbackFirst')
    await this.#meter.take('open', lines.write.open({ account: merchant.account }))
    await this.#score(credit, 'requestScore', 'callbackNext')
    await this.#meter.take('refresh', lines.write.refresh([merchant.account.address]))
    const challenge = [merchant.account.address, GOOD.map(BigInt), SALT] as const
    await this.#meter.take('challenge', oracle.write.challenge(challenge))
  }

  async #money({ lines, merchant }: CreditSystem): Promise<void> {
    const by = { account: merchant.account }
    const { time } = this.#system.connection.networkHelpers
    await this.#meter.take('drawFirst', lines.write.draw([FACE / 10n, 2_400], by))
    await time.increase(DAY)
    await this.#meter.take('drawNext', lines.write.draw([FACE / 10n, 2_400], by))
    await time.increase(DAY)
    await this.#meter.take('repayPart', lines.write.repay([merchant.account.address, FACE / 10n], by))
    await time.increase(DAY)
    await this.#meter.take('repayAll', lines.write.repay([merchant.account.address, FACE], by))
  }

  async #loss({ lines, merchant }: CreditSystem): Promise<void> {
    await lines.write.draw([FACE / 10n, 2_400], { account: merchant.account })
    await this.#system.connection.networkHelpers.time.increase(75 * DAY)
    await lines.write.bill([merchant.account.address])
    await this.#system.treasury.write.poke([10n ** 6n])
    await this.#meter.take('markLine', lines.write.mark([merchant.account.address]))
  }

  async #largeModel({ models, addModel, merchant }: CreditSystem): Promise<void> {
    const random = new Random(24)
    const model = randomModel(random, { features: 24, cuts: 256, trees: 100 })
    const version = await addModel(encodeModel(model))
    const row = randomRow(random, model).map(BigInt)
    const data = encodeFunctionData({ abi: models.abi, functionName: 'evaluate', args: [version, row] })
    await this.#meter.take('evaluate', merchant.sendTransaction({ to: models.address, data }))
  }

  /** A request and its answer, after the cooldown of the one before. */
  async #score(credit: CreditSystem, request: RowName | undefined, callback: RowName): Promise<void> {
    const { oracle, router, merchant } = credit
    const address = merchant.account.address
    await this.#system.connection.networkHelpers.time.increase(COOLDOWN)
    await this.#meter.take(request, oracle.write.requestScore({ account: merchant.account }))
    const response = await this.#response(credit)
    const args = [await oracle.read.openRequestOf([address]), response, '0x'] as const
    await this.#meter.take(undefined, merchant.writeContract({ ...router, functionName: 'deliver', args }))
    const gasUsed = Number(await this.#system.client.readContract({ ...router, functionName: 'gasUsed' }))
    this.#meter.note(callback, { gasUsed, marginal: gasUsed })
  }

  async #response({ blob, version, merchant }: CreditSystem): Promise<Hex> {
    const model = parseModel(blob)
    const { score, pdBps, turnover } = evaluate(model, GOOD)
    const asOf = Number(await this.#system.now())
    const subject = hexToBytes(merchant.account.address)
    const statement = { salt: hexToBytes(SALT), merchant: subject, asOf, features: GOOD }
    const answer: Answer = {
      score,
      pdBps,
      reasons: reasonCodes(model, GOOD),
      modelVersion: version,
      sourceMask: 1,
      asOf,
      turnover,
      commitment: sha256(commitmentPreimage(statement), 'bytes'),
    }
    return bytesToHex(packAnswer(answer))
  }
}
