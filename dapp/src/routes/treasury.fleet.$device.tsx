import { createFileRoute } from '@tanstack/react-router'
import { MachinePage } from '../features/lease-book/machine-page'
import { loadLeaseTexts } from '../i18n'
import { deviceParams } from './-lease-params'

export const Route = createFileRoute('/treasury/fleet/$device')({
  params: deviceParams,
  loader: loadLeaseTexts,
  component: MachineRoute,
})

function MachineRoute() {
  return <MachinePage deviceId={Route.useParams().device} />
}
