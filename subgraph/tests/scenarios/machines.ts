import { emit, type Scenario } from '../../scripts/mock-chain.ts'
import { address } from '../../scripts/placeholder.ts'
import { day, guardian, hash, midnight, nobody, officer, today } from './world.ts'

const deviceId = `0x${'d1'.repeat(32)}`
const manufacturer = address(0x7a01)
const leases = address(0xba)
const [first, second, third] = ['b1', 'b2', 'b3'].map((byte) => `0x${byte.repeat(32)}`) as [string, string, string]
const zeroWord = `0x${'00'.repeat(32)}`
/** Bits of the alarms unused, out of region and tamper. */
const [unused, outOfRegion, tamper] = [1, 2, 64]
/** A request's subject: its batch number plus one. */
const batchZero = address(1)

const requested = (requestId: string) =>
  emit('DeviceOracle', 'OracleRequested', {
    requestId,
    subject: batchZero,
    requester: guardian,
    transport: 0,
    version: 1,
    sourceMask: 1,
    programHash: hash,
    params: '0x12',
  })

const changed = (oldAlarms: number, newAlarms: number, asOf: number) =>
  emit('DeviceOracle', 'AlarmsChanged', { deviceId, oldAlarms, newAlarms, asOf })

/**
 * A machine registered, trusted more, bound, locked and freed; its alarms raised, seen, cleared and raised again;
 * requests for pictures with each of their ends.
 */
export const machines: Scenario = {
  name: 'A machine, its alarms and its commands are followed',
  blocks: [
    {
      number: 1,
      timestamp: midnight,
      events: [
        emit('Devices', 'AuthorityUpdated', { authority: address(0xa1) }),
        emit('Devices', 'EIP712DomainChanged'),
        emit('Devices', 'DeviceRegistered', {
          deviceId,
          manufacturer,
          oem: 'Taishan',
          model: 'TS215',
          serialHash: hash,
          ratedFuelMlPerHour: 18_000,
          tier: 1,
        }),
        emit('Devices', 'DeviceTierChanged', { deviceId, oldTier: 1, newTier: 2 }),
        emit('Devices', 'DeviceBound', { deviceId, book: leases }),
        emit('Devices', 'KeyReplacementApproved', { deviceId, keyHash: hash, book: leases }),
        emit('Devices', 'DeviceKeyRevoked', { deviceId, keyVersion: 1, by: leases }),
        emit('DeviceOracle', 'AuthorityUpdated', { authority: address(0xb1) }),
        emit('DeviceOracle', 'EndpointChanged', {
          oldUrl: '',
          newUrl: 'https://gateway.example',
          oldKey: zeroWord,
          newKey: hash,
        }),
        emit('DeviceOracle', 'ProgramChanged', { oldHash: zeroWord, newHash: hash, program: officer }),
        emit('DeviceOracle', 'DeviceEnrolled', { deviceId, index: 1 }),
        requested(first),
      ],
    },
    {
      number: 2,
      timestamp: midnight + 20,
      events: [
        emit('DeviceOracle', 'AlarmsReported', { requestId: first, batch: 0, asOf: midnight + 10, answer: '0x0102' }),
        emit('DeviceOracle', 'OracleAnswered', { requestId: first, subject: batchZero }),
        emit('DeviceOracle', 'DeliveryIgnored', { requestId: first, transport: 1, reason: 0 }),
        changed(0, unused + tamper, midnight + 10),
        requested(second),
        emit('DeviceOracle', 'OracleRefused', { requestId: second, subject: batchZero, reason: 6, detail: zeroWord }),
      ],
    },
    {
      number: 3,
      timestamp: midnight + 60,
      events: [
        emit('DeviceOracle', 'AlarmsAcknowledged', { deviceId, alarms: unused, note: hash, by: officer }),
        emit('DeviceOracle', 'AlarmsAcknowledged', { deviceId, alarms: unused + tamper, note: zeroWord, by: guardian }),
        emit('DeviceOracle', 'FollowUpOpened', {
          deviceId,
          followUpId: 1,
          alarms: tamper,
          note: hash,
          dueDay: today + 3,
          by: officer,
        }),
        emit('DeviceOracle', 'FollowUpClosed', { deviceId, followUpId: 1, note: hash, by: guardian }),
        requested(third),
        emit('DeviceOracle', 'OracleExpired', { requestId: third, subject: batchZero }),
        emit('DeviceOracle', 'TransportChanged', { oldTransport: 0, newTransport: 1 }),
      ],
    },
    {
      number: 4,
      timestamp: midnight + 100,
      events: [
        changed(unused + tamper, outOfRegion, midnight + 90),
        changed(outOfRegion, outOfRegion + unused, midnight + 95),
        emit('Immobiliser', 'AuthorityUpdated', { authority: address(0xb1) }),
        emit('Immobiliser', 'CommandIssued', {
          leaseId: 7,
          deviceId,
          commandId: 1,
          locked: true,
          reason: 'rent unpaid',
          by: officer,
        }),
        emit('Immobiliser', 'CommandAcknowledged', {
          leaseId: 7,
          deviceId,
          commandId: 1,
          locked: true,
          ts: String(midnight * 1000),
        }),
        emit('Devices', 'DeviceFreed', { deviceId, book: leases }),
      ],
    },
  ],
  assertions: [
    {
      query: '{ devices(block: { number: 1 }) { oem model tier book ratedFuelMlPerHour keyVersion } }',
      expected: {
        devices: [
          {
            oem: 'Taishan',
            model: 'TS215',
            tier: 'SecureElement',
            book: leases,
            ratedFuelMlPerHour: '18000',
            keyVersion: '0',
          },
        ],
      },
    },
    { query: '{ devices { book lease { id } } }', expected: { devices: [{ book: null, lease: null }] } },
    {
      query: `{ alarms(orderBy: raisedAt) { bit active raisedAt reportedAt acknowledgedAt acknowledgedBy note
        clearedAt } }`,
      expected: {
        alarms: [
          alarm(0, { acknowledgedAt: midnight + 60, by: officer, note: hash, clearedAt: midnight + 90 }),
          alarm(6, { acknowledgedAt: midnight + 60, by: guardian, note: null, clearedAt: midnight + 90 }),
          alarm(1, { raisedAt: midnight + 90, reportedAt: midnight + 100 }),
          alarm(0, { raisedAt: midnight + 95, reportedAt: midnight + 100 }),
        ],
      },
    },
    {
      query: '{ alarmStates(where: { bit: 0 }) { active count latest { raisedAt } } }',
      expected: { alarmStates: [{ active: true, count: 2, latest: { raisedAt: String(midnight + 95) } }] },
    },
    {
      query: '{ followUps { number open alarms dueDay openedBy closedBy closedAt } }',
      expected: {
        followUps: [
          {
            number: '1',
            open: false,
            alarms: tamper,
            dueDay: today + 3,
            openedBy: officer,
            closedBy: guardian,
            closedAt: String(midnight + 60),
          },
        ],
      },
    },
    {
      query: `{ deviceOracles { transport url deviceCount requested answered failed expired ignored
        batches { number asOf updatedAt request { id } } } }`,
      expected: {
        deviceOracles: [
          {
            transport: 'Cre',
            url: 'https://gateway.example',
            deviceCount: 1,
            requested: 3,
            answered: 1,
            failed: 1,
            expired: 1,
            ignored: 1,
            batches: [
              {
                number: 0,
                asOf: String(midnight + 10),
                updatedAt: String(midnight + 20),
                request: { id: first },
              },
            ],
          },
        ],
      },
    },
    {
      query: '{ alarmRequests(orderBy: id) { batch state refusal } }',
      expected: {
        alarmRequests: [
          { batch: 0, state: 'Answered', refusal: null },
          { batch: 0, state: 'Failed', refusal: 'TooOld' },
          { batch: 0, state: 'Expired', refusal: null },
        ],
      },
    },
    {
      query: '{ deviceCommands { number locked justification by acknowledgedAt doneTs } }',
      expected: {
        deviceCommands: [
          {
            number: '1',
            locked: true,
            justification: 'rent unpaid',
            by: officer,
            acknowledgedAt: String(midnight + 100),
            doneTs: String(midnight * 1000),
          },
        ],
      },
    },
  ],
}

interface AlarmTimes {
  readonly raisedAt?: number
  readonly reportedAt?: number
  readonly acknowledgedAt?: number
  readonly by?: string
  readonly note?: string | null
  readonly clearedAt?: number
}

/** An alarm as the index tells it; raised in the first picture unless said otherwise. */
function alarm(bit: number, times: AlarmTimes) {
  const { raisedAt = midnight + 10, reportedAt = midnight + 20, acknowledgedAt, by, note, clearedAt } = times
  const text = (second: number | undefined) => (second === undefined ? null : String(second))
  return {
    bit,
    active: clearedAt === undefined,
    raisedAt: String(raisedAt),
    reportedAt: String(reportedAt),
    acknowledgedAt: text(acknowledgedAt),
    acknowledgedBy: by ?? null,
    note: note ?? null,
    clearedAt: text(clearedAt),
  }
}

/** Lease events without their offer, which carries a struct: the journal keeps them, and no lease is made up. */
export const leaseJournal: Scenario = {
  name: 'Every plain event of leases is in the journal',
  blocks: [
    {
      number: 1,
      timestamp: midnight + day,
      events: [
        emit('LeaseOffers', 'AuthorityUpdated', { authority: address(0xb1) }),
        emit('LeaseOffers', 'LeaseBookSet', { leases }),
        emit('LeaseOffers', 'OfferWithdrawn', { leaseId: 7, by: officer }),
        emit('UsageMeter', 'AuthorityUpdated', { authority: address(0xb1) }),
        emit('UsageMeter', 'LeasesSet', { leases }),
        emit('UsageMeter', 'GatewayChanged', { gateway: guardian, trusted: true }),
        emit('UsageMeter', 'UsageReplaced', { leaseId: 7, period: 1, oldSeq: '1', newSeq: '2', by: officer }),
        emit('UsageMeter', 'UsageConfirmed', { leaseId: 7, period: 1, by: officer }),
        emit('UsageMeter', 'MeterContradicted', {
          leaseId: 7,
          deviceId,
          period: 1,
          seq: '2',
          digest: hash,
          otherDigest: zeroWord,
          by: officer,
        }),
        emit('UsageMeter', 'MeterResetProposed', { leaseId: 7, digest: hash, by: officer }),
        emit('UsageMeter', 'MeterCut', { leaseId: 7, period: 1, end: midnight }),
        emit('UsageMeter', 'MeterClosed', { leaseId: 7 }),
      ],
    },
    {
      number: 2,
      timestamp: midnight + 2 * day,
      events: [
        emit('Leases', 'AuthorityUpdated', { authority: address(0xb1) }),
        emit('Leases', 'DefaultTermsSet', { penaltyBps: 1_800, graceDays: 5, noticeDays: 15 }),
        emit('Leases', 'LeaseSigned', { leaseId: 7, lessee: nobody, obligor: 105, deposit: '100' }),
        emit('Leases', 'HeldChanged', { leaseId: 7, by: officer, oldHeld: '0', newHeld: '100' }),
        emit('Leases', 'LeaseApproved', { leaseId: 7, by: officer, financed: '900', rulesVersion: 1 }),
        emit('Leases', 'LeaseCancelled', { leaseId: 7, by: officer, from: 2 }),
        emit('Leases', 'LeaseDelivered', { leaseId: 7, deviceId, paid: '850', cover: '50', pushed: true }),
        emit('Leases', 'PenaltyCharged', { leaseId: 7, day: today, penalty: '3' }),
        emit('Leases', 'LeaseMarked', {
          leaseId: 7,
          oldPct: 0,
          newPct: 25,
          impaired: '225',
          daysPastDue: 30,
          by: officer,
        }),
        emit('Leases', 'LeaseNoticed', { leaseId: 7, by: officer, daysPastDue: 30, defaultDay: today + 15 }),
        emit('Leases', 'LeaseDefaulted', { leaseId: 7, by: officer, heldApplied: '100', coverApplied: '50' }),
        emit('Leases', 'LeaseCured', { leaseId: 7 }),
        emit('Leases', 'LeaseRepossessed', { leaseId: 7, by: officer, evidence: hash }),
        emit('Leases', 'MachineSold', { leaseId: 7, by: officer, proceeds: '500', applied: '500', surplus: '0' }),
        emit('Leases', 'LeaseWrittenOff', { leaseId: 7, principal: '250', accruedX18: '0', by: officer }),
        emit('Leases', 'EndRequested', { leaseId: 7, by: officer }),
        emit('Leases', 'LeaseEnded', { leaseId: 7, boughtOut: false, refund: '10', cover: '0' }),
      ],
    },
  ],
  assertions: [
    {
      query: '{ leaseBooks { penaltyBps graceDays noticeDays leaseCount } leases { id } meters { id } }',
      expected: {
        leaseBooks: [{ penaltyBps: 1800, graceDays: 5, noticeDays: 15, leaseCount: 0 }],
        leases: [],
        meters: [],
      },
    },
    {
      query: `{ eventLogs(where: { quantity_not: null }, orderBy: sequence) { name quantity } }`,
      expected: {
        eventLogs: [
          ['LeaseSigned', 100],
          ['HeldChanged', 100],
          ['LeaseApproved', 900],
          ['LeaseDelivered', 850],
          ['PenaltyCharged', 3],
          ['LeaseMarked', 225],
          ['MachineSold', 500],
          ['LeaseWrittenOff', 250],
          ['LeaseEnded', 10],
        ].map(([name, quantity]) => ({ name, quantity: String(quantity) })),
      },
    },
    {
      query: '{ contracts(orderBy: eventCount) { kind eventCount } }',
      expected: {
        contracts: [
          { kind: 'LeaseOffers', eventCount: 3 },
          { kind: 'UsageMeter', eventCount: 9 },
          { kind: 'Leases', eventCount: 17 },
        ],
      },
    },
  ],
}
