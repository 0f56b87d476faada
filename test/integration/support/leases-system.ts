import { devicesAbi, devicesDomain, leaseOffersAbi, leasesAbi, usageMeterAbi } from '@tallystick/sdk'
import { type Abi, getContract, keccak256, maxUint128, stringToHex } from 'viem'
import { newSystem, ROLE, UTC_OFFSET, type Wallet } from '../fixtures.ts'
import { TestMachine } from './test-machine.ts'

const LESSEE_ROLE = 16n
const MANUFACTURER_ROLE = 32n
const SECURE_ELEMENT = 2
const TOLERANCE = 24 * 3_600
/** More than every random amount, and within what the treasury can hold. */
const MOST = 10n ** 18n

export const DEFAULT_TERMS = { penaltyBps: 1_800, graceDays: 5, noticeDays: 15 }
/** Seconds in which a closing reading can be replaced. */
export const WINDOW = 72 * 3_600

export type LeasesSystem = Awaited<ReturnType<typeof newLeasesSystem>>

/** A bank with a book of leases on a chain of its own; the first account plays the bank. */
export async function newLeasesSystem() {
  const system = await newSystem()
  const { connection, client, admin, manager, members, treasury, asset } = system
  const deploy = async <const ThisAbi extends Abi>(
    abi: ThisAbi,
    name: string,
    args: readonly unknown[],
    libraries: Readonly<Record<string, `0x${string}`>> = {},
  ) => {
    const { address } = await connection.viem.deployContract(name, [...args], { libraries })
    return getContract({ abi, address, client: { public: client, wallet: admin } })
  }
  const authority = manager.address
  const devices = await deploy(devicesAbi, 'Devices', [authority, members.address])
  const meter = await deploy(usageMeterAbi, 'UsageMeter', [authority, devices.address, UTC_OFFSET, WINDOW, TOLERANCE])
  const rules = { version: 0, maxFinanced: MOST, minDepositBps: 0, minRateBps: 0, maxDays: 60_000, minTier: 1 }
  const offers = await deploy(leaseOffersAbi, 'LeaseOffers', [
    authority,
    members.address,
    devices.address,
    UTC_OFFSET,
    rules,
  ])
  const { address: accounts } = await connection.viem.deployContract('LeaseAccounts')
  const { penaltyBps, graceDays, noticeDays } = DEFAULT_TERMS
  const leases = await deploy(
    leasesAbi,
    'Leases',
    [
      authority,
      treasury.address,
      asset.address,
      members.address,
      meter.address,
      offers.address,
      penaltyBps,
      graceDays,
      noticeDays,
    ],
    { LeaseAccounts: accounts },
  )
  await meter.write.setLeases([leases.address])
  await offers.write.setLeases([leases.address])
  await treasury.write.registerBook([leases.address, 3_600, 1_000, true])
  await treasury.write.raiseBookCap([leases.address, MOST])
  await system.register(leases.address, 3_000, ROLE.BOOK)

  const [manufacturer, lessee] = await Promise.all([party('manufacturer'), party('lessee')])
  await system.register(manufacturer.account.address, 3_001, MANUFACTURER_ROLE)
  await system.register(lessee.account.address, 3_002, LESSEE_ROLE)
  await treasury.write.raiseObligorLimit([3_002, MOST])
  await system.mint(lessee.account.address, MOST)
  await system.approve(lessee, leases.address, maxUint128)

  async function party(name: string): Promise<Wallet> {
    const address = `0x${keccak256(stringToHex(name)).slice(2, 42)}` as const
    await connection.networkHelpers.impersonateAccount(address)
    await connection.networkHelpers.setBalance(address, 10n ** 20n)
    return (await connection.viem.getWalletClient(address)) as Wallet
  }

  /** A machine that the manufacturer has registered, with a secure element. */
  async function newMachine(number: number): Promise<TestMachine> {
    const identity = keccak256(manufacturer.account.address)
    const machine = new TestMachine(devicesDomain(system.domain.chainId, devices.address), identity, number)
    await devices.write.register([machine.registration, machine.possession()], { account: manufacturer.account })
    await devices.write.setTier([machine.deviceId, SECURE_ELEMENT])
    return machine
  }

  return { ...system, devices, meter, offers, leases, manufacturer, lessee, newMachine }
}
