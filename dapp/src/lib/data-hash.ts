/** SHA-256 of a text's UTF-8 bytes in hex: lets a printed page be compared with an export made at the same block. */
export async function dataHash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
