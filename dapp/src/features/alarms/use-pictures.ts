import { type AlarmKey, DevicesDocument, type DevicesQuery } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import { useBank } from '../../chain/deployment'
import { useGraph } from '../../graphql/use-graph'
import type { DeviceAnswer } from '../telemetry/answers'

/** Alarms of one machine by both. */
export interface PictureRow {
  readonly deviceId: Hex
  readonly model: string
  /** Place in the pictures, from 1. */
  readonly place: number
  /** Undefined without a session at the gateway. */
  readonly gateway: readonly AlarmKey[] | undefined
  /** Bits as the chain has them. */
  readonly chain: number
}

/** Machines that have a place in the bank's pictures. */
export function usePictures(devices: readonly DeviceAnswer[] | undefined) {
  const { deviceOracle } = useBank()
  const records = useGraph(DevicesDocument, { where: {} }, { refetchInterval: 5_000 })
  return { ...records, rows: records.data && pictureRows(records.data.devices, deviceOracle, devices) }
}

/** @param oracle the bank's contract, in any case */
export function pictureRows(
  records: DevicesQuery['devices'],
  oracle: Address,
  devices: readonly DeviceAnswer[] | undefined,
): readonly PictureRow[] {
  return records.flatMap(({ id, model, pictures }) => {
    const picture = pictures.find((known) => known.oracle.id === oracle.toLowerCase())
    if (!picture) return []
    const gateway = devices?.find(({ deviceId }) => deviceId === id)?.alarms.map(({ key }) => key)
    return [{ deviceId: id, model, place: Number(picture.place), gateway, chain: picture.alarms }]
  })
}
