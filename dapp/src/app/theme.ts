import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark'

const storageKey = 'tallystick.theme'
const listeners = new Set<() => void>()
const prefersDark = matchMedia('(prefers-color-scheme: dark)')

/** Applies the theme chosen earlier; without one the page follows the system. */
export function initTheme(): void {
  const stored = localStorage.getItem(storageKey)
  if (stored === 'light' || stored === 'dark') document.documentElement.dataset.theme = stored
  prefersDark.addEventListener('change', notify)
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme)
}

export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme
  localStorage.setItem(storageKey, theme)
  notify()
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'light' || chosen === 'dark') return chosen
  return prefersDark.matches ? 'dark' : 'light'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function notify(): void {
  for (const listener of listeners) listener()
}
