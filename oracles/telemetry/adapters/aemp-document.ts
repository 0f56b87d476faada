/** A page of an ISO 15143-3 (AEMP 2.0) fleet, as XML or as JSON. */
import { SaxesParser } from 'saxes'
import { isoTime } from './legacy.ts'
import type { Snapshot } from './snapshot.ts'

/** A feed that cannot be read; the message says why, without its data. */
export class AempError extends Error {
  override readonly name = 'AempError'
}

/** What a page tells. */
export interface AempPage {
  readonly snapshots: readonly Snapshot[]
  /** Machines that the page names without what a snapshot needs. */
  readonly incomplete: number
  /** Address of the next page. */
  readonly next: string | undefined
}

const MAX_BYTES = 10 * 1024 * 1024
const MAX_DEPTH = 16
const MAX_NODES = 200_000
const LITRES = { litre: 1, litres: 1, liter: 1, liters: 1, l: 1, gallon: 3.785411784, gallons: 3.785411784 } as const

/** Elements and JSON members alike: producers differ in case, so names are in lower case. */
interface Tree {
  readonly text: string
  readonly children: ReadonlyMap<string, readonly Tree[]>
}

/**
 * Reads a page.
 * @throws AempError when it is none, or larger than any real one
 */
export function readAemp(document: string): AempPage {
  if (document.length > MAX_BYTES) throw new AempError('the page is larger than 10 MiB')
  const page = document.trimStart().startsWith('<') ? fromXml(document) : fromJson(document)
  const machines = page.children.get('equipment') ?? []
  const read = machines.map(snapshotOf)
  const snapshots = read.filter((snapshot) => snapshot !== undefined)
  return { snapshots, incomplete: machines.length - snapshots.length, next: nextOf(page) }
}

function snapshotOf(machine: Tree): Snapshot | undefined {
  const header = child(machine, 'equipmentheader')
  const names = ['equipmentid', 'pin', 'serialnumber'].flatMap((name) => child(header, name)?.text.trim() || [])
  const hours = child(machine, 'cumulativeoperatinghours')
  const opSec = scaled(child(hours, 'hour'), 3_600)
  const ts = isoTime(child(hours, 'datetime')?.text ?? '')
  if (names.length === 0 || opSec === undefined || Number.isNaN(ts)) return undefined
  const fuel = child(machine, 'fuelused')
  const idleSec = scaled(child(child(machine, 'cumulativeidlehours'), 'hour'), 3_600)
  const fuelMl = scaled(child(fuel, 'fuelconsumed'), 1_000 * litresIn(child(fuel, 'fuelunits')?.text))
  const percent = numberOf(child(child(machine, 'fuelremaining'), 'percent'))
  const { latE7, lonE7 } = positionOf(child(machine, 'location'))
  return {
    ...{ names, ts, latE7, lonE7 },
    opSec: BigInt(opSec),
    idleSec: idleSec === undefined ? undefined : BigInt(Math.min(idleSec, opSec)),
    fuelMl: fuelMl === undefined ? undefined : BigInt(fuelMl),
    fuelPctBp: percent !== undefined && percent <= 100 ? Math.round(percent * 100) : undefined,
    engine: runningOf(child(child(machine, 'enginestatus'), 'running')?.text),
  }
}

function positionOf(location: Tree | undefined): { latE7: number | undefined; lonE7: number | undefined } {
  const [lat, lon] = [signedOf(child(location, 'latitude')), signedOf(child(location, 'longitude'))]
  if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    return { latE7: undefined, lonE7: undefined }
  }
  return { latE7: Math.round(lat * 1e7), lonE7: Math.round(lon * 1e7) }
}

/** Litres where the feed names no unit; a unit that nobody knows makes the figure unusable. */
function litresIn(unit = 'litre'): number {
  return LITRES[unit.toLowerCase() as keyof typeof LITRES] ?? Number.NaN
}

function runningOf(text: string | undefined): boolean | undefined {
  return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined
}

/** A number that is not negative, times a factor, in whole units; undefined when there is none. */
function scaled(tree: Tree | undefined, factor: number): number | undefined {
  const value = numberOf(tree)
  const units = value === undefined ? Number.NaN : Math.round(value * factor)
  return Number.isSafeInteger(units) ? units : undefined
}

function numberOf(tree: Tree | undefined): number | undefined {
  const value = signedOf(tree)
  return value !== undefined && value >= 0 ? value : undefined
}

function signedOf(tree: Tree | undefined): number | undefined {
  const text = tree?.text.trim() ?? ''
  return /^[+-]?\d{1,15}(\.\d{1,20})?$/.test(text) ? Number(text) : undefined
}

function nextOf(page: Tree): string | undefined {
  const links = page.children.get('links') ?? []
  return child(
    links.find((link) => child(link, 'rel')?.text.toLowerCase() === 'next'),
    'href',
  )?.text.trim()
}

function child(tree: Tree | undefined, name: string): Tree | undefined {
  return tree?.children.get(name)?.[0]
}

interface GrowingTree extends Tree {
  text: string
  readonly children: Map<string, Tree[]>
}

function newTree(text = ''): GrowingTree {
  return { text, children: new Map() }
}

function add(parent: GrowingTree, name: string, tree: Tree): void {
  const key = name.toLowerCase()
  const namesakes = parent.children.get(key)
  if (namesakes) namesakes.push(tree)
  else parent.children.set(key, [tree])
}

/** Counts what is built, so that a hostile page costs neither memory nor time. */
class Budget {
  #nodes = 0

  spend(depth: number): void {
    this.#nodes += 1
    if (this.#nodes > MAX_NODES || depth > MAX_DEPTH) throw new AempError('the page is larger than any real one')
  }
}

function fromXml(document: string): Tree {
  const budget = new Budget()
  const root = newTree()
  const path = [root]
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true })
  parser.on('doctype', () => {
    throw new AempError('the page has a document type: entities are not read')
  })
  parser.on('error', (error) => {
    throw new AempError(`the page is no XML: ${error.message.slice(0, 100)}`)
  })
  parser.on('opentag', ({ local, attributes }) => {
    budget.spend(path.length)
    const tree = newTree()
    for (const attribute of Object.values(attributes)) add(tree, attribute.local, newTree(attribute.value))
    const parent = path.at(-1)
    if (parent) add(parent, local, tree)
    path.push(tree)
  })
  parser.on('text', (text) => {
    const tree = path.at(-1)
    if (tree) tree.text += text
  })
  parser.on('closetag', () => {
    path.pop()
  })
  parser.write(document).close()
  return [...root.children.values()][0]?.[0] ?? newTree()
}

function fromJson(document: string): Tree {
  let json: unknown
  try {
    json = JSON.parse(document)
  } catch {
    throw new AempError('the page is neither XML nor JSON')
  }
  return jsonTree(json, 0, new Budget())
}

function jsonTree(json: unknown, depth: number, budget: Budget): Tree {
  budget.spend(depth)
  if (typeof json !== 'object' || json === null) return newTree(json === null ? '' : String(json))
  const tree = newTree()
  for (const [name, value] of Object.entries(json)) {
    for (const item of Array.isArray(value) ? value : [value]) add(tree, name, jsonTree(item, depth + 1, budget))
  }
  return tree
}
