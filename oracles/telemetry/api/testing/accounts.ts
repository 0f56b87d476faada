/** Accounts of the tests, and a node that knows them. */
import { accessManagerAbi, type MemberRole, maskOf, membersAbi, telemetryAccessTypedData } from '@tallystick/sdk'
import {
  type Address,
  createPublicClient,
  custom,
  decodeFunctionData,
  encodeFunctionResult,
  type Hex,
  keccak256,
  numberToHex,
  type PublicClient,
  stringToBytes,
  zeroHash,
} from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'

export const CHAIN_ID = 31_337
export const MEMBERS: Address = '0x00000000000000000000000000000000000000a1'
export const MANAGER: Address = '0x00000000000000000000000000000000000000a2'
export const OTHER_MANAGER: Address = '0x00000000000000000000000000000000000000a3'

/** The same name gives the same account. */
export function accountOf(name: string): PrivateKeyAccount {
  return privateKeyToAccount(keccak256(stringToBytes(name)))
}

export const taishan = accountOf('taishan')
export const hengtong = accountOf('hengtong')
export const auditor = accountOf('auditor')
export const officer = accountOf('officer')
/** A lessee without a lease, and an officer of another bank. */
export const otherLessee = accountOf('other lessee')
export const otherOfficer = accountOf('other officer')
export const stranger = accountOf('stranger')
export const frozen = accountOf('frozen')
export const expired = accountOf('expired')
/** A member whose account is a contract. */
export const safe: Address = '0x00000000000000000000000000000000000000c1'
/** A member that has switched raw signatures off. */
export const careful = accountOf('careful')

/** A signature that opens a session. */
export async function signAccess(account: PrivateKeyAccount, expires: number, chainId = CHAIN_ID): Promise<Hex> {
  return account.signTypedData(
    telemetryAccessTypedData(chainId, { account: account.address, expires: BigInt(expires) }),
  )
}

interface TestMember {
  readonly roles: readonly MemberRole[]
  readonly frozen?: boolean
  readonly expiry?: number
  readonly byCode?: boolean
}

const FAR = 2 ** 39
const members = new Map<Address, TestMember>([
  [taishan.address, { roles: ['MANUFACTURER'] }],
  [hengtong.address, { roles: ['LESSEE'] }],
  [otherLessee.address, { roles: ['LESSEE'] }],
  [auditor.address, { roles: ['AUDITOR'] }],
  [frozen.address, { roles: ['AUDITOR'], frozen: true }],
  [expired.address, { roles: ['AUDITOR'], expiry: 1 }],
  [safe, { roles: ['AUDITOR'] }],
  [careful.address, { roles: ['AUDITOR'], byCode: true }],
])
const offices = new Map<string, Address>([
  [MANAGER, officer.address],
  [OTHER_MANAGER, otherOfficer.address],
])

/** A chain with these members, officers and one contract account; it can be out of order. */
export class TestChain {
  failing = false
  /** Calls so far. */
  calls = 0
  /** What the contract account says of signatures (ERC-1271). */
  approving = true
  readonly client: PublicClient = createPublicClient({
    transport: custom({ request: async (call: Call) => this.#answer(call) }, { retryCount: 0 }),
  })

  #answer({ method, params }: Call): Hex {
    this.calls++
    if (this.failing) throw new Error('connection refused')
    if (method === 'eth_chainId') return numberToHex(CHAIN_ID)
    if (method === 'eth_getCode') return String(params[0]).toLowerCase() === safe ? '0x60' : '0x'
    const { to, data } = params[0] as { readonly to?: Address; readonly data: Hex }
    // Without an address the call runs a checker of signatures, which holds the account that it asks.
    if (to === undefined) return data.includes(safe.slice(2)) && this.approving ? '0x01' : '0x00'
    if (to === MEMBERS) return memberAnswer(data)
    return officeAnswer(to, data)
  }
}

interface Call {
  readonly method: string
  readonly params: readonly unknown[]
}

function memberAnswer(data: Hex): Hex {
  const { args } = decodeFunctionData({ abi: membersAbi, data })
  const member = [...members].find(([account]) => account.toLowerCase() === String(args?.[0]).toLowerCase())?.[1]
  const result = {
    roles: maskOf(member?.roles ?? []),
    expiry: member?.expiry ?? FAR,
    country: 156,
    frozen: member?.frozen ?? false,
    contractSignatureOnly: member?.byCode ?? false,
    obligor: member ? 1 : 0,
    identity: zeroHash,
  }
  return encodeFunctionResult({ abi: membersAbi, functionName: 'memberOf', result })
}

function officeAnswer(manager: Address, data: Hex): Hex {
  const { args } = decodeFunctionData({ abi: accessManagerAbi, data })
  const isOfficer = offices.get(manager) === args?.[1]
  return encodeFunctionResult({ abi: accessManagerAbi, functionName: 'hasRole', result: [isOfficer, 0] })
}
