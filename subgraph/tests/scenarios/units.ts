import { emit, type Scenario } from '../../scripts/mock-chain.ts'
import { baseId, desk, hash, midnight, nobody, secondSupplier, supplier, tierOne } from './world.ts'

const transfer = (sender: string, receiver: string, id: string, amount: string) =>
  emit('Receivables', 'Transfer', { caller: supplier, sender, receiver, id, amount })

/** 1000 units are minted, 400 passed on, 600 sold to a book, and all redeemed after settlement. */
export const units: Scenario = {
  name: 'Units are counted per account and tier, from minting to redemption',
  blocks: [
    {
      number: 1,
      timestamp: midnight,
      events: [
        transfer(nobody, supplier, baseId, '1000'),
        transfer(supplier, nobody, baseId, '400'),
        transfer(nobody, secondSupplier, tierOne, '400'),
        emit('Receivables', 'Assigned', {
          baseId,
          from: supplier,
          to: secondSupplier,
          tier: 1,
          units: '400',
          invoiceHash: hash,
        }),
        transfer(supplier, desk, baseId, '600'),
      ],
    },
    {
      number: 2,
      timestamp: midnight + 3600,
      events: [
        emit('Receivables', 'ReceivableSettled', {
          baseId,
          payer: supplier,
          principal: '1000',
          penalty: '7',
          overdueCount: 0,
        }),
        transfer(secondSupplier, nobody, tierOne, '400'),
        emit('Receivables', 'Redeemed', {
          tokenId: tierOne,
          holder: secondSupplier,
          to: secondSupplier,
          units: '400',
          amount: '402',
        }),
        emit('Receivables', 'ReceivableOverdue', { baseId, obligor: 7, overdueCount: 1, by: supplier }),
      ],
    },
  ],
  assertions: [
    {
      query: '{ holdings(orderBy: tier) { account tier units received redeemedUnits redeemedAmount } }',
      expected: {
        holdings: [
          { account: supplier, tier: 0, units: '0', received: '1000', redeemedUnits: '0', redeemedAmount: '0' },
          { account: desk, tier: 0, units: '600', received: '600', redeemedUnits: '0', redeemedAmount: '0' },
          {
            account: secondSupplier,
            tier: 1,
            units: '0',
            received: '400',
            redeemedUnits: '400',
            redeemedAmount: '402',
          },
        ],
      },
    },
    {
      query: '{ assignments { from to tier units source { tokenId } target { tokenId } } }',
      expected: {
        assignments: [
          {
            from: supplier,
            to: secondSupplier,
            tier: 1,
            units: '400',
            source: { tokenId: baseId },
            target: { tokenId: tierOne },
          },
        ],
      },
    },
    {
      query:
        '{ eventLogs(orderBy: sequence, where: { name: "Redeemed" }) { sequence receivableId quantity accounts logIndex } }',
      expected: {
        eventLogs: [{ sequence: 8, receivableId: baseId, quantity: '400', accounts: [secondSupplier], logIndex: 2 }],
      },
    },
    {
      query: '{ flows(orderBy: id) { kind amount } }',
      expected: {
        flows: [
          { kind: 'Assigned', amount: '400' },
          { kind: 'Settled', amount: '1007' },
          { kind: 'Redeemed', amount: '402' },
        ],
      },
    },
    { query: '{ journals { length } }', expected: { journals: [{ length: 9 }] } },
  ],
}
