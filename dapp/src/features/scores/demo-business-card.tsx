import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Address } from 'viem'
import { demoCompanies } from '../../chain/demo-companies'
import { syncChainClock } from '../../chain/now'
import { Button, Card, ErrorText, Notice } from '../../ui'

/** How a demo merchant's business can go on. */
const COURSES = ['grow', 'fall', 'collapse'] as const
type Course = (typeof COURSES)[number]

/** Days that pass with the new course: enough for the figures of the last three months to show it. */
const DAYS = 30

/** On a local chain: lets a month pass in which the business grows, falls or collapses, so that the next score moves. */
export function DemoBusinessCard({ merchant }: { readonly merchant: Address }) {
  const { t } = useLingui()
  const company = demoCompanies().find(({ address }) => address.toLowerCase() === merchant.toLowerCase())
  const month = useDemoMonth(company?.key)
  if (!company) return null
  const labels: Readonly<Record<Course, string>> = {
    grow: t`A month of growing sales`,
    fall: t`A month of falling sales`,
    collapse: t`A month of collapse`,
  }
  return (
    <Card title={<Trans>Demo: let a month pass</Trans>}>
      <p className="text-muted">
        <Trans>
          Moves the demo clock by {DAYS} days and writes the shop's orders of that time to the platforms. Ask for a new
          score afterwards.
        </Trans>
      </p>
      <div className="flex flex-wrap gap-2">
        {COURSES.map((course) => (
          <Button
            key={course}
            busy={month.isPending}
            onClick={() => month.mutate(course)}
            data-testid={`demo-${course}`}
          >
            {labels[course]}
          </Button>
        ))}
      </div>
      {month.isSuccess && (
        <Notice tone="positive">
          <Trans>The month has passed and the platforms have the new orders.</Trans>
        </Notice>
      )}
      {month.error && <ErrorText>{month.error.message}</ErrorText>}
    </Card>
  )
}

function useDemoMonth(key: string | undefined) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (kind: Course) => {
      await post('/demo/clock', { move: `+${DAYS}d` })
      await post(`/demo/merchants/${key}/advance`, { kind })
      await syncChainClock()
      await queries.invalidateQueries()
    },
  })
}

async function post(path: string, body: object): Promise<void> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(((await answer.json()) as { error: string }).error)
}
