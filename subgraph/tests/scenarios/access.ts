import { factoringDeskAbi, treasuryAbi } from '@tallystick/sdk'
import { encodeFunctionData, toFunctionSelector } from 'viem'
import { emit, type Scenario } from '../../scripts/mock-chain.ts'
import { address } from '../../scripts/placeholder.ts'
import { day, debtor, desk, guardian, midnight, officer, operationId, treasury } from './world.ts'

const manager = address(0xb1)
const raise = encodeFunctionData({ abi: treasuryAbi, functionName: 'raiseObligorLimit', args: [7, 900n] })
const loosen = encodeFunctionData({
  abi: factoringDeskAbi,
  functionName: 'loosenTerms',
  args: [
    debtor,
    { discountBps: 1, feeBps: 1, advanceBps: 1, maxTenorDays: 1, minUnits: 1n, version: 0, enabled: true },
  ],
})
const selector = toFunctionSelector('raiseObligorLimit(uint32,uint88)')
const schedule = midnight + 2 * day

const scheduled = (nonce: number, target: string, data: string) =>
  emit('BankAccessManager', 'OperationScheduled', { operationId, nonce, schedule, caller: officer, target, data })

/** Roles are set up and changed; three operations are announced: one executed, one cancelled, one waiting. */
export const access: Scenario = {
  name: 'Who may do what, and what has been announced',
  blocks: [
    {
      number: 1,
      timestamp: midnight,
      events: [
        emit('BankAccessManager', 'RoleLabel', { roleId: '5', label: 'RISK_LOOSEN' }),
        emit('BankAccessManager', 'RoleGranted', {
          roleId: '5',
          account: officer,
          delay: 2 * day,
          since: midnight,
          newMember: true,
        }),
        emit('BankAccessManager', 'RoleGranted', {
          roleId: '5',
          account: debtor,
          delay: 0,
          since: midnight,
          newMember: true,
        }),
        emit('BankAccessManager', 'RoleRevoked', { roleId: '5', account: debtor }),
        emit('BankAccessManager', 'RoleAdminChanged', { roleId: '5', admin: '1' }),
        emit('BankAccessManager', 'RoleGuardianChanged', { roleId: '5', guardian: '2' }),
        emit('BankAccessManager', 'RoleGrantDelayChanged', { roleId: '5', delay: 60, since: midnight }),
        emit('BankAccessManager', 'TargetFunctionRoleUpdated', { target: treasury, selector, roleId: '5' }),
        emit('BankAccessManager', 'TargetClosed', { target: treasury, closed: true }),
        emit('BankAccessManager', 'TargetAdminDelayUpdated', { target: treasury, delay: 30, since: midnight }),
        scheduled(1, treasury, raise),
        scheduled(2, desk, loosen),
        scheduled(3, guardian, '0x'),
      ],
    },
    {
      number: 2,
      timestamp: schedule,
      events: [
        emit('BankAccessManager', 'OperationExecuted', { operationId, nonce: 1 }),
        emit('BankAccessManager', 'OperationCanceled', { operationId, nonce: 2 }),
        emit('AccessManager', 'RoleLabel', { roleId: '5', label: 'KYC' }),
        emit('BankAccessManager2', 'RoleLabel', { roleId: '6', label: 'OFFICER' }),
      ],
    },
  ],
  assertions: [
    {
      query: `{ roles(where: { manager: "${manager}" }) { number label admin guardian grantDelay
        members(orderBy: account) { account active delay since } functions { functionName target selector } } }`,
      expected: {
        roles: [
          {
            number: '5',
            label: 'RISK_LOOSEN',
            admin: '1',
            guardian: '2',
            grantDelay: '60',
            members: [
              { account: debtor, active: false, delay: '0', since: String(midnight) },
              { account: officer, active: true, delay: String(2 * day), since: String(midnight) },
            ],
            functions: [{ functionName: 'raiseObligorLimit', target: treasury, selector }],
          },
        ],
      },
    },
    {
      query: '{ roles(orderBy: manager) { manager label } targets { target closed adminDelay } }',
      expected: {
        roles: [
          { manager: address(0xa1), label: 'KYC' },
          { manager, label: 'RISK_LOOSEN' },
          { manager: address(0xc1), label: 'OFFICER' },
        ],
        targets: [{ target: treasury, closed: true, adminDelay: '30' }],
      },
    },
    {
      query: `{ scheduledOperations(orderBy: nonce) { nonce state schedule caller target functionName account
        obligorNumber data closedAt } }`,
      expected: {
        scheduledOperations: [
          operation(1, 'Executed', treasury, 'raiseObligorLimit', null, '7', raise, schedule),
          operation(2, 'Canceled', desk, 'loosenTerms', debtor, null, loosen, schedule),
          operation(3, 'Scheduled', guardian, '', null, null, '0x', null),
        ],
      },
    },
  ],
}

function operation(
  nonce: number,
  state: string,
  target: string,
  functionName: string,
  account: string | null,
  obligorNumber: string | null,
  data: string,
  closedAt: number | null,
) {
  return {
    nonce: String(nonce),
    state,
    schedule: String(schedule),
    caller: officer,
    target,
    functionName,
    account,
    obligorNumber,
    data,
    closedAt: closedAt === null ? null : String(closedAt),
  }
}
