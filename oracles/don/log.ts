/** One thing that happened, for machines: a name and what belongs to it. */
export interface LogEntry {
  readonly event: string
  readonly [detail: string]: string | number | boolean | undefined
}

export type Log = (entry: LogEntry) => void

/** Writes one line of JSON for each entry, with the time in front. */
export function jsonLog(write: (line: string) => void): Log {
  return (entry) => write(JSON.stringify({ time: new Date().toISOString(), ...entry }))
}

/** The first line of an error: nodes' messages go on with the whole request. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n')[0] ?? ''
}
