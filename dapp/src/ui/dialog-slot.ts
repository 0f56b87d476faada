import { useSyncExternalStore } from 'react'

/** The end of an open dialog, where the page can say something that must not hide behind it. */
export interface DialogSlot {
  readonly element: HTMLElement
  /** Browser time in milliseconds. */
  readonly openedAt: number
}

let slots: readonly DialogSlot[] = []
const listeners = new Set<() => void>()

function change(next: readonly DialogSlot[]): void {
  slots = next
  for (const listener of listeners) listener()
}

/** Offers the end of a dialog. Call the result when the dialog closes. */
export function offerSlot(element: HTMLElement): () => void {
  const slot: DialogSlot = { element, openedAt: Date.now() }
  change([...slots, slot])
  return () => change(slots.filter((other) => other !== slot))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The slot of the dialog that was opened last. */
export function useDialogSlot(): DialogSlot | undefined {
  return useSyncExternalStore(subscribe, () => slots.at(-1))
}
