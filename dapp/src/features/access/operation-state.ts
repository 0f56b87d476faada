/** Seconds after its time within which an announced call can be executed; `AccessManager.expiration()`. */
export const EXECUTION_WINDOW = 604_800n

export type OperationStage = 'waiting' | 'due' | 'lapsed' | 'executed' | 'canceled'

/**
 * Where an announced call stands.
 * @param now unix seconds of the chain's clock
 * @param schedule first second at which it can be executed
 */
export function stageOf(state: 'Scheduled' | 'Executed' | 'Canceled', schedule: bigint, now: bigint): OperationStage {
  if (state === 'Executed') return 'executed'
  if (state === 'Canceled') return 'canceled'
  if (now < schedule) return 'waiting'
  return now < schedule + EXECUTION_WINDOW ? 'due' : 'lapsed'
}
