import { Trans, useLingui } from '@lingui/react/macro'
import { AlarmsDocument } from '@tallystick/sdk'
import { type ReactNode, useState } from 'react'
import { useBank } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import { Card, EmptyState, Page, Tabs } from '../../ui'
import { GatewayErrorText } from '../telemetry/gateway-error-text'
import { TelemetryGate } from '../telemetry/telemetry-gate'
import { type AlarmFilter, useAlarms, useDevices } from '../telemetry/use-telemetry'
import { AlarmDialog, type AlarmTask, CloseFollowUpDialog, type OpenFollowUp } from './alarm-dialogs'
import type { AlarmList } from './alarm-lists'
import { AlarmTimes } from './alarm-times'
import { ActiveTable, HistoryTable } from './alarms-table'
import { followUpRows } from './follow-ups'
import { FollowUpsTable } from './follow-ups-table'
import { inboxRows } from './inbox-row'
import { PictureCard } from './picture-card'

export interface InboxPageProps {
  readonly list: AlarmList
  readonly onList: (list: AlarmList) => void
}

/** Alarms of the bank's machines: what is wrong now, who looks after it, what it came to. */
export function InboxPage({ list, onList }: InboxPageProps) {
  return (
    <Page
      title={<Trans>Alarms</Trans>}
      lead={<Trans>The gateway raises and clears them by the lease's limits. Alarms inform and move no money.</Trans>}
    >
      <AlarmTimes />
      <TelemetryGate>
        <Card>
          <ListTabs list={list} onList={onList}>
            {list === 'active' && <Active />}
            {list === 'followUps' && <FollowUps />}
            {list === 'history' && <History />}
          </ListTabs>
        </Card>
      </TelemetryGate>
      <PictureCard />
    </Page>
  )
}

interface ListTabsProps extends InboxPageProps {
  readonly children: ReactNode
}

function ListTabs({ list, onList, children }: ListTabsProps) {
  const { t } = useLingui()
  return (
    <Tabs
      label={t`Which alarms`}
      selected={list}
      onSelect={onList}
      tabs={[
        { key: 'active', label: t`Active` },
        { key: 'followUps', label: t`Follow-ups` },
        { key: 'history', label: t`History` },
      ]}
    >
      {children}
    </Tabs>
  )
}

/** Alarms of the gateway beside their machines. */
function useInbox(state: AlarmFilter) {
  const { data: alarms, error, isPending, refetch } = useAlarms(state)
  const { data: devices = [] } = useDevices()
  return {
    rows: alarms ? inboxRows(alarms, devices) : [],
    loading: isPending,
    error: error && <GatewayErrorText error={error} />,
    onRetry: () => void refetch(),
  }
}

function Active() {
  const [task, setTask] = useState<AlarmTask>()
  const list = useInbox('active')
  // An open dialog follows its alarm: the chain may get it meanwhile.
  const row = list.rows.find(({ alarm }) => alarm.id === task?.row.alarm.id)
  return (
    <>
      <ActiveTable
        {...list}
        onTask={setTask}
        empty={
          <EmptyState title={<Trans>No alarm is active</Trans>}>
            <Trans>New ones appear here by themselves.</Trans>
          </EmptyState>
        }
      />
      <AlarmDialog task={task && { ...task, row: row ?? task.row }} onClose={() => setTask(undefined)} />
    </>
  )
}

function History() {
  const list = useInbox('cleared')
  return <HistoryTable {...list} empty={<EmptyState title={<Trans>No alarm has been cleared yet</Trans>} />} />
}

function FollowUps() {
  const { deviceOracle } = useBank()
  const [closing, setClosing] = useState<OpenFollowUp>()
  const oracle = deviceOracle.toLowerCase()
  const { data, isPending, error, refetch } = useGraph(AlarmsDocument, { oracle, where: {}, first: 1_000 })
  const { data: alarms = [] } = useAlarms('all')
  return (
    <>
      <FollowUpsTable
        rows={followUpRows(data?.followUps ?? [], alarms)}
        loading={isPending}
        error={error && <RecordsError />}
        onRetry={() => void refetch()}
        onClose={setClosing}
      />
      <CloseFollowUpDialog followUp={closing} onClose={() => setClosing(undefined)} />
    </>
  )
}
