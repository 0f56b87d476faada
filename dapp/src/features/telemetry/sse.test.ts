import { describe, expect, it } from 'vitest'
import { eventParser, readEvents } from './sse'

describe('eventParser', () => {
  it('finds events however the text is cut', () => {
    const text = 'event: reading\ndata: {"a":1}\n\nevent: alarm\ndata: x\n\n'
    const whole = eventParser()(text)
    const parse = eventParser()
    const cut = [...text].flatMap((letter) => parse(letter))
    expect(cut).toEqual(whole)
    expect(whole).toEqual([
      { event: 'reading', data: '{"a":1}' },
      { event: 'alarm', data: 'x' },
    ])
  })

  it('skips comments and keeps lines of data together', () => {
    const parse = eventParser()
    expect(parse(': still here\n\n')).toEqual([])
    expect(parse('data: one\r\ndata: two\r\n\r\n')).toEqual([{ event: 'message', data: 'one\ntwo' }])
  })
})

describe('readEvents', () => {
  it('reads letters that are cut in the middle', async () => {
    const bytes = new TextEncoder().encode('data: 怠速\n\n')
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        controller.enqueue(bytes.slice(0, 8))
        controller.enqueue(bytes.slice(8))
        controller.close()
      },
    })
    const events = []
    for await (const event of readEvents(body)) events.push(event)
    expect(events).toEqual([{ event: 'message', data: '怠速' }])
  })
})
