import type { ExplainedError } from '@tallystick/sdk'
import { inLocale } from '../i18n'
import { currentDeployment } from './deployment'
import { nameOf } from './names'

let explainError: typeof import('./explain-error').explainError | undefined

/** Loads what the contracts' errors mean, before the first render. */
export async function loadErrorSentences(): Promise<void> {
  explainError = (await import('./explain-error')).explainError
}

/** Explains any thrown value with this network's asset and the names of its companies. */
export function explain(error: unknown): ExplainedError {
  if (!explainError) throw new Error('the sentences are loaded before the page renders')
  return explainError(error, { asset: currentDeployment().asset, nameOf })
}

/** One sentence about any thrown value, in the language on screen. */
export function errorText(error: unknown): string {
  return inLocale(explain(error).sentence)
}
