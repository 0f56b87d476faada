import { I18nProvider } from '@lingui/react'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type AnyRouter, RouterProvider } from '@tanstack/react-router'
import { type Config, WagmiProvider } from 'wagmi'
import { i18n } from '../i18n'

export interface AppProps {
  readonly config: Config
  readonly queryClient: QueryClient
  readonly router: AnyRouter
}

/** The page with everything that its parts ask for by context. */
export function App({ config, queryClient, router }: AppProps) {
  return (
    <I18nProvider i18n={i18n}>
      <WagmiProvider config={config}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </WagmiProvider>
    </I18nProvider>
  )
}
