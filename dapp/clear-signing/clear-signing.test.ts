import {
  accessManagerAbi,
  assetAbi,
  CREDIT_SCORING_PURPOSE,
  confirmationTypedData,
  consentsAbi,
  consentTypedData,
  creditLinesAbi,
  type Deployment,
  deviceOracleAbi,
  devicesAbi,
  factoringDeskAbi,
  immobiliserAbi,
  leaseOffersAbi,
  leasesAbi,
  linePolicyAbi,
  membersAbi,
  modelRegistryAbi,
  permitTypedData,
  receivablesAbi,
  scoreOracleAbi,
  telemetryAccessTypedData,
  treasuryAbi,
  usageMeterAbi,
} from '@tallystick/sdk'
import { type Abi, type AbiFunction, type AbiParameter, encodeFunctionData, toFunctionSelector } from 'viem'
import { describe, expect, it } from 'vitest'
import { describeCall, describeTypedData, functionOf } from '../src/chain/clear-signing/describe'
import { descriptors } from '../src/chain/clear-signing/descriptors'
import { LABELS } from '../src/chain/clear-signing/labels'

/** Every contract of ours that a wallet can be asked to call. */
const abis: Readonly<Record<string, Abi>> = {
  AccessManager: accessManagerAbi,
  Asset: assetAbi,
  Consents: consentsAbi,
  CreditLines: creditLinesAbi,
  DeviceOracle: deviceOracleAbi,
  Devices: devicesAbi,
  FactoringDesk: factoringDeskAbi,
  Immobiliser: immobiliserAbi,
  LeaseOffers: leaseOffersAbi,
  Leases: leasesAbi,
  LinePolicy: linePolicyAbi,
  Members: membersAbi,
  ModelRegistry: modelRegistryAbi,
  Receivables: receivablesAbi,
  ScoreOracle: scoreOracleAbi,
  Treasury: treasuryAbi,
  UsageMeter: usageMeterAbi,
}

const address = (digit: number | string) => `0x${String(digit).repeat(40)}` as const
const deployment: Deployment = {
  name: 'test',
  chainId: 31337,
  genesisHash: `0x${'0'.repeat(64)}`,
  startBlock: 0,
  pepper: `0x${'0'.repeat(64)}`,
  network: {
    manager: address(1),
    members: address(2),
    receivables: address(3),
    consents: address(8),
    devices: address('d'),
  },
  banks: [
    {
      name: 'Bank',
      nameZh: '银行',
      manager: address(4),
      treasury: address(5),
      desk: address(6),
      models: address(9),
      scoreOracle: address('a'),
      policy: address('b'),
      lines: address('c'),
      meter: address('e'),
      leaseOffers: address('f'),
      leases: '0x1010101010101010101010101010101010101010',
      immobiliser: '0x1212121212121212121212121212121212121212',
      deviceOracle: '0x1313131313131313131313131313131313131313',
    },
  ],
  platforms: [],
  telemetry: { url: '/telemetry' },
  asset: { address: address(7), symbol: 'DCNY', name: 'Yuan', currency: 'CNY', decimals: 6, version: '2' },
  local: true,
}
const terms = {
  supplier: address(8),
  debtor: address(9),
  asset: address(7),
  face: 356_000_000_000n,
  dueDay: 20_800,
  penaltyBps: 1_000,
  profile: 1,
  fingerprint: `0x${'a'.repeat(64)}`,
  contentHash: `0x${'b'.repeat(64)}`,
  documentHash: `0x${'c'.repeat(64)}`,
} as const

const dataConsent = {
  merchant: address(8),
  provider: terms.fingerprint,
  recipient: address(9),
  purpose: CREDIT_SCORING_PURPOSE,
  scopes: 0b10001,
  expiry: 1_800_000_000,
} as const

/** EIP-712's `encodeType` of a struct without structs inside. */
function encodeType(name: string, fields: readonly { readonly name: string; readonly type: string }[]): string {
  return `${name}(${fields.map((field) => `${field.type} ${field.name}`).join(',')})`
}

const calldata = descriptors.filter(({ context }) => context.contract)
const eip712 = descriptors.filter(({ context }) => context.eip712)

/** Path of an argument's parts: a list of structs has `[]` between them. */
function pathOf({ name, type }: AbiParameter): string {
  return type.endsWith('[]') ? `${name}.[]` : `${name}`
}

/** Names of an argument and of all that is in it. */
function namesIn(input: AbiParameter): readonly string[] {
  const parts = 'components' in input ? input.components.flatMap(namesIn) : []
  return [input.name ?? '', ...parts.map((name) => `${pathOf(input)}.${name}`)]
}

function writesOf(abi: Abi): string[] {
  const functions = abi.filter((item): item is AbiFunction => item.type === 'function')
  return functions
    .filter(({ stateMutability }) => stateMutability === 'nonpayable' || stateMutability === 'payable')
    .map((item) => toFunctionSelector(item))
    .sort()
}

describe('the descriptors', () => {
  it.each(Object.keys(abis))('describe every write of %s and nothing else', (id) => {
    const descriptor = calldata.find(({ context }) => context.$id === id)
    const described = Object.keys(descriptor?.display.formats ?? {}).map((key) => toFunctionSelector(functionOf(key)))
    expect(described.sort()).toEqual(writesOf(abis[id] ?? []))
  })

  it('describe the typed data that this page asks people to sign, type by type', () => {
    const register = { chainId: 31337, receivables: address(3) }
    const confirmation = confirmationTypedData(register, terms, 1)
    const permit = permitTypedData(deployment, {
      owner: address(8),
      spender: address(5),
      value: 1n,
      nonce: 0n,
      deadline: 1n,
    })
    const consent = consentTypedData({ chainId: 31337, consents: deployment.network.consents }, dataConsent, 0n)
    const access = telemetryAccessTypedData(31337, { account: address(8), expires: 1n })
    const signed = [
      encodeType('Confirmation', confirmation.types.Confirmation),
      encodeType('DataConsent', consent.types.DataConsent),
      encodeType('Permit', permit.types.Permit),
      encodeType('TelemetryAccess', access.types.TelemetryAccess),
    ]
    expect(eip712.flatMap(({ display }) => Object.keys(display.formats)).sort()).toEqual(signed.sort())
  })

  it('name only arguments that exist, and give every shown one a label', () => {
    for (const { context, display } of calldata) {
      for (const [key, { fields }] of Object.entries(display.formats)) {
        const names = functionOf(key).inputs.flatMap((input) => namesIn(input))
        for (const field of fields) {
          expect(names, `${context.$id} ${key}`).toContain(field.path.replace(/\.\[\]$/, ''))
          if (field.visible !== 'never') expect(field.label, `${key} ${field.path}`).toBeTruthy()
        }
      }
    }
  })

  it('use only words that the page translates', () => {
    const words = descriptors.flatMap(({ display, metadata }) => [
      ...Object.values(display.formats).flatMap(({ intent, fields }) => [
        intent,
        ...fields.flatMap(({ label }) => (label === undefined ? [] : [label])),
      ]),
      ...Object.values(metadata.enums ?? {}).flatMap((choices) => Object.values(choices)),
    ])
    expect([...new Set(words)].filter((word) => !(word in LABELS))).toEqual([])
  })
})

describe('the review', () => {
  it('reads a payment with its permit, step inside step', () => {
    const permit = encodeFunctionData({
      abi: receivablesAbi,
      functionName: 'selfPermit',
      args: [address(7), 356n, 99n, 27, terms.fingerprint, terms.contentHash],
    })
    const settle = encodeFunctionData({ abi: receivablesAbi, functionName: 'settle', args: [256n] })
    const data = encodeFunctionData({ abi: receivablesAbi, functionName: 'multicall', args: [[permit, settle]] })
    const { fields } = describeCall(deployment, address(3), data) ?? { fields: [] }
    const steps = fields.map(({ value }) => (value.kind === 'call' ? value.call?.intent : undefined))
    expect(steps).toEqual(['Release an exact amount', 'Settle in full'])
  })

  it('shows the face of a request as an amount and its due day as a day', () => {
    const data = encodeFunctionData({ abi: receivablesAbi, functionName: 'request', args: [terms] })
    const shown = describeCall(deployment, address(3), data)?.fields.map(({ label, value }) => [label, value])
    expect(shown).toContainEqual(['Face', { kind: 'amount', units: 356_000_000_000n }])
    expect(shown).toContainEqual(['Due day', { kind: 'day', day: 20_800 }])
  })

  it('shows a policy band by band, spans of time in words and kinds of data by name', () => {
    const rules = { scoreMaxAge: 3_024_000, stepBps: 2_500, stepDays: 7, version: 0, lot: 1n, starterLimit: 2n }
    const bands = [720, 680].map((minScore) => ({ minScore, multipleBps: 20_000, rateBps: 600, cap: 5n }))
    const policy = encodeFunctionData({ abi: linePolicyAbi, functionName: 'tighten', args: [rules, bands] })
    const shown = describeCall(deployment, address('b'), policy)?.fields.map(({ label, value }) => [label, value])
    expect(shown?.filter(([label]) => label === 'Band from score')).toEqual([
      ['Band from score', { kind: 'text', text: '720' }],
      ['Band from score', { kind: 'text', text: '680' }],
    ])
    expect(shown).toContainEqual(['Oldest score', { kind: 'duration', seconds: 3_024_000 }])
    const provider = { key: terms.contentHash, scopes: 0b101, active: true, name: 'Market', url: 'https://market' }
    const data = encodeFunctionData({
      abi: consentsAbi,
      functionName: 'setProvider',
      args: [terms.fingerprint, provider],
    })
    const kinds = describeCall(deployment, address(8), data)?.fields.find(({ label }) => label === 'Kinds of data')
    expect(kinds?.value).toEqual({ kind: 'choice', labels: ['Turnover', 'Stock'] })
  })

  it('names the kinds of data and the purpose of a consent', () => {
    const { consents } = deployment.network
    const { message } = consentTypedData({ chainId: 31337, consents }, dataConsent, 0n)
    const shown = describeTypedData(deployment, { verifyingContract: consents }, 'DataConsent', message)?.fields
    const shownAs = (name: string) => shown?.find(({ label }) => label === name)?.value
    expect(shownAs('May release')).toEqual({ kind: 'choice', labels: ['Turnover', 'Payment record'] })
    expect(shownAs('Purpose')).toEqual({ kind: 'choice', labels: ['Credit scoring'] })
    expect(shownAs('Until')).toEqual({ kind: 'instant', seconds: 1_800_000_000n })
  })

  it('shows what a lessee signs for access to machine data, for which no contract is asked', () => {
    const { domain, primaryType, message } = telemetryAccessTypedData(31337, { account: address(8), expires: 99n })
    const described = describeTypedData(deployment, domain, primaryType, message)
    expect(described?.contract).toBeUndefined()
    expect(described?.fields.find(({ label }) => label === 'Until')?.value).toEqual({ kind: 'instant', seconds: 99n })
    expect(describeTypedData(deployment, { name: 'Somebody else' }, primaryType, message)).toBeUndefined()
  })

  it('shows the terms of a lease bracket by bracket', () => {
    const tariff = [
      { fromHours: 0, pricePerHour: 120 },
      { fromHours: 100, pricePerHour: 90 },
    ]
    const offered = {
      deviceId: terms.fingerprint,
      lessee: address(8),
      ...{ price: 9n, buyOut: 1n, deposit: 2n, baseRent: 3n, minimumRent: 4n },
      ...{ rateBps: 650, coverBps: 1_000, earlyFeeBps: 200, periodDays: 30, periods: 24 },
      tariff,
      alarms: { unusedHours: 24, fuelRatePct: 120, idlePct: 35 },
    }
    const data = encodeFunctionData({ abi: leaseOffersAbi, functionName: 'propose', args: [offered, [1, 2]] })
    const shown = describeCall(deployment, address('f'), data)?.fields.map(({ label, value }) => [label, value])
    expect(shown?.filter(([label]) => label === 'Price an hour')).toEqual([
      ['Price an hour', { kind: 'amount', units: 120n }],
      ['Price an hour', { kind: 'amount', units: 90n }],
    ])
    expect(shown).toContainEqual(['Length of a period', { kind: 'days', count: 30 }])
    expect(shown).toContainEqual(['Yearly rate', { kind: 'bps', bps: 650 }])
  })

  it('does not explain what it does not know: another contract, another function', () => {
    const settle = encodeFunctionData({ abi: receivablesAbi, functionName: 'settle', args: [256n] })
    expect(describeCall(deployment, address(8), settle)).toBeUndefined()
    expect(describeCall(deployment, address(3), '0xdeadbeef')).toBeUndefined()
    expect(describeTypedData(deployment, { verifyingContract: address(3) }, 'Order', {})).toBeUndefined()
  })
})
