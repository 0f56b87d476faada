import { type Hex, hexToBytes } from 'viem'
import type { System } from '../../test/integration/fixtures.ts'
import type { Measured, Measurements, RowName } from './rows.ts'

/** Base cost of a transaction, and of a zero and another byte of its data. */
const INTRINSIC = { transaction: 21_000, zeroByte: 4, byte: 16 } as const

/** Reads off receipts what operations cost. */
export class Meter {
  readonly #client: System['client']
  readonly #measured: Partial<Record<RowName, Measured>> = {}

  constructor(client: System['client']) {
    this.#client = client
  }

  /** All rows; call it when every operation has been done. */
  get measurements(): Measurements {
    return this.#measured as Measurements
  }

  /** Waits for a transaction and notes its gas under a row, if there is one. */
  async take(row: RowName | undefined, sent: Promise<Hex>): Promise<void> {
    const hash = await sent
    const [receipt, transaction] = [
      await this.#client.waitForTransactionReceipt({ hash }),
      await this.#client.getTransaction({ hash }),
    ]
    const gasUsed = Number(receipt.gasUsed)
    if (row !== undefined) this.note(row, { gasUsed, marginal: gasUsed - intrinsicGas(transaction.input) })
  }

  note(row: RowName, measured: Measured): void {
    this.#measured[row] = measured
  }

  of(row: RowName): Measured {
    const measured = this.#measured[row]
    if (measured === undefined) throw new Error(`${row} was not measured`)
    return measured
  }
}

/** What any transaction with this data costs before the first instruction. */
function intrinsicGas(data: Hex): number {
  const zeros = hexToBytes(data).filter((byte) => byte === 0).length
  const others = hexToBytes(data).length - zeros
  return INTRINSIC.transaction + zeros * INTRINSIC.zeroByte + others * INTRINSIC.byte
}
