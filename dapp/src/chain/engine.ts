import type { Deployment } from '@tallystick/sdk'
import { type Config, useConfig } from 'wagmi'
import { type Activity, type ActivityStore, activityStore } from './activity-store'
import { useDeployment } from './deployment'

/** What writes run on. */
export interface Engine {
  readonly config: Config
  readonly store: ActivityStore
  readonly chainId: number
  readonly asset: Deployment['asset']
}

/** Records how far a transaction has come. */
export type Step = (next: Partial<Activity>) => void

/** The page's own engine. */
export function useEngine(): Engine {
  const config = useConfig()
  const { asset, chainId } = useDeployment()
  return { config, asset, chainId, store: activityStore() }
}
