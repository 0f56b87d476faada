import { Trans } from '@lingui/react/macro'
import { isOracleErrorCode, ORACLE_ERRORS, OracleRequestsDocument, type OracleRequestsQuery } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import type { Address } from 'viem'
import { useBank } from '../../chain/deployment'
import { useGraph } from '../../graphql/use-graph'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { InstantText, Notice } from '../../ui'

type IndexedRequest = OracleRequestsQuery['oracleRequests'][number]

const POLL_MS = 2_000

/** What became of the merchant's latest request, as long as it was no score. */
export function LastRequest({ merchant }: { readonly merchant: Address }) {
  const { scoreOracle } = useBank()
  const where = { oracle: scoreOracle.toLowerCase(), merchant: merchant.toLowerCase() as Address }
  const { data } = useGraph(OracleRequestsDocument, { where, first: 1 }, { refetchInterval: POLL_MS })
  const [latest] = data?.oracleRequests ?? []
  if (latest?.state !== 'Failed') return null
  const { requestedAt } = latest
  return (
    <Notice tone="warning" title={<Trans>The last request gave no score</Trans>}>
      <div data-testid="request-refused">
        <RefusalText request={latest} />{' '}
        <span className="text-muted">
          <Trans>
            (request of <InstantText at={BigInt(requestedAt)} />)
          </Trans>
        </span>
      </div>
    </Notice>
  )
}

/** The network's own reason, or why the contract did not take its answer. */
function RefusalText({ request: { refusal, errorCode } }: { readonly request: IndexedRequest }): ReactNode {
  const locale = useLocale()
  switch (refusal) {
    case 'OracleError':
      return errorCode && isOracleErrorCode(errorCode) ? (
        inLocale(ORACLE_ERRORS[errorCode], locale)
      ) : (
        <Trans>The oracle network failed without a known reason. Ask again.</Trans>
      )
    case 'TooLate':
      return <Trans>The answer came after its time. Ask again.</Trans>
    case 'TooOld':
      return <Trans>The platform's data are too old. Ask the platform to bring them up to date, then ask again.</Trans>
    case 'OlderThanLast':
      return (
        <Trans>The platform's data are older than those of your last score. Ask the platform, then ask again.</Trans>
      )
    case 'FromTheFuture':
      return <Trans>The platform's data are dated in the future. Ask the platform to check its clock.</Trans>
    default:
      return <Trans>The contract did not accept the answer, because it was not of the agreed form. Ask again.</Trans>
  }
}
