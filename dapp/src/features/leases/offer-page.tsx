import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { type Hex, isHex, size } from 'viem'
import { useDeployment } from '../../chain/deployment'
import { Button, Card, EmptyState } from '../../ui'
import { MachineChoice } from '../fleet/machine-choice'
import { positionOf } from '../fleet/machine-state'
import { ManufacturerPage } from '../fleet/manufacturer-page'
import { TelemetryGate } from '../telemetry/telemetry-gate'
import { useDevice } from '../telemetry/use-telemetry'
import { AlarmFields, MoneyFields, TimeFields } from './offer-fields'
import { OfferPreview } from './offer-preview'
import { RegionField } from './region-field'
import { RentPlan } from './rent-plan'
import { TariffFields } from './tariff-fields'
import { EXAMPLE_TERMS, readTerms, type TermsDraft } from './terms-form'

export interface OfferPageProps {
  /** The machine that is offered, from the address bar. */
  readonly device: string | undefined
  readonly onDevice: (device: Hex) => void
}

/** A manufacturer's offer of a lease: terms step by step, and all of them again before the signature. */
export function OfferPage({ device, onDevice }: OfferPageProps) {
  return (
    <ManufacturerPage
      title={<Trans>Offer a lease</Trans>}
      lead={<Trans>The lessee signs exactly these terms, then the bank approves. You are paid at delivery.</Trans>}
    >
      {(manufacturer) => (
        <>
          <MachineChoice manufacturer={manufacturer} device={device} onChoose={onDevice} />
          {isDevice(device) ? (
            <OfferForm deviceId={device} />
          ) : (
            <EmptyState title={<Trans>Choose a machine first</Trans>} />
          )}
        </>
      )}
    </ManufacturerPage>
  )
}

function isDevice(text: string | undefined): text is Hex {
  return text !== undefined && isHex(text) && size(text) === 32
}

function OfferForm({ deviceId }: { readonly deviceId: Hex }) {
  const { asset } = useDeployment()
  const [draft, setDraft] = useState<TermsDraft>(EXAMPLE_TERMS)
  const [isReview, setReview] = useState(false)
  const read = readTerms(draft, deviceId, asset.decimals)
  const change = (part: Partial<TermsDraft>) => setDraft({ ...draft, ...part })
  const fields = { draft, wrong: read.wrong, onChange: change }
  if (isReview && read.terms) {
    return <OfferPreview terms={read.terms} region={read.region} onBack={() => setReview(false)} />
  }
  return (
    <>
      <Card title={<Trans>Who pays what</Trans>}>
        <MoneyFields {...fields} />
      </Card>
      <Card title={<Trans>Term and repayment</Trans>}>
        <TimeFields {...fields} />
        <RentPlan read={read} />
      </Card>
      <Card title={<Trans>Price of use</Trans>}>
        <TariffFields
          brackets={draft.brackets}
          tariff={read.tariff}
          problems={read.tariffProblems}
          onChange={(brackets) => change({ brackets })}
        />
      </Card>
      <Card title={<Trans>Area of work</Trans>}>
        <PlacedRegionField deviceId={deviceId} text={draft.region} onChange={(region) => change({ region })} />
      </Card>
      <Card title={<Trans>Alarms</Trans>}>
        <AlarmFields {...fields} />
      </Card>
      <div>
        <Button
          variant="primary"
          reason={read.terms ? undefined : <Trans>Choose the lessee and put right what is marked first.</Trans>}
          onClick={() => setReview(true)}
          data-testid="review-offer"
        >
          <Trans>See the whole offer</Trans>
        </Button>
      </div>
    </>
  )
}

interface PlacedRegionFieldProps {
  readonly deviceId: Hex
  readonly text: string
  readonly onChange: (text: string) => void
}

/** The area, with the machine in it where the gateway says where it stands. */
function PlacedRegionField({ deviceId, text, onChange }: PlacedRegionFieldProps) {
  const device = useDevice(deviceId)
  return (
    <>
      <TelemetryGate>{null}</TelemetryGate>
      <RegionField text={text} position={device && positionOf(device)} onChange={onChange} />
    </>
  )
}
