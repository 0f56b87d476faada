import fastify, { type FastifyBaseLogger } from 'fastify'

/** One JSON line for each event, with fields for machines and a sentence for people; never anything personal. */
export type Log = FastifyBaseLogger

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** The logger that the HTTP interface uses, for the parts that are not HTTP. */
export function createLog(level: LogLevel, write?: (line: string) => void): Log {
  return fastify({ logger: { level, base: null, ...(write ? { stream: { write } } : {}) } }).log
}

/** The first line of an error: drivers go on with the whole request. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
}
