import { useLingui } from '@lingui/react/macro'
import { type PillTone, StatusPill } from '../../ui'
import type { BookRow } from './book-row'

/** Where a line stands: its state, or that it is past due. */
export function LineStatus({ row }: { readonly row: Pick<BookRow, 'state' | 'debt' | 'impairedPct'> }) {
  const [tone, label] = useLook(row)
  return <StatusPill tone={tone}>{label}</StatusPill>
}

function useLook({ state, debt, impairedPct }: Pick<BookRow, 'state' | 'debt' | 'impairedPct'>): [PillTone, string] {
  const { t } = useLingui()
  switch (state) {
    case 'None':
      return ['neutral', t`not opened`]
    case 'Closed':
      return ['neutral', t`closed`]
    case 'WrittenOff':
      return ['danger', t`written off`]
    case 'Defaulted':
      return ['danger', t`in default`]
    case 'NonAccrual':
      return ['danger', t`marked ${impairedPct} %`]
    case 'Active':
      return debt.daysPastDue > 0 ? ['warning', t`past due`] : ['positive', t`active`]
  }
}
