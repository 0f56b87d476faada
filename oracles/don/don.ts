import { setTimeout as sleep } from 'node:timers/promises'
import { type Address, type Chain, type Hex, type PublicClient, parseEventLogs, type Transport } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { aggregate } from './aggregate.ts'
import { coordinatorAbi, type LoggedRequest, readLogs, reportCall } from './coordinator.ts'
import { type Log, reasonOf } from './log.ts'
import { decodeRequest } from './request.ts'
import { connectToLocalChain, NotLocalChainError, type Rpc } from './rpc.ts'
import { type Observation, Sandbox } from './sandbox.ts'
import { Transmitter } from './transmitter.ts'

export interface DonOptions {
  readonly rpc: Rpc
  /** The test coordinator that `deployFunctionsRouter` has put on the chain. */
  readonly coordinator: Address
  /** Key of the account that delivers; nobody else may send from it. */
  readonly privateKey: Hex
  /** First block whose requests are answered. Default 0. */
  readonly fromBlock?: bigint
  /** Hosts with ports that sources may reach, such as `127.0.0.1:8081`. */
  readonly allowNet: readonly string[]
  /** For sources whose request refers to secrets kept by the nodes. Default none. */
  readonly secrets?: Readonly<Record<string, string>>
  /** Simulated nodes. Default 4. */
  readonly nodes?: number
  /** Nodes of which the network must stand the loss. Default 1. */
  readonly faults?: number
  /** Sandboxes at the same time. Default 8. */
  readonly concurrency?: number
  /** Time between two looks at the chain. Default 250. */
  readonly pollMs?: number
  /** Blocks that are read again at each look, because a reorganisation may have changed them. Default 16. */
  readonly reorgDepth?: number
  /** Default: nowhere. */
  readonly log?: Log
}

/** A running local DON. */
export interface Don {
  /** Stops looking, lets the delivery under way end, and kills the sandboxes. */
  stop(): Promise<void>
}

/** A request on its way. */
interface Job {
  readonly request: LoggedRequest
  readonly since: number
  /** Block in which the chain says it ended; undefined while it is open. */
  closedAt: bigint | undefined
  isBusy: boolean
  /** Failed attempts so far, and the time before which there is no other. */
  attempts: number
  notBefore: number
}

/** Gas of a delivery on top of what the callback may use. */
const DELIVERY_GAS = 600_000n
const LONGEST_WAIT_MS = 30_000

/**
 * Starts a local oracle network: it runs each request of the coordinator in several sandboxes, takes what they agree on,
 * and delivers it. The chain is its only memory. Whenever it is killed, the next one finds the requests without an answer
 * and answers them; the coordinator takes one answer for each.
 * @throws NotLocalChainError anywhere but on a local chain
 * @throws whatever the node says when it cannot be reached at the start
 */
export async function startDon(options: DonOptions): Promise<Don> {
  const client = await connectToLocalChain(options.rpc)
  const don = new LocalDon(options, client)
  const running = don.run()
  return {
    async stop() {
      don.abort()
      await running
    },
  }
}

export { NotLocalChainError }

class LocalDon {
  readonly #options: Required<DonOptions>
  readonly #client: PublicClient<Transport, Chain>
  readonly #sandbox: Sandbox
  readonly #transmitter: Transmitter
  readonly #stopping = new AbortController()
  readonly #jobs = new Map<Hex, Job>()
  readonly #work = new Set<Promise<void>>()
  /** Last block that has been read. */
  #head: bigint | undefined

  constructor(options: DonOptions, client: PublicClient<Transport, Chain>) {
    const defaults = { fromBlock: 0n, secrets: {}, nodes: 4, faults: 1, concurrency: 8, pollMs: 250, reorgDepth: 16 }
    this.#options = { ...defaults, log: () => undefined, ...options }
    const { allowNet, concurrency, privateKey, log } = this.#options
    this.#client = client
    this.#sandbox = new Sandbox({ allowNet, concurrency })
    const account = privateKeyToAccount(privateKey)
    this.#transmitter = new Transmitter({ client, account, log, signal: this.#stopping.signal })
  }

  abort(): void {
    this.#stopping.abort()
    this.#sandbox.close()
  }

  async run(): Promise<void> {
    const { coordinator, nodes, faults, log, pollMs } = this.#options
    log({ event: 'started', coordinator, nodes, faults })
    let failures = 0
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#look()
        failures = 0
      } catch (error) {
        log({ event: 'rpc_failed', reason: reasonOf(error), failures: ++failures })
      }
      await this.#rest(failures === 0 ? pollMs : waitAfter(failures))
    }
    await Promise.all(this.#work)
    log({ event: 'stopped' })
  }

  /** Reads what is new, and again what a reorganisation may have changed, and starts the work that follows from it. */
  async #look(): Promise<void> {
    const { coordinator, fromBlock, reorgDepth } = this.#options
    const head = await this.#client.getBlockNumber()
    const known = this.#head === undefined || this.#head > head ? head : this.#head
    const rescanFrom = this.#head === undefined ? fromBlock : known - BigInt(reorgDepth)
    const from = rescanFrom > fromBlock ? rescanFrom : fromBlock
    const { requests, closed } = await readLogs(this.#client, coordinator, from, head)
    this.#forgetLost(from, new Set(requests.map(({ requestId }) => requestId)))
    for (const request of requests) this.#remember(request)
    for (const [requestId, job] of this.#jobs) {
      if (closed.has(requestId) || job.closedAt === undefined || job.closedAt >= from)
        job.closedAt = closed.get(requestId)
      if (job.closedAt !== undefined && job.closedAt < from) this.#jobs.delete(requestId)
      else if (job.closedAt === undefined) this.#start(job)
    }
    this.#head = head
  }

  /** Drops requests that the chain logged in the blocks now read, and does not any more. */
  #forgetLost(from: bigint, present: ReadonlySet<Hex>): void {
    for (const [requestId, { request }] of this.#jobs) {
      if (request.blockNumber < from || present.has(requestId)) continue
      this.#jobs.delete(requestId)
      this.#options.log({ event: 'request_reorganised', requestId })
    }
  }

  #remember(request: LoggedRequest): void {
    const { requestId, blockHash } = request
    if (this.#jobs.get(requestId)?.request.blockHash === blockHash) return
    this.#jobs.set(requestId, {
      request,
      since: Date.now(),
      closedAt: undefined,
      isBusy: false,
      attempts: 0,
      notBefore: 0,
    })
  }

  #start(job: Job): void {
    if (job.isBusy || Date.now() < job.notBefore) return
    job.isBusy = true
    const work = this.#answer(job).finally(() => {
      job.isBusy = false
      this.#work.delete(work)
    })
    this.#work.add(work)
  }

  /** One attempt. A failure is told and repeated later; the chain decides when the request is over. */
  async #answer(job: Job): Promise<void> {
    const { requestId } = job.request
    const { log } = this.#options
    try {
      const outcome = await this.#compute(job.request)
      log({ event: 'agreed', requestId, error: 'error' in outcome ? outcome.error : undefined, ms: elapsed(job) })
      await this.#deliver(job, outcome)
    } catch (error) {
      if (!this.#stopping.signal.aborted) log({ event: 'attempt_failed', requestId, reason: reasonOf(error) })
    }
    job.notBefore = Date.now() + waitAfter(++job.attempts)
  }

  async #compute({ requestId, data }: LoggedRequest): Promise<Observation> {
    const { nodes, faults, secrets, log } = this.#options
    log({ event: 'request', requestId })
    const request = readRequest(data)
    if (request === undefined) return { error: 'CBOR parsing error' }
    const execution = { ...request, secrets: request.wantsSecrets ? secrets : {} }
    const runs = await Promise.allSettled(Array.from({ length: nodes }, () => this.#sandbox.run(execution)))
    this.#stopping.signal.throwIfAborted()
    const observations = runs.flatMap((run) => (run.status === 'fulfilled' ? [run.value] : []))
    const outcome = aggregate(observations, faults)
    if (outcome === undefined) throw new Error(`Only ${observations.length} of ${nodes} nodes observed anything`)
    return outcome
  }

  async #deliver(job: Job, outcome: Observation): Promise<void> {
    const { requestId, commitment } = job.request
    const { coordinator, log } = this.#options
    const isWanted = () => job.closedAt === undefined && this.#jobs.get(requestId) === job
    const gas = BigInt(commitment.callbackGasLimit) + DELIVERY_GAS
    const receipt = await this.#transmitter.send(coordinator, reportCall(job.request, outcome), gas, isWanted)
    if (receipt === undefined) return
    const [response] = parseEventLogs({ abi: coordinatorAbi, eventName: 'OracleResponse', logs: receipt.logs })
    if (response === undefined) throw new Error('The router did not process the answer')
    job.closedAt = receipt.blockNumber
    log({ event: 'delivered', requestId, gas: Number(receipt.gasUsed), ms: elapsed(job) })
  }

  async #rest(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
  }
}

function readRequest(data: Hex): ReturnType<typeof decodeRequest> | undefined {
  try {
    return decodeRequest(data)
  } catch {
    return undefined
  }
}

function elapsed({ since }: Job): number {
  return Date.now() - since
}

/** Twice as long after each failure. */
function waitAfter(failures: number): number {
  return Math.min(LONGEST_WAIT_MS, 250 * 2 ** failures)
}
