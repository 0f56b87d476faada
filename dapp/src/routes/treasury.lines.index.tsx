import { createFileRoute } from '@tanstack/react-router'
import * as v from 'valibot'
import { BOOK_LISTS } from '../features/line-book/book-list'
import { BookPage } from '../features/line-book/book-page'

const search = v.object({
  list: v.optional(v.fallback(v.picklist(BOOK_LISTS), 'open'), 'open'),
  band: v.optional(v.fallback(v.optional(v.number()), undefined)),
})

export const Route = createFileRoute('/treasury/lines/')({ validateSearch: search, component: BookRoute })

function BookRoute() {
  const { list, band } = Route.useSearch()
  const navigate = Route.useNavigate()
  return <BookPage list={list} band={band} onSearch={(next) => void navigate({ search: next })} />
}
