import { createFileRoute } from '@tanstack/react-router'
import * as v from 'valibot'
import { ALARM_LISTS } from '../features/alarms/alarm-lists'
import { InboxPage } from '../features/alarms/inbox-page'
import { loadLeaseTexts } from '../i18n'

const search = v.object({ list: v.optional(v.fallback(v.picklist(ALARM_LISTS), 'active'), 'active') })

export const Route = createFileRoute('/treasury/alarms')({
  validateSearch: search,
  loader: loadLeaseTexts,
  component: AlarmsRoute,
})

function AlarmsRoute() {
  const { list } = Route.useSearch()
  const navigate = Route.useNavigate()
  return <InboxPage list={list} onList={(next) => void navigate({ search: { list: next } })} />
}
