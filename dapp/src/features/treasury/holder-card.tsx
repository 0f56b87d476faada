import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { useAccount } from '../../chain/account'
import { useDeployment } from '../../chain/deployment'
import { Button, Card, KeyValueList, Money } from '../../ui'
import { DepositDialog } from './deposit-dialog'
import { ExitDialog } from './exit-dialog'
import { shareDecimals } from './share-decimals'
import { type TreasuryHolder, type TreasuryPosition, useTreasuryHolder } from './use-treasury'

export interface HolderCardProps {
  readonly position: TreasuryPosition | undefined
}

/** The connected bank's own shares, and its ways in and out. */
export function HolderCard({ position }: HolderCardProps) {
  const { asset } = useDeployment()
  const { address } = useAccount()
  const holder = useTreasuryHolder(address)
  const [dialog, setDialog] = useState<'deposit' | 'exit'>()
  const refuseDeposit = useDepositRefusal(holder, position)
  const refuseExit = useExitRefusal(holder)
  const close = () => setDialog(undefined)
  return (
    <Card title={<Trans>Your shares</Trans>}>
      <KeyValueList
        items={[
          {
            key: 'shares',
            label: <Trans>Shares</Trans>,
            value: <Money value={holder?.shares} decimals={shareDecimals(asset.decimals)} />,
          },
          {
            key: 'value',
            label: <Trans>Worth at the exit price</Trans>,
            value: <Money value={holder?.value} decimals={asset.decimals} symbol={asset.symbol} />,
          },
          {
            key: 'balance',
            label: <Trans>Cash in the account</Trans>,
            value: <Money value={holder?.balance} decimals={asset.decimals} symbol={asset.symbol} />,
          },
        ]}
      />
      <div className="flex flex-wrap items-start gap-2" data-print="hide">
        <Button variant="primary" reason={refuseDeposit} onClick={() => setDialog('deposit')}>
          <Trans>Deposit</Trans>
        </Button>
        <Button reason={refuseExit} onClick={() => setDialog('exit')}>
          <Trans>Take out</Trans>
        </Button>
      </div>
      {address && holder && (
        <>
          <DepositDialog account={address} holder={holder} open={dialog === 'deposit'} onClose={close} />
          <ExitDialog account={address} holder={holder} open={dialog === 'exit'} onClose={close} />
        </>
      )}
    </Card>
  )
}

function useDepositRefusal(holder: TreasuryHolder | undefined, position: TreasuryPosition | undefined): ReactNode {
  const { t } = useLingui()
  const { hasRole } = useAccount()
  const standing = useStandingRefusal()
  if (standing) return standing
  if (!hasRole('BANK')) return t`Only a member with the role “bank” can hold shares.`
  if (!holder || !position) return t`Reading the treasury…`
  if (holder.maxDeposit > 0n) return holder.balance === 0n ? t`There is no cash in the account.` : undefined
  return position.impaired > 0n
    ? t`Closed while losses wait to be taken: write the impaired deals off or collect them.`
    : t`Deposits are paused.`
}

function useExitRefusal(holder: TreasuryHolder | undefined): ReactNode {
  const { t } = useLingui()
  const standing = useStandingRefusal()
  if (standing) return standing
  if (!holder) return t`Reading the treasury…`
  if (holder.shares === 0n) return t`The account holds no shares.`
  return holder.maxExit === 0n
    ? t`Nothing can leave now: there is no free cash, or matured deals are neither paid nor marked.`
    : undefined
}

/** Frozen and expired holders may still take out what is theirs, so only the wallet itself can be in the way. */
function useStandingRefusal(): string | undefined {
  const { t } = useLingui()
  const { status } = useAccount()
  if (status === 'disconnected') return t`Connect a wallet to do this.`
  return status === 'wrong-network' ? t`Your wallet is on another network.` : undefined
}
