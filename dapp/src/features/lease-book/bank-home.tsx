import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useDeployment } from '../../chain/deployment'
import { buttonClass, Money } from '../../ui'
import { ToDoCard, ToDoGrid } from '../home/to-do-card'
import { isInList } from './book-row'
import { useKpiInputs } from './use-kpi-inputs'
import { useLeaseBook } from './use-lease-book'

/** What a bank has to do about equipment leases. */
export function BankLeasesHome() {
  const { asset } = useDeployment()
  const { rows } = useLeaseBook()
  const { data } = useKpiInputs()
  const waiting = rows?.filter((row) => isInList(row, 'decide'))
  const late = rows?.filter((row) => isInList(row, 'late'))
  const unseen = data?.alarms.filter(({ active, acknowledgedAt }) => active && acknowledgedAt === null)
  const money = (value: bigint | undefined) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <ToDoGrid>
      <ToDoCard
        title={<Trans>Leases to decide</Trans>}
        count={waiting?.length}
        amount={money(waiting?.reduce((sum, { financed }) => sum + financed, 0n))}
      >
        <Trans>Signed by the lessee. The rules are checked before you approve.</Trans>
        <Link to="/treasury/leases" search={{ list: 'decide' }} className={buttonClass('primary')}>
          <Trans>Decide</Trans>
        </Link>
      </ToDoCard>
      <ToDoCard title={<Trans>Alarms that nobody has seen</Trans>} count={unseen?.length}>
        <Trans>Machines that are idle, gone astray, silent or tampered with.</Trans>
        <Link to="/treasury/alarms" className={buttonClass('secondary')}>
          <Trans>Alarms</Trans>
        </Link>
      </ToDoCard>
      <ToDoCard
        title={<Trans>Leases past due</Trans>}
        count={late?.length}
        amount={money(late?.reduce((sum, { debt }) => sum + debt.due, 0n))}
      >
        <Trans>Rent that is unpaid after its day.</Trans>
        <Link to="/treasury/leases" search={{ list: 'late' }} className={buttonClass('secondary')}>
          <Trans>Leases of the bank</Trans>
        </Link>
      </ToDoCard>
    </ToDoGrid>
  )
}
