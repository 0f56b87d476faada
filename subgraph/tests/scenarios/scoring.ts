import { emit, type Scenario } from '../../scripts/mock-chain.ts'
import { address } from '../../scripts/placeholder.ts'
import { day, guardian, hash, supplier as merchant, midnight, officer, today } from './world.ts'

const provider = `0x${'1a'.repeat(32)}`
const purpose = `0x${'99'.repeat(32)}`
const oracle = address(0xb5)
const requestIds = ['a1', 'a2', 'a3', 'a4'].map((byte) => `0x${byte.repeat(32)}`) as [string, string, string, string]
const commitment = `0x${'cc'.repeat(32)}`

const consent = { merchant, provider, recipient: oracle, purpose }

const requested = (requestId: string, transport: number) =>
  emit('ScoreOracle', 'OracleRequested', {
    requestId,
    subject: merchant,
    requester: merchant,
    transport,
    version: 1,
    sourceMask: 1,
    programHash: hash,
    params: '0x1234',
  })

const closed = (name: string, requestId: string, more: Record<string, string | number> = {}) =>
  emit('ScoreOracle', name, { requestId, subject: merchant, ...more })

/** 32 bytes that begin with an ASCII text. */
const word = (text: string) => `0x${Buffer.from(text).toString('hex').padEnd(64, '0')}`

/** A consent given, given again and revoked; four requests with each of their ends; a challenge; a model's life. */
export const scoring: Scenario = {
  name: 'Consents, requests and scores are followed to their ends',
  blocks: [
    {
      number: 1,
      timestamp: midnight,
      events: [
        emit('Consents', 'AuthorityUpdated', { authority: address(0xa1) }),
        emit('Consents', 'EIP712DomainChanged'),
        emit('Consents', 'ConsentRevoked', { ...consent, nonce: 0 }),
        emit('Consents', 'ConsentGranted', { ...consent, scopes: 31, expiry: midnight + 90 * day, nonce: 1 }),
        emit('ScoreOracle', 'AuthorityUpdated', { authority: address(0xb1) }),
        emit('ScoreOracle', 'SourceSet', { index: 0, oldProvider: `0x${'00'.repeat(32)}`, newProvider: provider }),
        emit('ScoreOracle', 'ProgramChanged', { oldHash: `0x${'00'.repeat(32)}`, newHash: hash, program: officer }),
        emit('ScoreOracle', 'RequestSent', { id: requestIds[0] }),
        requested(requestIds[0], 0),
      ],
    },
    {
      number: 2,
      timestamp: midnight + 10,
      events: [
        emit('ScoreOracle', 'ScoreStored', {
          requestId: requestIds[0],
          merchant,
          score: 688,
          pdBps: 240,
          reasons: 0x07_01_00_00,
          version: 1,
          sourceMask: 1,
          asOf: midnight - day,
          turnover: '54321000',
          commitment,
        }),
        closed('OracleAnswered', requestIds[0]),
        emit('ScoreOracle', 'RequestFulfilled', { id: requestIds[0] }),
        emit('ScoreOracle', 'DeliveryIgnored', { requestId: requestIds[0], transport: 0, reason: 0 }),
        requested(requestIds[1], 0),
        closed('OracleRefused', requestIds[1], { reason: 0, detail: word('DATA_STALE') }),
        requested(requestIds[2], 0),
        closed('OracleRefused', requestIds[2], { reason: 8, detail: word('') }),
        emit('ScoreOracle', 'TransportChanged', { oldTransport: 0, newTransport: 1 }),
        requested(requestIds[3], 1),
      ],
    },
    {
      number: 3,
      timestamp: midnight + 400,
      events: [
        closed('OracleExpired', requestIds[3]),
        emit('ScoreOracle', 'ScoreChallenged', {
          merchant,
          challenger: guardian,
          oldScore: 688,
          newScore: 650,
          oldPdBps: 240,
          newPdBps: 400,
          oldTurnover: '54321000',
          newTurnover: '50000000',
        }),
        emit('Consents', 'ConsentRevoked', { ...consent, nonce: 2 }),
        emit('ModelRegistry', 'AuthorityUpdated', { authority: address(0xb1) }),
        emit('ModelRegistry', 'ModelValidated', { version: 1, validator: guardian, reportHash: hash }),
        emit('ModelRegistry', 'ModelActivated', { version: 1, previous: 0, approver: officer }),
        emit('ModelRegistry', 'ModelPublished', { version: 1, blob: officer }),
        emit('ModelRegistry', 'ModelRetired', { version: 1, by: officer }),
      ],
    },
  ],
  assertions: [
    {
      query: '{ consents { merchant scopes expiry grantedAt revokedAt nextNonce } }',
      expected: {
        consents: [
          { merchant, scopes: '0', expiry: '0', grantedAt: '0', revokedAt: String(midnight + 400), nextNonce: '3' },
        ],
      },
    },
    {
      query: '{ oracleRequests(orderBy: id) { state refusal errorCode transport requestedAt closedAt } }',
      expected: {
        oracleRequests: [
          request('Answered', null, null, 'Functions', 0, 10),
          request('Failed', 'OracleError', 'DATA_STALE', 'Functions', 10, 10),
          request('Failed', 'TooLate', null, 'Functions', 10, 10),
          request('Expired', null, null, 'Cre', 10, 400),
        ],
      },
    },
    {
      query: '{ scoreOracles { bank transport programHash requested answered failed expired ignored } }',
      expected: {
        scoreOracles: [
          {
            bank: 'Jiangnan Bank',
            transport: 'Cre',
            programHash: hash,
            requested: 4,
            answered: 1,
            failed: 2,
            expired: 1,
            ignored: 1,
          },
        ],
      },
    },
    {
      query: '{ scores { score pdBps reasons turnover commitment } }',
      expected: { scores: [{ score: 688, pdBps: 240, reasons: [7, 1], turnover: '54321000', commitment }] },
    },
    {
      query: '{ merchantScores { score pdBps reasons turnover updatedAt open { id } } }',
      expected: {
        merchantScores: [
          { score: 650, pdBps: 400, reasons: [], turnover: '50000000', updatedAt: String(midnight + 400), open: null },
        ],
      },
    },
    {
      query: '{ scoreChallenges { challenger corrected oldScore newScore } }',
      expected: { scoreChallenges: [{ challenger: guardian, corrected: true, oldScore: 688, newScore: 650 }] },
    },
    { query: '{ journals { length } }', expected: { journals: [{ length: 27 }] } },
    { query: `{ reconciliations(where: { day: ${today} }) { id } }`, expected: { reconciliations: [] } },
  ],
}

function request(
  state: string,
  refusal: string | null,
  errorCode: string | null,
  transport: string,
  openedAfter: number,
  closedAfter: number,
) {
  return {
    state,
    refusal,
    errorCode,
    transport,
    requestedAt: String(midnight + openedAfter),
    closedAt: String(midnight + closedAfter),
  }
}
