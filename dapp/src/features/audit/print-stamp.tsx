import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useDeployment } from '../../chain/deployment'
import { useRecordState } from '../../chain/record-state'
import { dataHash } from '../../lib/data-hash'
import { toJsonLines } from '../../lib/jsonl'

export interface PrintStampProps {
  /** What the page shows. */
  readonly rows: readonly object[]
}

/** On paper only: which chain and block the page is of, and the hash of its rows as JSON Lines. */
export function PrintStamp({ rows }: PrintStampProps) {
  const { chainId } = useDeployment()
  const { indexed } = useRecordState()
  const text = toJsonLines(rows)
  const { data: hash } = useQuery({ queryKey: ['data-hash', text], queryFn: () => dataHash(text) })
  const block = indexed === undefined ? '–' : String(indexed)
  return (
    <p className="hidden text-xs print:block">
      <Trans>
        Chain {chainId}, records up to block {block}. SHA-256 of the rows: {hash}
      </Trans>
    </p>
  )
}
