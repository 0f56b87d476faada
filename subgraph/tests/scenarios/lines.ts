import { emit, type Scenario } from '../../scripts/mock-chain.ts'
import { address } from '../../scripts/placeholder.ts'
import { bank, day, supplier as merchant, midnight, nobody, officer, today } from './world.ts'

const lines = address(0xb7)
/** Interest per second on 1200 at some price, × 1e18. */
const rate = 10n ** 14n
const wad = 10n ** 18n
/** Interest up to the first bill, 30 days after the draw at midnight. */
const thirtyDays = rate * BigInt(30 * day)

const limitChanged = (oldLimit: string, newLimit: string, score: number) =>
  emit('CreditLines', 'LimitChanged', {
    merchant,
    oldLimit,
    newLimit,
    rateBps: 720,
    band: 1,
    score,
    pdBps: score === 0 ? 0 : 240,
    scoreAt: midnight - 60,
    policyVersion: 1,
  })

/**
 * A line of 5000: 1200 drawn, the first bill unpaid and marked down, half paid, cured, defaulted, written off, paid in
 * full and closed. Book and terms: 18 % penalty after 7 days.
 */
export const creditLines: Scenario = {
  name: 'A line is followed from its opening to its recovery',
  blocks: [
    {
      number: 1,
      timestamp: midnight,
      events: [
        emit('CreditLines', 'AuthorityUpdated', { authority: address(0xb1) }),
        emit('LinePolicy', 'AuthorityUpdated', { authority: address(0xb1) }),
        emit('CreditLines', 'BillingTermsSet', { penaltyBps: 1800, graceDays: 7 }),
        emit('CreditLines', 'ScoreOracleChanged', { oldOracle: nobody, newOracle: address(0xb5) }),
        emit('Treasury', 'BookRegistered', { book: lines, maxRateBps: 2400, maxTenorDays: 365, revolving: true }),
        emit('CreditLines', 'LineOpened', { merchant, obligor: 103 }),
        limitChanged('0', '5000', 688),
        emit('CreditLines', 'Drawn', {
          merchant,
          amount: '1200',
          rateBps: 720,
          principal: '1200',
          rateX18: String(rate),
          accruedX18: '0',
          billDay: today + 30,
        }),
        emit('Treasury', 'Lent', {
          book: lines,
          obligor: 103,
          to: merchant,
          amount: '1200',
          rateX18: String(rate),
          stopDay: 0,
          carry: '0',
          cash: '0',
          principal: '1200',
          exposure: '1200',
        }),
      ],
    },
    {
      // Day 40: ten days past due, three past the grace.
      number: 2,
      timestamp: midnight + 40 * day,
      events: [
        emit('CreditLines', 'Billed', {
          merchant,
          day: today + 30,
          interest: '260',
          principalPart: '100',
          dueInterest: '260',
          duePrincipal: '100',
          penalty: '0',
          dueSince: today + 30,
        }),
        emit('CreditLines', 'LineMarked', {
          merchant,
          oldPct: 0,
          newPct: 10,
          impaired: '155',
          daysPastDue: 10,
          by: officer,
        }),
        emit('Treasury', 'Impaired', {
          book: lines,
          obligor: 103,
          stopDay: 0,
          amount: '155',
          carry: '0',
          impaired: '155',
        }),
        emit('CreditLines', 'LineOverridden', {
          merchant,
          by: officer,
          oldLimit: '5000',
          newLimit: '4000',
          rateBps: 900,
          untilDay: today + 60,
          reason: 'sales fell',
        }),
      ],
    },
    {
      // Penalty, interest and the instalment: 2 + 346 + 100; the line is cured.
      number: 3,
      timestamp: midnight + 40 * day,
      events: [
        emit('CreditLines', 'Repaid', {
          merchant,
          payer: bank,
          penaltyPaid: '2',
          interestPaid: '346',
          principalPaid: '100',
          principal: '1100',
          rateX18: String((rate * 11n) / 12n),
          accruedX18: '0',
          dueInterest: '0',
          duePrincipal: '0',
          penalty: '0',
          state: 2,
        }),
        emit('CreditLines', 'LineCured', { merchant }),
        emit('Treasury', 'AccrualResumed', { book: lines, rateX18: String((rate * 11n) / 12n) }),
      ],
    },
    {
      number: 4,
      timestamp: midnight + 200 * day,
      events: [
        limitChanged('4000', '0', 0),
        emit('CreditLines', 'LineDefaulted', { merchant, daysPastDue: 100, by: officer }),
        emit('CreditLines', 'LineWrittenOff', { merchant, principal: '1100', accruedX18: String(wad), by: officer }),
        emit('CreditLines', 'LineClosed', { merchant, by: officer }),
      ],
    },
  ],
  assertions: [
    {
      query: `{ lines(block: { number: 2 }) { state principal accruedX18 bookedX18 dueInterest duePrincipal dueSince
        billDay penalty penaltyDay impairedPct impaired limit rateBps band overrideUntil raisedDay } }`,
      expected: {
        lines: [
          {
            state: 'NonAccrual',
            principal: '1200',
            accruedX18: String((thirtyDays * 4n) / 3n),
            bookedX18: String((thirtyDays * 4n) / 3n),
            dueInterest: '260',
            duePrincipal: '100',
            dueSince: today + 30,
            billDay: today + 60,
            // ⌈360 · 18 % · 10 / 365⌉
            penalty: '2',
            penaltyDay: today + 40,
            impairedPct: 10,
            impaired: '155',
            limit: '4000',
            rateBps: 900,
            band: 255,
            overrideUntil: today + 60,
            raisedDay: today,
          },
        ],
      },
    },
    {
      query: `{ lineBooks(block: { number: 3 }) { lineCount principal limits impaired lost drawn repaid interestPaid
        penaltyPaid billed decisions overrides penaltyBps graceDays scoreOracle } }`,
      expected: {
        lineBooks: [
          {
            lineCount: 1,
            principal: '1100',
            limits: '4000',
            // 10 % of the principal that is left: the interest on the books has been paid.
            impaired: '110',
            lost: '0',
            drawn: '1200',
            repaid: '100',
            interestPaid: '346',
            penaltyPaid: '2',
            billed: '360',
            decisions: 1,
            overrides: 1,
            penaltyBps: 1800,
            graceDays: 7,
            scoreOracle: address(0xb5),
          },
        ],
      },
    },
    {
      query: '{ lines(block: { number: 3 }) { state accruedX18 bookedX18 dueSince penaltyDay } }',
      expected: { lines: [{ state: 'Active', accruedX18: '0', bookedX18: '0', dueSince: 0, penaltyDay: 0 }] },
    },
    {
      query: `{ limitDecisions(orderBy: timestamp) { kind oldLimit newLimit score isFirst mayRise raisedDay day
        justification untilDay policyVersion { version } } }`,
      expected: {
        limitDecisions: [
          decision('Policy', '0', '5000', { score: 688, isFirst: true }),
          decision('Override', '5000', '4000', {
            raisedDay: today,
            day: today + 40,
            justification: 'sales fell',
            untilDay: today + 60,
          }),
          decision('Default', '4000', '0', { raisedDay: today, day: today + 200 }),
        ],
      },
    },
    {
      query: `{ draws { amount principal } bills { day interest principalPart } repayments: lineRepayments { payer
        principalPaid recovered } lineMarks { oldPct newPct impaired by } }`,
      expected: {
        draws: [{ amount: '1200', principal: '1200' }],
        bills: [{ day: today + 30, interest: '260', principalPart: '100' }],
        repayments: [{ payer: bank, principalPaid: '100', recovered: false }],
        lineMarks: [{ oldPct: 0, newPct: 10, impaired: '155', by: officer }],
      },
    },
    {
      query: '{ eventLogs(where: { name_in: ["Billed", "Repaid"] }, orderBy: sequence) { quantity } }',
      expected: { eventLogs: [{ quantity: '360' }, { quantity: '448' }] },
    },
    {
      query:
        '{ reconciliations(where: { kind_in: [LinesPrincipal, LinesImpairment] }, orderBy: day) { kind left right ok } }',
      expected: {
        reconciliations: [
          { kind: 'LinesImpairment', left: '0', right: '0', ok: true },
          { kind: 'LinesPrincipal', left: '1200', right: '1200', ok: true },
          { kind: 'LinesImpairment', left: '155', right: '155', ok: true },
          { kind: 'LinesPrincipal', left: '1200', right: '1200', ok: true },
        ],
      },
    },
    {
      query: '{ line: lines { state principal writtenOff limit overrideUntil } }',
      expected: {
        line: [{ state: 'Closed', principal: '1100', writtenOff: '1100', limit: '0', overrideUntil: 0 }],
      },
    },
  ],
}

function decision(kind: string, oldLimit: string, newLimit: string, more: Readonly<Record<string, unknown>>) {
  return {
    kind,
    oldLimit,
    newLimit,
    score: 0,
    isFirst: false,
    mayRise: false,
    raisedDay: 0,
    day: today,
    justification: null,
    untilDay: null,
    policyVersion: null,
    ...more,
  }
}
