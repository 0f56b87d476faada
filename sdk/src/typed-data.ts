import { type Address, encodeAbiParameters, type Hex, hashTypedData, keccak256, type LocalAccount } from 'viem'
import { parseDay } from './days.ts'
import type { CanonicalInvoice } from './invoice/canonical.ts'
import type { InvoiceKeys } from './invoice/fingerprint.ts'
import { rescale } from './money.ts'

/** Everything that supplier and debtor agree on; the `Terms` of the register. */
export interface ReceivableTerms {
  readonly supplier: Address
  readonly debtor: Address
  /** Settlement asset. */
  readonly asset: Address
  /** Amount owed, minor units of `asset`. */
  readonly face: bigint
  /** Last day of payment, days since 1970-01-01 in the register's offset. */
  readonly dueDay: number
  /** Yearly penalty on the face once the grace period has passed, ACT/365. */
  readonly penaltyBps: number
  /** Version of the regulation profile. */
  readonly profile: number
  readonly fingerprint: Hex
  readonly contentHash: Hex
  /** SHA-256 of the invoice file. */
  readonly documentHash: Hex
}

/** What the terms need beyond the invoice. */
export interface TermsContext {
  readonly supplier: Address
  readonly debtor: Address
  readonly asset: { readonly address: Address; readonly currency: string; readonly decimals: number }
  readonly penaltyBps: number
  readonly profile: number
  readonly documentHash: Hex
}

/**
 * Turns an invoice into the terms that the debtor confirms: its payable amount in the asset's minor units.
 * @throws RangeError when the invoice has no due date or is in another currency; see `financingWarnings`
 */
export function termsOf(invoice: CanonicalInvoice & InvoiceKeys, context: TermsContext): ReceivableTerms {
  const dueDay = parseDay(invoice.dueDate ?? '')
  if (dueDay === undefined) throw new RangeError('the invoice has no due date')
  const { asset, ...parties } = context
  if (invoice.currency !== asset.currency) throw new RangeError(`the invoice is in ${invoice.currency}`)
  const face = rescale(invoice.totals.payable, invoice.currencyDecimals, asset.decimals)
  const { fingerprint, contentHash } = invoice
  return { ...parties, asset: asset.address, face, dueDay, fingerprint, contentHash }
}

const TERMS_FIELDS = [
  { name: 'supplier', type: 'address' },
  { name: 'debtor', type: 'address' },
  { name: 'asset', type: 'address' },
  { name: 'face', type: 'uint128' },
  { name: 'dueDay', type: 'uint16' },
  { name: 'penaltyBps', type: 'uint16' },
  { name: 'profile', type: 'uint16' },
  { name: 'fingerprint', type: 'bytes32' },
  { name: 'contentHash', type: 'bytes32' },
  { name: 'documentHash', type: 'bytes32' },
] as const

/** Hash under which the register keeps a request or an offer: keccak256 of the encoded terms. */
export function termsHash(terms: ReceivableTerms): Hex {
  return keccak256(encodeAbiParameters([{ type: 'tuple', components: TERMS_FIELDS }], [terms]))
}

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
