import { emit, type Scenario } from '../../scripts/mock-chain.ts'
import { address } from '../../scripts/placeholder.ts'
import { baseId, day, debtor, desk, hash, midnight, officer, supplier, today, treasury } from './world.ts'

const financed = (dealId: number, units: string) =>
  emit(
    'FactoringDesk',
    'Financed',
    {
      tokenId: baseId,
      dealId,
      seller: supplier,
      debtor,
      obligor: 7,
      units,
      advance: '900',
      discount: '40',
      fee: '10',
      price: '850',
      rateX18: '5',
      stopDay: today + 30,
      termsVersion: 3,
    },
    hash,
  )

/** Three deals: one collected, one marked down, written off and recovered, one marked down and released. */
export const deals: Scenario = {
  name: 'A deal is followed from purchase to collection or loss',
  blocks: [
    {
      number: 1,
      timestamp: midnight,
      events: [
        emit('FactoringDesk', 'AuthorityUpdated', { authority: address(0xb1) }),
        financed(1, '1000'),
        emit(
          'Treasury',
          'Lent',
          {
            book: desk,
            obligor: 7,
            to: supplier,
            amount: '850',
            rateX18: '5',
            stopDay: today + 30,
            carry: '900',
            cash: '0',
            principal: '850',
            exposure: '850',
          },
          hash,
        ),
        financed(2, '1000'),
        financed(3, '1000'),
        emit('Treasury', 'Skimmed', { to: officer, amount: '1' }),
      ],
    },
    {
      number: 2,
      timestamp: midnight + 31 * day,
      events: [
        emit('FactoringDesk', 'DealCollected', {
          tokenId: baseId,
          dealId: 1,
          proceeds: '1000',
          income: '50',
          credit: '100',
          recovered: false,
        }),
        emit('FactoringDesk', 'DealMarked', {
          tokenId: baseId,
          dealId: 2,
          oldPct: 0,
          newPct: 100,
          daysPastDue: 91,
          by: officer,
        }),
        emit('FactoringDesk', 'DealWrittenOff', { tokenId: baseId, dealId: 2, price: '850', by: officer }),
        emit('FactoringDesk', 'DealMarked', {
          tokenId: baseId,
          dealId: 3,
          oldPct: 0,
          newPct: 25,
          daysPastDue: 31,
          by: officer,
        }),
      ],
    },
    {
      number: 3,
      timestamp: midnight + 40 * day,
      events: [
        emit('FactoringDesk', 'DealCollected', {
          tokenId: baseId,
          dealId: 2,
          proceeds: '1000',
          income: '50',
          credit: '100',
          recovered: true,
        }),
        emit('FactoringDesk', 'DealMarked', {
          tokenId: baseId,
          dealId: 3,
          oldPct: 25,
          newPct: 0,
          daysPastDue: 40,
          by: officer,
        }),
      ],
    },
  ],
  assertions: [
    {
      query: `{ deals(orderBy: number) { number state impairedPct price proceeds income credit openedAt closedAt
        stopDay termsVersion tokenId treasury { id } } }`,
      expected: {
        deals: [
          deal(1, 'Collected', 0, { proceeds: '1000', income: '50', credit: '100' }, midnight + 31 * day),
          deal(2, 'Recovered', 100, { proceeds: '1000', income: '50', credit: '100' }, midnight + 40 * day),
          deal(3, 'Open', 0, { proceeds: '0', income: '0', credit: '0' }, null),
        ],
      },
    },
    {
      // The treasury's entry of the same transaction belongs to the deal's receivable; an unrelated one does not.
      query: '{ lentEvents { receivableId obligorNumber quantity } skimmedEvents { receivableId quantity } }',
      expected: {
        lentEvents: [{ receivableId: baseId, obligorNumber: '7', quantity: '850' }],
        skimmedEvents: [{ receivableId: null, quantity: '1' }],
      },
    },
  ],
}

function deal(
  number: number,
  state: string,
  impairedPct: number,
  amounts: Readonly<Record<string, string>>,
  closedAt: number | null,
) {
  return {
    number: String(number),
    state,
    impairedPct,
    price: '850',
    ...amounts,
    openedAt: String(midnight),
    closedAt: closedAt === null ? null : String(closedAt),
    stopDay: today + 30,
    termsVersion: '3',
    tokenId: baseId,
    treasury: { id: treasury },
  }
}
