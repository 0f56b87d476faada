import {
  deviceIdOf,
  deviceOracleAbi,
  devicesAbi,
  devicesDomain,
  keyDigest,
  leaseOffersAbi,
  leasesAbi,
  type Reading,
  readingDigest,
  secp256k1Key,
  serialHashOf,
  usageMeterAbi,
} from '@tallystick/sdk'
import { type Abi, type Address, getContract, type Hex, keccak256, toHex, zeroHash } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { buildAlarmSource } from '../../oracles/functions/build.ts'
import { ROLE, type System, UTC_OFFSET, type Wallet } from '../../test/integration/fixtures.ts'
import { deployTestRouter } from './test-contracts.ts'

const DAY = 86_400
const MANUFACTURER_GROUP = 104
const LESSEE_GROUP = 105
const MODEL = 'TS-215'
export const WINDOW = 3 * DAY

/** The excavator's own key. */
const machine = privateKeyToAccount(keccak256(toHex('excavator')))

const rules = {
  version: 0,
  maxFinanced: 10n ** 13n,
  minDepositBps: 500,
  minRateBps: 300,
  maxDays: 1_200,
  minTier: 1,
}

const alarmLimits = { maxDataAge: 600, timeToLive: 300, cooldown: 10, dailyBudget: 1_000 }

export type LeaseSystem = Awaited<ReturnType<typeof deployLeases>>

/** Adds equipment leases to a system: a manufacturer, a lessee, a gateway, one router for alarms. */
export async function deployLeases(system: System) {
  const { connection, client, admin, manager, members, treasury, asset, register, domain } = system
  const wallets = (await connection.viem.getWalletClients()) as unknown as Wallet[]
  const [manufacturer, lessee, gateway] = wallets.slice(8) as [Wallet, Wallet, Wallet]
  const deployed = async (name: string, args: readonly unknown[], libraries: Record<string, Address> = {}) =>
    (await connection.viem.deployContract(name, [...args], { libraries })).address
  const contractAt = <const ThisAbi extends Abi>(abi: ThisAbi, address: Address) =>
    getContract({ abi, address, client: { public: client, wallet: admin } })

  const devices = contractAt(devicesAbi, await deployed('Devices', [manager.address, members.address]))
  const meterArguments = [devices.address, UTC_OFFSET, WINDOW, DAY]
  const meter = contractAt(usageMeterAbi, await deployed('UsageMeter', [manager.address, ...meterArguments]))
  const offerArguments = [members.address, devices.address, UTC_OFFSET, rules]
  const offers = contractAt(leaseOffersAbi, await deployed('LeaseOffers', [manager.address, ...offerArguments]))
  const libraries = { LeaseAccounts: await deployed('LeaseAccounts', []) }
  const contracts = [treasury.address, asset.address, members.address, meter.address, offers.address]
  const leaseArguments = [manager.address, ...contracts, 1_800, 7, 15]
  const leases = contractAt(leasesAbi, await deployed('Leases', leaseArguments, libraries))
  const router = await deployTestRouter(connection, admin)
  const oracleArguments = [manager.address, router.address, devices.address, alarmLimits]
  const oracle = contractAt(deviceOracleAbi, await deployed('DeviceOracle', oracleArguments))

  await register(manufacturer.account.address, MANUFACTURER_GROUP, ROLE.MANUFACTURER)
  await register(lessee.account.address, LESSEE_GROUP, ROLE.LESSEE)
  await register(leases.address, 7, ROLE.BOOK)
  await treasury.write.registerBook([leases.address, 2_400, 1_500, true])
  await treasury.write.raiseBookCap([leases.address, 10n ** 15n])
  await treasury.write.raiseObligorLimit([LESSEE_GROUP, 10n ** 14n])
  await meter.write.setLeases([leases.address])
  await offers.write.setLeases([leases.address])
  await meter.write.setGateway([gateway.account.address, true])
  await oracle.write.setFunctionsConfig([
    {
      donId: toHex('local', { size: 32 }),
      subscriptionId: 1n,
      secretsVersion: 0n,
      callbackGasLimit: 180_000,
      secretsSlot: 0,
    },
  ])
  await oracle.write.setProgram([toHex(await buildAlarmSource())])
  await oracle.write.setEndpoint(['http://127.0.0.1:4200', keccak256('0x01')])

  const signed = devicesDomain(domain.chainId, devices.address)
  const deviceOf = (serial: string): Hex =>
    deviceIdOf(keccak256(manufacturer.account.address), MODEL, serialHashOf('PIN', serial))
  const deviceId = deviceOf('1')

  /** Registers the excavator; its key signs that it is there. */
  async function registerDevice(): Promise<Hex> {
    const key = secp256k1Key(machine.address)
    const serialHash = serialHashOf('PIN', '1')
    const registration = { oem: 'Taishan', model: MODEL, serialHash, ratedFuelMlPerHour: 18_000, key }
    const possession = await machine.sign({ hash: keyDigest(signed, deviceId, 1, key) })
    return devices.write.register([registration, possession], { account: manufacturer.account })
  }

  /** A reading of the excavator `opSec` operating seconds after its first, and its signature. */
  async function readingOf(seq: bigint, second: bigint, opSec: bigint): Promise<readonly [Reading, Hex]> {
    const reading: Reading = {
      deviceId,
      keyVersion: 1,
      seq,
      ts: second * 1_000n,
      prevHash: keccak256(toHex(seq)),
      latE7: 312_304_160,
      lonE7: 1_214_737_010,
      accuracyCm: 350,
      opSec: 3_600_000n + opSec,
      idleSec: 360_000n + opSec / 10n,
      fuelMl: 14_400_000n + 4n * opSec,
      fuelPctBp: 6_450,
      engine: 1,
      flags: 0,
      extHash: zeroHash,
    }
    return [reading, await machine.sign({ hash: readingDigest(signed, reading) })]
  }

  const parties = { manufacturer, lessee, gateway }
  return { ...parties, devices, meter, offers, leases, router, oracle, deviceId, registerDevice, readingOf }
}
