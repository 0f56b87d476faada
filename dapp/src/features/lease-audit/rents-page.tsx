import { Trans, useLingui } from '@lingui/react/macro'
import { Card, Page, Tabs } from '../../ui'
import { AlarmsJournal } from './alarms-journal'
import { BillsTable } from './bills-table'
import { CommandsJournal } from './commands-journal'
import { RENT_LISTS, type RentList } from './rents-lists'

export interface RentsPageProps {
  readonly list: RentList
  readonly onList: (list: RentList) => void
}

/** For auditors: every bill of rent, every alarm and every lock command. No wallet is needed. */
export function RentsPage({ list, onList }: RentsPageProps) {
  const { t } = useLingui()
  const labels: Readonly<Record<RentList, string>> = {
    bills: t`Bills`,
    alarms: t`Alarms`,
    commands: t`Lock commands`,
  }
  return (
    <Page
      title={<Trans>Rents</Trans>}
      lead={
        <Trans>Open a bill to see it computed again from its terms and counters, down to the signed readings.</Trans>
      }
    >
      <Card>
        <Tabs
          label={t`What to look at`}
          selected={list}
          onSelect={onList}
          tabs={RENT_LISTS.map((key) => ({ key, label: labels[key] }))}
        >
          {list === 'bills' && <BillsTable />}
          {list === 'alarms' && <AlarmsJournal />}
          {list === 'commands' && <CommandsJournal />}
        </Tabs>
      </Card>
    </Page>
  )
}
