import { useLingui } from '@lingui/react/macro'
import type { Region } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { GeoMap, type MapArea, type MapMarker } from '../../charts/geo-map'
import { abbreviate } from '../../lib/abbreviate'
import { useAlarmName } from '../telemetry/alarm-labels'
import type { DeviceAnswer } from '../telemetry/answers'
import { degreesOf, positionOf, toneOf } from './machine-state'
import { useMapLabels } from './use-map-labels'

/** A machine's area of work, by a lease. */
export interface WorkArea {
  readonly key: string
  readonly label: string
  readonly region: Region
}

export interface FleetMapProps {
  readonly devices: readonly DeviceAnswer[]
  readonly areas?: readonly WorkArea[]
  readonly selected?: Hex | undefined
  readonly onSelect?: (deviceId: Hex) => void
  readonly height?: number
}

/** Machines where they last reported, with what is wrong with them, and their areas of work. */
export function FleetMap({ devices, areas = [], selected, onSelect, height = 360 }: FleetMapProps) {
  const { t } = useLingui()
  const labels = useMapLabels()
  const detailOf = useMachineDetail()
  const markers = devices.flatMap((device): MapMarker[] => {
    const position = positionOf(device)
    if (position === undefined) return []
    const label = `${device.model} ${abbreviate(device.deviceId)}`
    return [{ key: device.deviceId, label, detail: detailOf(device), tone: toneOf(device), ...position }]
  })
  return (
    <GeoMap
      title={t`Where the machines are`}
      markers={markers}
      areas={areas.filter(({ region }) => region.length > 0).map(drawnArea)}
      labels={labels}
      selected={selected}
      height={height}
      {...(onSelect ? { onSelect: (key: string) => onSelect(key as Hex) } : {})}
    />
  )
}

function drawnArea({ key, label, region }: WorkArea): MapArea {
  return { key, label, corners: region.map(degreesOf) }
}

/** A machine's state in a few words: its alarms, or whether it runs. */
function useMachineDetail(): (device: DeviceAnswer) => string {
  const { t } = useLingui()
  const nameOf = useAlarmName()
  return ({ alarms, last }) => {
    if (alarms.length > 0) return alarms.map(({ key }) => nameOf(key)).join(', ')
    return last?.message.r.engine === 1 ? t`engine on` : t`engine off`
  }
}
