import { CHINA_UTC_OFFSET, identityOf, maturityOf, parseDay } from '@tallystick/sdk'
import { type Address, type Hex, isAddress, zeroAddress } from 'viem'

/** What the registrar types. */
export interface RegistrationDraft {
  readonly account: string
  readonly legalId: string
  readonly group: string
  /** ISO 3166-1 numeric. */
  readonly country: string
  /** Last day of membership, `YYYY-MM-DD`. */
  readonly lastDay: string
  readonly roles: bigint
}

export type RegistrationField = Exclude<keyof RegistrationDraft, 'roles'>

/** A member as the contract takes it. */
export interface Registration {
  readonly account: Address
  readonly member: {
    readonly roles: bigint
    readonly expiry: number
    readonly country: number
    readonly frozen: false
    readonly contractSignatureOnly: false
    readonly obligor: number
    readonly identity: Hex
  }
}

/** A group number: 32 bits on chain, never zero. */
export function readGroup(text: string): number | undefined {
  const group = /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0
  return group > 0 && group < 2 ** 32 ? group : undefined
}

/** Second at which a membership ends, given its last day; 40 bits on chain. */
export function readExpiry(lastDay: string): number | undefined {
  const day = parseDay(lastDay)
  if (day === undefined) return undefined
  const expiry = Number(maturityOf(day, CHINA_UTC_OFFSET))
  return expiry > 0 && expiry < 2 ** 40 ? expiry : undefined
}

/**
 * Reads the form. The legal id is hashed here and goes nowhere else.
 * @returns the fields that cannot be used, or the registration
 */
export function readRegistration(
  draft: RegistrationDraft,
):
  | { readonly registration: Registration; readonly wrong: readonly [] }
  | { readonly registration?: never; readonly wrong: readonly RegistrationField[] } {
  const account = draft.account.trim()
  const obligor = readGroup(draft.group)
  const expiry = readExpiry(draft.lastDay)
  const country = /^\d{3}$/.test(draft.country) ? Number(draft.country) : undefined
  const hasLegalId = draft.legalId.trim() !== ''
  const isAccount = isAddress(account) && account !== zeroAddress
  if (isAccount && hasLegalId && obligor !== undefined && expiry !== undefined && country !== undefined) {
    const identity = identityOf(draft.legalId)
    const { roles } = draft
    const member = { roles, expiry, country, frozen: false, contractSignatureOnly: false, obligor, identity } as const
    return { registration: { account, member }, wrong: [] }
  }
  const wrong: RegistrationField[] = []
  if (!isAccount) wrong.push('account')
  if (!hasLegalId) wrong.push('legalId')
  if (obligor === undefined) wrong.push('group')
  if (country === undefined) wrong.push('country')
  if (expiry === undefined) wrong.push('lastDay')
  return { wrong }
}
