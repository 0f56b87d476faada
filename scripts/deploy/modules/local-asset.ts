import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import type { LocalAsset } from '../config.ts'
import { circleArtifact, fiatToken } from './circle.ts'

/** Circle's FiatTokenV2_2 behind its proxy: 6 decimals, permit, pause and black-list as the real one has them. */
export function localAsset(asset: LocalAsset) {
  return buildModule('LocalAsset', (m) => {
    const deployer = m.getAccount(0)
    const signatureChecker = m.library(
      'SignatureChecker',
      circleArtifact('util/SignatureChecker.sol/SignatureChecker.json'),
    )
    const libraries = { SignatureChecker: signatureChecker }
    const implementation = m.contract('FiatTokenV2_2', fiatToken, [], { libraries })
    const proxy = m.contract('FiatTokenProxy', circleArtifact('v1/FiatTokenProxy.sol/FiatTokenProxy.json'), [
      implementation,
    ])
    // First of all: until the admin is somebody else, the proxy answers the deployer's calls itself.
    const changeAdmin = m.call(proxy, 'changeAdmin', [asset.proxyAdmin])
    const token = m.contractAt('FiatToken', fiatToken, proxy, { after: [changeAdmin] })
    const { issuer } = asset
    const names = [asset.name, asset.symbol, asset.currency]
    const v1 = m.call(token, 'initialize', [...names, 6, deployer, issuer, issuer, deployer])
    const v2 = m.call(token, 'initializeV2', [asset.name], { after: [v1] })
    const v21 = m.call(token, 'initializeV2_1', [issuer], { after: [v2] })
    const v22 = m.call(token, 'initializeV2_2', [[], asset.symbol], { after: [v21] })
    const minter = m.call(token, 'configureMinter', [issuer, asset.mintAllowance], { after: [v22] })
    const masterMinter = m.call(token, 'updateMasterMinter', [issuer], { after: [minter] })
    m.call(token, 'transferOwnership', [issuer], { after: [masterMinter] })
    return { token }
  })
}
