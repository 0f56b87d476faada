import { abbreviate } from '../lib/abbreviate'
import { CopyButton } from './copy-button'

export interface HashTextProps {
  readonly value: string
  /** Names the value for browser tests. */
  readonly testId?: string
}

/** A hash or another long hexadecimal value: its ends, with the whole of it to copy. */
export function HashText({ value, testId }: HashTextProps) {
  return (
    <span className="inline-flex items-center gap-1">
      <code className="font-mono text-xs" title={value} data-testid={testId}>
        {abbreviate(value)}
      </code>
      <CopyButton text={value} />
    </span>
  )
}
