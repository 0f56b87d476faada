import { createFileRoute } from '@tanstack/react-router'
import { LeasePage } from '../features/leases/lease-page'
import { loadLeaseTexts } from '../i18n'
import { leaseParams } from './-lease-params'

export const Route = createFileRoute('/leases/$lease')({
  params: leaseParams,
  loader: loadLeaseTexts,
  component: LeaseRoute,
})

function LeaseRoute() {
  return <LeasePage leaseId={Route.useParams().lease} />
}
