import { expect, it } from 'vitest'
import { type CommandEvents, commandRows } from './commands'

const BY = '0x0000000000000000000000000000000000000001'

function issued(commandId: bigint, locked: boolean) {
  const args = { leaseId: 4n, deviceId: '0x02', commandId, locked, reason: locked ? 'rent unpaid' : '', by: BY }
  return { eventName: 'CommandIssued', args, blockNumber: commandId + 100n, transactionHash: '0xaa' }
}

it('pairs commands with the words of the machine, the newest first', () => {
  const acknowledged = {
    eventName: 'CommandAcknowledged',
    args: { leaseId: 4n, deviceId: '0x02', commandId: 1n, locked: true, ts: 5_999n },
  }
  const rows = commandRows([issued(1n, true), acknowledged, issued(2n, false)] as unknown as CommandEvents)
  expect(rows.map(({ commandId, locked, doneAt }) => [commandId, locked, doneAt])).toEqual([
    [2n, false, undefined],
    [1n, true, 5n],
  ])
})
