import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { receivablesAbi } from '@tallystick/sdk'
import { useState } from 'react'
import { encodeFunctionData } from 'viem'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { Button, Checkbox, DayText, Dialog, DialogActions, Money } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import { type RequestRow, termsOfRow } from './request-row'

/** Confirms several requests in one transaction, after each has been ticked by hand and the sum has been read. */
export function BatchConfirm({ rows }: { readonly rows: readonly RequestRow[] }) {
  const [open, setOpen] = useState(false)
  if (rows.length < 2) return null
  const count = String(rows.length)
  return (
    <div>
      <Button onClick={() => setOpen(true)}>
        <Trans>Confirm several at once ({count} open)</Trans>
      </Button>
      <Dialog
        wide
        open={open}
        onClose={() => setOpen(false)}
        title={<Trans>Confirm several requests</Trans>}
        description={
          <Trans>Tick what you have compared with your own copy, then have a second person read the sum.</Trans>
        }
      >
        <BatchForm rows={rows} onDone={() => setOpen(false)} />
      </Dialog>
    </div>
  )
}

interface BatchFormProps {
  readonly rows: readonly RequestRow[]
  readonly onDone: () => void
}

function BatchForm({ rows, onDone }: BatchFormProps) {
  const { asset, network } = useDeployment()
  const { run, pending } = useTx()
  const cannotAct = useCannotAct('CORE')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [checkedTwice, setCheckedTwice] = useState(false)
  const chosen = rows.filter(({ id }) => ticked.has(id))
  const sum = chosen.reduce((total, { face }) => total + BigInt(face), 0n)

  const toggle = (id: string, on: boolean) => {
    setTicked(new Set(on ? [...ticked, id] : [...ticked].filter((other) => other !== id)))
    // The second person has read another sum.
    setCheckedTwice(false)
  }
  const confirm = async () => {
    await run(
      write({
        title: msg`Confirm several receivables`,
        address: network.receivables,
        abi: receivablesAbi,
        functionName: 'multicall',
        args: () => [chosen.map(encodeConfirm)] as const,
      }),
    )
    onDone()
  }
  const reason =
    cannotAct ??
    (chosen.length === 0 ? (
      <Trans>Tick at least one request.</Trans>
    ) : checkedTwice ? undefined : (
      <Trans>A second person has to check first.</Trans>
    ))
  return (
    <>
      <ul className="grid gap-2">
        {rows.map((row) => (
          <li key={row.id} className="rounded-md border border-line px-3 py-2">
            <Checkbox
              checked={ticked.has(row.id)}
              onChange={(on) => toggle(row.id, on)}
              label={
                <span className="inline-flex flex-wrap gap-x-3">
                  <AccountName address={row.supplier} short />
                  <Money value={BigInt(row.face)} decimals={asset.decimals} symbol={asset.symbol} strong />
                </span>
              }
              hint={<DayText day={row.dueDay} />}
            />
          </li>
        ))}
      </ul>
      <p>
        <Trans>Sum of the ticked requests:</Trans>{' '}
        <Money value={sum} decimals={asset.decimals} symbol={asset.symbol} strong />
      </p>
      <Checkbox
        checked={checkedTwice}
        onChange={setCheckedTwice}
        label={<Trans>A second person has checked suppliers, amounts and due dates.</Trans>}
      />
      <DialogActions>
        <Button variant="primary" busy={pending} reason={reason} onClick={() => void confirm().catch(() => undefined)}>
          <Trans>Confirm the ticked debts</Trans>
        </Button>
      </DialogActions>
    </>
  )
}

function encodeConfirm(row: RequestRow) {
  return encodeFunctionData({ abi: receivablesAbi, functionName: 'confirm', args: [termsOfRow(row)] })
}
