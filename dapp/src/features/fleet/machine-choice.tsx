import { Trans, useLingui } from '@lingui/react/macro'
import type { Address, Hex } from 'viem'
import { abbreviate } from '../../lib/abbreviate'
import { SelectInput } from '../../ui'
import { useFleet } from './use-fleet'

export interface MachineChoiceProps {
  readonly manufacturer: Address
  readonly device: string | undefined
  readonly onChoose: (device: Hex) => void
}

/** A free machine of the fleet. */
export function MachineChoice({ manufacturer, device, onChoose }: MachineChoiceProps) {
  const { t } = useLingui()
  const { machines = [] } = useFleet(manufacturer)
  const free = machines.filter(({ book, id }) => book === null || id === device)
  return (
    <SelectInput
      label={<Trans>Machine</Trans>}
      value={device ?? ''}
      onChange={(id) => onChoose(id as Hex)}
      options={[
        { value: '', label: t`Choose a free machine` },
        ...free.map(({ id, oem, model }) => ({ value: id, label: `${oem} ${model} · ${abbreviate(id)}` })),
      ]}
      data-testid="machine-choice"
    />
  )
}
