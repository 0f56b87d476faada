import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { creditLinesAbi, debtAt } from '@tallystick/sdk'
import { useBank } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { Button } from '../../ui'
import type { LineReading } from './use-line'

/** Ends a line on which nothing is owed. */
export function CloseButton({ reading }: { readonly reading: LineReading }) {
  const { lines } = useBank()
  const { run, pending } = useTx()
  const now = useChainNow()
  const { line, billing, state } = reading
  const isOpen = state === 'Active' || state === 'WrittenOff'
  const reason = () => {
    if (!isOpen) return <Trans>Pay what is due first.</Trans>
    return debtAt(line, billing, now).total > 0n ? <Trans>Repay everything first.</Trans> : undefined
  }
  const close = write({
    title: msg`Close the line`,
    address: lines,
    abi: creditLinesAbi,
    functionName: 'close',
    args: () => [] as const,
  })
  return (
    <Button
      variant="ghost"
      busy={pending}
      reason={reason()}
      onClick={() => void run(close).catch(() => undefined)}
      data-testid="close-line"
    >
      <Trans>Close the line</Trans>
    </Button>
  )
}
