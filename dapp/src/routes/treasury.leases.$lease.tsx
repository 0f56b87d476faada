import { createFileRoute } from '@tanstack/react-router'
import { BankLeasePage } from '../features/lease-book/lease-page'
import { loadLeaseTexts } from '../i18n'
import { leaseParams } from './-lease-params'

export const Route = createFileRoute('/treasury/leases/$lease')({
  params: leaseParams,
  loader: loadLeaseTexts,
  component: LeaseRoute,
})

function LeaseRoute() {
  return <BankLeasePage leaseId={Route.useParams().lease} />
}
