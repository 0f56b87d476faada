import { Trans, useLingui } from '@lingui/react/macro'
import type { Region } from '@tallystick/sdk'
import { GeoMap } from '../../charts/geo-map'
import type { GeoPoint } from '../../charts/geo-view'
import { Button, Field } from '../../ui'
import { degreesOf } from '../fleet/machine-state'
import { useMapLabels } from '../fleet/use-map-labels'
import { RegionProblemText } from './region-problem'
import { readRegion } from './terms-form'

export interface RegionFieldProps {
  /** A corner a line: latitude, longitude in degrees. */
  readonly text: string
  /** Where the machine stands now. */
  readonly position: GeoPoint | undefined
  readonly onChange: (text: string) => void
}

/** Degrees with five decimals: about a metre. */
const DECIMALS = 5

/** An area of work, drawn by clicks on the map or typed as coordinates. */
export function RegionField({ text, position, onChange }: RegionFieldProps) {
  const { t } = useLingui()
  const labels = useMapLabels()
  const { region, regionProblem } = readRegion(text)
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const add = ({ lat, lon }: GeoPoint) =>
    onChange([...lines, `${lat.toFixed(DECIMALS)}, ${lon.toFixed(DECIMALS)}`].join('\n'))
  return (
    <div className="grid gap-3">
      <GeoMap
        title={t`Area of work`}
        markers={markersOf(region, position, t`machine`)}
        areas={region.length > 0 ? [{ key: 'region', label: t`Area of work`, corners: region.map(degreesOf) }] : []}
        labels={labels}
        onPoint={add}
      />
      <Field
        label={<Trans>Corners of the area</Trans>}
        hint={<Trans>Click on the map, or write a corner a line: latitude, longitude. Empty for anywhere.</Trans>}
        error={regionProblem && <RegionProblemText problem={regionProblem} />}
      >
        {(ids) => (
          <textarea
            {...ids}
            rows={5}
            spellCheck={false}
            value={text}
            onChange={(event) => onChange(event.target.value)}
            data-testid="region"
            className="w-full min-w-0 rounded-md border border-line bg-surface px-3 py-2 font-mono text-xs aria-invalid:border-danger"
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() => onChange(lines.slice(0, -1).join('\n'))}
          reason={lines.length === 0 && t`No corner yet.`}
        >
          <Trans>Remove the last corner</Trans>
        </Button>
        <Button onClick={() => onChange('')}>
          <Trans>Anywhere</Trans>
        </Button>
      </div>
    </div>
  )
}

/** The machine, and the corners while they are too few for an area. */
function markersOf(region: Region, position: GeoPoint | undefined, name: string) {
  const machine = position ? [{ key: 'machine', label: name, detail: '', tone: 'positive' as const, ...position }] : []
  const corners = region.map((point, index) => ({
    key: `corner-${index}`,
    label: String(index + 1),
    detail: '',
    tone: 'neutral' as const,
    ...degreesOf(point),
  }))
  return [...machine, ...corners]
}
