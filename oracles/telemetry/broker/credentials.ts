import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * A device's password at the embedded broker: HMAC-SHA-256 of its user name under the gateway's secret, in hex, so that
 * the gateway keeps no passwords.
 * @param name device id, or the name of a legacy device
 */
export function deviceToken(secret: string, name: string): string {
  return createHmac('sha256', secret).update(`tallystick mqtt ${name}`).digest('hex')
}

/** Compares in a time that does not tell where the difference is. */
export function isDeviceToken(secret: string, name: string, password: Uint8Array): boolean {
  const expected = Buffer.from(deviceToken(secret, name))
  return password.length === expected.length && timingSafeEqual(expected, password)
}
