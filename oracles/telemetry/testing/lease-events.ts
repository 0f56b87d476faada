/** Events of one bank with one lease, as its contracts would log them. */
import {
  cornersOf,
  deviceOracleAbi,
  devicesAbi,
  immobiliserAbi,
  leaseOffersAbi,
  leasesAbi,
  type Reading,
  type Region,
  usageMeterAbi,
} from '@tallystick/sdk'
import { type Address, type Hex, zeroHash } from 'viem'
import type { BankContracts, WatchedContracts } from '../chain/contracts.ts'
import { eventLog, type NewLog } from './fake-chain.ts'
import { DEVICE, SITE, START_MS } from './machine.ts'

export const BANK: BankContracts = {
  offers: '0x00000000000000000000000000000000000000b1',
  leases: '0x00000000000000000000000000000000000000b2',
  meter: '0x00000000000000000000000000000000000000b3',
  immobiliser: '0x00000000000000000000000000000000000000b4',
  deviceOracle: '0x00000000000000000000000000000000000000b5',
}
export const CONTRACTS: WatchedContracts = {
  devices: '0x00000000000000000000000000000000000000d0',
  banks: [BANK],
  startBlock: 1,
}
export const SOMEBODY: Address = '0x00000000000000000000000000000000000000aa'
export const START_S = START_MS / 1_000
export const PERIOD_DAYS = 30
export const PERIOD_END_S = START_S + PERIOD_DAYS * 86_400 - 1

export function registered(deviceId: Hex = DEVICE): NewLog {
  const names = { oem: 'Taishan', model: 'TS-220', serialHash: zeroHash }
  const args = { deviceId, manufacturer: SOMEBODY, ...names, ratedFuelMlPerHour: 20_000, tier: 2 }
  return eventLog(CONTRACTS.devices, devicesAbi, 'DeviceRegistered', args)
}

export function keySet(keyVersion: number, key: { keyType: number; x: Hex; y: Hex }, time = START_S): NewLog {
  return eventLog(CONTRACTS.devices, devicesAbi, 'DeviceKeySet', { deviceId: DEVICE, keyVersion, key, time })
}

export function keyRevoked(keyVersion: number): NewLog {
  const args = { deviceId: DEVICE, keyVersion, by: SOMEBODY }
  return eventLog(CONTRACTS.devices, devicesAbi, 'DeviceKeyRevoked', args)
}

export function proposed(leaseId = 1n, region: Region | readonly number[] = SITE): NewLog {
  const corners = region.flatMap((corner) => (typeof corner === 'number' ? [corner] : cornersOf([corner])))
  const money = { price: 0n, buyOut: 0n, deposit: 0n, baseRent: 0n, minimumRent: 0n }
  const terms = {
    ...{ deviceId: DEVICE, lessee: SOMEBODY, ...money, rateBps: 500, coverBps: 0, earlyFeeBps: 0 },
    ...{ periodDays: PERIOD_DAYS, periods: 12, tariff: [{ fromHours: 0, pricePerHour: 1n }] },
    alarms: { unusedHours: 24, fuelRatePct: 120, idlePct: 50 },
  }
  const args = { leaseId, deviceId: DEVICE, manufacturer: SOMEBODY, terms, region: corners, termsHash: zeroHash }
  return eventLog(BANK.offers, leaseOffersAbi, 'LeaseProposed', args)
}

/** An event of the book. */
export function leaseEvent(eventName: string, args: Readonly<Record<string, unknown>> = {}): NewLog {
  const common = {
    leaseId: 1n,
    deviceId: DEVICE,
    lessee: SOMEBODY,
    by: SOMEBODY,
    obligor: 1,
    deposit: 0n,
    rulesVersion: 1,
  }
  const paid = {
    financed: 0n,
    paid: 0n,
    cover: 0n,
    pushed: true,
    daysPastDue: 0,
    defaultDay: 0,
    boughtOut: false,
    refund: 0n,
  }
  return eventLog(BANK.leases, leasesAbi, eventName, { ...common, ...paid, ...args })
}

export function counters({ seq, ts, opSec, idleSec, fuelMl }: Reading) {
  return { seq, ts: Number(ts), opSec: Number(opSec), idleSec: Number(idleSec), fuelMl }
}

/** An event of the meter. */
export function meterEvent(eventName: string, args: Readonly<Record<string, unknown>>): NewLog {
  return eventLog(BANK.meter, usageMeterAbi, eventName, { leaseId: 1n, deviceId: DEVICE, period: 1, ...args })
}

export function meterOpened(opening: Reading): NewLog {
  const args = { opening: counters(opening), digest: zeroHash, periodDays: PERIOD_DAYS, end: PERIOD_END_S }
  return meterEvent('MeterOpened', args)
}

export function commandIssued(commandId: bigint, locked: boolean): NewLog {
  const args = { leaseId: 1n, deviceId: DEVICE, commandId, locked, reason: locked ? 'rent unpaid' : '', by: SOMEBODY }
  return eventLog(BANK.immobiliser, immobiliserAbi, 'CommandIssued', args)
}

/** An event of the bank's `DeviceOracle`. */
export function oracleEvent(eventName: string, args: Readonly<Record<string, unknown>>): NewLog {
  const common = { deviceId: DEVICE, by: SOMEBODY, note: zeroHash, asOf: START_S, requestId: zeroHash, batch: 0 }
  return eventLog(BANK.deviceOracle, deviceOracleAbi, eventName, { ...common, ...args })
}

/** From registration to delivery: the device serves lease 1. */
export function delivered(opening: Reading): NewLog[] {
  return [
    ...[registered(), proposed(), leaseEvent('LeaseSigned'), leaseEvent('LeaseApproved')],
    ...[meterOpened(opening), leaseEvent('LeaseDelivered')],
  ]
}
