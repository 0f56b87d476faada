import { SaxesParser, type SaxesTagNS } from 'saxes'
import { refuse } from './problems.ts'

/** Bounds far above any real invoice, so that hostile files are refused before they cost memory or time. */
export const XML_LIMITS = {
  bytes: 10 * 1024 * 1024,
  depth: 64,
  elements: 200_000,
  attributesPerElement: 64,
  textPerElement: 64 * 1024,
} as const

/** An element reduced to what invoice semantics need; names are resolved, prefixes are gone. */
export interface XmlElement {
  readonly uri: string
  readonly local: string
  /** Attributes without a namespace, by name. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** The element's own character data, without that of its children. */
  readonly text: string
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[]
  text: string
}

// Embedded files (BT-125) may be megabytes of base64 and mean nothing to a receivable.
const ATTACHMENTS = new Set(['EmbeddedDocumentBinaryObject', 'AttachmentBinaryObject'])

/**
 * Parses an XML document into a tree, within {@link XML_LIMITS}, without entities of its own.
 * @throws InvoiceError `too_large`, `bad_encoding`, `forbidden_doctype`, `too_complex` or `malformed_xml`
 */
export function readXml(source: string | Uint8Array): XmlElement {
  if (source.length > XML_LIMITS.bytes) refuse('too_large', `${source.length} > ${XML_LIMITS.bytes}`)
  const text = typeof source === 'string' ? stripByteOrderMark(source) : decode(source)
  if (LONE_SURROGATE.test(text)) refuse('malformed_xml', 'half a character (lone surrogate)')
  const builder = new TreeBuilder()
  // XML 1.1, which no invoice uses, would let control characters in.
  const parser = new SaxesParser({ xmlns: true, position: true, defaultXMLVersion: '1.0', forceXMLVersion: true })
  parser.on('xmldecl', ({ encoding }) => {
    if (typeof source !== 'string') checkDeclaredEncoding(encoding)
  })
  parser.on('doctype', () => refuse('forbidden_doctype'))
  parser.on('opentagstart', () => builder.start())
  parser.on('attribute', () => builder.countAttribute())
  parser.on('opentag', (tag) => builder.open(tag))
  parser.on('closetag', () => builder.close())
  parser.on('text', (characters) => builder.append(characters))
  parser.on('cdata', (characters) => builder.append(characters))
  parser.on('error', (error) => refuse('malformed_xml', error.message))
  parser.write(text).close()
  return builder.root ?? refuse('malformed_xml', 'no root element')
}

// The parser passes these on, but no byte sequence encodes them: two texts could not be told apart once hashed.
const LONE_SURROGATE = /\p{Cs}/u

class TreeBuilder {
  root: OpenElement | undefined
  readonly #path: OpenElement[] = []
  #elements = 0
  #attributes = 0

  /** Counts are checked as the parser reads on: a tag of ten megabytes must not be finished first. */
  start(): void {
    this.#attributes = 0
    this.#elements += 1
    if (this.#elements > XML_LIMITS.elements) refuse('too_complex', `more than ${XML_LIMITS.elements} elements`)
    if (this.#path.length >= XML_LIMITS.depth) refuse('too_complex', `deeper than ${XML_LIMITS.depth} levels`)
  }

  countAttribute(): void {
    this.#attributes += 1
    if (this.#attributes > XML_LIMITS.attributesPerElement) refuse('too_complex', 'too many attributes')
  }

  open(tag: SaxesTagNS): void {
    const element = { uri: tag.uri, local: tag.local, attributes: attributesOf(tag), children: [], text: '' }
    this.#path.at(-1)?.children.push(element)
    this.#path.push(element)
    this.root ??= element
  }

  close(): void {
    this.#path.pop()
  }

  append(characters: string): void {
    const element = this.#path.at(-1)
    if (!element || ATTACHMENTS.has(element.local)) return
    element.text += characters
    if (element.text.length > XML_LIMITS.textPerElement) refuse('too_complex', `long text in ${element.local}`)
  }
}

function attributesOf(tag: SaxesTagNS): ReadonlyMap<string, string> {
  const own = Object.values(tag.attributes).filter(({ uri }) => uri === '')
  return new Map(own.map(({ local, value }) => [local, value]))
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
  } catch {
    return refuse('bad_encoding')
  }
}

/** XML allows UTF-16 only with a byte order mark; everything else must be UTF-8 here. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return 'utf-8'
}

function checkDeclaredEncoding(encoding: string | undefined): void {
  if (encoding !== undefined && !/^(utf-8|utf-16|us-ascii)$/i.test(encoding)) refuse('bad_encoding', encoding)
}

function stripByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}
