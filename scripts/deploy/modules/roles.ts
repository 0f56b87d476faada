import type {
  ContractFuture,
  EncodeFunctionCallFuture,
  Future,
  IgnitionModuleBuilder,
  NamedArtifactContractDeploymentFuture,
} from '@nomicfoundation/ignition-core'
import { type Abi, toFunctionSelector } from 'viem'
import type { Holders } from '../config.ts'
import { delayedRoles, functionsByRole, guardianRole, type RoleMatrix, type RoleName, roleIds } from '../roles.ts'

type Manager = NamedArtifactContractDeploymentFuture<'AccessManager'>

/** A contract whose functions a manager guards. */
export interface Target {
  readonly contract: ContractFuture<string>
  readonly abi: Abi
}

/** One manager with what it guards. */
export interface Domain<Role extends RoleName> {
  /** Distinguishes this manager's steps from another's. */
  readonly id: string
  readonly manager: Manager
  readonly roles: readonly Role[]
  readonly matrix: RoleMatrix
  readonly targets: Readonly<Record<string, Target>>
  readonly holders: Holders<Role>
  /** Seconds, for the delayed roles. */
  readonly delay: number
  /** Roles that the deployer needs to write the first parameters. */
  readonly deployerRoles: readonly Role[]
}

/** Records the encoded calls of one transaction to a manager. */
class Batch {
  readonly calls: EncodeFunctionCallFuture<string, string>[] = []
  readonly #m: IgnitionModuleBuilder
  readonly #manager: Manager
  readonly #id: string

  constructor(m: IgnitionModuleBuilder, manager: Manager, id: string) {
    this.#m = m
    this.#manager = manager
    this.#id = id
  }

  add(name: string, args: Parameters<IgnitionModuleBuilder['encodeFunctionCall']>[2]): void {
    const id = `${this.#id}_call${this.calls.length}`
    this.calls.push(this.#m.encodeFunctionCall(this.#manager, name, args, { id }))
  }

  send(after: readonly Future[]): Future {
    return this.#m.call(this.#manager, 'multicall', [this.calls], { id: this.#id, after: [...after] })
  }
}

/** Writes the role table into the manager and lets the deployer write the first parameters. */
export function openManager<Role extends RoleName>(m: IgnitionModuleBuilder, domain: Domain<Role>): Future {
  const batch = new Batch(m, domain.manager, `${domain.id}_open`)
  const deployer = m.getAccount(0)
  for (const role of domain.roles.filter((name) => name !== 'ADMIN')) {
    batch.add('labelRole', [roleIds[role], role])
    batch.add('setRoleGuardian', [roleIds[role], roleIds[guardianRole]])
  }
  for (const [name, functions] of Object.entries(domain.matrix)) {
    const target = targetOf(domain, name)
    for (const [role, names] of functionsByRole(functions)) {
      const selectors = names.map((fn) => selectorOf(target.abi, fn))
      batch.add('setTargetFunctionRole', [target.contract, selectors, roleIds[role]])
    }
  }
  for (const role of domain.deployerRoles) batch.add('grantRole', [roleIds[role], deployer, 0])
  return batch.send([])
}

/** Gives every role to its holders and takes every role from the deployer, in one transaction. */
export function handOver<Role extends RoleName>(
  m: IgnitionModuleBuilder,
  domain: Domain<Role>,
  after: readonly Future[],
): Future {
  const batch = new Batch(m, domain.manager, `${domain.id}_handOver`)
  const deployer = m.getAccount(0)
  for (const role of domain.roles) {
    const delay = delayedRoles.has(role) ? domain.delay : 0
    for (const holder of domain.holders[role]) batch.add('grantRole', [roleIds[role], holder, delay])
  }
  for (const role of domain.deployerRoles) batch.add('renounceRole', [roleIds[role], deployer])
  batch.add('renounceRole', [roleIds.ADMIN, deployer])
  return batch.send(after)
}

function targetOf(domain: Pick<Domain<RoleName>, 'id' | 'targets'>, name: string): Target {
  const target = domain.targets[name]
  if (target === undefined) throw new Error(`the role table names ${name}, which ${domain.id} does not deploy`)
  return target
}

/** Selector of a function by name. Throws when the name is missing or overloaded. */
export function selectorOf(abi: Abi, name: string) {
  const matches = abi.filter((item) => item.type === 'function' && item.name === name)
  const [match] = matches
  if (match?.type !== 'function' || matches.length !== 1)
    throw new Error(`the ABI has ${matches.length} functions ${name}`)
  return toFunctionSelector(match)
}
