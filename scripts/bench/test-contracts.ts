import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Abi, Address, Hex } from 'viem'
import type { Asset, AssetDeployer, Connection, Wallet } from '../../test/integration/fixtures.ts'
import { root } from '../paths.ts'

const folder = 'test/solidity/mocks'

/** The part of the compiler's standard output that is used. */
interface CompilerOutput {
  readonly contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>
}

/** Compiles one of the contracts that only tests use, with the settings of the project. */
function compile(name: string) {
  const solc = createRequire(import.meta.url)('solc') as {
    compile(input: string, callbacks: { import(path: string): { contents: string } }): string
  }
  const file = `${folder}/${name}.sol`
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: readFileSync(join(root, file), 'utf8') } },
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { [name]: ['abi', 'evm.bytecode.object'] } },
    },
  }
  const read = (path: string) => ({ contents: readFileSync(fileURLToPath(import.meta.resolve(path)), 'utf8') })
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as CompilerOutput
  const contract = output.contracts[file]?.[name]
  if (contract === undefined) throw new Error(`${file} does not compile`)
  return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` as Hex }
}

async function deploy(connection: Connection, wallet: Wallet, name: string, args: readonly unknown[]) {
  const { abi, bytecode } = compile(name)
  const client = await connection.viem.getPublicClient()
  const hash = await wallet.deployContract({ abi, bytecode, args: [...args] })
  const { contractAddress } = await client.waitForTransactionReceipt({ hash })
  if (!contractAddress) throw new Error(`${name} was not deployed`)
  return { address: contractAddress as Address, abi }
}

/** Deploys the asset that the gates are measured with: OpenZeppelin's ERC20Permit. */
export const deployPlainAsset: AssetDeployer = async (connection, issuer): Promise<Asset> => ({
  ...(await deploy(connection, issuer, 'PlainAsset', [6])),
  issuer,
})

/** Deploys a router that numbers requests and says how much gas a callback used. */
export async function deployTestRouter(connection: Connection, wallet: Wallet) {
  return deploy(connection, wallet, 'TestRouter', [])
}
