import {
  type HoldingFieldsFragment,
  HoldingsDocument,
  type ReceivableFieldsFragment,
  type ReceivableState,
  ReceivablesDocument,
} from '@tallystick/sdk'
import type { Address } from 'viem'
import { useGraph } from '../../graphql/use-graph'

/** One line of the list: a holding of the company, or a whole receivable. */
export interface ReceivableRow {
  readonly key: string
  readonly receivable: ReceivableFieldsFragment
  /** Units held, or the whole face. */
  readonly units: bigint
  readonly tier: number
  /** Token of the holding; undefined for a whole receivable. */
  readonly tokenId: bigint | undefined
}

/** Rows with the state of the question they answer. */
export interface ReceivableRows {
  readonly rows: readonly ReceivableRow[]
  readonly loading: boolean
  readonly error: unknown
  retry(): void
}

type StateFilter = ReceivableState | 'any'

/** Units that an account holds now, next due day first. */
export function useHoldingRows(account: Address | undefined, state: StateFilter): ReceivableRows {
  const where = {
    account: (account ?? '0x').toLowerCase() as Address,
    units_gt: '0',
    ...(state === 'any' ? {} : { receivable_: { state } }),
  }
  const { data, error, isPending, refetch } = useGraph(
    HoldingsDocument,
    { where, first: 500 },
    { enabled: account !== undefined },
  )
  return {
    rows: account === undefined ? [] : (data?.holdings ?? []).map(holdingRow),
    loading: account !== undefined && isPending,
    error,
    retry: () => void refetch(),
  }
}

function holdingRow(holding: HoldingFieldsFragment & { readonly receivable: ReceivableFieldsFragment }): ReceivableRow {
  const { id, receivable, units, tier, tokenId } = holding
  return { key: id, receivable, units: BigInt(units), tier, tokenId: BigInt(tokenId) }
}

/** All receivables of the network, newest first. */
export function useRegisterRows(state: StateFilter, enabled: boolean): ReceivableRows {
  const { data, error, isPending, refetch } = useGraph(
    ReceivablesDocument,
    { where: state === 'any' ? {} : { state }, first: 500 },
    { enabled },
  )
  return {
    rows: (data?.receivables ?? []).map((receivable) => ({
      key: receivable.id,
      receivable,
      units: BigInt(receivable.face),
      tier: receivable.deepestTier,
      tokenId: undefined,
    })),
    loading: enabled && isPending,
    error,
    retry: () => void refetch(),
  }
}
