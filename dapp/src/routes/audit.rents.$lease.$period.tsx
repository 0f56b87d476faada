import { createFileRoute } from '@tanstack/react-router'
import { BillPage } from '../features/lease-audit/bill-page'
import { loadLeaseTexts } from '../i18n'
import { billParams } from './-lease-params'

export const Route = createFileRoute('/audit/rents/$lease/$period')({
  params: billParams,
  loader: loadLeaseTexts,
  component: BillRoute,
})

function BillRoute() {
  const { lease, period } = Route.useParams()
  return <BillPage leaseId={lease} period={period} />
}
