import { createFileRoute } from '@tanstack/react-router'
import * as v from 'valibot'
import { DEAL_LISTS } from '../features/deals/deal-list'
import { DealsPage } from '../features/deals/deals-page'

export const Route = createFileRoute('/treasury/deals')({
  validateSearch: v.object({ list: v.optional(v.fallback(v.picklist(DEAL_LISTS), 'open'), 'open') }),
  component: DealsRoute,
})

function DealsRoute() {
  const { list } = Route.useSearch()
  const navigate = Route.useNavigate()
  return <DealsPage list={list} onList={(next) => void navigate({ search: { list: next } })} />
}
