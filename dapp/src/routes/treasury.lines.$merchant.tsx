import { createFileRoute, notFound } from '@tanstack/react-router'
import { getAddress, isAddress } from 'viem'
import { LinePage } from '../features/line-book/line-page'

export const Route = createFileRoute('/treasury/lines/$merchant')({
  params: { parse: ({ merchant }) => ({ merchant: checkAccount(merchant) }) },
  component: LineRoute,
})

/** An address bar with anything but an account in it is no page of ours. */
function checkAccount(text: string): `0x${string}` {
  if (!isAddress(text, { strict: false })) throw notFound()
  return getAddress(text)
}

function LineRoute() {
  return <LinePage merchant={Route.useParams().merchant} />
}
