import { Trans } from '@lingui/react/macro'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useActivities } from '../chain/activity-store'
import { ClockControl } from '../chain/clock-control'
import { useDeployment } from '../chain/deployment'
import { ConnectButton } from '../chain/wallet'
import { classNames } from '../ui'
import { ActivityPanel } from './activity-panel'
import { Navigation } from './navigation'
import { LanguageSwitch, ThemeSwitch } from './preferences'
import { IndexedBlock, RecordNotice } from './record-notice'

const ReviewDialog = lazy(() =>
  import('../chain/demo-wallet/review-dialog').then((module) => ({ default: module.ReviewDialog })),
)

/** What surrounds every screen. */
export function Shell() {
  const { local } = useDeployment()
  const hasCards = useActivities().length > 0
  return (
    <div className="min-h-dvh">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:p-2"
      >
        <Trans>Skip to content</Trans>
      </a>
      <Header />
      <div className="md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
        <div className="md:bg-surface">
          <Navigation />
        </div>
        <div className="flex min-w-0 flex-col border-line pb-16 md:border-l md:min-h-[calc(100dvh-3.25rem)] md:pb-0">
          <main
            id="main"
            tabIndex={-1}
            // Room to scroll the last row out from under the transaction cards.
            className={classNames('grid min-w-0 flex-1 content-start gap-4 p-4 md:p-6', hasCards && 'pb-36 md:pb-32')}
          >
            <RecordNotice />
            <Outlet />
          </main>
          <Footer />
        </div>
      </div>
      <ActivityPanel />
      {local && (
        <Suspense>
          <ReviewDialog />
        </Suspense>
      )}
    </div>
  )
}

function Header() {
  return (
    <header
      data-print="hide"
      className="sticky top-0 z-20 flex h-13 items-center justify-between gap-2 border-b border-line bg-surface px-3 md:px-4"
    >
      <div className="flex min-w-0 items-center gap-2">
        <img src="/icon.svg" alt="" width={24} height={24} />
        <strong className="hidden tracking-tight whitespace-nowrap sm:inline">Tallystick · 左券</strong>
      </div>
      <div className="flex min-w-0 items-center gap-1.5">
        <LanguageSwitch />
        <ThemeSwitch />
        <ConnectButton />
      </div>
    </header>
  )
}

function Footer() {
  const { local, chainId } = useDeployment()
  return (
    <footer className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2 text-xs text-muted md:px-6">
      <IndexedBlock />
      <span>
        <Trans>Chain {String(chainId)}</Trans>
      </span>
      {local && (
        <span data-print="hide">
          <ClockControl />
        </span>
      )}
    </footer>
  )
}
