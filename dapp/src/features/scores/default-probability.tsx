import { Trans } from '@lingui/react/macro'
import { formatBps } from '@tallystick/sdk'
import { oneDefaultIn } from './score'

/** A default probability as a percentage and as a count of merchants. */
export function DefaultProbability({ bps }: { readonly bps: number }) {
  const merchants = oneDefaultIn(bps)
  const percent = formatBps(bps)
  if (merchants === undefined) return <Trans>{percent}: fewer than one merchant in 10,000 within a year</Trans>
  return (
    <Trans>
      {percent}: about one merchant in {merchants} like this one fails to repay within a year
    </Trans>
  )
}
