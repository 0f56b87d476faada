import { createFileRoute } from '@tanstack/react-router'
import { journalSearch } from '../features/audit/journal-filter'
import { JournalPage } from '../features/audit/journal-page'

export const Route = createFileRoute('/audit/')({ validateSearch: journalSearch, component: JournalRoute })

function JournalRoute() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return <JournalPage search={search} onSearch={(next) => void navigate({ search: next, replace: true })} />
}
