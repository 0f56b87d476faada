/** One entry of a lockfile, as far as the bootstrap reads it. */
export interface LockedPackage {
  readonly version?: string
  readonly link?: boolean
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

export class SetupError extends Error {}
export function nodeMajor(path: string): number
export function cacheFile(env?: NodeJS.ProcessEnv): string
export function findNode(file?: string): string
export function missingPackages(lock: Lockfile, installed: Lockfile, platform?: { os: string; cpu: string }): string[]
export function target(args: readonly string[]): string[] | undefined
