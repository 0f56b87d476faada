import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  assetAbi,
  CREDIT_SCORING_PURPOSE,
  consentsAbi,
  creditLinesAbi,
  type Deployment,
  disclosureMessage,
  type SignedFeatures,
  scoreOracleAbi,
  signConsent,
  treasuryAbi,
} from '@tallystick/sdk'
import {
  type ContractFunctionParameters,
  createPublicClient,
  getContract,
  type Hex,
  hexToString,
  http,
  parseEventLogs,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { hardhat } from 'viem/chains'
import type { Turn } from '../../../oracles/platform/sample-merchants.ts'
import { moveClock, readClock } from '../../../scripts/demo/clock.ts'
import { company, type DemoKey } from '../../../scripts/demo/companies.ts'
import { advanceMerchant } from '../../../scripts/demo/merchants.ts'
import { senderOf } from '../../../scripts/demo/sender.ts'
import { bringToLife, deployLocally, startChain } from '../../../scripts/local-chain.ts'
import {
  choosePlatformPorts,
  loadMerchants,
  type OracleProcesses,
  oracleProcesses,
} from '../../../scripts/local-oracle.ts'
import { stateDir } from '../../../scripts/paths.ts'
import { readDisclosure } from '../../../scripts/score/verify.ts'
import { startDon } from '../../../scripts/services/don.ts'
import { platformUrl, startPlatform } from '../../../scripts/services/platform.ts'
import { PortAllocator } from '../../../scripts/services/ports.ts'
import { startPostgres } from '../../../scripts/services/postgres.ts'
import { type Service, Supervisor } from '../../../scripts/services/processes.ts'

const DAY = 86_400
const firstPort = 26_100

/** Longest time in which a score is expected to come. */
const ANSWER_TIMEOUT_MS = 60_000

/** The local system without index and page: chain, contracts, platforms and oracle network as `npm start` runs them. */
export class CreditNetwork {
  readonly deployment: Deployment
  readonly rpcUrl: string
  readonly processes: OracleProcesses
  readonly client
  readonly contracts
  /** The platforms' processes by slug, and `don`. */
  readonly services = new Map<string, Service>()
  readonly #supervisor: Supervisor
  readonly #folder: string
  readonly #databaseUrl: string

  private constructor(parts: Parts) {
    this.deployment = parts.deployment
    this.rpcUrl = parts.rpcUrl
    this.processes = parts.processes
    this.#supervisor = parts.supervisor
    this.#folder = parts.folder
    this.#databaseUrl = parts.databaseUrl
    this.client = createPublicClient({
      chain: hardhat,
      transport: http(parts.rpcUrl),
      pollingInterval: 20,
      cacheTime: 0,
    })
    this.contracts = contractsOf(this.deployment, this.client)
  }

  static async start(): Promise<CreditNetwork> {
    mkdirSync(stateDir, { recursive: true })
    const folder = mkdtempSync(join(stateDir, 'credit-'))
    // Tests kill parts on purpose, so a death is not reported: what depends on the part fails.
    const supervisor = new Supervisor(join(folder, 'logs'), () => {})
    try {
      const ports = new PortAllocator()
      const platformPorts = await choosePlatformPorts(ports, firstPort)
      const databaseUrl = startPostgres(supervisor, await ports.near(firstPort)).then(loadMerchants)
      databaseUrl.catch(() => {})
      const chainPort = await ports.near(firstPort)
      const { url: rpcUrl } = await startChain(supervisor, chainPort)
      const { deployment, coordinator } = await deployLocally(rpcUrl, chainPort, platformPorts)
      await bringToLife(rpcUrl, deployment, platformPorts)
      const parts = { rpcUrl, deployment, coordinator, databaseUrl: await databaseUrl, ports: platformPorts }
      const network = new CreditNetwork({ ...parts, processes: oracleProcesses(parts), supervisor, folder })
      await Promise.all([
        network.startDon(),
        ...network.processes.platforms.map(({ provider }) => network.startPlatform(provider.id)),
      ])
      return network
    } catch (error) {
      await supervisor.stopAll()
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  }

  async stop(): Promise<void> {
    await this.#supervisor.stopAll()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async startDon(): Promise<void> {
    this.services.set('don', await startDon(this.#supervisor, this.processes.don))
  }

  async startPlatform(slug: string): Promise<void> {
    const platform = this.processes.platforms.find(({ provider }) => provider.id === slug)
    if (platform === undefined) throw new RangeError(`there is no platform ${slug}`)
    this.services.set(slug, await startPlatform(this.#supervisor, platform))
  }

  service(name: string): Service {
    const service = this.services.get(name)
    if (service === undefined) throw new RangeError(`${name} was never started`)
    return service
  }

  /** A transaction of one of the demo's companies. */
  as(key: DemoKey): (call: ContractFunctionParameters) => Promise<void> {
    return senderOf(this.rpcUrl, privateKeyToAccount(company(key).privateKey))
  }

  /** Lets a merchant consent to all that the first platforms have, for 300 days; the consents are submitted by the bank. */
  async consent(key: DemoKey, platforms = 2): Promise<void> {
    const { chainId, network } = this.deployment
    const merchant = privateKeyToAccount(company(key).privateKey)
    const expiry = (await readClock(this.rpcUrl)).timestamp + 300 * DAY
    for (const { provider } of this.processes.platforms.slice(0, platforms)) {
      const id = this.#platformId(provider.id)
      const recipient = this.contracts.oracle.address
      const consent = {
        merchant: merchant.address,
        provider: id,
        recipient,
        purpose: CREDIT_SCORING_PURPOSE,
        scopes: provider.scopes,
        expiry,
      }
      const nonce = await this.contracts.consents.read.nonceOf([
        merchant.address,
        id,
        recipient,
        CREDIT_SCORING_PURPOSE,
      ])
      const signature = await signConsent(merchant, { chainId, consents: network.consents }, consent, nonce)
      await this.as('jiangnan')({
        address: network.consents,
        abi: consentsAbi,
        functionName: 'grantBySig',
        args: [consent, signature],
      })
    }
  }

  async revoke(key: DemoKey, slug: string): Promise<void> {
    const args = [this.#platformId(slug), this.contracts.oracle.address, CREDIT_SCORING_PURPOSE]
    await this.as(key)({ address: this.deployment.network.consents, abi: consentsAbi, functionName: 'revoke', args })
  }

  /** Asks for a merchant's score. */
  async request(key: DemoKey): Promise<Hex> {
    const { oracle } = this.contracts
    await this.as(key)({ address: oracle.address, abi: scoreOracleAbi, functionName: 'requestScore' })
    return oracle.read.openRequestOf([company(key).address])
  }

  /** Waits until a request is over, and tells how: a stored score, or a refusal with its code. */
  async outcome(requestId: Hex): Promise<readonly OracleEvent[]> {
    for (const end = Date.now() + ANSWER_TIMEOUT_MS; Date.now() < end; await sleep(100)) {
      const over = (await this.events(requestId)).filter(({ eventName }) => eventName !== 'OracleRequested')
      if (over.length > 0) return over
    }
    throw new Error(`request ${requestId} is still open after ${ANSWER_TIMEOUT_MS / 1_000} s`)
  }

  /** Events of the score oracle about one request. */
  async events(requestId: Hex): Promise<readonly OracleEvent[]> {
    const logs = await this.client.getLogs({ address: this.contracts.oracle.address, fromBlock: 0n })
    const events = parseEventLogs({ abi: scoreOracleAbi, logs })
    return events.filter(({ args }) => 'requestId' in args && args.requestId === requestId)
  }

  /** Asks for a score and waits for it. */
  async score(key: DemoKey) {
    const requestId = await this.request(key)
    const events = await this.outcome(requestId)
    if (!events.some(({ eventName }) => eventName === 'ScoreStored')) {
      throw new Error(`no score for ${key}: ${events.map(({ eventName }) => eventName)} ${errorCodeOf(events)}`)
    }
    return this.contracts.oracle.read.scoreOf([company(key).address])
  }

  /** What the first platform released about a merchant for its current score. */
  async disclosure(key: DemoKey): Promise<SignedFeatures> {
    const [platform] = this.processes.platforms
    if (platform === undefined) throw new RangeError('there is no platform')
    const account = privateKeyToAccount(company(key).privateKey)
    const timestamp = Math.floor(Date.now() / 1_000)
    const { chainId } = this.deployment
    const request = { merchant: account.address, platform: platform.provider.id, chainId, timestamp }
    const signature = await account.signMessage({ message: disclosureMessage(request) })
    const commitment = await this.contracts.oracle.read.commitmentOf([account.address])
    const response = await fetch(`${platformUrl(platform.port)}/v1/merchants/${account.address}/disclosure`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ timestamp, signature, commitment }),
    })
    return readDisclosure(await response.text())
  }

  /** Whether the oracle network has begun to compute a request, by its log. */
  isWorkingOn(requestId: Hex): boolean {
    return readFileSync(this.service('don').logFile, 'utf8').includes(`"event":"request","requestId":"${requestId}"`)
  }

  async moveSeconds(seconds: number): Promise<void> {
    await moveClock(this.rpcUrl, seconds)
  }

  async moveDays(days: number): Promise<void> {
    await this.moveSeconds(days * DAY)
  }

  /** Lets days pass in which a merchant's business goes as told. */
  async live(key: DemoKey, kind: Turn, days: number): Promise<void> {
    await this.moveDays(days)
    await advanceMerchant(this.#databaseUrl, key, { kind }, (await readClock(this.rpcUrl)).timestamp)
  }

  #platformId(slug: string): Hex {
    const platform = this.deployment.platforms.find((candidate) => candidate.slug === slug)
    if (platform === undefined) throw new RangeError(`there is no platform ${slug}`)
    return platform.id
  }
}

interface Parts {
  readonly deployment: Deployment
  readonly rpcUrl: string
  readonly processes: OracleProcesses
  readonly databaseUrl: string
  readonly supervisor: Supervisor
  readonly folder: string
}

function contractsOf(deployment: Deployment, client: CreditNetwork['client']) {
  const [bank] = deployment.banks
  if (bank === undefined) throw new RangeError('the local network has no bank')
  return {
    asset: getContract({ address: deployment.asset.address, abi: assetAbi, client }),
    consents: getContract({ address: deployment.network.consents, abi: consentsAbi, client }),
    oracle: getContract({ address: bank.scoreOracle, abi: scoreOracleAbi, client }),
    treasury: getContract({ address: bank.treasury, abi: treasuryAbi, client }),
    lines: getContract({ address: bank.lines, abi: creditLinesAbi, client }),
  }
}

/** An event of the score oracle. */
export type OracleEvent = ReturnType<typeof parseOracleEvents>[number]

function parseOracleEvents(logs: Parameters<typeof parseEventLogs>[0]['logs']) {
  return parseEventLogs({ abi: scoreOracleAbi, logs })
}

/** The oracle network's error code among a request's events, empty when there is none. */
export function errorCodeOf(events: readonly OracleEvent[]): string {
  const refused = events.find((event) => event.eventName === 'OracleRefused')
  return refused?.eventName === 'OracleRefused' ? hexToString(refused.args.detail, { size: 32 }) : ''
}
