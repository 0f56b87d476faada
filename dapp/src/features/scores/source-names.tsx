import { scoreOracleAbi } from '@tallystick/sdk'
import { useReadContracts } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { abbreviate } from '../../lib/abbreviate'
import { sourcesOf } from './score'

/** Names of the platforms behind a score. */
export function SourceNames({ mask }: { readonly mask: number }) {
  const { scoreOracle } = useBank()
  const { platforms } = useDeployment()
  const locale = useLocale()
  const providers = useReadContracts({
    allowFailure: false,
    contracts: sourcesOf(mask).map(
      (index) => ({ address: scoreOracle, abi: scoreOracleAbi, functionName: 'source', args: [index] }) as const,
    ),
  })
  const names = providers.data?.map((id) => {
    const platform = platforms.find((candidate) => candidate.id === id)
    return platform ? inLocale({ en: platform.name, zh: platform.nameZh }, locale) : abbreviate(id)
  })
  return <span>{names?.join(' · ') ?? '–'}</span>
}
