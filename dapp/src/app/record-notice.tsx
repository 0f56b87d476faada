import { Trans } from '@lingui/react/macro'
import { useRecordState } from '../chain/record-state'
import { StaleBanner } from '../ui'

/** Above every screen: says when the lists may be older than the chain. */
export function RecordNotice() {
  const { status, indexed, head } = useRecordState()
  if (status === 'down') {
    return (
      <StaleBanner>
        <Trans>
          The records cannot be reached. Lists show what was loaded last; amounts beside a button come from the chain
          and are current.
        </Trans>
      </StaleBanner>
    )
  }
  if (status !== 'lagging') return null
  const [known, newest] = [String(indexed), String(head)]
  return (
    <StaleBanner>
      <Trans>
        The records are behind the chain: block {known} of {newest}. Lists will follow by themselves.
      </Trans>
    </StaleBanner>
  )
}

/** For the footer: the newest block in the records. */
export function IndexedBlock() {
  const { indexed } = useRecordState()
  const block = indexed === undefined ? '–' : String(indexed)
  return (
    <span data-testid="indexed-block">
      <Trans>Records up to block {block}</Trans>
    </span>
  )
}
