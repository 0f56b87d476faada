/**
 * A whole local system with an empty page, in the folder given as the argument. Writes its addresses as one line of
 * JSON when it is ready; SIGTERM stops it.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Progress } from '../../../scripts/progress.ts'
import { startStack } from '../../../scripts/stack.ts'

const [directory = ''] = process.argv.slice(2)
const siteDir = join(directory, 'site')
mkdirSync(siteDir, { recursive: true })
writeFileSync(join(siteDir, 'index.html'), '<!doctype html><title>empty</title>')

const { stop, url, rpcUrl, graphqlUrl } = await startStack({
  directory,
  siteDir,
  ports: { web: 17_080, chain: 17_545, database: 27_830, indexer: 17_600, platforms: 17_700, telemetry: 17_800 },
  exactWebPort: false,
  page: Promise.resolve(),
  onDeath: (error) => {
    console.error(error.message)
    void stop().then(() => process.exit(1))
  },
  progress: new Progress(),
})
process.on('SIGTERM', () => void stop().then(() => process.exit(0)))
console.log(JSON.stringify({ url, rpcUrl, graphqlUrl }))
