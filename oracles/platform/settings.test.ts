import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PlatformConfigError } from './server.ts'
import { readOptions } from './settings.ts'

const complete = {
  DATABASE_URL: 'postgresql://localhost/x',
  PROVIDER_ID: 'lantern-market',
  PROVIDER_NAME: 'Lantern Market',
  PROVIDER_NAME_ZH: '灯市商城',
  PROVIDER_SCOPES: '0,1,4',
  RPC_URL: 'http://127.0.0.1:8545',
  CONSENTS: '0x00000000000000000000000000000000000000c0',
  SCORE_ORACLE: '0x00000000000000000000000000000000000000c1',
  SIGNING_KEY: `0x${'11'.repeat(32)}`,
  API_KEY: 'sixteen characters',
  MODEL_FILE: 'model.blob',
  PORT: '8700',
}

describe('settings', () => {
  it('become options', () => {
    expect(readOptions(complete)).toMatchObject({ port: 8_700, provider: { id: 'lantern-market', scopes: 0b10011 } })
  })

  it.each([
    [{ PORT: undefined, API_KEY: '' }, 'set API_KEY, PORT; --help tells what they are'],
    [{ PROVIDER_ID: undefined }, 'set PROVIDER_ID; --help tells what they are'],
    [{ PORT: '70000' }, 'PORT is "70000"; use 0 to 65535'],
    [{ CONSENTS: '0x12' }, 'CONSENTS is "0x12", which is no address'],
    [{ PROVIDER_SCOPES: '0;1' }, 'PROVIDER_SCOPES is "0;1"; write scope bits joined by commas, such as 0,1,3'],
    [{ PROVIDER_SCOPES: '31' }, 'PROVIDER_SCOPES is "31"; write scope bits joined by commas, such as 0,1,3'],
  ])('%o are refused', (change, message) => {
    expect(() => readOptions({ ...complete, ...change })).toThrow(new PlatformConfigError(message))
  })

  it('that are wrong end the process with 2 and one line', () => {
    const main = join(import.meta.dirname, 'main.ts')
    const env = { ...complete, SIGNING_KEY: '0x00', MODEL_FILE: '/nowhere' }
    const { status, stderr } = spawnSync(process.execPath, [main], { env, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'the signing key must be 32 bytes in hex, 0x first\n' })
  })
})
