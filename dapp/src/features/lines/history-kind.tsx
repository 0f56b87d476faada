import { Trans } from '@lingui/react/macro'
import type { HistoryEntry } from './history'

/** What happened, in words. */
export function HistoryKind({ kind }: Pick<HistoryEntry, 'kind'>) {
  switch (kind) {
    case 'draw':
      return <Trans>Drawn</Trans>
    case 'repayment':
      return <Trans>Repaid</Trans>
    case 'bill':
      return <Trans>Fell due</Trans>
    case 'limit':
      return <Trans>Limit changed</Trans>
    case 'mark':
      return <Trans>Marked down by the bank</Trans>
  }
}
