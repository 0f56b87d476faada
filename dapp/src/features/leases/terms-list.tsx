import { Plural, Trans } from '@lingui/react/macro'
import { formatBps, type Region, type Tariff } from '@tallystick/sdk'
import type { Address } from 'viem'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { type KeyValue, KeyValueList, Money } from '../../ui'

/** Terms as they are read before a signature. Amounts in minor units. */
export interface ShownTerms {
  readonly manufacturer?: Address
  readonly lessee: Address
  readonly financed: bigint
  readonly buyOut: bigint
  readonly deposit: bigint
  readonly baseRent: bigint
  readonly minimumRent: bigint
  readonly rateBps: number
  readonly coverBps: number
  readonly earlyFeeBps: number
  readonly periodDays: number
  readonly periods: number
  readonly tariff: Tariff
  /** Alarm limits and area of work stand in the record of the offer only. */
  readonly alarms?: { readonly unusedHours: number; readonly fuelRatePct: number; readonly idlePct: number } | undefined
  readonly region?: Region | undefined
}

/** All terms of a lease, in the words in which they are signed. */
export function TermsList({ terms }: { readonly terms: ShownTerms }) {
  const { asset } = useDeployment()
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  const { manufacturer, periodDays, periods } = terms
  return (
    <KeyValueList
      items={[
        ...(manufacturer
          ? [{ key: 'manufacturer', label: <Trans>Manufacturer</Trans>, value: <AccountName address={manufacturer} /> }]
          : []),
        { key: 'lessee', label: <Trans>Lessee</Trans>, value: <AccountName address={terms.lessee} /> },
        { key: 'price', label: <Trans>Price of the machine</Trans>, value: money(terms.financed + terms.buyOut) },
        { key: 'financed', label: <Trans>Financed by the bank</Trans>, value: money(terms.financed) },
        { key: 'buyOut', label: <Trans>Buy-out price at the end</Trans>, value: money(terms.buyOut) },
        { key: 'deposit', label: <Trans>Security deposit</Trans>, value: money(terms.deposit) },
        {
          key: 'term',
          label: <Trans>Term</Trans>,
          value: (
            <Trans>
              <Plural value={periods} one="# period" other="# periods" /> of{' '}
              <Plural value={periodDays} one="# day" other="# days" />
            </Trans>
          ),
        },
        { key: 'base', label: <Trans>Base rent a period</Trans>, value: money(terms.baseRent) },
        { key: 'minimum', label: <Trans>Least rent a period, use included</Trans>, value: money(terms.minimumRent) },
        { key: 'rate', label: <Trans>Yearly rate on what is unpaid</Trans>, value: formatBps(terms.rateBps) },
        ...terms.tariff.map(({ fromHours, pricePerHour }) => ({
          key: `from-${fromHours}`,
          label: <Trans>Use above {fromHours} h of a period</Trans>,
          value: <Trans>{money(pricePerHour)} an hour</Trans>,
        })),
        { key: 'cover', label: <Trans>Manufacturer's cover</Trans>, value: formatBps(terms.coverBps) },
        {
          key: 'early',
          label: <Trans>Fee for an early end, of what is unpaid</Trans>,
          value: formatBps(terms.earlyFeeBps),
        },
        ...watched(terms),
      ]}
    />
  )
}

/** What the gateway watches for. */
function watched({ alarms, region }: ShownTerms): readonly KeyValue[] {
  const corners = region?.length
  return [
    ...(alarms
      ? [
          {
            key: 'unused',
            label: <Trans>Alarm when unused for</Trans>,
            value: <Plural value={alarms.unusedHours} one="# hour" other="# hours" />,
          },
          {
            key: 'fuel',
            label: <Trans>Alarm when it burns more than</Trans>,
            value: <Trans>{alarms.fuelRatePct} % of the rated fuel use</Trans>,
          },
          {
            key: 'idle',
            label: <Trans>Alarm when it idles more than</Trans>,
            value: <Trans>{alarms.idlePct} % of its hours</Trans>,
          },
        ]
      : []),
    ...(corners === undefined
      ? []
      : [
          {
            key: 'region',
            label: <Trans>Area of work</Trans>,
            value:
              corners === 0 ? <Trans>anywhere</Trans> : <Plural value={corners} one="# corner" other="# corners" />,
          },
        ]),
  ]
}
