import { elsewhere, packageFile } from '../paths.ts'
import { host } from './ports.ts'
import type { Service, Supervisor } from './processes.ts'
import { rpc } from './rpc.ts'

/** Chain id of every local run. */
export const localChainId = 31337

/** The first EVM version that verifies P-256 signatures itself (EIP-7951), as the keys of secure elements need. */
const hardfork = 'osaka'

/** A local chain. */
export interface LocalChain {
  readonly service: Service
  readonly url: string
}

/**
 * Starts an empty chain that mines a block per transaction.
 * @param mnemonic owner of the unlocked, funded accounts
 * @param timestamp second at which the chain begins; now unless said otherwise
 */
export async function startAnvil(
  supervisor: Supervisor,
  port: number,
  mnemonic: string,
  timestamp?: number,
): Promise<LocalChain> {
  const url = `http://${host}:${port}`
  const service = await supervisor.start({
    name: 'anvil',
    command: anvilBinary(),
    args: [
      ...['--host', host, '--port', String(port), '--chain-id', String(localChainId), '--hardfork', hardfork],
      ...['--mnemonic', mnemonic, '--accounts', '20', '--balance', '1000', '--quiet'],
      ...(timestamp === undefined ? [] : ['--timestamp', String(timestamp)]),
    ],
    ready: async () => Number(await rpc<string>(url, 'eth_chainId')) === localChainId,
  })
  return { service, url }
}

/** The binary sits in a package named after the platform, in the words of the Go world (amd64). */
function anvilBinary(): string {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch
  const binary = packageFile(`@foundry-rs/anvil-${process.platform}-${architecture}`, 'bin', 'anvil')
  if (binary !== undefined) return binary
  throw new Error(`there is no anvil package for ${process.platform}/${process.arch}; ${elsewhere}`)
}
