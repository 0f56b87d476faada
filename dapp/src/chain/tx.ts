import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Address, TransactionReceipt } from 'viem'
import type { Config } from 'wagmi'
import { getConnection, simulateContract, switchChain, writeContract } from 'wagmi/actions'
import type { Activity } from './activity-store'
import { type Engine, type Step, useEngine } from './engine'
import { ending, follow, MinedRevertError } from './follow'
import type { Call, Write } from './write'

export { type TypedWrite, type Write, write } from './write'

/**
 * Runs writes: network → simulate (a refusal is explained before the wallet opens) → permit → sign → pending → indexing
 * → done. Every step shows in the activity panel. `run` rejects with the original error, which the panel has explained.
 */
export function useTx(): { run(write: Write): Promise<TransactionReceipt>; pending: boolean } {
  const engine = useEngine()
  const queries = useQueryClient()
  const mutation = useMutation({
    mutationKey: ['tx'],
    mutationFn: (write: Write) => execute(engine, write),
    onSuccess: () => queries.invalidateQueries(),
  })
  return { run: mutation.mutateAsync, pending: mutation.isPending }
}

async function execute(engine: Engine, write: Write): Promise<TransactionReceipt> {
  let activity: Activity = { id: crypto.randomUUID(), title: write.title, stage: 'network', startedAt: Date.now() }
  const step: Step = (next) => {
    activity = { ...activity, ...next }
    engine.store.put(activity)
  }
  try {
    step({})
    const account = await ensureNetwork(engine)
    step({ stage: 'simulate' })
    const call = await prepare(engine, write, account, step)
    step({ stage: 'sign' })
    return await send(engine, call, account, step)
  } catch (error) {
    step(ending(error))
    throw error
  }
}

async function ensureNetwork({ config, chainId }: Engine): Promise<Address> {
  const connection = getConnection(config)
  if (connection.chainId !== chainId) await switchChain(config, { chainId: chainId as never })
  const { address } = getConnection(config)
  if (address === undefined) throw Object.assign(new Error('no account'), { name: 'ConnectorNotConnectedError' })
  return address
}

/** Everything before the wallet opens for the transaction itself. */
async function prepare(engine: Engine, write: Write, account: Address, step: Step): Promise<Call> {
  const { address, abi, functionName } = write
  const call: Call = { address, abi, functionName, args: await write.args() }
  if (write.payment === undefined) return simulated(engine.config, call, account)
  const { lacksAllowance, permitted } = await import('./permit')
  const { asset, chainId } = engine
  const allowance = { asset, chainId, owner: account, spender: address, value: await write.payment() }
  if (!(await lacksAllowance(engine.config, allowance))) return simulated(engine.config, call, account)
  await rehearse(engine.config, call, account)
  step({ stage: 'permit' })
  return simulated(engine.config, await permitted(engine.config, call, allowance), account)
}

/** Asks what the next block would say to a call: the last one's time may be long ago on a quiet chain. */
async function simulated(config: Config, call: Call, account: Address): Promise<Call> {
  await simulateContract(config, { ...call, account, blockTag: 'pending' } as never)
  return call
}

const ALLOWANCE_REFUSAL = /exceeds allowance|insufficient allowance|ERC20InsufficientAllowance/i

/** Simulates a call whose allowance is still missing: only that refusal is let through, any other is final. */
async function rehearse(config: Config, call: Call, account: Address): Promise<void> {
  try {
    await simulated(config, call, account)
  } catch (error) {
    if (!ALLOWANCE_REFUSAL.test(error instanceof Error ? error.message : '')) throw error
  }
}

/** Signs, sends and follows a call. One that reverts in its block is simulated again, because receipts give no reason. */
async function send(engine: Engine, call: Call, account: Address, step: Step): Promise<TransactionReceipt> {
  const hash = await writeContract(engine.config, call as never)
  step({ stage: 'pending', hash })
  try {
    return await follow(engine, hash, step)
  } catch (error) {
    if (error instanceof MinedRevertError) await simulated(engine.config, call, account)
    throw error
  }
}
