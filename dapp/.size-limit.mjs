import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const page = readFileSync('dist/index.html', 'utf8')
/** What the page loads before it can render: its entry and everything that the entry imports statically. */
const initial = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file]) => `dist/${file}`)

const scripts = readdirSync('dist/assets').filter((name) => name.endsWith('.js'))
const lazy = scripts.map((name) => `dist/assets/${name}`).filter((file) => !initial.includes(file))
const compressed = (file) => gzipSync(readFileSync(file), { level: 9 }).length
const [largest] = lazy.sort((left, right) => compressed(right) - compressed(left))

/**
 * Chunks that a reader of a public network in one language never loads: the demo wallet's, the other language's, and
 * look-ups outside the chain (CCIP), which are switched off.
 */
const elsewhere = /^(demo-wallet|review-dialog|secp256k1|en|ccip)-/
const ofOneReader = scripts.filter((name) => !elsewhere.test(name)).map((name) => `dist/assets/${name}`)

export default [
  { name: 'initial JS', path: initial, limit: '190 KiB', gzip: true },
  { name: 'largest chunk of a screen', path: largest, limit: '30 KiB', gzip: true },
  // Three products: receivables, merchant credit, and equipment leases with their map and a catalogue of their own. No
  // company has a part in all of them: this bounds the whole page, which nobody loads.
  { name: 'all JS of one reader', path: ofOneReader, limit: '540 KiB', gzip: true },
  { name: 'CSS', path: 'dist/assets/*.css', limit: '12 KiB', gzip: true },
]
