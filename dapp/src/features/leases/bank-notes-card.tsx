import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import type { Hex } from 'viem'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { ChainStorage } from '../../lib/storage'
import { Button, Card, DayText, InstantText, StatusPill } from '../../ui'
import { AlarmPill } from '../telemetry/alarm-labels'
import type { AcknowledgementAnswer, AlarmAnswer } from '../telemetry/answers'
import { useAlarms } from '../telemetry/use-telemetry'

/** What an officer has written about an alarm of the machine. */
interface BankNote extends AcknowledgementAnswer {
  readonly key: string
  readonly alarm: AlarmAnswer
  /** Day by which a follow-up is due. */
  readonly dueDay?: number
}

/** What the bank has written about the machine's alarms, for the lessee to take note of. For inside the gate. */
export function BankNotesCard({ deviceId }: { readonly deviceId: Hex }) {
  const { data } = useAlarms('all', deviceId)
  const notes = (data ?? []).flatMap(notesOf).sort((left, right) => right.at - left.at)
  const { isRead, markRead } = useReadNotes()
  if (notes.length === 0) return null
  return (
    <Card title={<Trans>What the bank has written</Trans>}>
      <ul className="grid gap-3">
        {notes.map((note) => (
          <li key={note.key} className="grid gap-1 border-b border-line pb-3 last:border-b-0 last:pb-0">
            <NoteText note={note} />
            <div>
              {isRead(note.key) ? (
                <StatusPill tone="positive">
                  <Trans>taken note of</Trans>
                </StatusPill>
              ) : (
                <Button onClick={() => markRead(note.key)}>
                  <Trans>I have taken note</Trans>
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function NoteText({ note: { alarm, by, at, note, dueDay } }: { readonly note: BankNote }) {
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <AlarmPill alarm={alarm} />
        <span className="text-xs text-muted">
          <AccountName address={by} short /> · <InstantText at={BigInt(at)} />
        </span>
      </div>
      <p>{note?.text ?? <Trans>The alarm has been seen.</Trans>}</p>
      {dueDay !== undefined && (
        <p className="text-muted">
          <Trans>
            Follow-up, due on <DayText day={dueDay} />
          </Trans>
        </p>
      )}
    </>
  )
}

function notesOf(alarm: AlarmAnswer): readonly BankNote[] {
  return [
    ...(alarm.acknowledgement
      ? [{ ...alarm.acknowledgement, alarm, key: `${alarm.id}-${alarm.acknowledgement.at}` }]
      : []),
    ...alarm.followUps.map((followUp) => ({ ...followUp, alarm, key: `${alarm.id}-f${followUp.followUpId}` })),
  ]
}

const STORED = 'bank-notes-read'

/** Which notes this browser's reader has taken note of. */
function useReadNotes() {
  const { chainId, genesisHash } = useDeployment()
  const storage = new ChainStorage(chainId, genesisHash)
  const [read, setRead] = useState<readonly string[]>(() => {
    const stored = storage.read(STORED)
    return Array.isArray(stored) ? stored.filter((key) => typeof key === 'string') : []
  })
  return {
    isRead: (key: string) => read.includes(key),
    markRead: (key: string) => {
      const next = [...read, key]
      storage.write(STORED, next)
      setRead(next)
    },
  }
}
