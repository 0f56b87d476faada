import { describe, expect, it } from 'vitest'
import { toCsv } from './csv'
import { dataHash } from './data-hash'
import { toJsonLines } from './jsonl'

describe('toCsv', () => {
  it('starts with a byte order mark and ends every line with CRLF', () => {
    expect(toCsv(['name', 'units'], [{ name: '蓝海零部件', units: 356_000_000_000n }])).toBe(
      '\uFEFFname,units\r\n蓝海零部件,356000000000\r\n',
    )
  })

  it('quotes commas, quotes and line breaks', () => {
    expect(toCsv(['text'], [{ text: 'a "b", c\nd' }])).toBe('\uFEFFtext\r\n"a ""b"", c\nd"\r\n')
  })

  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1'])('defuses the formula %j', (text) => {
    expect(toCsv(['text'], [{ text }])).toContain(`'${text}`)
  })

  it('leaves negative numbers alone', () => {
    expect(toCsv(['amount'], [{ amount: -12n }])).toBe('\uFEFFamount\r\n-12\r\n')
  })

  it('writes the header of an empty list', () => {
    expect(toCsv(['a', 'b'], [])).toBe('\uFEFFa,b\r\n')
  })

  it('writes nothing for absent values', () => {
    expect(toCsv(['a', 'b'], [{ a: null, b: undefined }])).toBe('\uFEFFa,b\r\n,\r\n')
  })
})

describe('toJsonLines', () => {
  it('writes integers beyond the safe range as text', () => {
    expect(toJsonLines([{ units: 2n ** 100n }, { units: 1 }])).toBe(
      '{"units":"1267650600228229401496703205376"}\n{"units":1}\n',
    )
  })
})

describe('dataHash', () => {
  it('is the SHA-256 of the UTF-8 bytes', async () => {
    expect(await dataHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})
