import { createFileRoute } from '@tanstack/react-router'
import * as v from 'valibot'
import { RENT_LISTS } from '../features/lease-audit/rents-lists'
import { RentsPage } from '../features/lease-audit/rents-page'
import { loadLeaseTexts } from '../i18n'

const search = v.object({ list: v.optional(v.fallback(v.picklist(RENT_LISTS), 'bills'), 'bills') })

export const Route = createFileRoute('/audit/rents/')({
  validateSearch: search,
  loader: loadLeaseTexts,
  component: RentsRoute,
})

function RentsRoute() {
  const { list } = Route.useSearch()
  const navigate = Route.useNavigate()
  return <RentsPage list={list} onList={(next) => void navigate({ search: { list: next } })} />
}
