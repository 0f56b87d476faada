import { confirmationTypedData } from '@tallystick/sdk'
import { type Address, concat, type Hex, hashTypedData } from 'viem'
import { debtorTerms, FACE, NO_DEADLINE, ROLE, type System } from '../../test/integration/fixtures.ts'
import { newSafe, safeSignatures } from '../../test/integration/support/safe.ts'
import type { Meter } from './meter.ts'
import type { RowName } from './rows.ts'

const DAY = 86_400
const HASH: Hex = `0x${'5a'.repeat(32)}`
/** Does every operation of treasury, register and desk once, in a state that is as warm as the row says. */
export class ReceivablesBench {
  readonly #system: System
  readonly #meter: Meter
  #invoices = 0

  constructor(system: System, meter: Meter) {
    this.#system = system
    this.#meter = meter
  }

  async run(): Promise<void> {
    await this.#warmUp()
    await this.#creation()
    await this.#deals()
    await this.#bank()
    await this.#lateDeals()
    const life = (['createEoa', 'sellNext', 'settle', 'collectHoldback'] as const).map((name) => this.#meter.of(name))
    this.#meter.note('life', {
      gasUsed: sum(life.map(({ gasUsed }) => gasUsed)),
      marginal: sum(life.map(({ marginal }) => marginal)),
    })
  }

  /** Balances, allowances and counters that a running system has. */
  async #warmUp(): Promise<void> {
    const { bank, debtor, receivables, mint, approve, deposit, connection } = this.#system
    const now = Number(await this.#system.now())
    await connection.networkHelpers.time.increaseTo(Math.ceil(now / DAY) * DAY + 2 * 3_600)
    await deposit(bank, 50n * FACE)
    await mint(debtor.account.address, 1_000n * FACE)
    await approve(debtor, receivables.address, 1_000n * FACE)
  }

  async #creation(): Promise<void> {
    const { receivables, supplier, secondSupplier, debtor } = this.#system
    const first = await this.#terms()
    await this.#meter.take('request', receivables.write.request([first], { account: supplier.account }))
    await this.#meter.take('confirm', receivables.write.confirm([first], { account: debtor.account }))
    const baseId = await this.#create('createEoa')
    await this.#createBySafe()
    const to = secondSupplier.account.address
    await this.#meter.take(
      'assign',
      receivables.write.assign([baseId, to, FACE / 4n, HASH], { account: supplier.account }),
    )
    await receivables.write.settle([baseId], { account: debtor.account })
    const redeemed = receivables.write.redeem([baseId + 1n, FACE / 4n, to], { account: secondSupplier.account })
    await this.#meter.take('redeem', redeemed)
  }

  async #createBySafe(): Promise<void> {
    const { receivables, supplier, admin, stranger, register, domain } = this.#system
    const safe = await newSafe(this.#system, [admin, stranger])
    await register(safe, 900, ROLE.CORE)
    const terms = await this.#terms(safe)
    const digest = hashTypedData(confirmationTypedData(domain, terms, NO_DEADLINE))
    const signature = concat(await safeSignatures(this.#system, safe, digest, [admin, stranger]))
    await this.#meter.take(
      'createSafe',
      receivables.write.create([terms, NO_DEADLINE, signature], { account: supplier.account }),
    )
  }

  async #deals(): Promise<void> {
    const { receivables, desk, debtor, treasury, supplier } = this.#system
    const warm = await this.#create()
    const first = await this.#sell('sellEver', warm)
    await receivables.write.settle([warm], { account: debtor.account })
    await desk.write.collect([warm, first])
    await this.#sell('sellFirst', await this.#create(undefined, 1))
    const baseId = await this.#create()
    await this.#sell(undefined, await this.#create())
    const deal = await this.#sell('sellNext', baseId)
    await this.#meter.take('settle', receivables.write.settle([baseId], { account: debtor.account }))
    await this.#meter.take('collectHoldback', desk.write.collect([baseId, deal]))
    await this.#meter.take('claim', treasury.write.claimFor([supplier.account.address]))
    await desk.write.loosenTerms([debtor.account.address, { ...debtorTerms, advanceBps: 10_000 }])
    const whole = await this.#create()
    const wholeDeal = await this.#sell(undefined, whole)
    await receivables.write.settle([whole], { account: debtor.account })
    await this.#meter.take('collect', desk.write.collect([whole, wholeDeal]))
  }

  async #lateDeals(): Promise<void> {
    const { receivables, desk, debtor, connection, treasury } = this.#system
    const late = await this.#create()
    const deal = await this.#sell(undefined, late)
    const unpaid = await this.#create()
    await treasury.write.poke([10n ** 6n])
    await connection.networkHelpers.time.increase(30 * DAY)
    await this.#meter.take('poke30', treasury.write.poke([10n ** 6n]))
    await connection.networkHelpers.time.increase(90 * DAY)
    await treasury.write.poke([10n ** 6n])
    await this.#meter.take('mark', desk.write.mark([late, deal]))
    await this.#meter.take('settleLate', receivables.write.settle([unpaid], { account: debtor.account }))
    await desk.write.markEarly([late, deal, 100])
    await connection.networkHelpers.time.increase(160 * DAY)
    await treasury.write.poke([10n ** 6n])
    await this.#meter.take('writeOff', desk.write.writeOff([late, deal]))
  }

  async #bank(): Promise<void> {
    const { bank, treasury, mint, approve } = this.#system
    const account = bank.account.address
    await mint(account, 2n * FACE)
    await approve(bank, treasury.address, 2n * FACE)
    await this.#meter.take('deposit', treasury.write.deposit([FACE, account], { account: bank.account }))
    await this.#meter.take('exit', treasury.write.exit([10n ** 15n, account, 0n], { account: bank.account }))
  }

  /** @param later days after the usual due day */
  async #terms(debtor: Address = this.#system.debtor.account.address, later = 0) {
    this.#invoices += 1
    const terms = await this.#system.newTerms(this.#invoices, { debtor })
    return { ...terms, dueDay: terms.dueDay + later }
  }

  /** A new receivable by the debtor's signature. */
  async #create(row?: RowName, later = 0): Promise<bigint> {
    const { receivables, supplier, debtor, signConfirmation } = this.#system
    const terms = await this.#terms(debtor.account.address, later)
    const signature = await signConfirmation(debtor, terms, NO_DEADLINE)
    await this.#meter.take(
      row,
      receivables.write.create([terms, NO_DEADLINE, signature], { account: supplier.account }),
    )
    return receivables.read.baseIdOf([terms.supplier, terms.fingerprint])
  }

  async #sell(row: RowName | undefined, tokenId: bigint): Promise<number> {
    const { receivables, desk, supplier } = this.#system
    const args = [desk.address, tokenId, FACE / 2n, 0n, NO_DEADLINE] as const
    await this.#meter.take(row, receivables.write.sell(args, { account: supplier.account }))
    return desk.read.dealCount()
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
