import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { cornersOf, type LeaseTerms, leaseOffersAbi, type Region } from '@tallystick/sdk'
import { useNavigate } from '@tanstack/react-router'
import { useBank } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { useVerdict } from '../../chain/use-verdict'
import { GeoMap } from '../../charts/geo-map'
import { Button, Card } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import { degreesOf } from '../fleet/machine-state'
import { useMapLabels } from '../fleet/use-map-labels'
import { TariffPicture } from './tariff-picture'
import { TermsList } from './terms-list'

export interface OfferPreviewProps {
  readonly terms: LeaseTerms
  readonly region: Region
  readonly onBack: () => void
}

/** Everything that the manufacturer is about to sign. */
export function OfferPreview({ terms, region, onBack }: OfferPreviewProps) {
  const { leaseOffers } = useBank()
  const navigate = useNavigate()
  const { run, pending } = useTx()
  const cannotAct = useCannotAct('MANUFACTURER')
  // Prices fit 40 bits, which the ABI's types hold as numbers.
  const tariff = terms.tariff.map(({ fromHours, pricePerHour }) => ({ fromHours, pricePerHour: Number(pricePerHour) }))
  const args = [{ ...terms, tariff }, cornersOf(region)] as const
  const call = { address: leaseOffers, abi: leaseOffersAbi, functionName: 'propose', args } as const
  const { refusal } = useVerdict(call)
  const propose = write({ ...call, title: msg`Offer a lease`, args: () => args })
  return (
    <>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Card title={<Trans>The terms</Trans>}>
          <TermsList terms={{ ...terms, financed: terms.price - terms.buyOut, region }} />
        </Card>
        <div className="grid gap-5">
          <Card title={<Trans>Price of use</Trans>}>
            <TariffPicture tariff={terms.tariff} />
          </Card>
          {region.length > 0 && <RegionCard region={region} />}
        </div>
      </div>
      <p className="text-muted">
        <Trans>The offer stands for 30 days. You can withdraw it until the lessee has signed.</Trans>
      </p>
      <div className="flex flex-wrap items-start gap-2">
        <Button onClick={onBack}>
          <Trans>Change the terms</Trans>
        </Button>
        <Button
          variant="primary"
          busy={pending}
          reason={cannotAct ?? refusal}
          onClick={() =>
            void run(propose).then(
              () => navigate({ to: '/leases' }),
              () => undefined,
            )
          }
          data-testid="propose"
        >
          <Trans>Sign and offer</Trans>
        </Button>
      </div>
    </>
  )
}

/** An area of work on the map. */
export function RegionCard({ region }: { readonly region: Region }) {
  const { t } = useLingui()
  const labels = useMapLabels()
  return (
    <Card title={<Trans>Area of work</Trans>}>
      <GeoMap
        title={t`Area of work`}
        markers={[]}
        areas={[{ key: 'region', label: t`Area of work`, corners: region.map(degreesOf) }]}
        labels={labels}
        height={260}
      />
    </Card>
  )
}
