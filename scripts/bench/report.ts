/** The table of gas: measured, printed, written down and compared with its gates. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AssetDeployer, deployCircle, newSystem } from '../../test/integration/fixtures.ts'
import { root } from '../paths.ts'
import { CreditBench } from './credit.ts'
import { LeaseBench } from './leases.ts'
import { Meter } from './meter.ts'
import { ReceivablesBench } from './receivables.ts'
import { gateOf, type Measurements, type Row, type RowName, rows } from './rows.ts'
import { deployPlainAsset } from './test-contracts.ts'

const names = Object.keys(rows) as RowName[]

/**
 * Measures with both assets, prints the table and writes `docs/gas.md`.
 * @returns whether every figure is inside its gate
 */
export async function report(): Promise<boolean> {
  const plain = await measure(deployPlainAsset)
  const circle = await measure(deployCircle)
  const lines = table(plain, circle)
  console.log(lines.join('\n'))
  writeFileSync(join(root, 'docs', 'gas.md'), document(lines))
  const past = names.filter((name) => plain[name].gasUsed > gateOf(name))
  for (const name of past) {
    console.error(
      `${rows[name].title}: ${plain[name].gasUsed} gas, ${plain[name].gasUsed - gateOf(name)} past its gate`,
    )
  }
  console.log(`${names.length - past.length} of ${names.length} operations inside their gates`)
  return past.length === 0
}

async function measure(asset: AssetDeployer): Promise<Measurements> {
  const system = await newSystem(asset)
  const meter = new Meter(system.client)
  await new ReceivablesBench(system, meter).run()
  await new CreditBench(system, meter).run()
  await new LeaseBench(system, meter).run()
  return meter.measurements
}

function table(gated: Measurements, beside: Measurements): string[] {
  const cells = names.map((name) => [
    rows[name].title,
    format(gated[name].gasUsed),
    format(gateOf(name)),
    format(gated[name].marginal),
    format(beside[name].gasUsed),
  ])
  const head = ['operation', 'gas', 'gate', 'marginal', 'gas with FiatTokenV2_2']
  return [head, ['---', '---:', '---:', '---:', '---:'], ...cells].map((row) => `| ${row.join(' | ')} |`)
}

function format(gas: number): string {
  return String(gas).replaceAll(/\B(?=(\d{3})+$)/g, ' ')
}

function document(lines: readonly string[]): string {
  return `# Gas

Written by \`npm run bench:gas\`; do not edit. Each figure is \`gasUsed\` of a receipt on Hardhat's chain: solc 0.8.37,
legacy code generation, optimiser at 200 runs, EVM version cancun.

The gated column uses OpenZeppelin's ERC20Permit with 6 decimals as the settlement asset; beside it, without a gate, the
same operations with Circle's FiatTokenV2_2 behind its proxy. *Marginal* is what an operation adds to a batch: without the
21 000 gas of a transaction and without its calldata. A gate is the design's figure or 5 % above the first complete
build, whichever is less, unless a reason is given below (\`scripts/bench/rows.ts\`); past it the command fails.

State, unless a row says otherwise: companies are EOAs and hold some of the asset, allowances are given, the ledger was
last touched within the same maturity day, the group and the due day have had a deal before, half of a receivable's units
are sold. A merchant has consented to one platform, its score comes from the shipped model through a Functions router that
sends the shipped program; figures of callbacks are without the router's own gas. A leased machine signs with secp256k1,
its tariff has three brackets and its region three corners; a period's reading comes with the root of its evidence.

${lines.join('\n')}

Gates above those of the design, and why:

${reasons().join('\n')}
`
}

function reasons(): string[] {
  return names.flatMap((name) => {
    const row: Row = rows[name]
    const { title, designed, above } = row
    return above === undefined ? [] : [`- ${title} (design: ${format(designed ?? 0)}): ${above}.`]
  })
}
