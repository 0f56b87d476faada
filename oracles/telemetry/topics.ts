import type { Hex } from 'viem'

/** What a device publishes, and the gateway's commands to it. */
export type FleetChannel = 'telemetry' | 'birth' | 'state' | 'ack' | 'cmd'

/** A topic of a device that signs, or of one of before (`legacy`), which has a name only. */
export type Topic =
  | { readonly channel: FleetChannel; readonly deviceId: Hex }
  | { readonly channel: 'legacy'; readonly name: string }

const FLEET = /^fleet\/v1\/(0x[0-9a-f]{64})\/(telemetry|birth|state|ack|cmd)$/
const LEGACY = /^device\/([\w.-]{1,64})\/data$/

/** Filters of everything that the gateway listens to. */
export const GATEWAY_FILTERS: readonly string[] = [
  ...['telemetry', 'birth', 'state', 'ack'].map((channel) => `fleet/v1/+/${channel}`),
  'device/+/data',
]

/** @returns undefined for a topic that is none of ours */
export function parseTopic(topic: string): Topic | undefined {
  const [, deviceId, channel] = FLEET.exec(topic) ?? []
  if (deviceId !== undefined) return { channel: channel as FleetChannel, deviceId: deviceId as Hex }
  const name = LEGACY.exec(topic)?.[1]
  return name === undefined ? undefined : { channel: 'legacy', name }
}

export function fleetTopic(deviceId: Hex, channel: FleetChannel): string {
  return `fleet/v1/${deviceId}/${channel}`
}
