import { Trans, useLingui } from '@lingui/react/macro'
import { AlarmsDocument, type AlarmsQuery, alarmTypes, graphQuery } from '@tallystick/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { AccountName } from '../../chain/account-name'
import { useBank } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { type Column, DataTable, EmptyState, HashText, InstantText } from '../../ui'
import { useAlarmName } from '../telemetry/alarm-labels'

type AlarmRow = AlarmsQuery['alarms'][number]

const PAGE = 1_000
const REFETCH_MS = 10_000

/** Every alarm that has been on chain: raised, seen by whom with which note, cleared. */
export function AlarmsJournal() {
  const { t } = useLingui()
  const { deviceOracle } = useBank()
  const columns = useColumns()
  const {
    data = [],
    isPending,
    isError,
    refetch,
  } = useQuery({
    queryKey: ['graph', 'alarms-journal', deviceOracle],
    queryFn: ({ signal }) => readAlarms(deviceOracle.toLowerCase(), signal),
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  })
  return (
    <DataTable
      caption={t`Alarms on chain`}
      columns={columns}
      rows={data}
      rowKey={({ id }) => id}
      loading={isPending}
      error={isError && <RecordsError />}
      onRetry={() => void refetch()}
      empty={<EmptyState title={<Trans>No alarm has been on chain yet</Trans>} />}
    />
  )
}

async function readAlarms(oracle: string, signal: AbortSignal): Promise<readonly AlarmRow[]> {
  const alarms: AlarmRow[] = []
  for (;;) {
    const variables = { oracle, where: {}, first: PAGE, skip: alarms.length }
    const page = await graphQuery('/graphql', AlarmsDocument, variables, { signal })
    alarms.push(...page.alarms)
    if (page.alarms.length < PAGE) return alarms
  }
}

function useColumns(): readonly Column<AlarmRow>[] {
  const { t } = useLingui()
  const nameOf = useAlarmName()
  const kindOf = (bit: number) => alarmTypes.find((type) => type.bit === bit)?.key
  return [
    {
      id: 'alarm',
      header: t`Alarm`,
      cell: ({ bit }) => {
        const kind = kindOf(bit)
        return kind ? nameOf(kind) : bit
      },
      sortBy: ({ bit }) => bit,
    },
    { id: 'machine', header: t`Machine`, cell: ({ device }) => <HashText value={device.id} /> },
    { id: 'lease', header: t`Lease`, cell: ({ lease }) => (lease ? `#${lease.number}` : '–') },
    {
      id: 'raised',
      header: t`Raised`,
      cell: ({ raisedAt }) => <InstantText at={BigInt(raisedAt)} />,
      sortBy: ({ raisedAt }) => BigInt(raisedAt),
    },
    { id: 'seen', header: t`Seen by`, cell: (alarm) => <Seen alarm={alarm} /> },
    {
      id: 'cleared',
      header: t`Cleared`,
      cell: ({ clearedAt }) => (clearedAt === null ? <Trans>active</Trans> : <InstantText at={BigInt(clearedAt)} />),
    },
    { id: 'hash', header: t`Transaction`, cell: ({ transaction }) => <HashText value={transaction} /> },
  ]
}

function Seen({ alarm: { acknowledgedBy, acknowledgedAt, note } }: { readonly alarm: AlarmRow }) {
  if (!acknowledgedBy || acknowledgedAt === null) return <Trans>nobody yet</Trans>
  return (
    <span className="inline-grid">
      <span>
        <AccountName address={acknowledgedBy} short /> · <InstantText at={BigInt(acknowledgedAt)} />
      </span>
      {note !== null && BigInt(note) !== 0n && <HashText value={note} />}
    </span>
  )
}
