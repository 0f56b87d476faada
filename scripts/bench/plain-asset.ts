import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Abi, Hex } from 'viem'
import type { Asset, AssetDeployer } from '../../test/integration/fixtures.ts'
import { root } from '../paths.ts'

const file = 'test/solidity/mocks/PlainAsset.sol'

/** The part of the compiler's standard output that is used. */
interface CompilerOutput {
  readonly contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>
}

/** Compiles OpenZeppelin's ERC20Permit as the tests use it, with the settings of the project. */
function compilePlainAsset() {
  const solc = createRequire(import.meta.url)('solc') as {
    compile(input: string, callbacks: { import(path: string): { contents: string } }): string
  }
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: readFileSync(join(root, file), 'utf8') } },
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { PlainAsset: ['abi', 'evm.bytecode.object'] } },
    },
  }
  const read = (path: string) => ({ contents: readFileSync(fileURLToPath(import.meta.resolve(path)), 'utf8') })
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as CompilerOutput
  const contract = output.contracts[file]?.PlainAsset
  if (contract === undefined) throw new Error(`${file} does not compile`)
  return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` as Hex }
}

/** Deploys the asset that the gates are measured with. */
export const deployPlainAsset: AssetDeployer = async (connection, issuer): Promise<Asset> => {
  const { abi, bytecode } = compilePlainAsset()
  const client = await connection.viem.getPublicClient()
  const hash = await issuer.deployContract({ abi, bytecode, args: [6] })
  const { contractAddress } = await client.waitForTransactionReceipt({ hash })
  if (!contractAddress) throw new Error('the asset was not deployed')
  return { address: contractAddress, abi, issuer }
}
