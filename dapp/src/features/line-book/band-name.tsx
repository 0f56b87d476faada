import { Trans } from '@lingui/react/macro'
import { useToday } from '../../chain/now'
import type { BookRow } from './book-row'

/** The band that decided a line's limit, or that the bank decided itself. */
export function BandName({ row }: { readonly row: Pick<BookRow, 'band' | 'overrideUntil'> }) {
  const today = useToday()
  if (row.overrideUntil >= today) return <Trans>by the bank</Trans>
  return row.band === undefined ? '–' : row.band + 1
}
