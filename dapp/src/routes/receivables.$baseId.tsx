import { createFileRoute, notFound } from '@tanstack/react-router'
import { ReceivablePage } from '../features/receivables/receivable-page'

export const Route = createFileRoute('/receivables/$baseId')({
  params: { parse: ({ baseId }) => ({ baseId: checkId(baseId) }) },
  component: ReceivableRoute,
})

/** An address with anything but 32 bytes in it is no page of ours. */
function checkId(text: string): string {
  if (!/^0x[0-9a-fA-F]{64}$/.test(text)) throw notFound()
  return text
}

function ReceivableRoute() {
  return <ReceivablePage baseId={BigInt(Route.useParams().baseId)} />
}
