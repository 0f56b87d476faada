import { BigInt, Bytes, dataSource } from '@graphprotocol/graph-ts'
import { Deployment } from '../generated/schema'

const SECONDS_PER_DAY = BigInt.fromI32(86400)

/** The one row that says which network and which contracts this index is of. Comes from the manifest. */
export function saveDeployment(): void {
  const context = dataSource.context()
  const deployment = new Deployment(Bytes.fromUTF8('deployment'))
  deployment.network = context.getString('network')
  deployment.chainId = context.getBigInt('chainId')
  deployment.genesisHash = context.getBytes('genesisHash')
  deployment.startBlock = context.getBigInt('startBlock')
  deployment.networkManager = context.getBytes('networkManager')
  deployment.members = context.getBytes('members')
  deployment.receivables = context.getBytes('receivables')
  deployment.consents = context.getBytes('consents')
  deployment.devices = context.getBytes('devices')
  deployment.asset = context.getBytes('asset')
  deployment.assetSymbol = context.getString('assetSymbol')
  deployment.assetDecimals = context.getI32('assetDecimals')
  deployment.utcOffset = context.getI32('utcOffset')
  deployment.eventsHash = context.getBytes('eventsHash')
  deployment.build = context.getString('build')
  deployment.save()
}

/** Name of the bank that the running data source belongs to, empty for the network's contracts. */
export function bankName(): string {
  return dataSource.context().getString('bank')
}

/** Treasury of the bank that the running data source belongs to. */
export function bankTreasury(): Bytes {
  return dataSource.context().getBytes('treasury')
}

/** Model registry of the bank that the running data source belongs to. */
export function bankModels(): Bytes {
  return dataSource.context().getBytes('models')
}

/** Line policy of the bank that the running data source belongs to. */
export function bankPolicy(): Bytes {
  return dataSource.context().getBytes('policy')
}

/** Book of lines of the bank that the running data source belongs to. */
export function bankLines(): Bytes {
  return dataSource.context().getBytes('lines')
}

/** Usage meter of the bank that the running data source belongs to. */
export function bankMeter(): Bytes {
  return dataSource.context().getBytes('meter')
}

/** Lease offers of the bank that the running data source belongs to. */
export function bankOffers(): Bytes {
  return dataSource.context().getBytes('leaseOffers')
}

/** Book of leases of the bank that the running data source belongs to. */
export function bankLeases(): Bytes {
  return dataSource.context().getBytes('leases')
}

/** Immobiliser of the bank that the running data source belongs to. */
export function bankImmobiliser(): Bytes {
  return dataSource.context().getBytes('immobiliser')
}

/** Oracle contract for alarms of the bank that the running data source belongs to. */
export function bankDeviceOracle(): Bytes {
  return dataSource.context().getBytes('deviceOracle')
}

/** The local day of an instant, in days since 1970-01-01. */
export function localDay(timestamp: BigInt): i32 {
  return timestamp.plus(utcOffset()).div(SECONDS_PER_DAY).toI32()
}

/** The first second after a local day. */
export function endOfDay(day: i32): BigInt {
  return BigInt.fromI32(day + 1)
    .times(SECONDS_PER_DAY)
    .minus(utcOffset())
}

function utcOffset(): BigInt {
  return BigInt.fromI32(dataSource.context().getI32('utcOffset'))
}
