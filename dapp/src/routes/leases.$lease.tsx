import { createFileRoute, notFound } from '@tanstack/react-router'
import { LeasePage } from '../features/leases/lease-page'
import { loadLeaseTexts } from '../i18n'

export const Route = createFileRoute('/leases/$lease')({
  params: {
    parse: ({ lease }) => ({ lease: checkNumber(lease) }),
    stringify: ({ lease }) => ({ lease: String(lease) }),
  },
  loader: loadLeaseTexts,
  component: LeaseRoute,
})

/** An address bar with anything but a lease's number in it is no page of ours. */
function checkNumber(text: string): bigint {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound()
  return BigInt(text)
}

function LeaseRoute() {
  return <LeasePage leaseId={Route.useParams().lease} />
}
