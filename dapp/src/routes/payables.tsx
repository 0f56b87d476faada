import { createFileRoute } from '@tanstack/react-router'
import * as v from 'valibot'
import { PayablesPage } from '../features/payables/payables-page'

const search = v.object({
  view: v.optional(v.fallback(v.picklist(['unpaid', 'settled']), 'unpaid'), 'unpaid'),
})

export const Route = createFileRoute('/payables')({ validateSearch: search, component: Payables })

function Payables() {
  const { view } = Route.useSearch()
  const navigate = Route.useNavigate()
  return <PayablesPage view={view} onView={(chosen) => void navigate({ search: { view: chosen } })} />
}
