import { deviceOracleAbi } from '@tallystick/sdk'
import { useQuery } from '@tanstack/react-query'
import { type Hex, keccak256, zeroHash } from 'viem'
import { getContractEvents } from 'viem/actions'
import { useClient } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'

/** A batch of the oracle contract, as far as it matters here. */
interface Batch {
  readonly applied: boolean
  readonly answerHash: Hex
}

/** The answer that the network has brought for a batch and nobody has written yet; undefined when there is none. */
export function useUnwrittenAnswer(number: number, batch: Batch | undefined): Hex | undefined {
  const { deviceOracle } = useBank()
  const { startBlock } = useDeployment()
  const client = useClient()
  const isWaiting = batch !== undefined && batch.answerHash !== zeroHash && !batch.applied
  const { data } = useQuery({
    queryKey: ['alarm-answer', deviceOracle, batch?.answerHash],
    queryFn: async () => {
      if (!client) return null
      const events = await getContractEvents(client, {
        address: deviceOracle,
        abi: deviceOracleAbi,
        eventName: 'AlarmsReported',
        args: { batch: number },
        fromBlock: BigInt(startBlock),
        strict: true,
      })
      return events.map(({ args }) => args.answer).findLast((answer) => keccak256(answer) === batch?.answerHash) ?? null
    },
    enabled: isWaiting,
  })
  return isWaiting ? (data ?? undefined) : undefined
}
