import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { type Bilingual, isOracleErrorCode, ORACLE_ERRORS } from '@tallystick/sdk'
import type { OracleRequest } from './use-oracle'

type RefusalName = NonNullable<OracleRequest['refusal']>

const REFUSALS: Readonly<Record<RefusalName, MessageDescriptor>> = {
  OracleError: msg`The network reported an error.`,
  BadLength: msg`The answer had another length than agreed.`,
  BadField: msg`A figure of the answer was out of its range.`,
  WrongVersion: msg`The answer came from another model version.`,
  WrongSources: msg`The answer came from other sources than asked.`,
  OlderThanLast: msg`The data were older than those of the last score.`,
  TooOld: msg`The data were too old.`,
  FromTheFuture: msg`The data claimed to be from the future.`,
  TooLate: msg`The answer came too late.`,
}

/** Why a request has no score: the network's own code in words, or what the contract refused. */
export function refusalText({
  refusal,
  errorCode,
}: Pick<OracleRequest, 'refusal' | 'errorCode'>): Bilingual | MessageDescriptor | undefined {
  if (refusal === null) return undefined
  if (errorCode !== null && isOracleErrorCode(errorCode)) return ORACLE_ERRORS[errorCode]
  return REFUSALS[refusal]
}
