import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Abi, Hex } from 'viem'

/** A compiled contract as another package ships it. */
export interface PackageArtifact {
  readonly abi: Abi
  readonly bytecode: Hex
}

/** @param path package name and path inside it */
export function packageArtifact(path: string): PackageArtifact {
  return JSON.parse(readFileSync(fileURLToPath(import.meta.resolve(path)), 'utf8')) as PackageArtifact
}
