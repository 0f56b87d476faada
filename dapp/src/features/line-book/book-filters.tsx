import { useLingui } from '@lingui/react/macro'
import { SelectInput } from '../../ui'

export interface BandFilterProps {
  /** Bands of the policy in force. */
  readonly count: number
  /** Index of the band, or all. */
  readonly band: number | undefined
  readonly onBand: (band: number | undefined) => void
}

/** Narrows the book to one band. */
export function BandFilter({ count, band, onBand }: BandFilterProps) {
  const { t } = useLingui()
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  return (
    <SelectInput
      label={t`Band`}
      value={band === undefined ? '' : String(band)}
      onChange={(value) => onBand(value === '' ? undefined : Number(value))}
      options={[
        { value: '', label: t`All bands` },
        ...numbers.map((number) => ({ value: String(number - 1), label: t`Band ${number}` })),
      ]}
    />
  )
}
