import { type Address, type Hex, hashTypedData, type LocalAccount } from 'viem'
import { type ReceivableTerms, TERMS_FIELDS } from './terms.ts'

const CONFIRMATION_TYPES = { Confirmation: [...TERMS_FIELDS, { name: 'deadline', type: 'uint40' }] } as const

/** The register that a confirmation is meant for. */
export interface RegisterDomain {
  readonly chainId: number
  readonly receivables: Address
}

/**
 * What the debtor signs to confirm a receivable, ready for `signTypedData`.
 * @param deadline last second at which the signature counts, unix time
 */
export function confirmationTypedData(register: RegisterDomain, terms: ReceivableTerms, deadline: number) {
  return {
    domain: {
      name: 'Tallystick Receivables',
      version: '1',
      chainId: register.chainId,
      verifyingContract: register.receivables,
    },
    types: CONFIRMATION_TYPES,
    primaryType: 'Confirmation',
    message: { ...terms, deadline },
  } as const
}

/** The digest of a confirmation; equals `Receivables.confirmationDigest`. The debtor may revoke it. */
export function confirmationDigest(register: RegisterDomain, terms: ReceivableTerms, deadline: number): Hex {
  return hashTypedData(confirmationTypedData(register, terms, deadline))
}

/** Anything that signs typed data: a viem local account, or an adapter of a signing service. */
export type TypedDataSigner = Pick<LocalAccount, 'signTypedData'>

/** Signs a confirmation with the debtor's key. */
export function signConfirmation(
  debtor: TypedDataSigner,
  register: RegisterDomain,
  terms: ReceivableTerms,
  deadline: number,
): Promise<Hex> {
  return debtor.signTypedData(confirmationTypedData(register, terms, deadline))
}

const PERMIT_TYPES = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** The EIP-712 domain of an ERC-2612 asset. */
export interface PermitDomain {
  readonly chainId: number
  readonly asset: { readonly address: Address; readonly name: string; readonly version: string }
}

/** An exact allowance by signature (ERC-2612). */
export interface Permit {
  readonly owner: Address
  readonly spender: Address
  /** Minor units of the asset. */
  readonly value: bigint
  /** `nonces(owner)` of the asset. */
  readonly nonce: bigint
  /** Last second at which the permit counts, unix time. */
  readonly deadline: bigint
}

/** What an owner signs to allow a payment, ready for `signTypedData`. */
export function permitTypedData({ chainId, asset }: PermitDomain, permit: Permit) {
  return {
    domain: { name: asset.name, version: asset.version, chainId, verifyingContract: asset.address },
    types: PERMIT_TYPES,
    primaryType: 'Permit',
    message: { ...permit },
  } as const
}

/** Signs a permit with the owner's key. */
export function signPermit(owner: TypedDataSigner, domain: PermitDomain, permit: Permit): Promise<Hex> {
  return owner.signTypedData(permitTypedData(domain, permit))
}
