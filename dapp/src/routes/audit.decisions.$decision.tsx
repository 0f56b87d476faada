import { createFileRoute, notFound } from '@tanstack/react-router'
import { isHex } from 'viem'
import { DecisionPage } from '../features/decisions/decision-page'

export const Route = createFileRoute('/audit/decisions/$decision')({
  params: { parse: ({ decision }) => ({ decision: checkId(decision) }) },
  component: DecisionRoute,
})

/** An address bar with anything but hexadecimal digits in it is no page of ours. */
function checkId(text: string): `0x${string}` {
  if (!isHex(text)) throw notFound()
  return text
}

function DecisionRoute() {
  return <DecisionPage id={Route.useParams().decision} />
}
