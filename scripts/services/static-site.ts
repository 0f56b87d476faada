import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** Files that instruct this server and are no part of the site. */
const notServed: ReadonlySet<string> = new Set(['/csp.txt', '/headers.json'])

type Encoding = 'br' | 'gzip' | 'identity'

/** The built page, as a production web server would send it. */
export class StaticSite {
  readonly #directory: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #compressed = new Map<string, Uint8Array>()

  /**
   * @param directory Vite's output. `csp.txt` in it is the Content-Security-Policy (it carries the hash of the import
   *   map, so only the build knows it); `headers.json` the other headers.
   */
  constructor(directory: string) {
    this.#directory = directory
    this.#headers = siteHeaders(directory)
  }

  /** Answers a GET or HEAD request. Paths that name no file are routes of the page and get `index.html`. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): void {
    const file = this.#resolve(path)
    if (file === undefined) {
      response.writeHead(404, { ...this.#headers, 'content-type': 'text/plain; charset=utf-8' }).end('not found\n')
      return
    }
    this.#send(request, response, file)
  }

  #resolve(path: string): string | undefined {
    if (path.includes('\0') || notServed.has(path)) return undefined
    const file = normalize(join(this.#directory, path))
    if (!file.startsWith(this.#directory + sep) && file !== this.#directory) return undefined
    if (existsSync(file) && statSync(file).isFile()) return file
    return extname(path) === '' ? join(this.#directory, 'index.html') : undefined
  }

  #send(request: IncomingMessage, response: ServerResponse, file: string): void {
    const content = readFileSync(file)
    const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
    const headers = { ...this.#headers, etag, vary: 'accept-encoding', 'cache-control': this.#caching(file) }
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end()
      return
    }
    const type = types[extname(file)] ?? 'application/octet-stream'
    const encoding = chooseEncoding(request.headers['accept-encoding'], type, content.length)
    const body = this.#encode(content, etag, encoding)
    response.writeHead(200, {
      ...headers,
      'content-type': type,
      'content-length': body.length,
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  /** Names under assets/ carry a hash of their content; every other name stays the same when the content changes. */
  #caching(file: string): string {
    const hashed = file.startsWith(join(this.#directory, 'assets') + sep)
    return hashed ? 'public, max-age=31536000, immutable' : 'no-cache'
  }

  #encode(content: Uint8Array, etag: string, encoding: Encoding): Uint8Array {
    if (encoding === 'identity') return content
    const key = `${etag}${encoding}`
    const known = this.#compressed.get(key)
    if (known !== undefined) return known
    const body = encoding === 'br' ? brotli(content) : gzipSync(content, { level: 9 })
    this.#compressed.set(key, body)
    return body
  }
}

/** Quality 9 of 11: within a few per cent of the smallest, at a fiftieth of the time. */
function brotli(content: Uint8Array): Uint8Array {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
}

function chooseEncoding(accepted: string | string[] | undefined, type: string, length: number): Encoding {
  const compressible = /^(text\/|application\/(json|manifest)|image\/svg)/.test(type) && length > 1_024
  if (!compressible) return 'identity'
  const names = String(accepted ?? '')
    .split(/\s*,\s*/)
    .map((item) => item.split(';')[0])
  if (names.includes('br')) return 'br'
  return names.includes('gzip') ? 'gzip' : 'identity'
}

/** Headers of every answer. The build may add to them or replace them by its `headers.json`. */
function siteHeaders(directory: string): Record<string, string> {
  const own = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  }
  const policy = readIfThere(join(directory, 'csp.txt'))?.trim()
  const built = readIfThere(join(directory, 'headers.json'))
  return {
    ...own,
    ...(built === undefined ? {} : (JSON.parse(built) as Record<string, string>)),
    ...(policy === undefined ? {} : { 'content-security-policy': policy }),
  }
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
