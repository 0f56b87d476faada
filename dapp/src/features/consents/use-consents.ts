import { CREDIT_SCORING_PURPOSE, consentsAbi, modelRegistryAbi, scoreOracleAbi } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import { useReadContract, useReadContracts } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import type { Grant } from './consent-state'

/** A platform that the bank's oracle may ask, and what the merchant has allowed it. */
export interface PlatformConsent {
  readonly id: Hex
  readonly active: boolean
  /** Kinds of data that the bank's model needs of this platform, one bit each. */
  readonly needed: number
  readonly grant: Grant
  /** Nonce of the next signature. */
  readonly nonce: bigint
}

const SOURCES = 8
const NOBODY = `0x${'0'.repeat(64)}`

/** The platforms of the bank's oracle with the merchant's consents, from the contracts. */
export function useConsents(merchant: Address) {
  const { network } = useDeployment()
  const { scoreOracle } = useBank()
  const providers = useProviders()
  const scopes = useModelScopes()
  const read = { address: network.consents, abi: consentsAbi } as const
  const platforms = useReadContracts({
    allowFailure: false,
    contracts: (providers.data ?? []).map((id) => ({ ...read, functionName: 'providerOf', args: [id] }) as const),
    query: { enabled: providers.data !== undefined, refetchInterval: 10_000 },
  })
  const keys = (providers.data ?? []).map((id) => [merchant, id, scoreOracle, CREDIT_SCORING_PURPOSE] as const)
  const grants = useReadContracts({
    allowFailure: false,
    contracts: keys.map((args) => ({ ...read, functionName: 'consentOf', args }) as const),
    query: { enabled: providers.data !== undefined, refetchInterval: 5_000 },
  })
  const nonces = useReadContracts({
    allowFailure: false,
    contracts: keys.map((args) => ({ ...read, functionName: 'nonceOf', args }) as const),
    query: { enabled: providers.data !== undefined, refetchInterval: 5_000 },
  })
  const queries = [providers, scopes, platforms, grants, nonces]
  return {
    consents: join(providers.data, scopes.data, platforms.data, grants.data, nonces.data),
    isError: queries.some(({ isError }) => isError),
    refetch: () => Promise.all(queries.map(({ refetch }) => refetch())),
  }
}

/** Ids of the platforms that the oracle asks, in the order of its sources. */
function useProviders() {
  const { scoreOracle } = useBank()
  return useReadContracts({
    allowFailure: false,
    contracts: Array.from(
      { length: SOURCES },
      (_, index) => ({ address: scoreOracle, abi: scoreOracleAbi, functionName: 'source', args: [index] }) as const,
    ),
    query: { select: (ids) => ids.filter((id) => id !== NOBODY) },
  })
}

/** Kinds of data that the active model needs; 0 while no model is active. */
function useModelScopes() {
  const { models } = useBank()
  const registry = { address: models, abi: modelRegistryAbi } as const
  const version = useReadContract({ ...registry, functionName: 'active' })
  return useReadContract({
    ...registry,
    functionName: 'model',
    args: [version.data ?? 0],
    query: { enabled: version.data !== undefined, select: ({ scopes }) => scopes },
  })
}

function join(
  ids: readonly Hex[] | undefined,
  scopes: number | undefined,
  platforms: readonly { readonly active: boolean; readonly scopes: number }[] | undefined,
  grants: readonly Grant[] | undefined,
  nonces: readonly bigint[] | undefined,
): readonly PlatformConsent[] | undefined {
  if (!ids || scopes === undefined || !platforms || !grants || !nonces) return undefined
  return ids.flatMap((id, index) => {
    const [platform, grant, nonce] = [platforms[index], grants[index], nonces[index]]
    if (!platform || !grant || nonce === undefined) return []
    return { id, active: platform.active, needed: platform.scopes & scopes, grant, nonce }
  })
}
