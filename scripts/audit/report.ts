import type { AuditReport } from './audit.ts'
import type { Figure } from './figures.ts'

/** The report as text: every figure with its two sources, group by group, and one line at the end. */
export function reportText(report: AuditReport): string {
  const { network, block, figures, differences } = report
  const time = new Date(block.timestamp * 1_000).toISOString()
  const groups = [...new Set(figures.map(({ group }) => group))]
  const outcome =
    differences === 0
      ? `${figures.length} figures, no difference.`
      : `${figures.length} figures, ${differences} ${differences === 1 ? 'difference' : 'differences'}, marked ✗.`
  return [
    `Audit of ${network} at block ${block.number} (${time})`,
    ...groups.flatMap((group) => ['', group, ...figures.filter((figure) => figure.group === group).map(line)]),
    '',
    outcome,
  ].join('\n')
}

function line({ name, index, chain, relation, ok }: Figure): string {
  return `  ${ok ? '✓' : '✗'} ${name.padEnd(58)} index ${index} ${relation} chain ${chain}`
}
