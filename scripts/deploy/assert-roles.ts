import {
  accessManagerAbi,
  consentsAbi,
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
  receivablesAbi,
  scoreOracleAbi,
  treasuryAbi,
  usageMeterAbi,
} from '@tallystick/sdk'
import {
  type Abi,
  type AbiFunction,
  type Address,
  encodeFunctionData,
  getAddress,
  type Hex,
  type PublicClient,
  parseEventLogs,
  toFunctionSelector,
} from 'viem'
import type { Holders, NetworkConfig } from './config.ts'
import {
  bankMatrix,
  bankRoles,
  delayedRoles,
  guardianRole,
  networkMatrix,
  networkRoles,
  type RoleMatrix,
  type RoleName,
  roleIds,
} from './roles.ts'
import { zeroArguments } from './zero-arguments.ts'

/** The roles on chain are not those of the table. Every difference is listed. */
export class RoleMatrixError extends Error {
  override name = 'RoleMatrixError'
}

/** The role tables; parameters of the check, so that a test can see it fail. */
export interface Matrices {
  readonly network: RoleMatrix
  readonly bank: RoleMatrix
}

const ourMatrices: Matrices = { network: networkMatrix, bank: bankMatrix }

/** One manager, what it guards, and who should hold its roles. */
interface Domain {
  readonly name: string
  readonly manager: Address
  readonly roles: readonly RoleName[]
  readonly matrix: RoleMatrix
  readonly targets: Readonly<Record<string, { readonly address: Address; readonly abi: Abi }>>
  readonly holders: Holders<string>
}

/**
 * Compares the whole role table with the chain: the role of every function, who holds each role with which delay
 * (nobody more, nobody less), guardians and admins of roles, and that the table names every restricted function.
 * @throws RoleMatrixError
 */
export async function assertRoles(
  client: PublicClient,
  deployment: Deployment,
  config: NetworkConfig,
  deployer: Address,
  matrices: Matrices = ourMatrices,
): Promise<void> {
  const domains = domainsOf(deployment, config, matrices)
  const differences = await Promise.all(
    domains.map(async (domain) => [
      ...(await functionDifferences(client, domain, deployer)),
      ...(await holderDifferences(client, domain, config.delay, BigInt(deployment.startBlock))),
      ...(await roleDifferences(client, domain)),
    ]),
  )
  const all = differences.flat()
  if (all.length > 0) throw new RoleMatrixError(`the roles on chain differ from the table:\n${all.join('\n')}`)
}

function domainsOf(deployment: Deployment, config: NetworkConfig, matrices: Matrices): Domain[] {
  const { network } = deployment
  const shared: Domain = {
    name: 'network',
    manager: network.manager,
    roles: networkRoles,
    matrix: matrices.network,
    targets: {
      Members: { address: network.members, abi: membersAbi },
      Receivables: { address: network.receivables, abi: receivablesAbi },
      Consents: { address: network.consents, abi: consentsAbi },
      Devices: { address: network.devices, abi: devicesAbi },
    },
    holders: config.holders,
  }
  const banks = deployment.banks.map((bank, index): Domain => {
    const holders = config.banks[index]?.holders
    if (holders === undefined) throw new RangeError(`the configuration has no bank ${bank.name}`)
    return {
      name: bank.name,
      manager: bank.manager,
      roles: bankRoles,
      matrix: matrices.bank,
      targets: {
        Treasury: { address: bank.treasury, abi: treasuryAbi },
        FactoringDesk: { address: bank.desk, abi: factoringDeskAbi },
        ModelRegistry: { address: bank.models, abi: modelRegistryAbi },
        ScoreOracle: { address: bank.scoreOracle, abi: scoreOracleAbi },
        LinePolicy: { address: bank.policy, abi: linePolicyAbi },
        CreditLines: { address: bank.lines, abi: creditLinesAbi },
        UsageMeter: { address: bank.meter, abi: usageMeterAbi },
        LeaseOffers: { address: bank.leaseOffers, abi: leaseOffersAbi },
        Leases: { address: bank.leases, abi: leasesAbi },
        Immobiliser: { address: bank.immobiliser, abi: immobiliserAbi },
        DeviceOracle: { address: bank.deviceOracle, abi: deviceOracleAbi },
      },
      holders,
    }
  })
  return [shared, ...banks]
}

/** Every writing function of every target: its role on chain, and whether it is restricted at all. */
async function functionDifferences(client: PublicClient, domain: Domain, stranger: Address): Promise<string[]> {
  const checks = Object.entries(domain.targets).flatMap(([name, target]) =>
    writingFunctions(target.abi).map(async (fn): Promise<string[]> => {
      const wanted = domain.matrix[name]?.[fn.name]
      const title = `${domain.name}: ${name}.${fn.name}`
      const restricted = await isRestricted(client, target.address, fn, stranger)
      if (restricted !== (wanted !== undefined)) return [`${title} is ${restricted ? 'missing in the table' : 'open'}`]
      if (wanted === undefined) return []
      const role = await read<bigint>(client, domain, 'getTargetFunctionRole', [target.address, toFunctionSelector(fn)])
      return role === roleIds[wanted] ? [] : [`${title} belongs to role ${role}, not to ${wanted}`]
    }),
  )
  return (await Promise.all(checks)).flat()
}

function writingFunctions(abi: Abi): AbiFunction[] {
  const functions = abi.filter((item) => item.type === 'function')
  return functions.filter((fn) => fn.stateMutability === 'nonpayable' && fn.name !== onlyManager)
}

/** Answers to the manager itself and to no role: the manager's ADMIN reaches it through `updateAuthority`. */
const onlyManager = 'setAuthority'

const unauthorized: Hex = toFunctionSelector('AccessManagedUnauthorized(address)')

/** A call by an account without any role shows it: the guard comes before everything else. */
async function isRestricted(client: PublicClient, to: Address, fn: AbiFunction, stranger: Address): Promise<boolean> {
  const data = encodeFunctionData({ abi: [fn], args: zeroArguments(fn.inputs) })
  try {
    await client.call({ to, data, account: stranger })
    return false
  } catch (error) {
    return revertData(error).startsWith(unauthorized)
  }
}

/** Revert data, wherever in the chain of causes the node's answer is. */
function revertData(error: unknown): string {
  let cause: unknown = error
  while (typeof cause === 'object' && cause !== null) {
    const { data, cause: next } = cause as { data?: unknown; cause?: unknown }
    if (typeof data === 'string') return data
    if (typeof data === 'object' && data !== null && 'data' in data) return String(data.data)
    cause = next
  }
  return ''
}

/** Holders by the manager's own events, since it keeps no list: nobody may hold a role that the table does not give. */
async function holderDifferences(
  client: PublicClient,
  domain: Domain,
  delay: number,
  fromBlock: bigint,
): Promise<string[]> {
  const wanted = new Set(
    domain.roles.flatMap((role) => (domain.holders[role] ?? []).map((holder) => grant(roleIds[role], holder))),
  )
  const actual = await everGranted(client, domain.manager, fromBlock)
  const candidates = [...new Set([...wanted, ...actual])]
  const checks = candidates.map(async (candidate): Promise<string[]> => {
    const [role, account] = candidate.split(' ') as [string, Address]
    const [isMember, hasDelay] = await read<[boolean, number]>(client, domain, 'hasRole', [BigInt(role), account])
    const title = `${domain.name}: ${account} ${isMember ? 'holds' : 'does not hold'} ${nameOf(BigInt(role))}`
    if (isMember !== wanted.has(candidate)) return [title]
    const wantedDelay = delayedRoles.has(nameOf(BigInt(role))) ? delay : 0
    return isMember && hasDelay !== wantedDelay ? [`${title} with a delay of ${hasDelay} s, not ${wantedDelay} s`] : []
  })
  return (await Promise.all(checks)).flat()
}

async function everGranted(client: PublicClient, manager: Address, fromBlock: bigint): Promise<string[]> {
  const logs = await client.getLogs({ address: manager, fromBlock })
  const granted = parseEventLogs({ abi: accessManagerAbi, eventName: 'RoleGranted', logs })
  return granted.map(({ args }) => grant(args.roleId, args.account))
}

function grant(role: bigint, account: Address): string {
  return `${role} ${getAddress(account)}`
}

function nameOf(role: bigint): RoleName {
  const entry = Object.entries(roleIds).find(([, id]) => id === role)
  if (entry === undefined) throw new RoleMatrixError(`role ${role} was granted, but the table has no such role`)
  return entry[0] as RoleName
}

/** Each role is administered by ADMIN; each but ADMIN has the guardian. */
async function roleDifferences(client: PublicClient, domain: Domain): Promise<string[]> {
  const checks = domain.roles.map(async (role): Promise<string[]> => {
    const id = [roleIds[role]]
    const [admin, guardian] = await Promise.all([
      read<bigint>(client, domain, 'getRoleAdmin', id),
      read<bigint>(client, domain, 'getRoleGuardian', id),
    ])
    const wantedGuardian = role === 'ADMIN' ? roleIds.ADMIN : roleIds[guardianRole]
    return [
      ...(admin === roleIds.ADMIN ? [] : [`${domain.name}: ${role} is administered by role ${admin}`]),
      ...(guardian === wantedGuardian ? [] : [`${domain.name}: ${role} has role ${guardian} as its guardian`]),
    ]
  })
  return (await Promise.all(checks)).flat()
}

function read<Result>(
  client: PublicClient,
  domain: Domain,
  functionName: string,
  args: readonly unknown[],
): Promise<Result> {
  const call = { address: domain.manager, abi: accessManagerAbi as Abi, functionName, args }
  return client.readContract(call) as Promise<Result>
}
