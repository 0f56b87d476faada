import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Address, Hex } from 'viem'
import { root } from '../paths.ts'
import type { Service, Supervisor } from './processes.ts'

/** What the process of the local oracle network needs to know. */
export interface DonProcess {
  readonly rpcUrl: string
  readonly coordinator: Address
  /** Key of the account that delivers the answers. */
  readonly privateKey: Hex
  /** First block with requests. */
  readonly fromBlock: number
  /** Hosts with ports that programs may reach. */
  readonly allowNet: readonly string[]
  readonly secrets: Readonly<Record<string, string>>
}

/** Starts the local oracle network. */
export function startDon(supervisor: Supervisor, don: DonProcess): Promise<Service> {
  return supervisor.start({
    name: 'don',
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', join(root, 'oracles', 'don', 'main.ts')],
    env: {
      RPC_URL: don.rpcUrl,
      COORDINATOR: don.coordinator,
      DON_KEY: don.privateKey,
      FROM_BLOCK: String(don.fromBlock),
      ALLOW_NET: don.allowNet.join(','),
      SECRETS: JSON.stringify(don.secrets),
    },
    ready: (log) => readFileSync(log, 'utf8').includes('"event":"started"'),
  })
}
