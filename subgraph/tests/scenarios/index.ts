import type { Scenario } from '../../scripts/mock-chain.ts'
import { access } from './access.ts'
import { deals } from './deals.ts'
import { creditLines } from './lines.ts'
import { leaseJournal, machines } from './machines.ts'
import { register } from './register.ts'
import { scoring } from './scoring.ts'
import { brokenTreasury, treasuryLedger } from './treasury.ts'
import { units } from './units.ts'

/**
 * What `gnd test` plays, by file name. Its mock chain cannot encode struct arguments, so the events that have them are
 * covered by the story on a real chain (`test/integration/index*.test.ts`).
 */
export const scenarios: Readonly<Record<string, Scenario>> = {
  access,
  'broken-treasury': brokenTreasury,
  deals,
  'lease-journal': leaseJournal,
  lines: creditLines,
  machines,
  register,
  scoring,
  treasury: treasuryLedger,
  units,
}
