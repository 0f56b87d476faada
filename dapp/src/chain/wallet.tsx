import { Trans, useLingui } from '@lingui/react/macro'
import { ChevronDown, Wallet } from 'lucide-react'
import { useState } from 'react'
import { type Connector, useConnect, useConnection, useConnectors, useDisconnect, useSwitchChain } from 'wagmi'
import { inLocale } from '../i18n'
import { useLocale } from '../i18n/use-locale'
import { abbreviate } from '../lib/abbreviate'
import { Button, Dialog, DialogActions, ErrorText, KeyValueList } from '../ui'
import { AccountName } from './account-name'
import { chooseCompany, type DemoCompany, demoCompanies } from './demo-companies'
import { useDeployment } from './deployment'
import { errorText } from './errors'
import { nameOf } from './names'

/** Id of the demo wallet's connector. */
export const DEMO_WALLET_ID = 'demo'

/** Connects a wallet, shows who is connected, offers the right network. */
export function ConnectButton() {
  const { chainId } = useDeployment()
  const connection = useConnection()
  const [open, setOpen] = useState(false)
  if (connection.status === 'connected' && connection.chainId !== chainId) return <SwitchNetworkButton />
  return (
    <>
      {connection.address ? (
        <ConnectedButton address={connection.address} onClick={() => setOpen(true)} />
      ) : (
        <Button variant="primary" onClick={() => setOpen(true)} data-testid="connect">
          <Wallet size={16} aria-hidden />
          <Trans>Connect</Trans>
        </Button>
      )}
      <WalletDialog open={open} onClose={() => setOpen(false)} />
    </>
  )
}

function SwitchNetworkButton() {
  const { chainId } = useDeployment()
  const switchChain = useSwitchChain()
  return (
    <Button
      variant="danger"
      busy={switchChain.isPending}
      onClick={() => switchChain.mutate({ chainId })}
      data-testid="wrong-network"
    >
      <Trans>Wrong network: switch</Trans>
    </Button>
  )
}

function ConnectedButton({ address, onClick }: { readonly address: string; readonly onClick: () => void }) {
  const locale = useLocale()
  const name = nameOf(address)
  return (
    <Button onClick={onClick} title={address} data-testid="account" className="min-w-0">
      <Wallet size={16} className="shrink-0 text-brand" aria-hidden />
      <span className="max-w-24 truncate sm:max-w-52">{name ? inLocale(name, locale) : abbreviate(address)}</span>
      <ChevronDown size={14} className="shrink-0" aria-hidden />
    </Button>
  )
}

function WalletDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={<Trans>Wallet</Trans>}
      description={<Trans>Connecting shares your address with this page and nothing else.</Trans>}
    >
      <Connected onDone={onClose} />
      <DemoChoice onDone={onClose} />
      <BrowserWallets onDone={onClose} />
    </Dialog>
  )
}

interface Step {
  readonly onDone: () => void
}

function Connected({ onDone }: Step) {
  const { address, connector } = useConnection()
  const disconnect = useDisconnect()
  if (!address) return null
  return (
    <>
      <KeyValueList
        items={[
          { key: 'account', label: <Trans>Connected account</Trans>, value: <AccountName address={address} /> },
          { key: 'wallet', label: <Trans>Wallet</Trans>, value: connector?.name },
        ]}
      />
      <DialogActions>
        <Button onClick={() => disconnect.mutate({}, { onSettled: onDone })}>
          <Trans>Disconnect</Trans>
        </Button>
      </DialogActions>
    </>
  )
}

/** On a local chain: act as one of the demo companies. */
function DemoChoice({ onDone }: Step) {
  const locale = useLocale()
  const { address } = useConnection()
  const { switchTo, error, busy } = useDemoConnection(onDone)
  const companies = demoCompanies()
  if (companies.length === 0) return null
  return (
    <section className="grid gap-2">
      <h3 className="text-xs font-medium text-muted">
        <Trans>Demo companies of this local chain</Trans>
      </h3>
      <ul className="grid gap-1.5">
        {companies.map((company) => (
          <li key={company.key}>
            <button
              type="button"
              disabled={busy}
              aria-current={company.address === address ? 'true' : undefined}
              onClick={() => switchTo(company)}
              data-testid={`company-${company.key}`}
              className="flex min-h-10 w-full flex-wrap items-center justify-between gap-x-3 rounded-md border border-line px-3 py-1.5 text-left hover:bg-hover aria-[current=true]:border-brand aria-[current=true]:bg-brand-soft"
            >
              <span className="font-medium">{locale === 'en' ? company.name : company.nameZh}</span>
              <span className="text-xs text-muted">{locale === 'en' ? company.part : company.partZh}</span>
            </button>
          </li>
        ))}
      </ul>
      {error !== null && <ErrorText>{errorText(error)}</ErrorText>}
    </section>
  )
}

function useDemoConnection(onDone: () => void) {
  const connectors = useConnectors()
  const connect = useConnect()
  const disconnect = useDisconnect()
  const connection = useConnection()
  const switchTo = async (company: DemoCompany) => {
    const connector = connectors.find(({ id }) => id === DEMO_WALLET_ID)
    if (!connector) return
    if (connection.connector) await disconnect.mutateAsync({})
    chooseCompany(company)
    await connect.mutateAsync({ connector })
    onDone()
  }
  return {
    // A refusal is in `connect.error`.
    switchTo: (company: DemoCompany) => void switchTo(company).catch(() => undefined),
    error: connect.error,
    busy: connect.isPending,
  }
}

function BrowserWallets({ onDone }: Step) {
  const { t } = useLingui()
  const wallets = useConnectors().filter(({ id }) => id !== DEMO_WALLET_ID)
  const connect = useConnect()
  const choose = (connector: Connector) => connect.mutate({ connector }, { onSuccess: onDone })
  return (
    <section className="grid gap-2">
      <h3 className="text-xs font-medium text-muted">
        <Trans>Wallets in this browser</Trans>
      </h3>
      {wallets.map((wallet) => (
        <Button key={wallet.uid} busy={connect.isPending} onClick={() => choose(wallet)} className="justify-start">
          {wallet.icon && <img src={wallet.icon} alt="" width={20} height={20} />}
          {wallet.name}
        </Button>
      ))}
      {wallets.length === 0 && (
        <p className="text-muted">{t`No wallet was found. Install a wallet extension, then reload this page.`}</p>
      )}
      {connect.error && <ErrorText>{errorText(connect.error)}</ErrorText>}
    </section>
  )
}
