/** A GraphQL operation as text, with the types of its variables and of its result. */
export interface GraphDocument<Result, Variables> {
  readonly name: string
  readonly text: string
  /** Carries the types; never set. */
  readonly types?: (variables: Variables) => Result
}

/** Makes a document; called by the generated code. */
export function graphDocument<Result, Variables>(name: string, text: string): GraphDocument<Result, Variables> {
  return { name, text }
}
