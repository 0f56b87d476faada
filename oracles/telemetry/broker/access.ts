/** Who may connect, and what each may publish and subscribe to, at the embedded broker. */
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Hex } from 'viem'
import type { DeviceDirectory } from '../ingest/directory.ts'
import { fleetTopic, parseTopic, type Topic } from '../topics.ts'
import { isDeviceToken } from './credentials.ts'

const DEVICE_ID = /^0x[0-9a-f]{64}$/
const LEGACY_NAME = /^[\w.-]{1,64}$/

/** What a client shows when it connects. */
export interface Credentials {
  readonly clientId: string
  readonly userName: string | undefined
  readonly password: Uint8Array | undefined
  readonly connection: Socket
}

/**
 * Client id and user name are the device id (or a legacy device's name), shown to be so by a certificate with that common
 * name or by the password of {@link isDeviceToken}.
 */
export function mayConnect(credentials: Credentials, secret: string, directory: DeviceDirectory): boolean {
  const { clientId, userName = clientId } = credentials
  if (userName !== clientId || !isProven(credentials, secret)) return false
  return DEVICE_ID.test(clientId) ? directory.mayConnect(clientId as Hex) : LEGACY_NAME.test(clientId)
}

function isProven({ clientId, password, connection }: Credentials, secret: string): boolean {
  // The server has checked the certificate's issuer, dates and revocation, or there would be no connection.
  if (connection instanceof TLSSocket && connection.authorized) {
    return connection.getPeerCertificate().subject.CN === clientId
  }
  return password !== undefined && isDeviceToken(secret, clientId, password)
}

/** @returns the topic taken apart, or undefined when the client may not publish there */
export function publishable(clientId: string, topic: string, isRetained: boolean): Topic | undefined {
  const parsed = parseTopic(topic)
  if (parsed === undefined) return undefined
  if (parsed.channel === 'legacy') return parsed.name === clientId && !isRetained ? parsed : undefined
  if (parsed.deviceId !== clientId || parsed.channel === 'cmd') return undefined
  return isRetained && !isRetainable(parsed) ? undefined : parsed
}

/** What a new listener has to learn of a device: a reading that stays would be sent again for ever. */
function isRetainable({ channel }: Topic): boolean {
  return channel === 'birth' || channel === 'state'
}

/** A device listens to its commands and to nothing else, so that there are no wildcards. */
export function maySubscribe(clientId: string, filter: string): boolean {
  return DEVICE_ID.test(clientId) && filter === fleetTopic(clientId as Hex, 'cmd')
}
