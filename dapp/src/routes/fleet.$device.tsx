import { createFileRoute, notFound } from '@tanstack/react-router'
import { type Hex, isHex, size } from 'viem'
import { DevicePage } from '../features/fleet/device-page'
import { loadLeaseTexts } from '../i18n'

export const Route = createFileRoute('/fleet/$device')({
  params: { parse: ({ device }) => ({ device: checkDevice(device) }) },
  loader: loadLeaseTexts,
  component: DeviceRoute,
})

/** An address bar with anything but a device id in it is no page of ours. */
function checkDevice(text: string): Hex {
  if (!isHex(text) || size(text) !== 32) throw notFound()
  return text.toLowerCase() as Hex
}

function DeviceRoute() {
  return <DevicePage deviceId={Route.useParams().device} />
}
