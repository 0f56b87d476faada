import { Trans, useLingui } from '@lingui/react/macro'
import { Ban, Check, CircleAlert, Loader, X } from 'lucide-react'
import { useEffect } from 'react'
import { createPortal } from 'react-dom'
import { type Activity, STAGES, type Stage, useActivities } from '../chain/activity-store'
import { useEngine } from '../chain/engine'
import { inLocale } from '../i18n'
import { classNames } from '../ui/class-names'
import { useDialogSlot } from '../ui/dialog-slot'
import { HashText } from '../ui/hash-text'

const MOST_SHOWN = 3

/**
 * The transactions of this browser. Every step is announced, and nothing disappears before it has been read. What an open
 * dialog has started shows at its end, because a modal dialog covers everything else.
 */
export function ActivityPanel() {
  const { t } = useLingui()
  const activities = useActivities()
  const slot = useDialogSlot()
  const current = slot && activities.find(({ startedAt }) => startedAt >= slot.openedAt)
  useResume()
  return (
    <>
      {current && createPortal(<ActivityCard activity={current} />, slot.element)}
      <aside
        aria-label={t`Transactions`}
        aria-live="polite"
        data-print="hide"
        className="pointer-events-none fixed right-3 bottom-20 left-3 z-30 grid gap-2 sm:left-auto sm:w-80 md:bottom-4"
      >
        {worthShowing(activities.filter((activity) => activity !== current)).map((activity) => (
          <ActivityCard key={activity.id} activity={activity} />
        ))}
      </aside>
    </>
  )
}

/** All that is under way, and of what has ended only the newest: more would pile up over the page. */
function worthShowing(activities: readonly Activity[]): readonly Activity[] {
  const newest = activities.find(isOver)
  return activities.filter((activity) => activity === newest || !isOver(activity)).slice(0, MOST_SHOWN)
}

function isOver({ stage, outcome }: Activity): boolean {
  return stage === 'done' || outcome !== undefined
}

/** Takes up what an earlier page had sent, once. */
function useResume() {
  const engine = useEngine()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the engine is the page's own and never changes.
  useEffect(() => {
    if (engine.store.list().length > 0) void import('../chain/follow').then(({ resume }) => resume(engine))
  }, [])
}

function ActivityCard({ activity }: { readonly activity: Activity }) {
  const { t, i18n } = useLingui()
  const { store } = useEngine()
  const { title, stage, outcome, hash } = activity
  return (
    <div
      data-testid="tx"
      data-stage={outcome ?? stage}
      className="pointer-events-auto grid gap-1.5 rounded-lg border border-line bg-surface p-3 shadow-lg"
    >
      <div className="flex items-start gap-2">
        <ActivityIcon activity={activity} />
        <p className="min-w-0 flex-1 font-medium">{i18n._(title)}</p>
        {isOver(activity) && (
          <button
            type="button"
            aria-label={t`Dismiss`}
            onClick={() => store.remove(activity.id)}
            className="-m-1.5 grid size-8 place-items-center rounded-md hover:bg-hover"
          >
            <X size={14} aria-hidden />
          </button>
        )}
      </div>
      {!outcome && <Progress stage={stage} />}
      <p className={classNames('text-xs', outcome === 'failed' ? 'text-danger' : 'text-muted')}>
        <ActivityText activity={activity} />
      </p>
      {hash && <HashText value={hash} />}
      {outcome === 'failed' && activity.error && (
        <details className="text-xs text-muted">
          <summary>
            <Trans>Technical detail</Trans>
          </summary>
          <code className="font-mono break-all">{activity.error.detail}</code>
        </details>
      )}
    </div>
  )
}

function ActivityIcon({ activity: { stage, outcome } }: { readonly activity: Activity }) {
  if (outcome === 'failed') return <CircleAlert size={16} className="mt-0.5 shrink-0 text-danger" aria-hidden />
  if (outcome) return <Ban size={16} className="mt-0.5 shrink-0 text-muted" aria-hidden />
  if (stage === 'done') return <Check size={16} className="mt-0.5 shrink-0 text-positive" aria-hidden />
  return <Loader size={16} className="mt-0.5 shrink-0 animate-spin" aria-hidden />
}

function Progress({ stage }: { readonly stage: Stage }) {
  const reached = STAGES.indexOf(stage)
  return (
    <div className="flex gap-1" aria-hidden>
      {STAGES.slice(1).map((step, index) => (
        <span key={step} className={classNames('h-1 flex-1 rounded', reached > index ? 'bg-brand' : 'bg-hover')} />
      ))}
    </div>
  )
}

function ActivityText({ activity }: { readonly activity: Activity }) {
  const { outcome, error, stage, lagging } = activity
  if (outcome === 'cancelled') return <Trans>Cancelled or replaced in the wallet. It did not take place.</Trans>
  if (outcome && error) return inLocale(error.sentence)
  if (lagging) return <Trans>Complete. The records are still catching up.</Trans>
  return <StageText stage={stage} />
}

function StageText({ stage }: { readonly stage: Stage }) {
  switch (stage) {
    case 'network':
      return <Trans>Checking the network</Trans>
    case 'simulate':
      return <Trans>Checking the transaction</Trans>
    case 'permit':
      return <Trans>Release the exact amount in your wallet</Trans>
    case 'sign':
      return <Trans>Review and sign in your wallet</Trans>
    case 'pending':
      return <Trans>Sent, waiting for the block</Trans>
    case 'indexing':
      return <Trans>Complete, updating the records</Trans>
    case 'done':
      return <Trans>Complete</Trans>
  }
}
