import type { Topic } from '../topics.ts'

/** A message of a device, on one of the topics that devices publish on. */
export interface FleetMessage {
  readonly topic: string
  /** {@link topic} taken apart. */
  readonly source: Topic
  readonly payload: Buffer
}

/**
 * Takes a device's message in. The broker is told that it arrived when the promise is kept, and has it sent again (by the
 * device, or by the external broker) when it is not.
 */
export type FleetHandler = (message: FleetMessage) => Promise<void>

/** The way to the devices, whichever broker it is. */
export interface FleetLink {
  /** Publishes with QoS 1. The embedded broker keeps retained messages in memory: publish them anew after a start. */
  publish(topic: string, payload: string, options: { readonly retain: boolean }): Promise<void>
  /** Disconnects. What was not acknowledged is sent again to the next gateway. */
  close(): Promise<void>
}
