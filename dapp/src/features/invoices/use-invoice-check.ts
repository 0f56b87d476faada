import {
  baseIdOf,
  financingWarnings,
  fingerprintOf,
  type InvoiceWarning,
  isoDay,
  MembersDocument,
  type ParsedInvoice,
  RequestsDocument,
  receivablesAbi,
  sellerIdentity,
  similarDocKeys,
} from '@tallystick/sdk'
import { useReadContracts } from 'wagmi'
import { useAccount } from '../../chain/account'
import { useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { type Profile, useProfile } from '../../chain/profile'
import { useGraph } from '../../graphql/use-graph'
import { debtorAccounts, type MemberRow } from './parties'

/** What the register and the records say about a readable invoice. */
export interface InvoiceCheck {
  readonly warnings: readonly InvoiceWarning[]
  readonly profile: Profile | undefined
  /** Undefined until the connected company is known; false when the file was issued by somebody else. */
  readonly isOwn: boolean | undefined
  /** Accounts of the buyer that may confirm; undefined while they are looked up. */
  readonly debtors: readonly MemberRow[] | undefined
  /** A receivable exists for this very invoice. */
  readonly registered: { readonly baseId: bigint } | undefined
  /** Content hash of the copy that is registered or requested, when it differs from this file's. */
  readonly otherCopy: string | undefined
  /** The same request is open already. */
  readonly requested: boolean
  /** A receivable exists for the same seller and number in a neighbouring year. */
  readonly similar: boolean
}

/** Checks an invoice against the register, the members and the rules in force. */
export function useInvoiceCheck(invoice: ParsedInvoice): InvoiceCheck {
  const { asset, pepper } = useDeployment()
  const { member } = useAccount()
  const today = useToday()
  const profile = useProfile()
  const identity = sellerIdentity(invoice)
  const own = baseIdOf(identity, invoice.fingerprint)
  const neighbours = similarDocKeys(invoice).map((key) => baseIdOf(identity, fingerprintOf(key, pepper)))
  const registered = useRegistered([own, ...neighbours])
  const members = useGraph(MembersDocument, {})
  const requests = useGraph(RequestsDocument, {
    where: { fingerprint: invoice.fingerprint, state_in: ['Open', 'Created'] },
  })
  const known = requests.data?.requests ?? []
  const others = known.filter((request) => request.contentHash !== invoice.contentHash)
  return {
    warnings: financingWarnings(invoice, {
      today: isoDay(today),
      assetCurrency: asset.currency,
      maxTermDays: profile?.maxTermDays ?? Number.POSITIVE_INFINITY,
    }),
    profile,
    isOwn: member && member.identity === identity,
    debtors: members.data && debtorAccounts(invoice.buyer, members.data.members),
    registered: registered[0] ? { baseId: own } : undefined,
    otherCopy: others[0]?.contentHash,
    requested: known.some((request) => request.state === 'Open' && request.contentHash === invoice.contentHash),
    similar: registered.slice(1).some(Boolean),
  }
}

/** Whether a receivable exists under each id, read from the register. */
function useRegistered(baseIds: readonly bigint[]): readonly boolean[] {
  const { network } = useDeployment()
  const { data } = useReadContracts({
    contracts: baseIds.map((baseId) => ({
      address: network.receivables,
      abi: receivablesAbi,
      functionName: 'receivable' as const,
      args: [baseId] as const,
    })),
  })
  return baseIds.map((_, index) => {
    const answer = data?.[index]
    return answer?.status === 'success' && (answer.result as { readonly state: number }).state !== 0
  })
}
