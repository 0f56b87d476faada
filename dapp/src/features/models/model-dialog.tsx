import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { bytesToHex, type Hex, sha256 } from 'viem'
import { useAccount } from '../../chain/account'
import { useBank } from '../../chain/deployment'
import { useTx } from '../../chain/tx'
import { Button, Dialog, ErrorText, FileDrop, HashText, KeyValueList } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { DelayNotice } from '../risk/delay-notice'
import { type CreditModel, type ModelRefusal, modelRefusal } from './credit-model'
import { activateCall, publishCall, retireCall, validateCall } from './model-calls'
import { ModelStatusPill } from './model-status'
import { ScopeNames } from './scope-names'

export interface ModelDialogProps {
  readonly model: CreditModel | undefined
  readonly onClose: () => void
}

/** One version: its hashes and the steps of its life, each for another role. */
export function ModelDialog({ model, onClose }: ModelDialogProps) {
  const { t } = useLingui()
  const version = model?.version ?? 0
  return (
    <Dialog open={model !== undefined} onClose={onClose} title={t`Model, version ${version}`} wide>
      {model && (
        <div className="grid gap-5">
          <ModelFigures model={model} />
          <ValidateStep model={model} />
          <ActivateStep model={model} />
          <PublishStep model={model} />
        </div>
      )}
    </Dialog>
  )
}

function ModelFigures({ model }: { readonly model: CreditModel }) {
  const { t } = useLingui()
  return (
    <KeyValueList
      items={[
        { key: 'status', label: t`Status`, value: <ModelStatusPill status={model.status} /> },
        { key: 'scopes', label: t`Kinds of data`, value: <ScopeNames scopes={Number(model.scopes)} /> },
        { key: 'model', label: t`Model hash`, value: <HashText value={model.modelHash} /> },
        { key: 'card', label: t`Hash of the model card`, value: <HashText value={model.cardHash} /> },
        { key: 'schema', label: t`Hash of the feature schema`, value: <HashText value={model.schemaHash} /> },
        { key: 'data', label: t`Hash of the development data`, value: <HashText value={model.dataHash} /> },
        {
          key: 'report',
          label: t`Hash of the report`,
          value: model.reportHash ? <HashText value={model.reportHash} /> : '–',
        },
        {
          key: 'blob',
          label: t`On chain`,
          value: model.blob ? <HashText value={model.blob} /> : t`confidential: only its hash`,
        },
      ]}
    />
  )
}

function useModelRefusalText(): (refusal: ModelRefusal | undefined) => string | undefined {
  const { t } = useLingui()
  return (refusal) => {
    const sentences: Readonly<Record<ModelRefusal, string>> = {
      'not-draft': t`Only a draft is validated.`,
      'not-validated': t`Only a validated model is activated.`,
      retired: t`It is retired already.`,
      published: t`It is published already.`,
    }
    return refusal && sentences[refusal]
  }
}

/** Stands in the call until a report is there; the button refuses meanwhile. */
const NO_REPORT = `0x${'0'.repeat(64)}` as const

function ValidateStep({ model }: { readonly model: CreditModel }) {
  const { t } = useLingui()
  const bank = useBank()
  const [report, setReport] = useState<Hex>()
  const refusal = useModelRefusalText()(modelRefusal('validate', model))
  if (refusal) return null
  return (
    <section className="grid gap-3 border-t border-line pt-4">
      <h3 className="font-medium">
        <Trans>By the validator</Trans>
      </h3>
      <FileDrop
        label={t`Drop the validation report`}
        hint={t`Only its SHA-256 goes on chain`}
        accept="*/*"
        onFile={(file) => void hashOf(file).then(setReport)}
      />
      {report && <HashText value={report} />}
      <div>
        <GuardedButton
          call={validateCall(bank, model.version, report ?? NO_REPORT)}
          variant="primary"
          refusal={!report && <Trans>Drop the report first.</Trans>}
          testId="validate-model"
        >
          <Trans>Validate</Trans>
        </GuardedButton>
      </div>
    </section>
  )
}

async function hashOf(file: File): Promise<Hex> {
  return sha256(new Uint8Array(await file.arrayBuffer()))
}

function ActivateStep({ model }: { readonly model: CreditModel }) {
  const bank = useBank()
  const text = useModelRefusalText()
  const activate = activateCall(bank, model.version)
  const refusal = text(modelRefusal('activate', model))
  return (
    <section className="grid gap-3 border-t border-line pt-4">
      <h3 className="font-medium">
        <Trans>By a role of the bank</Trans>
      </h3>
      <div className="flex flex-wrap items-start gap-3">
        <GuardedButton call={activate} variant="primary" refusal={refusal} testId="activate-model">
          <Trans>Activate</Trans>
        </GuardedButton>
        <GuardedButton
          call={retireCall(bank, model.version)}
          variant="danger"
          refusal={text(modelRefusal('retire', model))}
          testId="retire-model"
        >
          <Trans>Retire</Trans>
        </GuardedButton>
      </div>
      {!refusal && <DelayNotice guarded={activate} />}
    </section>
  )
}

/** Whoever has the blob may put it on chain; everybody can then score with it. */
function PublishStep({ model }: { readonly model: CreditModel }) {
  const { t } = useLingui()
  const bank = useBank()
  const { status } = useAccount()
  const { run, pending } = useTx()
  const [blob, setBlob] = useState<Hex>()
  if (modelRefusal('publish', model)) return null
  const isOther = blob !== undefined && sha256(blob) !== model.modelHash
  const reason =
    status === 'disconnected'
      ? t`Connect a wallet to do this.`
      : (!blob || isOther) && t`Drop the file of this model first.`
  return (
    <section className="grid gap-3 border-t border-line pt-4">
      <h3 className="font-medium">
        <Trans>By anyone</Trans>
      </h3>
      <FileDrop
        label={t`Drop the model’s file (model.blob)`}
        accept="*/*"
        onFile={(file) => void file.arrayBuffer().then((bytes) => setBlob(bytesToHex(new Uint8Array(bytes))))}
      />
      {isOther && <ErrorText>{t`This file has another hash than the registered model.`}</ErrorText>}
      <div>
        <Button
          busy={pending}
          reason={reason}
          data-testid="publish-model"
          onClick={() => blob && void run(publishCall(bank, model.version, blob)).catch(() => undefined)}
        >
          <Trans>Publish</Trans>
        </Button>
      </div>
    </section>
  )
}
