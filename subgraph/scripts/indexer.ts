import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Deployment } from '@tallystick/sdk'
import { stateDir } from '../../scripts/paths.ts'
import { type GraphNode, startGraphNode } from '../../scripts/services/graph-node.ts'
import { startIpfsStub } from '../../scripts/services/ipfs-stub.ts'
import { PortAllocator } from '../../scripts/services/ports.ts'
import { startPostgres } from '../../scripts/services/postgres.ts'
import { Supervisor } from '../../scripts/services/processes.ts'
import { buildSubgraph } from './build.ts'

/** Ports above those of a running system, so that tests run beside it. */
const firstPort = 25_900

/** A database and whatever else one test needs, in a folder of its own, all of which {@link close} removes. */
export class Bench {
  readonly folder: string
  readonly supervisor: Supervisor
  readonly ports = new PortAllocator()

  constructor() {
    this.folder = mkdtempSync(join(stateDir, 'bench-'))
    this.supervisor = new Supervisor(join(this.folder, 'logs'), (error) => {
      throw error
    })
  }

  port(): Promise<number> {
    return this.ports.near(firstPort)
  }

  async postgres(): Promise<string> {
    return startPostgres(this.supervisor, await this.port())
  }

  /** Builds the subgraph of a deployment and indexes a running chain with it. */
  async index(deployment: Deployment, rpcUrl: string): Promise<GraphNode> {
    const deploymentFile = join(this.folder, 'deployment.json')
    writeFileSync(deploymentFile, JSON.stringify(deployment))
    const manifest = await buildSubgraph({ deploymentFile, outDir: join(this.folder, 'subgraph') })
    const ipfs = await startIpfsStub()
    this.#closers.push(() => ipfs.close())
    return startGraphNode(this.supervisor, {
      manifest,
      network: deployment.name,
      rpcUrl,
      postgresUrl: await this.postgres(),
      ipfsUrl: ipfs.url,
      ports: {
        http: await this.port(),
        index: await this.port(),
        admin: await this.port(),
        metrics: await this.port(),
      },
    })
  }

  readonly #closers: (() => Promise<void>)[] = []

  async close(): Promise<void> {
    await this.supervisor.stopAll()
    for (const close of this.#closers.splice(0)) await close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
