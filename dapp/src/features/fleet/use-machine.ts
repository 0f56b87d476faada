import { devicesAbi } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { useReadContract } from 'wagmi'
import { useDeployment } from '../../chain/deployment'

const POLL_MS = 5_000

/** A machine as the register has it. */
export function useMachine(deviceId: Hex | undefined) {
  const { network } = useDeployment()
  return useReadContract({
    address: network.devices,
    abi: devicesAbi,
    functionName: 'device',
    args: deviceId && [deviceId],
    query: { enabled: deviceId !== undefined, refetchInterval: POLL_MS, retry: false },
  })
}
