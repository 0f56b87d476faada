import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The checkout. */
export const root = resolve(import.meta.dirname, '..')

/** Run state of the local system: logs, databases, the deployment. Ignored by git, safe to delete while stopped. */
export const stateDir = join(root, '.tallystick')

/** Deployment file of the local network, read by the page and by the command-line tools. */
export const localDeploymentPath = join(stateDir, 'deployment.json')

/** The page as built by Vite. */
export const siteDir = join(root, 'dapp', 'dist')

/** The Functions source of the score, as its build leaves it. */
export const scoreSourcePath = join(root, 'oracles', 'functions', 'generated', 'score.js')

/** The Functions source of the alarms, likewise. */
export const alarmSourcePath = join(root, 'oracles', 'functions', 'generated', 'alarms.js')

/** The scoring model that the demo runs with, and its card. */
export const modelDir = join(root, 'oracles', 'model', 'merchant-v1')

/** Path of a file inside an installed package, or undefined where that (optional) package is absent. */
export function packageFile(name: string, ...path: string[]): string | undefined {
  const file = join(root, 'node_modules', name, ...path)
  return existsSync(file) ? file : undefined
}

/** What to do where npm has no binary for this machine. */
export const elsewhere = 'start the indexer with docker-compose.yml as scripts/README.md describes'
