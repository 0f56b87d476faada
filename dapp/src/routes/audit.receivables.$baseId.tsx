import { createFileRoute, notFound } from '@tanstack/react-router'
import { isHex, size } from 'viem'
import { LedgerPage } from '../features/audit/ledger-page'

export const Route = createFileRoute('/audit/receivables/$baseId')({
  params: { parse: ({ baseId }) => ({ baseId: checkId(baseId) }) },
  component: LedgerRoute,
})

/** An address with anything but 32 bytes in it is no page of ours. */
function checkId(text: string): `0x${string}` {
  if (!isHex(text) || size(text) !== 32) throw notFound()
  return text
}

function LedgerRoute() {
  return <LedgerPage baseId={Route.useParams().baseId} />
}
