import { emit, type Scenario } from '../../scripts/mock-chain.ts'
import { address } from '../../scripts/placeholder.ts'
import { baseId, day, debtor, guardian, hash, midnight, officer, supplier } from './world.ts'

const asset = address(0xd1)
const pauseEnd = midnight + 14 * day

/** Rules, pauses and permissions of the register and of the members, and refusals that change no balance. */
export const register: Scenario = {
  name: 'Rules and pauses of the register',
  blocks: [
    {
      number: 1,
      timestamp: midnight,
      events: [
        emit('Receivables', 'AuthorityUpdated', { authority: address(0xa1) }),
        emit('Members', 'AuthorityUpdated', { authority: address(0xa1) }),
        emit('Receivables', 'AssetAllowed', { index: 1, asset }),
        emit('Receivables', 'VerbPaused', { verb: 0, until: pauseEnd, by: guardian }),
        emit('Receivables', 'VerbPaused', { verb: 1, until: pauseEnd, by: guardian }),
        emit('Receivables', 'Approval', { owner: supplier, spender: officer, id: baseId, amount: '5' }),
        emit('Receivables', 'OperatorSet', { owner: supplier, spender: officer, approved: true }),
        emit('Receivables', 'SignatureRevoked', { signer: debtor, digest: hash }),
        emit('Receivables', 'EIP712DomainChanged'),
        emit('Receivables', 'RequestWithdrawn', { baseId, supplier, termsHash: hash }),
        emit('Receivables', 'RequestDeclined', { baseId, debtor, termsHash: hash, reason: 2 }),
        emit('Receivables', 'OfferWithdrawn', { baseId, debtor, termsHash: hash }),
        emit('Members', 'RolesChanged', { account: supplier, oldRoles: 2, newRoles: 3 }),
        emit('Members', 'ExpiryChanged', { account: supplier, oldExpiry: 1, newExpiry: 2 }),
        emit('Members', 'ContractSignatureOnlyChanged', { account: supplier, required: true }),
        emit('Members', 'Frozen', { account: supplier, by: guardian }),
        emit('Members', 'Unfrozen', { account: supplier, by: officer }),
        emit('Members', 'Regrouped', { account: supplier, oldObligor: 1, newObligor: 2 }),
      ],
    },
    {
      number: 2,
      timestamp: midnight + day,
      events: [emit('Receivables', 'VerbUnpaused', { verb: 1, by: officer })],
    },
    {
      number: 3,
      timestamp: midnight + 20 * day,
      events: [emit('Receivables', 'VerbUnpaused', { verb: 0, by: officer })],
    },
  ],
  assertions: [
    {
      query: '{ assets { id index } pausedVerbs(orderBy: verb) { verb until by } }',
      expected: {
        assets: [{ id: asset, index: 1 }],
        // Lifting a pause that has ended already does not move its end.
        pausedVerbs: [
          { verb: 0, until: String(pauseEnd), by: officer },
          { verb: 1, until: String(midnight + day), by: officer },
        ],
      },
    },
    {
      query: '{ contracts(orderBy: eventCount) { id kind bank eventCount authority } }',
      expected: {
        contracts: [
          { id: address(0xa2), kind: 'Members', bank: null, eventCount: 7, authority: address(0xa1) },
          { id: address(0xa3), kind: 'Receivables', bank: null, eventCount: 13, authority: address(0xa1) },
        ],
      },
    },
    {
      query: `{ eventLogs(where: { accounts_contains: ["${guardian}"] }, orderBy: sequence) { name } }`,
      expected: { eventLogs: [{ name: 'VerbPaused' }, { name: 'VerbPaused' }, { name: 'Frozen' }] },
    },
    {
      query: '{ rolesChangedEvents { oldRoles newRoles } unitsApprovalEvents { tokenId amount } members { id } }',
      expected: {
        rolesChangedEvents: [{ oldRoles: '2', newRoles: '3' }],
        unitsApprovalEvents: [{ tokenId: baseId, amount: '5' }],
        members: [],
      },
    },
    {
      query: '{ deployments { network chainId receivables assetSymbol assetDecimals utcOffset } }',
      expected: {
        deployments: [
          {
            network: 'local',
            chainId: '31337',
            receivables: address(0xa3),
            assetSymbol: 'DCNY',
            assetDecimals: 6,
            utcOffset: 28800,
          },
        ],
      },
    },
  ],
}
