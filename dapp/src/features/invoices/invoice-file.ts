import { documentHash, type Inspection, inspectInvoice } from '@tallystick/sdk'
import type { Hex } from 'viem'

/** An invoice file as far as it could be read. */
export interface InvoiceFile {
  readonly name: string
  readonly inspection: Inspection
  /** SHA-256 of the file, byte for byte. */
  readonly documentHash: Hex
}

/** One byte more than an invoice may have: enough for the SDK to refuse it, however large the file is. */
const READ_AT_MOST = 10 * 1024 * 1024 + 1

/**
 * Reads a file in the browser; nothing of it is sent anywhere.
 * @param pepper the network's domain separator
 */
export async function readInvoiceFile(file: File, pepper: Hex): Promise<InvoiceFile> {
  const bytes = new Uint8Array(await file.slice(0, READ_AT_MOST).arrayBuffer())
  return { name: file.name, inspection: inspectInvoice(bytes, { pepper }), documentHash: documentHash(bytes) }
}
