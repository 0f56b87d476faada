import { type ExplainedError, explainError } from '@tallystick/sdk'
import { inLocale } from '../i18n'
import { currentDeployment } from './deployment'
import { nameOf } from './names'

/** Explains any thrown value with this network's asset and the names of its companies. */
export function explain(error: unknown): ExplainedError {
  return explainError(error, { asset: currentDeployment().asset, nameOf })
}

/** One sentence about any thrown value, in the language on screen. */
export function errorText(error: unknown): string {
  return inLocale(explain(error).sentence)
}
