import {
  type Address,
  type Chain,
  createClient,
  type EIP1193RequestFn,
  type Hex,
  hexToBigInt,
  hexToString,
  http,
  isHex,
  numberToHex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { estimateGas, sendTransaction as send } from 'viem/actions'
import { chosenCompany, type DemoCompany } from '../demo-companies'
import { askApproval, type TypedDataRequest } from './requests'

interface RpcRequest {
  readonly method: string
  readonly params?: unknown
}

/** The smallest wallet that a page can talk to (EIP-1193). */
export interface DemoProvider {
  request(request: RpcRequest): Promise<unknown>
}

/** An error with one of EIP-1193's codes. */
function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { code })
}

function company(): DemoCompany {
  const chosen = chosenCompany()
  if (!chosen) throw refusal(4100, 'no demo company is chosen')
  return chosen
}

/** A wallet that signs with the chosen demo company's key, after its person has approved what it says. */
export function demoProvider(chain: Chain): DemoProvider {
  const transport = http('/rpc')({ chain })
  return {
    async request({ method, params }) {
      const list = Array.isArray(params) ? params : []
      switch (method) {
        case 'eth_accounts':
        case 'eth_requestAccounts':
          return [company().address]
        case 'eth_chainId':
          return numberToHex(chain.id)
        case 'wallet_switchEthereumChain':
          return switchTo(chain, list[0])
        case 'eth_sendTransaction':
          return sendTransaction(chain, list[0])
        case 'eth_signTypedData_v4':
          return signTypedData(list[0], list[1])
        case 'personal_sign':
          return signMessage(list[0], list[1])
        default:
          return forward(transport.request, method, params)
      }
    },
  }
}

/** Everything that needs no key goes to the node; what it does not know is "unsupported", as with any wallet. */
function forward(request: EIP1193RequestFn, method: string, params: unknown): Promise<unknown> {
  if (method.startsWith('wallet_')) throw refusal(4200, `${method} is not supported`)
  return request({ method, params } as never)
}

function switchTo(chain: Chain, wanted: unknown): null {
  if ((wanted as { chainId?: unknown })?.chainId === numberToHex(chain.id)) return null
  throw refusal(4902, 'the demo wallet knows the local chain only')
}

/** What a page may set in a transaction; fees and nonce are the wallet's business. */
interface TransactionRequest {
  readonly from?: Address
  readonly to?: Address
  readonly data?: Hex
  readonly value?: Hex
}

async function sendTransaction(chain: Chain, request: unknown): Promise<Hex> {
  const { from, to, data = '0x', value = '0x0' } = request as TransactionRequest
  const signer = signerFor(from)
  if (!to) throw refusal(4200, 'the demo wallet does not deploy contracts')
  const call = { to, data, value: hexToBigInt(value) }
  await askApproval(company(), { kind: 'transaction', ...call })
  const client = createClient({ account: signer, chain, transport: http('/rpc') })
  const gas = await estimateGas(client, { account: signer, ...call })
  return send(client, { ...call, gas: withMargin(gas) })
}

/** Gas that a later block may need more, because more days of accrual have passed. */
function withMargin(gas: bigint): bigint {
  return (gas * 5n) / 4n
}

async function signTypedData(address: unknown, json: unknown): Promise<Hex> {
  const signer = signerFor(address)
  const typedData: TypedDataRequest = typeof json === 'string' ? JSON.parse(json) : json
  await askApproval(company(), { kind: 'typed-data', typedData })
  const { EIP712Domain: _, ...types } = typedData.types
  return signer.signTypedData({ ...typedData, types } as never)
}

async function signMessage(message: unknown, address: unknown): Promise<Hex> {
  const signer = signerFor(address)
  const raw = isHex(message) ? message : undefined
  await askApproval(company(), { kind: 'message', text: raw ? hexToString(raw) : String(message) })
  return signer.signMessage({ message: raw ? { raw } : String(message) })
}

function signerFor(address: unknown) {
  const { privateKey, address: own } = company()
  if (String(address).toLowerCase() !== own.toLowerCase()) throw refusal(4100, `${String(address)} is not connected`)
  return privateKeyToAccount(privateKey)
}
