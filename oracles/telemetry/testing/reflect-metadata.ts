/** The part of the metadata proposal that the certificate library's container asks for when it is loaded. */
const metadata = new WeakMap<object, Map<unknown, unknown>>()

Object.assign(Reflect, {
  defineMetadata(key: unknown, value: unknown, target: object): void {
    metadata.set(target, (metadata.get(target) ?? new Map()).set(key, value))
  },
  getOwnMetadata: own,
  getMetadata(key: unknown, target: object): unknown {
    for (let at: object | null = target; at; at = Object.getPrototypeOf(at)) {
      if (metadata.get(at)?.has(key)) return own(key, at)
    }
    return undefined
  },
})

function own(key: unknown, target: object): unknown {
  return metadata.get(target)?.get(key)
}
