import { type Deployment, explainError, receivablesAbi } from '@tallystick/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Address, encodeFunctionData, erc20Abi, type Hash, type TransactionReceipt } from 'viem'
import { type Config, useConfig } from 'wagmi'
import {
  getBytecode,
  getConnection,
  simulateContract,
  switchChain,
  waitForTransactionReceipt,
  writeContract,
} from 'wagmi/actions'
import { type Activity, type ActivityStore, activityStore, type Outcome } from './activity-store'
import { useDeployment } from './deployment'
import { explain } from './errors'
import { untilIndexed } from './indexed'
import { type Allowance, lacksAllowance, signedPermit } from './permit'
import type { Write } from './write'

export { type TypedWrite, type Write, write } from './write'

/** The transaction was replaced in the wallet by one that does something else, or cancelled. */
class CancelledError extends Error {
  override readonly name = 'CancelledError'
}

/** Mined, but the contract refused it: the state changed between the check and the block. */
class MinedRevertError extends Error {
  override readonly name = 'MinedRevertError'
}

export interface Engine {
  readonly config: Config
  readonly store: ActivityStore
  readonly chainId: number
  readonly asset: Deployment['asset']
}

type Step = (next: Partial<Activity>) => void

/** Arguments for wagmi whose ABI is known at run time only; `write` has checked them where they were written. */
interface Call {
  readonly address: Address
  readonly abi: Write['abi']
  readonly functionName: string
  readonly args: readonly unknown[]
}

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

/** What writes run on; also for {@link resume}. */
export function useEngine(): Engine {
  const config = useConfig()
  const { asset, chainId } = useDeployment()
  return { config, asset, chainId, store: activityStore() }
}

async function execute(engine: Engine, write: Write): Promise<TransactionReceipt> {
  let activity: Activity = {
    id: crypto.randomUUID(),
    title: write.title,
    stage: 'network',
    startedAt: Date.now(),
  }
  const step: Step = (next) => {
    activity = { ...activity, ...next }
    engine.store.put(activity)
  }
  try {
    step({})
    const account = await ensureNetwork(engine)
    const call = await prepare(engine, write, account, step)
    step({ stage: 'sign' })
    const hash = await writeContract(engine.config, call as never)
    step({ stage: 'pending', hash })
    return await follow(engine, hash, step)
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
  step({ stage: 'simulate' })
  const call: Call = { ...target(write), functionName: write.functionName, args: await write.args() }
  if (write.payment === undefined) return simulated(engine.config, call, account)
  const { asset, chainId } = engine
  const value = await write.payment()
  const allowance: Allowance = { asset, chainId, owner: account, spender: write.address, value }
  if (!(await lacksAllowance(engine.config, allowance))) return simulated(engine.config, call, account)
  await rehearse(engine.config, call, account)
  step({ stage: 'permit' })
  const withPermit = await permitted(engine.config, call, allowance)
  return simulated(engine.config, withPermit, account)
}

function target({ address, abi }: Write): Pick<Call, 'address' | 'abi'> {
  return { address, abi }
}

async function simulated(config: Config, call: Call, account: Address): Promise<Call> {
  await simulateContract(config, { ...call, account } as never)
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

/**
 * The call with a signed permit before it in one transaction. Accounts with code (a company's multisig) and wallets that
 * sign no typed data get an exact approval first instead.
 */
async function permitted(config: Config, call: Call, allowance: Allowance): Promise<Call> {
  if (await hasCode(config, allowance.owner)) {
    await approve(config, allowance)
    return call
  }
  try {
    const permit = await signedPermit(config, allowance)
    const data = encodeFunctionData(call)
    return { address: call.address, abi: receivablesAbi, functionName: 'multicall', args: [[permit, data]] }
  } catch (error) {
    if (explainError(error).code !== 'wallet_unsupported') throw error
    await approve(config, allowance)
    return call
  }
}

async function hasCode(config: Config, address: Address): Promise<boolean> {
  return (await getBytecode(config, { address })) !== undefined
}

async function approve(config: Config, { asset, spender, value }: Allowance): Promise<void> {
  const call = { address: asset.address, abi: erc20Abi, functionName: 'approve', args: [spender, value] } as const
  const hash = await writeContract(config, call as never)
  await waitForTransactionReceipt(config, { hash })
}

/** From the hash to the record. A mined transaction never ends as an error because the index lags. */
async function follow(engine: Engine, hash: Hash, step: Step): Promise<TransactionReceipt> {
  const { config, chainId } = engine
  const receipt = await waitForTransactionReceipt(config, {
    hash,
    chainId: chainId as never,
    onReplaced: ({ reason, transaction }) => {
      if (reason !== 'repriced') throw new CancelledError(reason)
      step({ hash: transaction.hash })
    },
  })
  if (receipt.status === 'reverted') throw new MinedRevertError(hash)
  step({ stage: 'indexing', hash: receipt.transactionHash })
  const caughtUp = await untilIndexed(config.getClient(), receipt)
  step({ stage: 'done', lagging: !caughtUp })
  return receipt
}

/** Takes up the transactions that an earlier page had sent. */
export async function resume(engine: Engine): Promise<void> {
  const waiting = engine.store.list().filter(({ stage, outcome }) => stage !== 'done' && outcome === undefined)
  await Promise.all(waiting.map((activity) => resumeOne(engine, activity)))
}

async function resumeOne(engine: Engine, activity: Activity): Promise<void> {
  if (activity.hash === undefined) return
  let latest = activity
  const step: Step = (next) => {
    latest = { ...latest, ...next }
    engine.store.put(latest)
  }
  try {
    await follow(engine, activity.hash, step)
  } catch (error) {
    step(ending(error))
  }
}

function ending(error: unknown): Pick<Activity, 'outcome' | 'error'> {
  if (error instanceof CancelledError) return { outcome: 'cancelled' }
  const explained = explain(error)
  const outcome: Outcome = explained.code === 'user_rejected' ? 'refused' : 'failed'
  return { outcome, error: explained }
}
