import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Environment, GatewayConfigError, readConfig, SETTINGS } from './config.ts'
import { deploymentOf } from './testing/deployment.ts'

let directory: string
let environment: Environment
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tallystick-config-'))
  writeFileSync(join(directory, 'deployment.json'), JSON.stringify(deploymentOf(`0x${'11'.repeat(32)}`)))
  environment = {
    DATABASE_URL: 'postgresql://user:password@localhost/telemetry',
    RPC_URL: 'http://127.0.0.1:8545',
    DEPLOYMENT: join(directory, 'deployment.json'),
    GATEWAY_KEY_FILE: join(directory, 'gateway.pem'),
    HTTP_PORT: '8080',
    MQTT_PORT: '1883',
    MQTT_SECRET: 'sixteen letters!',
  }
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe('the configuration', () => {
  it('has a default for all that is not asked for', () => {
    expect(readConfig(environment)).toMatchObject({
      http: { port: 8080, host: '127.0.0.1' },
      broker: { embedded: { port: 1883, host: '127.0.0.1', secret: 'sixteen letters!' } },
      ...{ keeperKey: undefined, readingInterval: 300_000, confirmations: 1, logLevel: 'info' },
    })
  })

  it('takes an external broker instead of the embedded one', () => {
    const MQTT_URL = 'mqtts://gateway:password@broker:8883'
    expect(readConfig({ ...environment, MQTT_PORT: '', MQTT_SECRET: '', MQTT_URL }).broker).toEqual({
      external: { url: MQTT_URL },
    })
  })

  it('reads certificates, and listens to TLS alone when no other port is given', () => {
    const pem = join(directory, 'pem')
    writeFileSync(pem, 'a certificate')
    const tls = { MQTT_PORT: '', MQTT_TLS_PORT: '8883', MQTT_TLS_KEY_FILE: pem, MQTT_TLS_CERT_FILE: pem }
    expect(readConfig({ ...environment, ...tls, MQTT_TLS_CA_FILE: pem }).broker).toEqual({
      embedded: {
        tls: { port: 8883, key: 'a certificate', cert: 'a certificate', ca: 'a certificate' },
        ...{ host: '127.0.0.1', secret: 'sixteen letters!' },
      },
    })
  })

  it.each<[Environment, RegExp]>([
    [{ DATABASE_URL: '' }, /^set DATABASE_URL/],
    [{ DATABASE_URL: 'mysql://secret' }, /^DATABASE_URL must be a URL that begins with postgres/],
    [{ RPC_URL: 'localhost' }, /^RPC_URL must be a URL that begins with http/],
    [{ DEPLOYMENT: '/nowhere' }, /^DEPLOYMENT \/nowhere cannot be read/],
    [{ HTTP_PORT: '70000' }, /^HTTP_PORT is "70000"/],
    [{ MQTT_PORT: '' }, /^set MQTT_PORT or MQTT_TLS_PORT .* or MQTT_URL/],
    [{ MQTT_SECRET: 'short' }, /^MQTT_SECRET must have at least 16/],
    [{ MQTT_TLS_PORT: '8883' }, /^set MQTT_TLS_KEY_FILE/],
    [{ MQTT_TLS_PORT: '8883', MQTT_TLS_KEY_FILE: '/nowhere' }, /^MQTT_TLS_KEY_FILE is \/nowhere/],
    [{ MQTT_URL: 'http://broker' }, /^MQTT_URL must be a URL that begins with mqtt/],
    [{ KEEPER_KEY: '0x12' }, /^KEEPER_KEY must be a private key/],
    [{ ADAPTERS_FILE: '/nowhere' }, /^ADAPTERS_FILE: \/nowhere cannot be read/],
    [{ READING_INTERVAL: '0' }, /^READING_INTERVAL is "0"/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is "loud"/],
  ])('with %o says what to change, and no secret', (changes, message) => {
    const read = () => readConfig({ ...environment, ...changes })
    expect(read).toThrow(GatewayConfigError)
    expect(read).toThrow(message)
    expect(read).not.toThrow(/mysql:\/\/secret/)
  })

  it('explains every setting', () => {
    expect(Object.keys(SETTINGS)).toEqual(expect.arrayContaining(Object.keys(environment)))
  })
})
