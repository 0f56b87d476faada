import { Trans } from '@lingui/react/macro'
import type { Policy } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { RecordsError } from '../../graphql/records-error'
import { Money, Notice, Skeleton, Stat, StatGroup } from '../../ui'
import { useBook } from '../line-book/use-book'
import { type PreviewLine, policyEffect } from './preview'

/** How many of today's lines a policy would move. Lines that the bank decided itself do not follow it. */
export function PolicyPreview({ policy }: { readonly policy: Policy }) {
  const { asset } = useDeployment()
  const today = useToday()
  const { rows, error } = useBook()
  if (error && !rows) return <Notice tone="warning">{<RecordsError />}</Notice>
  if (!rows) return <Skeleton className="h-20" />
  const following = rows.flatMap(({ state, limit, score, overrideUntil }): PreviewLine[] =>
    state === 'Active' && score && overrideUntil < today ? [{ limit, score }] : [],
  )
  const { cut, ended, raised, unchanged, before, after } = policyEffect(policy, following, asset.decimals)
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} />
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">
        <Trans>What it would do to today’s lines</Trans>
      </h3>
      <StatGroup>
        <Stat label={<Trans>Cut at once</Trans>} value={cut} hint={<Trans>{ended} of them to nothing</Trans>} />
        <Stat label={<Trans>Raised step by step</Trans>} value={raised} />
        <Stat label={<Trans>Unchanged</Trans>} value={unchanged} />
        <Stat label={<Trans>Limits together</Trans>} value={money(after)} hint={<Trans>now {money(before)}</Trans>} />
      </StatGroup>
    </section>
  )
}
