import { useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { classNames } from './class-names'
import { offerSlot } from './dialog-slot'

export interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly wide?: boolean
  /** True for a dialog about one question, in which nothing else is reported. */
  readonly quiet?: boolean
  readonly children: ReactNode
}

/** The platform's modal: focus trap, Escape and top layer come with `showModal()`. Its content mounts when it opens. */
export function Dialog({ open, onClose, title, description, wide = false, quiet = false, children }: DialogProps) {
  const { t } = useLingui()
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    if (open && !dialog?.open) dialog?.showModal()
    if (!open) dialog?.close()
  }, [open])
  const closeOnBackdrop = (event: MouseEvent) => {
    if (event.target === event.currentTarget) onClose()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a native dialog; the click is the backdrop's.
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={closeOnBackdrop}
      className={classNames(
        'm-auto max-h-[calc(100dvh-2rem)] overflow-y-auto rounded-lg border border-line bg-surface p-0 text-ink backdrop:bg-black/45',
        wide ? 'w-[min(46rem,calc(100vw-1.5rem))]' : 'w-[min(31rem,calc(100vw-1.5rem))]',
      )}
    >
      {open && (
        <div className="relative grid min-w-0 gap-4 p-5">
          <header className="min-w-0 pr-8">
            <h2 id={titleId} className="text-base font-semibold">
              {title}
            </h2>
            {description && <div className="mt-1 text-muted">{description}</div>}
          </header>
          {children}
          {!quiet && <Slot />}
          <button
            type="button"
            onClick={onClose}
            aria-label={t`Close`}
            className="absolute top-3 right-3 grid size-9 place-items-center rounded-md hover:bg-hover"
          >
            <X size={16} aria-hidden />
          </button>
        </div>
      )}
    </dialog>
  )
}

/** See {@link DialogSlot}. */
function Slot() {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => (ref.current ? offerSlot(ref.current) : undefined), [])
  return <div ref={ref} aria-live="polite" className="empty:hidden" />
}

/** The row of buttons at the end of a dialog. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-wrap items-start justify-end gap-2 border-t border-line pt-4">{children}</div>
}
