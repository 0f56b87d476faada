import { Trans } from '@lingui/react/macro'

/** Why a list is empty when the index gave no answer. */
export function RecordsError() {
  return <Trans>The records cannot be reached. Nothing is lost; try again in a moment.</Trans>
}
