/** The program with the model inside; `build.ts` makes one file of it. */

import { type InlinedModel, unpackModel } from './inlined-model.ts'
import type {} from './node-globals.ts'
import { scoreMerchant } from './score-source.ts'

/** The build replaces the name by the model. */
declare const INLINED_MODEL: InlinedModel

export const answer: Promise<Uint8Array> = scoreMerchant({
  http: (request) => Functions.makeHttpRequest(request),
  args,
  bytesArgs,
  secrets,
  model: (request) => unpackModel(INLINED_MODEL, request),
})
