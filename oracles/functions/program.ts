/** The program that a Functions node runs. It fetches the model; `build.ts` makes one file of it. */

import { fetchedModel } from './fetched-model.ts'
import type { HttpRequest } from './host.ts'
import type {} from './node-globals.ts'
import { scoreMerchant } from './score-source.ts'

const http = (request: HttpRequest) => Functions.makeHttpRequest(request)

export const answer: Promise<Uint8Array> = scoreMerchant({
  http,
  args,
  bytesArgs,
  secrets,
  model: (request) => fetchedModel(http, request),
})
