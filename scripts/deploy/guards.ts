import type { Address } from 'viem'
import { publicAccounts } from '../demo/companies.ts'
import type { NetworkConfig } from './config.ts'

/** Chain ids of chains that live on one machine. */
const localChainIds: ReadonlySet<number> = new Set([31337, 1337])

/** A configuration that must not be deployed where it was about to be. */
export class DeploymentRefused extends Error {
  override name = 'DeploymentRefused'
}

/** Whether demo accounts, the demo clock and a token of our own minting may exist on this chain. */
export function isLocalChain(chainId: number): boolean {
  return localChainIds.has(chainId)
}

/**
 * Refuses what only a local chain may have, roles without a holder, and a deployer that would keep a role.
 * @throws DeploymentRefused with all objections
 */
export function requireSafe(config: NetworkConfig, chainId: number, deployer: Address): void {
  const objections = [
    ...(isLocalChain(chainId) ? [] : localOnly(config, deployer)),
    ...emptyRoles(config),
    ...(accountsOf(config).some((account) => same(account, deployer))
      ? ['the deployer holds a role or is a member: use an account that has nothing else to do']
      : []),
  ]
  if (objections.length === 0) return
  throw new DeploymentRefused(`not deployed to chain ${chainId}:\n${objections.map((line) => `- ${line}`).join('\n')}`)
}

function localOnly(config: NetworkConfig, deployer: Address): string[] {
  const known = publicAccounts()
  const exposed = [...new Set([...accountsOf(config), deployer])].filter((account) => known.has(account.toLowerCase()))
  return [
    ...(config.asset.kind === 'local' ? ['the local settlement asset exists on local chains only'] : []),
    ...exposed.map((account) => `the key of ${account} is public: it is a demo or test account`),
    ...config.banks
      .filter(({ credit, leasing }) => [credit.functions, leasing.alarms.functions].some((f) => f?.kind === 'test'))
      .map(({ name }) => `${name}: anybody can answer for the test router's oracle network`),
    ...config.platforms
      .filter(({ url }) => !url.startsWith('https://'))
      .map(({ slug, url }) => `${slug}: merchants' data need https, not ${url}`),
    ...(config.telemetry.url.startsWith('https://')
      ? []
      : [`the gateway's pictures of alarms need https, not ${config.telemetry.url}`]),
  ]
}

function emptyRoles(config: NetworkConfig): string[] {
  const sets: [string, Readonly<Record<string, readonly Address[]>>][] = [
    ['the network', config.holders],
    ...config.banks.map((bank): [string, Readonly<Record<string, readonly Address[]>>] => [bank.name, bank.holders]),
  ]
  return sets.flatMap(([owner, holders]) =>
    Object.entries(holders)
      .filter(([, accounts]) => accounts.length === 0)
      .map(([role]) => `${owner}: nobody holds ${role}`),
  )
}

function accountsOf(config: NetworkConfig): Address[] {
  return [
    ...Object.values(config.holders).flat(),
    ...config.members.map((member) => member.account),
    ...config.telemetry.accounts,
    ...config.banks.flatMap((bank) => Object.values(bank.holders).flat()),
    ...config.banks.flatMap((bank) => bank.debtors.map((debtor) => debtor.account)),
  ]
}

function same(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
