import { createHash } from 'node:crypto'
import type { Plugin, Rollup } from 'vite'

/**
 * Pins every script of the build, lazy chunks included, by its hash in an import map. The hash of the map itself goes
 * into the Content-Security-Policy, which is written beside the site as `csp.txt` for the web server to send.
 * @param policy the policy for a page whose import map has the given source expression
 */
export function integrity(policy: (importMapSource: string) => string): Plugin {
  return {
    name: 'integrity',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html']
        if (page?.type !== 'asset') throw new Error('integrity: the build has no index.html')
        const hashes = scriptHashes(bundle)
        const map = JSON.stringify({ integrity: hashes })
        const pinned = pinTags(String(page.source), hashes)
        page.source = pinned.replace('<head>', () => `<head><script type="importmap">${map}</script>`)
        this.emitFile({ type: 'asset', fileName: 'csp.txt', source: `${policy(`'${digest('sha256', map)}'`)}\n` })
      },
    },
  }
}

function scriptHashes(bundle: Rollup.OutputBundle): Record<string, string> {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
  return Object.fromEntries(chunks.map((chunk) => [`/${chunk.fileName}`, digest('sha384', chunk.code)]))
}

/** Scripts and preloads named in the page carry the attribute; those that scripts import are covered by the map. */
function pinTags(html: string, hashes: Readonly<Record<string, string>>): string {
  return html.replace(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.js)"[^>]*?(?=>)/g, (tag, url: string) => {
    const hash = hashes[url]
    return hash === undefined ? tag : `${tag} integrity="${hash}"`
  })
}

function digest(algorithm: 'sha256' | 'sha384', data: string): string {
  return `${algorithm}-${createHash(algorithm).update(data).digest('base64')}`
}
