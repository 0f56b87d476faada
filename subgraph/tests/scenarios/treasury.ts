import { emit, type Scenario } from '../../scripts/mock-chain.ts'
import { address } from '../../scripts/placeholder.ts'
import { bank, day, desk, guardian, midnight, nobody, officer, supplier, today, treasury } from './world.ts'

const rate = '2000000000000000'
const accrued = (time: number, accruedX18: string, rateX18: string, matured: string) =>
  emit('Treasury', 'Accrued', { accruedX18, rateX18, matured, time })

/** Two deposits, an exit, a loan of 600 until tomorrow, its mark-down and recovery, and money owed and claimed. */
export const treasuryLedger: Scenario = {
  name: 'A treasury’s ledger adds up',
  blocks: [
    {
      number: 1,
      timestamp: midnight,
      events: [
        emit('Treasury', 'AuthorityUpdated', { authority: address(0xb1) }),
        emit('Treasury', 'BookRegistered', { book: desk, maxRateBps: 2400, maxTenorDays: 180, revolving: false }),
        emit('Treasury', 'BookCapChanged', { book: desk, oldCap: '0', newCap: '5000' }),
        emit('Treasury', 'ObligorLimitChanged', { obligor: 7, oldLimit: '0', newLimit: '900' }),
        emit('Treasury', 'Transfer', { from: nobody, to: bank, value: '1000000' }),
        emit('Treasury', 'Deposit', { sender: bank, owner: bank, assets: '1000', shares: '1000000' }),
        emit('Treasury', 'Deposited', { receiver: bank, assets: '1000', shares: '1000000', cash: '1000' }),
        emit('Treasury', 'Transfer', { from: bank, to: nobody, value: '100000' }),
        emit('Treasury', 'Exited', { owner: bank, receiver: bank, shares: '100000', assets: '100', cash: '900' }),
        emit('Treasury', 'Withdraw', {
          sender: bank,
          receiver: bank,
          owner: bank,
          assets: '100',
          shares: '100000',
        }),
        emit('Treasury', 'Approval', { owner: bank, spender: officer, value: '3' }),
      ],
    },
    {
      number: 2,
      timestamp: midnight + 100,
      events: [
        accrued(midnight + 100, '0', rate, '0'),
        emit('Treasury', 'Lent', {
          book: desk,
          obligor: 7,
          to: supplier,
          amount: '600',
          rateX18: rate,
          stopDay: today + 1,
          carry: '946',
          cash: '300',
          principal: '600',
          exposure: '600',
        }),
      ],
    },
    {
      number: 3,
      timestamp: midnight + 2 * day + 50,
      events: [
        accrued(midnight + 2 * day, '345400000000000000000', '0', '0'),
        emit('Treasury', 'Impaired', {
          book: desk,
          obligor: 7,
          stopDay: today + 1,
          amount: '240',
          carry: '946',
          impaired: '240',
        }),
        emit('Treasury', 'ImpairmentReleased', {
          book: desk,
          obligor: 7,
          stopDay: today + 1,
          amount: '40',
          carry: '0',
          impaired: '200',
        }),
        emit('Treasury', 'Recovered', {
          book: desk,
          obligor: 7,
          principal: '0',
          income: '5',
          creditor: supplier,
          credit: '20',
          cash: '325',
        }),
        emit('Treasury', 'Claimed', { creditor: supplier, to: supplier, amount: '15', owed: '5', cash: '310' }),
        emit('Treasury', 'ObligorLimitChanged', { obligor: 7, oldLimit: '900', newLimit: '400' }),
        emit('Treasury', 'Forgiven', { obligor: 7, lost: '0' }),
        emit('Treasury', 'Skimmed', { to: officer, amount: '1' }),
        emit('Treasury', 'VerbPaused', { verb: 2, until: midnight + 16 * day, by: guardian }),
        emit('Treasury', 'VerbUnpaused', { verb: 2, by: officer }),
      ],
    },
    {
      number: 4,
      timestamp: midnight + 3 * day,
      events: [
        emit('Treasury2', 'BookRegistered', { book: desk, maxRateBps: 1, maxTenorDays: 2, revolving: true }),
        emit('Treasury2', 'BookDeregistered', { book: desk }),
      ],
    },
  ],
  assertions: [
    {
      query: `{ treasury(id: "${treasury}") { bank cash owed principal impaired accruedX18 rateX18 accruedAt shares
        deposited exited lent income credited claimed booksOut booksImpaired obligorsExposure owedAccounts } }`,
      expected: {
        treasury: {
          bank: 'Jiangnan Bank',
          cash: '310',
          owed: '5',
          principal: '600',
          impaired: '200',
          accruedX18: '345400000000000000000',
          rateX18: '0',
          accruedAt: String(midnight + 2 * day),
          shares: '900000',
          deposited: '1000',
          exited: '100',
          lent: '600',
          income: '5',
          credited: '20',
          claimed: '15',
          booksOut: '600',
          booksImpaired: '200',
          obligorsExposure: '600',
          owedAccounts: '5',
        },
      },
    },
    {
      query: `{ books(where: { treasury: "${treasury}" }) { registered cap out impaired lost maxRateBps accruedX18 } }`,
      expected: {
        // 2e15 a second from second 100 to the end of tomorrow: 172 700 s.
        books: [
          {
            registered: true,
            cap: '5000',
            out: '600',
            impaired: '200',
            lost: '0',
            maxRateBps: 2400,
            accruedX18: '345400000000000000000',
          },
        ],
      },
    },
    {
      query: '{ obligorLimits { limit exposure lost obligor { id number } } buckets { stopDay rateX18 carry } }',
      expected: {
        obligorLimits: [{ limit: '400', exposure: '600', lost: '0', obligor: { id: '0x00000007', number: '7' } }],
        buckets: [{ stopDay: today + 1, rateX18: rate, carry: '946' }],
      },
    },
    {
      query: '{ shareHolders { account shares } owedAccounts { account owed claimed } }',
      expected: {
        shareHolders: [{ account: bank, shares: '900000' }],
        owedAccounts: [{ account: supplier, owed: '5', claimed: '15' }],
      },
    },
    {
      query: `{ reconciliations(where: { day: ${today + 2} }) { kind left right ok } }`,
      expected: {
        reconciliations: [
          { kind: 'Cash', left: '310', right: '310', ok: true },
          { kind: 'Principal', left: '600', right: '600', ok: true },
          { kind: 'Exposure', left: '600', right: '600', ok: true },
          { kind: 'Impairment', left: '200', right: '200', ok: true },
          { kind: 'Owed', left: '5', right: '5', ok: true },
        ],
      },
    },
    {
      query: `{ books(where: { treasury: "${address(0xc2)}" }) { registered revolving treasury { bank } } }`,
      expected: { books: [{ registered: false, revolving: false, treasury: { bank: 'Second Bank' } }] },
    },
  ],
}

/** A chain on which the contract reports another cash total than its movements give. */
export const brokenTreasury: Scenario = {
  name: 'A total that does not add up is shown, and indexing goes on',
  blocks: [
    {
      number: 1,
      timestamp: midnight,
      events: [
        emit('Treasury', 'Deposited', { receiver: bank, assets: '1000', shares: '1000000', cash: '1000' }),
        emit('Treasury', 'Exited', { owner: bank, receiver: bank, shares: '100000', assets: '100', cash: '901' }),
        emit('Treasury', 'Skimmed', { to: officer, amount: '1' }),
      ],
    },
  ],
  assertions: [
    {
      query: '{ reconciliations(where: { ok: false }) { kind left right day } journals { length } }',
      expected: {
        reconciliations: [{ kind: 'Cash', left: '901', right: '900', day: today }],
        journals: [{ length: 3 }],
      },
    },
  ],
}
