import './app/index.css'
import { I18nProvider } from '@lingui/react'
import { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { App } from './app/app'
import { StartFailure } from './app/start-failure'
import { initTheme } from './app/theme'
import { createWagmiConfig } from './chain/config'
import { loadDemoCompanies } from './chain/demo-companies'
import { loadDeployment } from './chain/deployment'
import { loadErrorSentences } from './chain/errors'
import { addContractNames } from './chain/names'
import { startChainClock } from './chain/now'
import { routeTree } from './generated/route-tree'
import { activate, i18n, initialLocale } from './i18n'

const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: false } },
})

const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

async function start(root: Root): Promise<void> {
  initTheme()
  await activate(initialLocale())
  try {
    const [deployment] = await Promise.all([loadDeployment(), loadErrorSentences()])
    addContractNames(deployment)
    const connectors = deployment.local ? [await localWallet()] : []
    const config = createWagmiConfig(deployment, connectors)
    await startChainClock(config.getClient(), deployment.local)
    root.render(
      <StrictMode>
        <App config={config} queryClient={queryClient} router={router} />
      </StrictMode>,
    )
  } catch (error) {
    root.render(
      <I18nProvider i18n={i18n}>
        <StartFailure detail={error instanceof Error ? error.message : String(error)} />
      </I18nProvider>,
    )
  }
}

/** Loaded on local chains only, and with it everything that can sign. */
async function localWallet() {
  const [{ demoWallet }] = await Promise.all([import('./chain/demo-wallet'), loadDemoCompanies()])
  return demoWallet()
}

void start(createRoot(document.getElementById('root') as HTMLElement))
