import type { Address } from 'viem'
import type { Provider } from '../../oracles/platform/provider.ts'
import { advance, type SampleKey, seedSamples, type Turn } from '../../oracles/platform/sample-merchants.ts'
import { PlatformStore } from '../../oracles/platform/store.ts'
import { company, type DemoKey } from './companies.ts'
import { type DemoPlatform, demoPlatforms } from './platforms.ts'

/** The demo's merchants, with what the sample data tell about each. */
const merchants = { qingteng: 'growing', lubang: 'defaulted' } as const satisfies Partial<Record<DemoKey, SampleKey>>

const turns: readonly Turn[] = ['grow', 'fall', 'collapse']

/** A platform of the demo in the words of its own server. */
export function providerOf({ slug, name, nameZh, scopes }: DemoPlatform): Provider {
  return { id: slug, name, nameZh, scopes }
}

/**
 * Fills every platform with the merchants' facts up to yesterday.
 * @param now second
 */
export async function seedMerchants(databaseUrl: string, now: number): Promise<void> {
  const accounts = Object.entries(merchants).map(([key, story]) => [story, company(key as DemoKey).address])
  const byStory = Object.fromEntries(accounts) as Partial<Record<SampleKey, Address>>
  await onEveryPlatform(databaseUrl, (store) => seedSamples(store, byStory, now))
}

/**
 * Lets a merchant's business go on until yesterday, on every platform.
 * @param body `{"kind": "grow" | "fall" | "collapse"}`
 * @param now chain time in seconds
 * @returns day from which and number of days for which facts were added
 * @throws RangeError with a sentence for the reader
 */
export async function advanceMerchant(databaseUrl: string, key: string, body: unknown, now: number) {
  if (!Object.hasOwn(merchants, key)) {
    throw new RangeError(`there is no merchant ${key} in the demo; there are ${Object.keys(merchants).join(' and ')}`)
  }
  const kind = (typeof body === 'object' && body !== null ? body : {}) as { readonly kind?: unknown }
  const turn = turns.find((known) => known === kind.kind)
  if (turn === undefined) throw new RangeError(`send {"kind": ${turns.map((known) => `"${known}"`).join(' | ')}}`)
  const { address } = company(key as DemoKey)
  const [counts] = await onEveryPlatform(databaseUrl, (store) => advance(store, address, turn, now))
  return { merchant: address, days: counts?.added ?? 0 }
}

async function onEveryPlatform<Result>(
  databaseUrl: string,
  work: (store: PlatformStore) => Promise<Result>,
): Promise<Result[]> {
  return Promise.all(
    demoPlatforms.map(async (platform) => {
      const store = await PlatformStore.open(databaseUrl, providerOf(platform))
      return work(store).finally(() => store.close())
    }),
  )
}
