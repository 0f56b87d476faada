import { createFileRoute } from '@tanstack/react-router'
import { ReceivablesPage } from '../features/receivables/receivables-page'
import { ReceivablesSearch } from '../features/receivables/search'

export const Route = createFileRoute('/receivables/')({
  validateSearch: ReceivablesSearch,
  component: ReceivablesRoute,
})

function ReceivablesRoute() {
  return <ReceivablesPage {...Route.useSearch()} />
}
