import { Trans, useLingui } from '@lingui/react/macro'
import { CHINA_UTC_OFFSET, formatInstant } from '@tallystick/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Clock } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { ErrorText } from '../ui/error-text'
import { syncChainClock, useChainNow } from './now'

/** Seconds by which the clock may be moved in one step. */
const STEPS = { '1h': 3_600, '1d': 86_400, '7d': 7 * 86_400, '30d': 30 * 86_400, '90d': 90 * 86_400 } as const

type Step = keyof typeof STEPS

/** The clock of a local chain, which a newcomer may move forward to see a due date arrive. */
export function ClockControl() {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const now = useChainNow()
  const move = useMoveClock()
  const labels: Readonly<Record<Step, string>> = {
    '1h': t`1 hour`,
    '1d': t`1 day`,
    '7d': t`7 days`,
    '30d': t`30 days`,
    '90d': t`90 days`,
  }
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="inline-flex min-h-8 items-center gap-1.5 rounded-md px-2 text-xs hover:bg-hover"
      >
        <Clock size={13} aria-hidden />
        <span>{formatInstant(now, CHINA_UTC_OFFSET)}</span>
        <span className="underline">
          <Trans>Demo clock</Trans>
        </span>
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={<Trans>Demo clock</Trans>}
        description={
          <Trans>
            Moves the time of this local chain forward, so that due dates and announced changes arrive. Time never goes
            back.
          </Trans>
        }
      >
        <p className="text-base font-semibold">{formatInstant(now, CHINA_UTC_OFFSET)}</p>
        <div className="flex flex-wrap gap-2">
          {Object.entries(STEPS).map(([step, seconds]) => (
            <Button key={step} busy={move.isPending} onClick={() => move.mutate(seconds)} data-testid={`clock-${step}`}>
              + {labels[step as Step]}
            </Button>
          ))}
        </div>
        {move.error && <ErrorText>{move.error.message}</ErrorText>}
      </Dialog>
    </>
  )
}

/** Moves the clock, then reads everything again: what is due, overdue or executable has changed. */
function useMoveClock() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (seconds: number) => {
      const answer = await fetch('/demo/clock', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ move: `+${seconds}s` }),
      })
      if (!answer.ok) throw new Error(((await answer.json()) as { error: string }).error)
      await syncChainClock()
      await queries.invalidateQueries()
    },
  })
}
