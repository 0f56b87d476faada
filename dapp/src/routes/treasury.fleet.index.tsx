import { createFileRoute } from '@tanstack/react-router'
import * as v from 'valibot'
import { FLEET_FILTERS } from '../features/lease-book/fleet-filter'
import { BankFleetPage } from '../features/lease-book/fleet-page'
import { loadLeaseTexts } from '../i18n'

const search = v.object({ filter: v.optional(v.fallback(v.picklist(FLEET_FILTERS), 'all'), 'all') })

export const Route = createFileRoute('/treasury/fleet/')({
  validateSearch: search,
  loader: loadLeaseTexts,
  component: FleetRoute,
})

function FleetRoute() {
  const { filter } = Route.useSearch()
  const navigate = Route.useNavigate()
  return <BankFleetPage filter={filter} onFilter={(next) => void navigate({ search: { filter: next } })} />
}
