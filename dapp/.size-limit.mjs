import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const page = readFileSync('dist/index.html', 'utf8')
/** What the page loads before it can render: its entry and everything that the entry imports statically. */
const initial = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file]) => `dist/${file}`)

const scripts = readdirSync('dist/assets').filter((name) => name.endsWith('.js'))
const lazy = scripts.map((name) => `dist/assets/${name}`).filter((file) => !initial.includes(file))
const compressed = (file) => gzipSync(readFileSync(file), { level: 9 }).length
const [largest] = lazy.sort((left, right) => compressed(right) - compressed(left))

export default [
  { name: 'initial JS', path: initial, limit: '190 KiB', gzip: true },
  { name: 'largest chunk of a screen', path: largest, limit: '30 KiB', gzip: true },
  { name: 'all JS', path: 'dist/assets/*.js', limit: '320 KiB', gzip: true },
  { name: 'CSS', path: 'dist/assets/*.css', limit: '12 KiB', gzip: true },
]
