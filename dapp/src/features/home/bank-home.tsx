import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useBank, useDeployment } from '../../chain/deployment'
import { useChainNow, useToday } from '../../chain/now'
import { buttonClass, Money } from '../../ui'
import { stageOf } from '../access/operation-state'
import { useOperations } from '../access/use-operations'
import { type Deal, useDeals } from '../deals/use-deals'
import { isInList } from '../line-book/book-row'
import { useBook } from '../line-book/use-book'
import { useTreasury } from '../treasury/use-treasury'
import { ToDoCard, ToDoGrid } from './to-do-card'

/** What a bank can lend, collect, must look after, and has announced. */
export function BankHome() {
  const { asset } = useDeployment()
  const today = useToday()
  const treasury = useTreasury().data
  const { deals } = useDeals('open')
  const paid = deals?.filter(({ receivable }) => receivable.state === 'Settled')
  const late = deals?.filter((deal) => deal.receivable.state !== 'Settled' && deal.stopDay < today)
  const money = (value: bigint | undefined) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <ToDoGrid>
      <ToDoCard title={<Trans>Paid, to collect</Trans>} count={paid?.length} amount={money(advancesOf(paid))}>
        <Trans>The debtor has settled. Collecting books the money and credits the holdbacks.</Trans>
        <Link to="/treasury/deals" className={buttonClass('primary')}>
          <Trans>Collect</Trans>
        </Link>
      </ToDoCard>
      <ToDoCard title={<Trans>Past due</Trans>} count={late?.length} amount={money(advancesOf(late))}>
        <Trans>Unpaid after the due day. Exits wait until these are paid or marked down.</Trans>
        <Link to="/treasury/deals" className={buttonClass('secondary')}>
          <Trans>Look after them</Trans>
        </Link>
      </ToDoCard>
      <LinesPastDue />
      <ReadyChanges />
      <ToDoCard title={<Trans>Free to lend</Trans>}>
        <p className="text-2xl font-semibold text-ink">{money(treasury && treasury.cash - treasury.owed)}</p>
        <Trans>Cash that belongs to nobody else.</Trans>
        <Link to="/treasury" className={buttonClass('secondary')}>
          <Trans>Treasury</Trans>
        </Link>
      </ToDoCard>
    </ToDoGrid>
  )
}

/** Merchants' lines with an unpaid bill. */
function LinesPastDue() {
  const { asset } = useDeployment()
  const { rows } = useBook()
  const late = rows?.filter((row) => isInList(row, 'late'))
  const due = late?.reduce((sum, { debt }) => sum + debt.due, 0n)
  return (
    <ToDoCard
      title={<Trans>Credit lines past due</Trans>}
      count={late?.length}
      amount={<Money value={due} decimals={asset.decimals} symbol={asset.symbol} />}
    >
      <Trans>Merchants whose bill is unpaid. Marks follow the days past due.</Trans>
      <Link to="/treasury/lines" search={{ list: 'late' }} className={buttonClass('secondary')}>
        <Trans>Credit lines</Trans>
      </Link>
    </ToDoCard>
  )
}

/** Raises whose delay is over and which nobody has executed yet. */
function ReadyChanges() {
  const { manager } = useBank()
  const now = useChainNow()
  const { operations } = useOperations(manager)
  const due = operations?.filter(({ state, schedule }) => stageOf(state, BigInt(schedule), now) === 'due')
  return (
    <ToDoCard title={<Trans>Announced changes that are due</Trans>} count={due?.length}>
      <Trans>Their waiting time is over: execute or cancel them.</Trans>
      <Link to="/treasury/announced" className={buttonClass('secondary')}>
        <Trans>Announced changes</Trans>
      </Link>
    </ToDoCard>
  )
}

function advancesOf(deals: readonly Deal[] | undefined): bigint | undefined {
  return deals?.reduce((total, { advance }) => total + BigInt(advance), 0n)
}
