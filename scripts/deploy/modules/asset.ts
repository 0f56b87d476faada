import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import type { ExistingAsset, LocalAsset } from '../config.ts'
import { fiatToken } from './circle.ts'
import { localAsset } from './local-asset.ts'

function existingAsset(asset: ExistingAsset) {
  return buildModule('ExistingAsset', (m) => ({ token: m.contractAt('FiatToken', fiatToken, asset.address) }))
}

/** The settlement asset: the chain's own, or one deployed for a local run. */
export function assetModule(asset: ExistingAsset | LocalAsset) {
  return asset.kind === 'local' ? localAsset(asset) : existingAsset(asset)
}

/** What {@link assetModule} gives. */
export type AssetModule = ReturnType<typeof assetModule>
