import { Trans, useLingui } from '@lingui/react/macro'
import { evaluate, MERCHANT_V1, type Model, type Policy, policyLimit } from '@tallystick/sdk'
import { useState } from 'react'
import type { Address, Hex } from 'viem'
import { useDeployment } from '../../chain/deployment'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { Button, Card, Field, KeyValueList, Notice, Skeleton, StatusPill } from '../../ui'
import { BandScale, outcomeItems } from './decision-card'
import { DefaultProbability } from './default-probability'
import type { Disclosure } from './disclosure'
import { DisclosureButton } from './disclosure-button'
import type { MerchantScore } from './score'
import { featureText, isFixed, sliderOf, withFeature } from './simulation'
import { useModel } from './use-model'

export interface SimulatorCardProps {
  readonly merchant: Address
  readonly score: MerchantScore
  readonly commitment: Hex
  readonly policy: Policy
}

/** The model that decided, in the reader's hands: own figures, moved at will, scored in the browser at once. */
export function SimulatorCard(props: SimulatorCardProps) {
  const [disclosure, setDisclosure] = useState<Disclosure>()
  const model = useModel(props.score.version)
  return (
    <Card title={<Trans>Try out what would change the decision</Trans>}>
      {disclosure ? (
        <>
          <CommitmentNotice disclosure={disclosure} />
          {model.data && <Simulator model={model.data} disclosure={disclosure} policy={props.policy} />}
          {model.isLoading && <Skeleton className="h-64" />}
          {model.isError && (
            <Notice tone="danger" title={<Trans>The model could not be read</Trans>}>
              <Trans>It is neither published on chain nor delivered by a platform with the registered hash.</Trans>
            </Notice>
          )}
        </>
      ) : (
        <>
          <p className="text-muted">
            <Trans>
              Your figures are not on chain. The platform gives them to you alone, after a signature that proves who you
              are; this page computes with the same model as the oracle network and sends nothing anywhere.
            </Trans>
          </p>
          <DisclosureButton {...props} onDisclosure={setDisclosure} />
        </>
      )}
    </Card>
  )
}

function CommitmentNotice({ disclosure }: { readonly disclosure: Disclosure }) {
  if (disclosure.isCommitted) {
    return (
      <Notice tone="positive" title={<Trans>These are the figures that were scored</Trans>}>
        <Trans>Their fingerprint equals the one that was stored on chain with the score.</Trans>
      </Notice>
    )
  }
  return (
    <Notice tone="danger" title={<Trans>These are not the figures that were scored</Trans>}>
      <Trans>
        Their fingerprint differs from the one on chain. Ask the platform, and show its answer to the bank or an
        auditor.
      </Trans>
    </Notice>
  )
}

interface SimulatorProps {
  readonly model: Model
  readonly disclosure: Disclosure
  readonly policy: Policy
}

function Simulator({ model, disclosure, policy }: SimulatorProps) {
  const [row, setRow] = useState(disclosure.row)
  const isChanged = row.some((value, index) => value !== disclosure.row[index])
  return (
    <div className="grid gap-6 lg:grid-cols-[3fr_2fr]">
      <div className="grid content-start gap-4">
        {MERCHANT_V1.map((spec, index) => (
          <FeatureSlider
            key={spec.name}
            index={index}
            own={disclosure.row}
            row={row}
            cuts={model.cuts[index] ?? []}
            onChange={(value) => setRow(withFeature(row, index, value))}
          />
        ))}
      </div>
      <div className="grid content-start gap-3 lg:sticky lg:top-20 lg:self-start" aria-live="polite">
        <SimulatedDecision model={model} row={row} policy={policy} isChanged={isChanged} />
        <div>
          <Button
            reason={isChanged ? undefined : <Trans>Nothing has been changed yet.</Trans>}
            onClick={() => setRow(disclosure.row)}
          >
            <Trans>Back to my figures</Trans>
          </Button>
        </div>
      </div>
    </div>
  )
}

interface SimulatedDecisionProps extends Pick<SimulatorProps, 'model' | 'policy'> {
  readonly row: Disclosure['row']
  readonly isChanged: boolean
}

function SimulatedDecision({ model, row, policy, isChanged }: SimulatedDecisionProps) {
  const { asset } = useDeployment()
  const { score, pdBps, turnover } = evaluate(model, row)
  const outcome = policyLimit(policy, score, turnover, asset.decimals)
  return (
    <>
      <p>
        <StatusPill tone={isChanged ? 'info' : 'neutral'}>
          {isChanged ? <Trans>Tried out</Trans> : <Trans>Your figures as scored</Trans>}
        </StatusPill>
      </p>
      <div data-testid="simulated-score">
        <BandScale score={score} bands={policy.bands} />
      </div>
      <KeyValueList
        items={[
          ...outcomeItems(outcome, policy.bands, asset),
          { key: 'pd', label: <Trans>Default probability</Trans>, value: <DefaultProbability bps={pdBps} /> },
        ]}
      />
    </>
  )
}

interface FeatureSliderProps {
  /** Of the feature in the schema. */
  readonly index: number
  readonly own: Disclosure['row']
  readonly row: Disclosure['row']
  readonly cuts: readonly number[]
  readonly onChange: (value: number) => void
}

function FeatureSlider({ index, own, row, cuts, onChange }: FeatureSliderProps) {
  const { t } = useLingui()
  const locale = useLocale()
  const spec = MERCHANT_V1[index]
  const value = row[index]
  const ownValue = own[index]
  if (!spec || value === undefined || ownValue === undefined) return null
  const slider = sliderOf(spec, cuts, ownValue)
  const text = featureText(spec, value, locale)
  const isOff = slider === undefined || isFixed(row, index)
  return (
    <Field
      label={
        <span className="flex flex-wrap items-baseline justify-between gap-x-3">
          {inLocale(spec.label, locale)}
          <output className="font-semibold">{text}</output>
        </span>
      }
      hint={slider ? inLocale(spec.unit, locale) : t`The model does not look at this figure.`}
    >
      {(ids) => (
        <input
          type="range"
          {...ids}
          {...slider}
          disabled={isOff}
          value={isOff ? 0 : value}
          aria-valuetext={text}
          onChange={(event) => onChange(Number(event.target.value))}
          data-testid={`slider-${spec.name}`}
          className="h-6 w-full accent-brand disabled:opacity-40"
        />
      )}
    </Field>
  )
}
