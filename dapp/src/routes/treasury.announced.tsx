import { Trans } from '@lingui/react/macro'
import { createFileRoute } from '@tanstack/react-router'
import { useBank } from '../chain/deployment'
import { OperationsTable } from '../features/access/operations-table'
import { Card, Page } from '../ui'

export const Route = createFileRoute('/treasury/announced')({ component: AnnouncedPage })

function AnnouncedPage() {
  const { manager } = useBank()
  return (
    <Page
      title={<Trans>Announced changes</Trans>}
      lead={
        <Trans>
          Whoever announced a change executes it when its time has come, within a week. The guardian can cancel it until
          then.
        </Trans>
      }
    >
      <Card>
        <OperationsTable manager={manager} />
      </Card>
    </Page>
  )
}
