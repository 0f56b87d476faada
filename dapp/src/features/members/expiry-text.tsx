import { Trans } from '@lingui/react/macro'
import { InstantText } from '../../ui'

/** From this second on, the year 10 000, an expiry means that there is none. */
export const NO_END = 253_402_300_800n

/** When a membership ends. */
export function ExpiryText({ at }: { readonly at: bigint }) {
  return at >= NO_END ? <Trans>no end</Trans> : <InstantText at={at} />
}
