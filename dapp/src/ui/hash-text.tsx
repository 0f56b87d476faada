import { abbreviate } from '../lib/abbreviate'
import { CopyButton } from './copy-button'

/** A hash or another long hexadecimal value: its ends, with the whole of it to copy. */
export function HashText({ value }: { readonly value: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <code className="font-mono text-xs" title={value}>
        {abbreviate(value)}
      </code>
      <CopyButton text={value} />
    </span>
  )
}
