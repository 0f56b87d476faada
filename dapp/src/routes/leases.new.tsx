import { createFileRoute } from '@tanstack/react-router'
import * as v from 'valibot'
import { OfferPage } from '../features/leases/offer-page'
import { loadLeaseTexts } from '../i18n'

const search = v.object({ device: v.optional(v.fallback(v.optional(v.string()), undefined)) })

export const Route = createFileRoute('/leases/new')({
  validateSearch: search,
  loader: loadLeaseTexts,
  component: OfferRoute,
})

function OfferRoute() {
  const { device } = Route.useSearch()
  const navigate = Route.useNavigate()
  return <OfferPage device={device} onDevice={(next) => void navigate({ search: { device: next } })} />
}
