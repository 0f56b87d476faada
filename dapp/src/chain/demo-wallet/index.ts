import { type Address, getAddress } from 'viem'
import { type CreateConnectorFn, createConnector } from 'wagmi'
import { chosenCompany } from '../demo-companies'
import { demoProvider } from './provider'

/** Remembers that the demo wallet was connected, so that a reload keeps the company. */
const connectedKey = 'tallystick.demo-wallet.connected'

/**
 * A wallet for local chains: acts for the company that was chosen, and asks before it signs. Loaded only where the
 * deployment says `local`; keys come from the local server at run time.
 */
export function demoWallet(): CreateConnectorFn {
  return createConnector(({ chains: [chain], emitter }) => {
    const provider = demoProvider(chain)
    const accounts = (): readonly Address[] => {
      const company = chosenCompany()
      return company ? [getAddress(company.address)] : []
    }
    return {
      id: 'demo',
      name: 'Demo wallet',
      type: 'demo',
      async connect(parameters?: { readonly withCapabilities?: boolean | undefined }) {
        const list = accounts()
        if (list.length === 0) throw Object.assign(new Error('no demo company is chosen'), { code: 4001 })
        localStorage.setItem(connectedKey, 'yes')
        const shown = parameters?.withCapabilities ? list.map((address) => ({ address, capabilities: {} })) : list
        return { accounts: shown as never, chainId: chain.id }
      },
      async disconnect() {
        localStorage.removeItem(connectedKey)
      },
      async getAccounts() {
        return accounts()
      },
      async getChainId() {
        return chain.id
      },
      async getProvider() {
        return provider
      },
      async isAuthorized() {
        return localStorage.getItem(connectedKey) !== null && accounts().length > 0
      },
      async switchChain({ chainId }) {
        if (chainId !== chain.id) throw Object.assign(new Error('unknown chain'), { code: 4902 })
        return chain
      },
      onAccountsChanged(list) {
        emitter.emit('change', { accounts: list.map((address) => getAddress(address)) })
      },
      onChainChanged() {},
      onDisconnect() {
        emitter.emit('disconnect')
      },
    }
  })
}
