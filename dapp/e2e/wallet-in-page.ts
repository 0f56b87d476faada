/** What crosses the border between page and Node for one request. */
export type Answer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } }

/** How the wallet presents itself to a page. */
export interface WalletIdentity {
  readonly name: string
  /** Also be `window.ethereum`, for pages from before EIP-6963. */
  readonly legacy: boolean
}

/** The two names by which page and Node call each other. */
export interface WalletWindow {
  __testWalletRequest(call: { method: string; params: unknown[] }): Promise<Answer>
  __testWalletEmit(event: string, value: unknown): void
}

/**
 * Runs inside every page before its own scripts: an EIP-1193 provider without a key, announced by EIP-6963. Playwright
 * sends the function's source, so it may use nothing from outside itself.
 */
export function announceWallet({ name, legacy }: WalletIdentity): void {
  type Listener = (value: unknown) => void
  const page = window as unknown as WalletWindow & { ethereum?: unknown }
  const listeners = new Map<string, Set<Listener>>()

  const provider = {
    isMetaMask: legacy,
    on(event: string, listener: Listener) {
      const known = listeners.get(event) ?? new Set()
      listeners.set(event, known.add(listener))
      return provider
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener)
      return provider
    },
    async request({ method, params = [] }: { method: string; params?: unknown[] }) {
      const answer = await page.__testWalletRequest({ method, params })
      if ('error' in answer) throw Object.assign(new Error(answer.error.message), answer.error)
      return answer.result
    },
  }
  page.__testWalletEmit = (event, value) => {
    for (const listener of listeners.get(event) ?? []) listener(value)
  }

  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="#0b5c8a"/></svg>'
  const info = Object.freeze({
    uuid: '350670db-19fa-4704-a166-e52e178b59d2',
    name,
    icon: `data:image/svg+xml,${encodeURIComponent(svg)}`,
    rdns: 'example.test-wallet',
  })
  const detail = Object.freeze({ info, provider })
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', announce)
  if (legacy) page.ethereum = provider
  announce()
}
