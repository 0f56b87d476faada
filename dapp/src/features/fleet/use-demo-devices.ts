import { useQuery } from '@tanstack/react-query'
import type { Hex } from 'viem'
import { useDeployment } from '../../chain/deployment'
import type { KeyKind } from './registration'

/** A machine of the local simulator, as `/demo/devices` gives it. */
export interface DemoDevice {
  readonly deviceId: Hex
  readonly oem: string
  readonly model: string
  readonly pin: string
  readonly serialNumber: string
  readonly ratedFuelMlPerHour: number
  readonly keyType: KeyKind
  readonly key: { readonly x: Hex; readonly y: Hex }
  /** The device's signature of its own key, version 1. */
  readonly possession: Hex
}

/** Machines that the simulator of a local chain knows; none elsewhere. */
export function useDemoDevices(): readonly DemoDevice[] {
  const { local } = useDeployment()
  const { data } = useQuery({
    queryKey: ['demo', 'devices'],
    queryFn: async ({ signal }) => {
      const answer = await fetch('/demo/devices', { signal })
      if (!answer.ok) throw new Error(`/demo/devices: HTTP ${answer.status}`)
      return (await answer.json()) as readonly DemoDevice[]
    },
    enabled: local,
    retry: false,
  })
  return data ?? []
}
