import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useBank } from '../../chain/deployment'
import { Button, Dialog, DialogActions, ErrorText, FileDrop, HashText, KeyValueList, TextInput } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { registerCall } from './model-calls'
import { type Baseline, type CardSpec, specOfCard } from './model-spec'

export interface RegisterModelDialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** Registers a new version from its model card. */
export function RegisterModelDialog({ open, onClose }: RegisterModelDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t`Register a model`}
      description={t`Its hashes are fixed before the first score. The model itself may stay confidential.`}
      wide
    >
      <RegisterForm onClose={onClose} />
    </Dialog>
  )
}

/** Stands in the call until a card is there; the button refuses meanwhile. */
const NO_HASH = `0x${'0'.repeat(64)}` as const
const NO_SPEC: CardSpec = {
  modelHash: NO_HASH,
  schemaHash: NO_HASH,
  dataHash: NO_HASH,
  cardHash: NO_HASH,
  scopes: 0,
  baseline: Array(10).fill(0) as unknown as Baseline,
}

function RegisterForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const bank = useBank()
  const { spec, isRefused, read } = useCardFile()
  const [uri, setUri] = useState('')
  const [cardUri, setCardUri] = useState('')
  const call = registerCall(bank, { ...(spec ?? NO_SPEC), uri: uri.trim(), cardUri: cardUri.trim() })
  return (
    <>
      <FileDrop
        label={t`Drop the model card (card.json)`}
        hint={t`As “npm run model:train” writes it`}
        accept=".json,application/json"
        onFile={(file) => void read(file)}
      />
      {isRefused && <ErrorText>{t`This file is no model card with hashes, kinds of data and a baseline.`}</ErrorText>}
      {spec && <SpecFigures spec={spec} />}
      <TextInput
        label={t`Where the oracle network fetches the model`}
        placeholder="https://"
        value={uri}
        onChange={setUri}
      />
      <TextInput label={t`Where people read the card`} placeholder="https://" value={cardUri} onChange={setCardUri} />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <GuardedButton
          call={call}
          variant="primary"
          refusal={(!spec || uri.trim() === '') && <Trans>Drop the card and name the model’s address first.</Trans>}
          onDone={onClose}
          testId="submit-model"
        >
          <Trans>Register</Trans>
        </GuardedButton>
      </DialogActions>
    </>
  )
}

function useCardFile() {
  const [spec, setSpec] = useState<CardSpec>()
  const [isRefused, setRefused] = useState(false)
  const read = async (file: File) => {
    const found = specOfCard(new Uint8Array(await file.arrayBuffer()))
    setSpec(found)
    setRefused(found === undefined)
  }
  return { spec, isRefused, read }
}

function SpecFigures({ spec }: { readonly spec: CardSpec }) {
  const { t } = useLingui()
  return (
    <KeyValueList
      items={[
        { key: 'model', label: t`Model hash`, value: <HashText value={spec.modelHash} /> },
        { key: 'card', label: t`Hash of the model card`, value: <HashText value={spec.cardHash} /> },
        { key: 'schema', label: t`Hash of the feature schema`, value: <HashText value={spec.schemaHash} /> },
        { key: 'data', label: t`Hash of the development data`, value: <HashText value={spec.dataHash} /> },
      ]}
    />
  )
}
