import type { FeatureRow } from '@tallystick/sdk/scoring'
import type { Hex } from 'viem'
import { AS_OF, BLOB, pathOf, type RequestArguments, requestFor, SOURCES } from './score-cases.ts'
import { TestWeb } from './web.ts'

/** The platforms and a place for the model, on one test server. */
export class ScoreWorld {
  readonly web: TestWeb

  private constructor(web: TestWeb) {
    this.web = web
  }

  static async start(): Promise<ScoreWorld> {
    const world = new ScoreWorld(await TestWeb.start())
    world.web.replies.set('/model', { body: BLOB })
    return world
  }

  /** Has source 0 or 1 state these features of the merchant. */
  state(source: 0 | 1, merchant: Hex, features: FeatureRow, asOf = AS_OF): void {
    this.web.replies.set(pathOf(source, merchant), { body: SOURCES[source].answer(merchant, asOf, features) })
  }

  /** What the contract would ask of the network. */
  request(merchant: Hex, sourceMask: 1 | 2 | 3 = 1): RequestArguments {
    return requestFor(this.web.url, merchant, sourceMask)
  }

  close(): Promise<void> {
    return this.web.close()
  }
}
