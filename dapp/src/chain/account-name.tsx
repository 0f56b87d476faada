import { inLocale } from '../i18n'
import { useLocale } from '../i18n/use-locale'
import { abbreviate } from '../lib/abbreviate'
import { CopyButton } from '../ui/copy-button'
import { nameOf } from './names'

export interface AccountNameProps {
  readonly address: string
  /** Leaves out the address beside a known name, where space is short. */
  readonly short?: boolean
}

/** A company by its known name with its address to copy, or the address alone. */
export function AccountName({ address, short = false }: AccountNameProps) {
  const locale = useLocale()
  const name = nameOf(address)
  return (
    <span className="inline-flex max-w-full flex-wrap items-baseline gap-x-1.5">
      {name && <span title={address}>{inLocale(name, locale)}</span>}
      {!(name && short) && (
        <span className="inline-flex items-center">
          <code className="font-mono text-xs text-muted" title={address}>
            {abbreviate(address)}
          </code>
          <CopyButton text={address} />
        </span>
      )}
    </span>
  )
}
