import { Trans, useLingui } from '@lingui/react/macro'
import { immobiliserAbi } from '@tallystick/sdk'
import { useQuery } from '@tanstack/react-query'
import type { Client } from 'viem'
import { getContractEvents } from 'viem/actions'
import { useClient } from 'wagmi'
import { AccountName } from '../../chain/account-name'
import { useBank, useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { type Column, DataTable, EmptyState, HashText, StatusPill } from '../../ui'
import { CommandTime } from './command-time'
import { type CommandRow, commandRows } from './commands'

const REFETCH_MS = 10_000

/** Every lock command with its reason, and the machine's word; read from the contract's events. */
export function CommandsJournal() {
  const { t } = useLingui()
  const { immobiliser } = useBank()
  const { startBlock } = useDeployment()
  const client = useClient()
  const columns = useColumns()
  const {
    data = [],
    isPending,
    error,
    refetch,
  } = useQuery({
    queryKey: ['lock-commands', immobiliser],
    queryFn: async () => {
      const fromBlock = BigInt(startBlock)
      const read = { address: immobiliser, abi: immobiliserAbi, fromBlock, strict: true } as const
      return commandRows(await getContractEvents(client as Client, read))
    },
    enabled: client !== undefined,
    refetchInterval: REFETCH_MS,
  })
  return (
    <DataTable
      caption={t`Lock commands`}
      columns={columns}
      rows={data}
      rowKey={({ commandId }) => String(commandId)}
      loading={isPending}
      error={error && errorText(error)}
      onRetry={() => void refetch()}
      empty={<EmptyState title={<Trans>No machine has been locked yet</Trans>} />}
    />
  )
}

function useColumns(): readonly Column<CommandRow>[] {
  const { t } = useLingui()
  return [
    {
      id: 'number',
      header: t`Command`,
      cell: ({ commandId }) => `#${commandId}`,
      sortBy: ({ commandId }) => commandId,
    },
    { id: 'what', header: t`What`, cell: ({ locked }) => (locked ? <Trans>lock</Trans> : <Trans>unlock</Trans>) },
    { id: 'lease', header: t`Lease`, cell: ({ leaseId }) => `#${leaseId}` },
    { id: 'reason', header: t`Reason`, cell: ({ reason }) => reason || '–' },
    { id: 'by', header: t`By`, cell: ({ by }) => <AccountName address={by} short /> },
    { id: 'at', header: t`When`, cell: ({ block }) => <CommandTime block={block} /> },
    {
      id: 'done',
      header: t`The machine's word`,
      cell: ({ doneAt }) =>
        doneAt === undefined ? (
          <StatusPill tone="warning">
            <Trans>not yet</Trans>
          </StatusPill>
        ) : (
          <CommandTime second={doneAt} />
        ),
    },
    { id: 'hash', header: t`Transaction`, cell: ({ transaction }) => <HashText value={transaction} /> },
  ]
}
