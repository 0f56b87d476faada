import { Counter, type Registry } from 'prom-client'

/** What the keeper tells Prometheus about itself. */
export class KeeperMetrics {
  readonly transactions: Counter<'duty' | 'outcome'>
  readonly postponed: Counter<'duty' | 'reason'>

  constructor(registry: Registry) {
    this.transactions = new Counter({
      name: 'tallystick_keeper_transactions_total',
      help: 'Mined transactions of the keeper by function and outcome: done, reverted',
      labelNames: ['duty', 'outcome'],
      registers: [registry],
    })
    this.postponed = new Counter({
      name: 'tallystick_keeper_postponed_total',
      help: 'Duties that had to wait, by function and error of the contract',
      labelNames: ['duty', 'reason'],
      registers: [registry],
    })
  }
}
