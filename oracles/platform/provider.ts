/** Who runs this platform. */
export interface Provider {
  /** Lower-case words joined by hyphens, such as `lantern-market`. */
  readonly id: string
  readonly name: string
  readonly nameZh: string
  /** Kinds of data that it has: bit mask of the scopes in docs/scoring.md. */
  readonly scopes: number
}

/** The database schema that holds this provider's data. */
export function schemaName({ id }: Provider): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > 40) {
    throw new RangeError(`"${id}" is no provider id: use up to 40 lower-case letters and digits, joined by hyphens`)
  }
  return `platform_${id.replaceAll('-', '_')}`
}
