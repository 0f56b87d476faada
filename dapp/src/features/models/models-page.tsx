import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { RecordsError } from '../../graphql/records-error'
import { Button, Card, Page, Skeleton } from '../../ui'
import { OracleCard } from '../oracle/oracle-card'
import { CardView } from './card-view'
import type { CreditModel } from './credit-model'
import { ModelDialog } from './model-dialog'
import { ModelsTable } from './models-table'
import { PsiCard } from './psi-card'
import { RegisterModelDialog } from './register-model-dialog'
import { useModels, useRecordedScores } from './use-models'

const NO_MODELS: readonly CreditModel[] = []

/** The bank's models with their quality and drift, and the oracle network that runs them. */
export function ModelsPage() {
  const { models = NO_MODELS, isPending, error, refetch } = useModels()
  const [managed, setManaged] = useState<string>()
  const [isRegistering, setRegistering] = useState(false)
  const shown = models.find(({ status }) => status === 'Active') ?? models[0]
  return (
    <Page
      title={<Trans>Models and oracle</Trans>}
      lead={
        <Trans>
          One role develops a model, another validates it, a third one activates it. The oracle network runs only the
          model whose hash is registered.
        </Trans>
      }
      actions={
        <Button onClick={() => setRegistering(true)} data-testid="register-model">
          <Trans>Register a model</Trans>
        </Button>
      }
    >
      <Card title={<Trans>Register of models</Trans>}>
        <ModelsTable
          models={models}
          loading={isPending}
          error={error && <RecordsError />}
          onRetry={() => void refetch()}
          onManage={({ id }) => setManaged(id)}
        />
      </Card>
      {shown && <Quality model={shown} />}
      <OracleCard />
      <ModelDialog model={models.find(({ id }) => id === managed)} onClose={() => setManaged(undefined)} />
      <RegisterModelDialog open={isRegistering} onClose={() => setRegistering(false)} />
    </Page>
  )
}

/** The active model's card and drift; the newest one's while none is active. */
function Quality({ model }: { readonly model: CreditModel }) {
  const scores = useRecordedScores().data
  const own = scores?.filter((score) => score.model.version === model.version).map(({ score }) => score)
  return (
    <>
      {own ? <PsiCard model={model} scores={own} /> : <Skeleton className="h-72" />}
      <CardView model={model} />
    </>
  )
}
