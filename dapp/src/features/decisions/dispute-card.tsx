import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Address } from 'viem'
import { Card, ErrorText, FileDrop, Notice } from '../../ui'
import { type Disclosure, readDisclosure } from '../scores/disclosure'
import { FeatureTable } from './feature-table'
import { ScoreCheck } from './score-check'
import type { DecisionAnswer } from './use-decision'

export interface DisputeCardProps {
  readonly merchant: Address
  readonly answer: DecisionAnswer
}

/** From the merchant's own figures to the score: checked against the commitment and scored again. */
export function DisputeCard({ merchant, answer }: DisputeCardProps) {
  const { t } = useLingui()
  const { disclosure, isRefused, read } = useDisclosureFile(answer)
  return (
    <Card title={<Trans>From the data to the score</Trans>}>
      <p className="text-muted">
        <Trans>
          The merchant’s figures are not on chain, only their fingerprint. The merchant can hand over the file that its
          platform gives it. The file stays in this browser.
        </Trans>
      </p>
      <FileDrop
        label={t`Drop the merchant’s file`}
        hint={t`JSON, as the platform discloses it to the merchant`}
        accept=".json,application/json"
        onFile={(file) => void read(file)}
      />
      {isRefused && <ErrorText>{t`This is no file of a platform’s figures.`}</ErrorText>}
      {disclosure && <CommitmentVerdict disclosure={disclosure} />}
      {disclosure?.isCommitted && (
        <>
          <ScoreCheck merchant={merchant} answer={answer} disclosure={disclosure} />
          <FeatureTable row={disclosure.row} />
        </>
      )}
    </Card>
  )
}

function useDisclosureFile({ commitment }: DecisionAnswer) {
  const [disclosure, setDisclosure] = useState<Disclosure>()
  const [isRefused, setRefused] = useState(false)
  const read = async (file: File) => {
    const text = await file.text()
    try {
      setDisclosure(readDisclosure(JSON.parse(text), commitment))
      setRefused(false)
    } catch {
      setDisclosure(undefined)
      setRefused(true)
    }
  }
  return { disclosure, isRefused, read }
}

function CommitmentVerdict({ disclosure }: { readonly disclosure: Disclosure }) {
  if (disclosure.isCommitted) {
    return (
      <Notice tone="positive">
        <Trans>These are the figures that were scored: their fingerprint is the one on chain.</Trans>
      </Notice>
    )
  }
  return (
    <Notice tone="danger">
      <Trans>These are not the figures that were scored: their fingerprint is another one than on chain.</Trans>
    </Notice>
  )
}
