import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { formatAmount, parseAmount, treasuryAbi, utilisation } from '@tallystick/sdk'
import { useState } from 'react'
import { useReadContract } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { AmountInput, Bps, Button, Card, Dialog, DialogActions, KeyValueList, Money, Skeleton } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { guardedCall } from '../access/guarded-call'
import { DelayNotice } from './delay-notice'
import { RatioText } from './ratio-text'

/** The factoring book's own bounds at the treasury. */
export function BookCapCard() {
  const { treasury, desk } = useBank()
  const { asset } = useDeployment()
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const { data: book } = useReadContract({ address: treasury, abi: treasuryAbi, functionName: 'book', args: [desk] })
  if (book === undefined) return <Skeleton className="h-48" />
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  const days = book.maxTenorDays
  return (
    <Card
      title={<Trans>Factoring book</Trans>}
      actions={
        <Button onClick={() => setOpen(true)}>
          <Trans>Change cap</Trans>
        </Button>
      }
    >
      <KeyValueList
        items={[
          { key: 'cap', label: t`Cap`, value: money(book.cap) },
          { key: 'out', label: t`Principal out`, value: money(book.out) },
          { key: 'used', label: t`Used`, value: <RatioText value={utilisation(book.out, book.cap)} /> },
          { key: 'lost', label: t`Written off, not recovered`, value: money(book.lost) },
          { key: 'rate', label: t`Highest yearly rate`, value: <Bps value={book.maxRateBps} /> },
          { key: 'tenor', label: t`Longest tenor`, value: t`${days} days` },
        ]}
      />
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t`Change the cap of the factoring book`}
        description={t`The most principal that the book may have out. With cap 0 it only collects.`}
      >
        <CapForm cap={book.cap} onClose={() => setOpen(false)} />
      </Dialog>
    </Card>
  )
}

/** Caps are 128-bit on chain. */
const MAX_CAP = (1n << 128n) - 1n

interface CapFormProps {
  readonly cap: bigint
  readonly onClose: () => void
}

function CapForm({ cap, onClose }: CapFormProps) {
  const { t } = useLingui()
  const { manager, treasury, desk } = useBank()
  const { asset } = useDeployment()
  const [text, setText] = useState('')
  const proposed = parseAmount(text, asset.decimals)
  const valid = proposed !== undefined && proposed >= 0n && proposed <= MAX_CAP
  const isRaise = valid && proposed > cap
  const call = guardedCall({
    title: isRaise ? msg`Raise the cap of a book` : msg`Cut the cap of a book`,
    manager,
    target: treasury,
    abi: treasuryAbi,
    functionName: isRaise ? 'raiseBookCap' : 'lowerBookCap',
    args: [desk, valid ? proposed : 0n],
  })
  const unchanged = proposed === cap
  return (
    <>
      <AmountInput
        label={t`New cap`}
        unit={asset.symbol}
        placeholder={formatAmount(cap, asset.decimals)}
        value={text}
        onChange={setText}
        error={text !== '' && !valid && t`Write an amount such as 250,000.00.`}
      />
      {valid && !unchanged && <DelayNotice guarded={call} />}
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <GuardedButton
          call={call}
          variant="primary"
          refusal={(!valid || unchanged) && <Trans>Enter another cap first.</Trans>}
          onDone={onClose}
        >
          {isRaise ? <Trans>Announce the raise</Trans> : <Trans>Cut the cap</Trans>}
        </GuardedButton>
      </DialogActions>
    </>
  )
}
