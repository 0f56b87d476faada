import { Trans, useLingui } from '@lingui/react/macro'
import { idHex } from '@tallystick/sdk'
import { isAddress } from 'viem'
import { AccountName } from '../../chain/account-name'
import { errorText } from '../../chain/errors'
import { Dialog, ErrorState, HashText, InstantText, KeyValueList, Skeleton } from '../../ui'
import { eventName } from './event-names'
import type { JournalEntry } from './journal-export'
import { useEventArguments } from './use-event-arguments'

export interface EntryDialogProps {
  readonly entry: JournalEntry | undefined
  readonly onClose: () => void
}

/** One journal entry in full: where it stands on the chain, and every argument as logged there. */
export function EntryDialog({ entry, onClose }: EntryDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog
      open={entry !== undefined}
      onClose={onClose}
      title={entry ? t(eventName(entry.name)) : ''}
      description={entry && <code className="font-mono text-xs">{entry.name}</code>}
      wide
    >
      {entry && (
        <div className="grid gap-4">
          <EntryPlace entry={entry} />
          <EntryArguments entry={entry} />
        </div>
      )}
    </Dialog>
  )
}

function EntryPlace({ entry }: { readonly entry: JournalEntry }) {
  const { t } = useLingui()
  return (
    <KeyValueList
      items={[
        { key: 'sequence', label: t`No.`, value: entry.sequence },
        { key: 'time', label: t`Time`, value: <InstantText at={BigInt(entry.timestamp)} /> },
        { key: 'block', label: t`Block`, value: `${entry.blockNumber} · ${entry.logIndex}` },
        { key: 'transaction', label: t`Transaction`, value: <HashText value={entry.transactionHash} /> },
        { key: 'sender', label: t`Sent by`, value: <AccountName address={entry.transactionFrom} /> },
        { key: 'emitter', label: t`Contract`, value: <AccountName address={entry.emitter} /> },
      ]}
    />
  )
}

function EntryArguments({ entry }: { readonly entry: JournalEntry }) {
  const { data, error, refetch } = useEventArguments(entry)
  if (error) return <ErrorState onRetry={() => void refetch()}>{errorText(error)}</ErrorState>
  if (data === undefined) return <Skeleton className="h-32" />
  return (
    <section className="grid gap-1">
      <h3 className="font-medium">
        <Trans>Arguments as the chain logged them</Trans>
      </h3>
      <KeyValueList
        items={data.map(({ name, type, value }) => ({
          key: name,
          label: (
            <code className="font-mono text-xs" title={type}>
              {name}
            </code>
          ),
          value: <ArgumentValue value={value} />,
        }))}
      />
    </section>
  )
}

/** Integers beyond 128 bits are ids of invoices and tokens. */
const LARGEST_AMOUNT = 2n ** 128n

function ArgumentValue({ value }: { readonly value: unknown }) {
  if (typeof value === 'string') {
    if (isAddress(value)) return <AccountName address={value} />
    return value.startsWith('0x') ? <HashText value={value} /> : value
  }
  if (typeof value === 'bigint' && value > LARGEST_AMOUNT) return <HashText value={idHex(value)} />
  if (typeof value === 'object' && value !== null) return <StructValue fields={value} />
  return <code className="font-mono text-xs break-all">{String(value)}</code>
}

function StructValue({ fields }: { readonly fields: object }) {
  return (
    <span className="grid gap-1 text-left">
      {Object.entries(fields).map(([name, value]) => (
        <span key={name} className="flex flex-wrap justify-between gap-x-3">
          <code className="font-mono text-xs text-muted">{name}</code>
          <ArgumentValue value={value} />
        </span>
      ))}
    </span>
  )
}
