import { useBlock } from 'wagmi'
import { InstantText } from '../../ui'

/** A moment: of a block, or told by a machine. */
export type CommandTimeProps =
  | { readonly block: bigint; readonly second?: never }
  | { readonly block?: never; readonly second: bigint }

/** When something happened; a block's time is read from the chain. */
export function CommandTime({ block, second }: CommandTimeProps) {
  const { data } = useBlock({
    ...(block === undefined ? {} : { blockNumber: block }),
    query: { enabled: block !== undefined },
  })
  return <InstantText at={second ?? data?.timestamp} />
}
