/** What the chain says of an account, read when it is needed and kept for a short time. */
import { accessManagerAbi, hasMemberRole, membersAbi } from '@tallystick/sdk'
import type { Address, PublicClient } from 'viem'
import type { Clock } from '../clock.ts'
import { ApiRefusal } from './refusal.ts'
import type { Viewer } from './rights.ts'

/** Where membership and offices are written. */
export interface AccessContracts {
  /** The network's `Members`. */
  readonly members: Address
  /** Each bank's lease book with its access manager. */
  readonly banks: readonly { readonly leases: Address; readonly manager: Address }[]
}

/** `OFFICER` in every bank's access manager, see scripts/deploy/roles.ts. */
const OFFICER = 2n
const KEPT_MS = 15_000
const MAX_KEPT = 10_000

/** What is needed to let an account in. */
export interface Membership {
  readonly viewer: Viewer
  /** Only the account's code may speak for it. */
  readonly contractSignatureOnly: boolean
}

export class Viewers {
  readonly #client: PublicClient
  readonly #contracts: AccessContracts
  readonly #clock: Clock
  readonly #kept = new Map<Address, { readonly until: number; readonly membership: Promise<Membership> }>()

  constructor(client: PublicClient, contracts: AccessContracts, clock: Clock) {
    this.#client = client
    this.#contracts = contracts
    this.#clock = clock
  }

  /**
   * @throws ApiRefusal NOT_A_MEMBER for a stranger and for a member that is frozen or expired; CHAIN_UNAVAILABLE
   */
  async membershipOf(account: Address): Promise<Membership> {
    const kept = this.#kept.get(account)
    if (kept && performance.now() < kept.until) return kept.membership
    const membership = this.#read(account)
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear()
    this.#kept.set(account, { until: performance.now() + KEPT_MS, membership })
    // A failure is not kept: the next call asks again.
    membership.catch(() => this.#kept.delete(account))
    return membership
  }

  async #read(account: Address): Promise<Membership> {
    const { members, banks } = this.#contracts
    const memberCall = { address: members, abi: membersAbi, functionName: 'memberOf', args: [account] } as const
    const [member, offices] = await chainAnswer(
      Promise.all([
        this.#client.readContract(memberCall),
        Promise.all(banks.map(({ manager }) => this.#isOfficer(manager, account))),
      ]),
    )
    const isAllowed = member.obligor !== 0 && !member.frozen && member.expiry * 1_000 > this.#clock.now()
    const books = banks.flatMap(({ leases }, index) => (offices[index] ? [leases] : []))
    if (!isAllowed && books.length === 0) {
      throw new ApiRefusal('NOT_A_MEMBER', 'the account is no member of the network, or may not act now')
    }
    const isAuditor = isAllowed && hasMemberRole(member.roles, 'AUDITOR')
    return { viewer: { account, isAuditor, books }, contractSignatureOnly: member.contractSignatureOnly }
  }

  async #isOfficer(manager: Address, account: Address): Promise<boolean> {
    const [isOfficer] = await this.#client.readContract({
      address: manager,
      abi: accessManagerAbi,
      functionName: 'hasRole',
      args: [OFFICER, account],
    })
    return isOfficer
  }
}

/** Turns a node that does not answer into a refusal. */
export async function chainAnswer<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call
  } catch (error) {
    throw new ApiRefusal('CHAIN_UNAVAILABLE', 'the chain does not answer; try again in a moment', { cause: error })
  }
}
