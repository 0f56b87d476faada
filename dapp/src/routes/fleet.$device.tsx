import { createFileRoute } from '@tanstack/react-router'
import { DevicePage } from '../features/fleet/device-page'
import { loadLeaseTexts } from '../i18n'
import { deviceParams } from './-lease-params'

export const Route = createFileRoute('/fleet/$device')({
  params: deviceParams,
  loader: loadLeaseTexts,
  component: DeviceRoute,
})

function DeviceRoute() {
  return <DevicePage deviceId={Route.useParams().device} />
}
