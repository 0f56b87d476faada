import type { Address, Hex } from 'viem'
import { addNames } from './names'

/** A company of the local demo, as `/demo/accounts` gives it. */
export interface DemoCompany {
  readonly key: string
  readonly name: string
  readonly nameZh: string
  /** What it does, for example "supplier". */
  readonly part: string
  readonly partZh: string
  readonly address: Address
  /** Opens nothing but the local chain. Fetched at run time, never part of the build. */
  readonly privateKey: Hex
}

let companies: readonly DemoCompany[] = []
let chosen: DemoCompany | undefined

const storageKey = 'tallystick.demo-company'

/** Fetches the demo companies of a local chain, and makes their names known to the page. */
export async function loadDemoCompanies(): Promise<void> {
  const answer = await fetch('/demo/accounts')
  if (!answer.ok) throw new Error(`/demo/accounts: HTTP ${answer.status}`)
  companies = (await answer.json()) as readonly DemoCompany[]
  addNames(companies.map(({ address, name, nameZh }) => [address, { en: name, zh: nameZh }]))
  const remembered = localStorage.getItem(storageKey)
  chosen = companies.find(({ key }) => key === remembered)
}

/** The demo companies; empty on public networks. */
export function demoCompanies(): readonly DemoCompany[] {
  return companies
}

/** The company that the demo wallet acts for. */
export function chosenCompany(): DemoCompany | undefined {
  return chosen
}

/** Makes the demo wallet act for a company, from the next connection on. */
export function chooseCompany(company: DemoCompany): void {
  chosen = company
  localStorage.setItem(storageKey, company.key)
}
