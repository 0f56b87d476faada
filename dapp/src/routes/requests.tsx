import { createFileRoute } from '@tanstack/react-router'
import * as v from 'valibot'
import { RequestsPage } from '../features/requests/requests-page'

const search = v.object({
  view: v.optional(v.fallback(v.optional(v.picklist(['inbox', 'sent', 'all'])), undefined)),
  open: v.optional(v.fallback(v.optional(v.pipe(v.string(), v.regex(/^0x[0-9a-f]{64}$/))), undefined)),
})

export const Route = createFileRoute('/requests')({ validateSearch: search, component: Requests })

function Requests() {
  const { view, open } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <RequestsPage
      view={view}
      open={open}
      onView={(chosen) => void navigate({ search: { view: chosen } })}
      onOpen={(id) => void navigate({ search: (previous) => ({ ...previous, open: id }), replace: id === undefined })}
    />
  )
}
