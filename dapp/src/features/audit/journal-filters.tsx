import { Trans, useLingui } from '@lingui/react/macro'
import { nameOf } from '../../chain/names'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { Button, Card, DateInput, SelectInput, TextInput } from '../../ui'
import { EVENT_NAMES } from './event-names'
import { type JournalSearch, wrongFilters } from './journal-filter'

export interface JournalFiltersProps {
  readonly search: JournalSearch
  readonly onSearch: (search: JournalSearch) => void
}

/** Filters of the journal; they live in the page's address, so that a view can be sent to somebody. */
export function JournalFilters({ search, onSearch }: JournalFiltersProps) {
  const { t } = useLingui()
  const locale = useLocale()
  const wrong = wrongFilters(search)
  const change = (part: Partial<JournalSearch>) => onSearch({ ...search, ...part, before: undefined })
  const kinds = Object.entries(EVENT_NAMES)
    .map(([value, label]) => ({ value, label: t(label) }))
    .sort((left, right) => left.label.localeCompare(right.label, locale))
  const company = search.account && nameOf(search.account)
  return (
    <Card className="print:hidden">
      <div className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-5">
        <SelectInput
          label={t`Event`}
          value={search.event ?? ''}
          onChange={(event) => change({ event: event || undefined })}
          options={[{ value: '', label: t`All events` }, ...kinds]}
        />
        <TextInput
          label={t`Account`}
          placeholder="0x…"
          value={search.account ?? ''}
          onChange={(account) => change({ account: account.trim() || undefined })}
          hint={company && inLocale(company, locale)}
          error={wrong.includes('account') && t`An account is 0x and 40 hexadecimal digits.`}
        />
        <TextInput
          label={t`Receivable`}
          placeholder="0x…"
          value={search.receivable ?? ''}
          onChange={(receivable) => change({ receivable: receivable.trim() || undefined })}
          error={wrong.includes('receivable') && t`A receivable’s id is 0x and 64 hexadecimal digits.`}
        />
        <DateInput
          label={t`From`}
          value={search.from ?? ''}
          onChange={(from) => change({ from: from || undefined })}
          error={wrong.includes('from') && t`Write a day such as 2026-11-22.`}
        />
        <DateInput
          label={t`To`}
          value={search.to ?? ''}
          onChange={(to) => change({ to: to || undefined })}
          error={wrong.includes('to') && t`Write a day such as 2026-11-22.`}
        />
      </div>
      <div>
        <Button variant="ghost" onClick={() => onSearch({})}>
          <Trans>Clear filters</Trans>
        </Button>
      </div>
    </Card>
  )
}
