import { createFileRoute } from '@tanstack/react-router'
import * as v from 'valibot'
import { LEASE_LISTS } from '../features/lease-book/book-list'
import { BookPage } from '../features/lease-book/book-page'
import { loadLeaseTexts } from '../i18n'

const search = v.object({ list: v.optional(v.fallback(v.picklist(LEASE_LISTS), 'running'), 'running') })

export const Route = createFileRoute('/treasury/leases/')({
  validateSearch: search,
  loader: loadLeaseTexts,
  component: BookRoute,
})

function BookRoute() {
  const { list } = Route.useSearch()
  const navigate = Route.useNavigate()
  return <BookPage list={list} onList={(next) => void navigate({ search: { list: next } })} />
}
