import { type Hex, keccak256, stringToHex } from 'viem'
import { FeatureSigner } from '../../oracles/platform/signing.ts'
import { demoMnemonic } from './companies.ts'

/** A platform of the demo, which holds data about the demo's merchants. */
export interface DemoPlatform {
  readonly slug: PlatformSlug
  readonly name: string
  readonly nameZh: string
  /** Kinds of data that it has: scope bits of docs/scoring.md. */
  readonly scopes: number
  /** Where it listens unless the port is taken. */
  readonly usualPort: number
  /** Ed25519 seed of its signing key; as public as the demo's other keys. */
  readonly signingKey: Hex
  /** Ed25519 key that its answers are checked with. */
  readonly publicKey: Hex
}

const described = {
  'lantern-market': { name: 'Lantern Market', nameZh: '灯市商城', scopes: 0b11111, usualPort: 8100 },
  'tongda-pay': { name: 'Tongda Pay', nameZh: '通达支付', scopes: 0b00001, usualPort: 8101 },
} as const

export type PlatformSlug = keyof typeof described

/** Something for each platform. */
export function forEachPlatform<Value>(value: (platform: DemoPlatform) => Value): Record<PlatformSlug, Value> {
  return Object.fromEntries(demoPlatforms.map((platform) => [platform.slug, value(platform)])) as Record<
    PlatformSlug,
    Value
  >
}

/** The demo's platforms; the position is the source's bit in a score's mask. */
export const demoPlatforms: readonly DemoPlatform[] = Object.entries(described).map(([slug, platform]) => {
  const signingKey = keccak256(stringToHex(`${demoMnemonic} ${slug}`))
  return {
    slug: slug as PlatformSlug,
    ...platform,
    signingKey,
    publicKey: new FeatureSigner(signingKey).publicKey,
  }
})
