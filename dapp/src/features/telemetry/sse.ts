/** One event of a stream of server-sent events. */
export interface ServerEvent {
  readonly event: string
  readonly data: string
}

/**
 * Takes a stream of server-sent events apart, however its text is cut: give it each piece, get the events that it
 * completes. Comments and fields other than `event` and `data` are skipped.
 */
export function eventParser(): (piece: string) => readonly ServerEvent[] {
  let rest = ''
  return (piece) => {
    const blocks = (rest + piece).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    return blocks.flatMap(parseBlock)
  }
}

function parseBlock(block: string): readonly ServerEvent[] {
  const fields = block.split('\n').map(parseField)
  const data = fields.filter(({ name }) => name === 'data').map(({ value }) => value)
  if (data.length === 0) return []
  const event = fields.findLast(({ name }) => name === 'event')?.value ?? 'message'
  return [{ event, data: data.join('\n') }]
}

function parseField(line: string): { readonly name: string; readonly value: string } {
  const colon = line.indexOf(':')
  if (colon < 0) return { name: line, value: '' }
  return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, '') }
}

/** Reads the events of an answer's body until it ends. */
export async function* readEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<ServerEvent> {
  const parse = eventParser()
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield* parse(read.value)
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
