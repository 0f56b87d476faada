/** Follows the packets of an MQTT connection by their headers only, to stop too long ones before they are buffered. */
export class FrameGuard {
  readonly #maxBytes: number
  /** Bytes of the packet's body still to come; undefined inside a header. */
  #bodyLeft: number | undefined
  /** Bytes of the header so far. */
  #headerBytes = 0
  #length = 0

  /** @param maxBytes of a packet's body: topic, number and payload of a `PUBLISH` */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** @returns false from the first packet on that announces too much, or a length that MQTT does not have */
  accepts(chunk: Uint8Array): boolean {
    let position = 0
    while (position < chunk.length) {
      if (this.#bodyLeft === undefined) {
        if (!this.#readHeader(chunk[position] ?? 0)) return false
        position += 1
        continue
      }
      const step = Math.min(this.#bodyLeft, chunk.length - position)
      position += step
      this.#endBody(this.#bodyLeft - step)
    }
    return true
  }

  /** A header is the type's byte and a length of one to four bytes, seven bits each, the low ones first. */
  #readHeader(byte: number): boolean {
    if (this.#headerBytes > 0) {
      this.#length += (byte & 0x7f) * 128 ** (this.#headerBytes - 1)
      if (this.#length > this.#maxBytes) return false
      if (byte < 0x80) {
        this.#endBody(this.#length)
        return true
      }
    }
    this.#headerBytes += 1
    return this.#headerBytes <= 4
  }

  #endBody(left: number): void {
    this.#headerBytes = 0
    this.#length = 0
    this.#bodyLeft = left > 0 ? left : undefined
  }
}
