/** The program that a Functions node runs for alarms; `build.ts` makes one file of it. */

import { alarmPicture } from './alarm-source.ts'
import type {} from './node-globals.ts'

export const answer: Promise<Uint8Array> = alarmPicture({
  http: (request) => Functions.makeHttpRequest(request),
  args,
  bytesArgs,
})
