import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { cornersOf, LEASE_STEP_DAYS, leaseOffersAbi, leasesAbi, leaseTermsHash, unpackTariff } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useBank, useDeployment } from '../../chain/deployment'
import { Card, DayText, Money, Notice } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import { CallButton } from './call-button'
import type { LeaseRecord } from './lease-record'
import { RegionCard } from './offer-preview'
import { isSame } from './parties'
import { TariffPicture } from './tariff-picture'
import { TermsList } from './terms-list'
import type { LeaseReading } from './use-lease'

export interface SignCardProps {
  readonly account: Address
  readonly reading: LeaseReading
  readonly record: LeaseRecord | undefined
}

/** An open offer: all terms, and what its two parties can do with it. */
export function SignCard({ account, reading, record }: SignCardProps) {
  const { asset } = useDeployment()
  const { offer } = reading
  const isLessee = isSame(account, offer.lessee)
  const isGenuine =
    record && leaseTermsHash(reading.leaseId, record.terms, cornersOf(record.region)) === offer.termsHash
  return (
    <>
      <TermsCards reading={reading} record={record} />
      {record && !isGenuine && (
        <Notice tone="danger" title={<Trans>These are not the terms that the contract holds</Trans>}>
          <Trans>Their hash differs. Do not sign; tell the network's operator.</Trans>
        </Notice>
      )}
      <Card title={<Trans>The offer</Trans>}>
        <p className="text-muted">
          <Trans>
            It stands until <DayText day={offer.day + LEASE_STEP_DAYS} />.
          </Trans>{' '}
          {isLessee && (
            <Trans>
              With your signature the deposit of <Money value={offer.deposit} symbol={asset.symbol} /> goes to the bank,
              which then approves or declines.
            </Trans>
          )}
        </p>
        <OfferButtons reading={reading} isLessee={isLessee} isGenuine={isGenuine} />
      </Card>
    </>
  )
}

interface OfferButtonsProps {
  readonly reading: LeaseReading
  readonly isLessee: boolean
  /** Undefined while the terms are being read. */
  readonly isGenuine: boolean | undefined
}

function OfferButtons({ reading: { leaseId, offer }, isLessee, isGenuine }: OfferButtonsProps) {
  const { leases, leaseOffers } = useBank()
  const cannotSign = useCannotAct('LESSEE')
  const sign = {
    title: msg`Sign a lease and pay the deposit`,
    address: leases,
    abi: leasesAbi,
    functionName: 'sign',
    args: [leaseId, offer.termsHash],
    ...(offer.deposit > 0n && { payment: () => offer.deposit }),
  }
  const withdraw = {
    title: isLessee ? msg`Refuse an offer` : msg`Withdraw an offer`,
    address: leaseOffers,
    abi: leaseOffersAbi,
    functionName: 'withdraw',
    args: [leaseId],
  }
  return (
    <div className="flex flex-wrap items-start gap-2">
      {isLessee && (
        <CallButton
          variant="primary"
          call={sign}
          reason={
            cannotSign ?? (isGenuine ? undefined : <Trans>The terms could not be compared with the contract.</Trans>)
          }
          testId="sign-lease"
        >
          <Trans>Sign and pay the deposit</Trans>
        </CallButton>
      )}
      <CallButton call={withdraw} testId="withdraw-offer">
        {isLessee ? <Trans>Refuse</Trans> : <Trans>Withdraw the offer</Trans>}
      </CallButton>
    </div>
  )
}

/** Terms, tariff and area of a lease. */
export function TermsCards({ reading: { offer }, record }: Pick<SignCardProps, 'reading' | 'record'>) {
  const tariff = unpackTariff(offer.tariff)
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Card title={<Trans>The terms</Trans>}>
        <TermsList terms={{ ...offer, tariff, alarms: record?.terms.alarms, region: record?.region }} />
      </Card>
      <div className="grid gap-5">
        <Card title={<Trans>Price of use</Trans>}>
          <TariffPicture tariff={tariff} />
        </Card>
        {record && record.region.length > 0 && <RegionCard region={record.region} />}
      </div>
    </div>
  )
}
