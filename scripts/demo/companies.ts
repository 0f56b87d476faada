import type { Address, Hex } from 'viem'
import { type HDAccount, mnemonicToAccount } from 'viem/accounts'

/**
 * Owner of every demo account. Written here for everybody to read: it opens nothing but local chains, and the
 * deployment refuses its accounts everywhere else. Never part of the page's bundle.
 */
export const demoMnemonic = 'please short nerve eagle spin oval spoon gas olive crowd inside become'

/** A company of the demo, as `/demo/accounts` gives it to the page. */
export interface DemoCompany {
  readonly key: DemoKey
  readonly name: string
  readonly nameZh: string
  /** What it does in the story. */
  readonly part: string
  readonly partZh: string
  readonly legalId: string
  readonly obligor: number
  readonly address: Address
  readonly privateKey: Hex
}

const described = {
  lanhai: {
    name: 'Lanhai Components',
    nameZh: '蓝海零部件',
    part: 'supplier',
    partZh: '供应商',
    legalId: 'CN91310115MA1K4LH88A',
    obligor: 101,
  },
  donghai: {
    name: 'Donghai Heavy Industries',
    nameZh: '东海重工',
    part: 'core enterprise',
    partZh: '核心企业',
    legalId: 'CN91310000132240DH7X',
    obligor: 201,
  },
  xinda: {
    name: 'Xinda Metals',
    nameZh: '信达金属',
    part: "supplier's supplier",
    partZh: '上游供应商',
    legalId: 'CN91320583XD66M2T41B',
    obligor: 102,
  },
  jiangnan: {
    name: 'Jiangnan Bank',
    nameZh: '江南银行',
    part: 'bank treasury',
    partZh: '银行资金池',
    legalId: 'CN91320000JN70B1K56C',
    obligor: 301,
  },
  registry: {
    name: 'Tallystick Registry',
    nameZh: '登记机构',
    part: 'admin (members)',
    partZh: '管理员（成员登记）',
    legalId: 'CN91110000TR08Q2G91F',
    obligor: 401,
  },
  zhengxin: {
    name: 'Zhengxin Audit',
    nameZh: '正信审计',
    part: 'auditor',
    partZh: '审计方',
    legalId: 'CN91310106ZX35A9J20K',
    obligor: 501,
  },
  qingteng: {
    name: 'Qingteng Foods',
    nameZh: '青藤食品',
    part: 'merchant, growing',
    partZh: '商户（成长中）',
    legalId: 'CN91330106QT27F5M18C',
    obligor: 103,
  },
  lubang: {
    name: 'Lubang Outdoor',
    nameZh: '路邦户外',
    part: 'merchant, in trouble',
    partZh: '商户（经营困难）',
    legalId: 'CN91350203LB64W8N93D',
    obligor: 104,
  },
  modelteam: {
    name: 'Jiangnan Bank model team',
    nameZh: '江南银行模型组',
    part: 'model developer',
    partZh: '模型开发方',
    legalId: 'CN91320000JN70B1K56C',
    obligor: 301,
  },
  taishan: {
    name: 'Taishan Machinery',
    nameZh: '泰山重工',
    part: 'manufacturer',
    partZh: '设备制造商',
    legalId: 'CN91370900TS47M6Q35D',
    obligor: 106,
  },
  hengtong: {
    name: 'Hengtong Construction',
    nameZh: '恒通建设',
    part: 'lessee',
    partZh: '承租人',
    legalId: 'CN91320115HT83C2W67J',
    obligor: 105,
  },
} as const

export type DemoKey = keyof typeof described

/** Accounts of the mnemonic by number: 0 deploys, the companies follow, the last four of twenty serve the system. */
const gatewayIndex = 16
const issuerIndex = 17
const assetProxyAdminIndex = 18
const transmitterIndex = 19

/** Account of the demo mnemonic by number. */
export function demoAccount(index: number): HDAccount {
  return mnemonicToAccount(demoMnemonic, { addressIndex: index })
}

/** Sends the deployment and keeps no role. */
export const deployer = demoAccount(0)

/** Brings what machines have signed to the chain. */
export const gateway = demoAccount(gatewayIndex)

/** Issues the local settlement asset. */
export const issuer = demoAccount(issuerIndex)

/** Owns the asset's proxy and does nothing else: the proxy refuses to pass its admin's calls to the token. */
export const assetProxyAdmin = demoAccount(assetProxyAdminIndex)

/** Sends what the local oracle network has agreed on. */
export const transmitter = demoAccount(transmitterIndex)

/** The demo companies in the order of the story. */
export const demoCompanies: readonly DemoCompany[] = Object.entries(described).map(([key, company], index) => {
  const account = demoAccount(index + 1)
  return { key: key as DemoKey, ...company, address: account.address, privateKey: privateKeyOf(account) }
})

/** A demo company by its key. */
export function company(key: DemoKey): DemoCompany {
  const found = demoCompanies.find((candidate) => candidate.key === key)
  if (found === undefined) throw new RangeError(`there is no demo company ${key}`)
  return found
}

/** Private key of an account of the demo mnemonic. */
export function privateKeyOf(account: HDAccount): Hex {
  const key = account.getHdKey().privateKey
  if (key === null) throw new Error('the mnemonic gave no private key')
  return `0x${Buffer.from(key).toString('hex')}`
}

/** Mnemonics that everybody knows: ours, and the one that Hardhat and anvil start with. */
const publicMnemonics = [demoMnemonic, 'test test test test test test test test test test test junk']

/** Lower-case addresses of accounts whose keys are public; they must hold nothing on a real network. */
export function publicAccounts(): ReadonlySet<string> {
  const indices = Array.from({ length: 20 }, (_, index) => index)
  const accounts = publicMnemonics.flatMap((mnemonic) =>
    indices.map((addressIndex) => mnemonicToAccount(mnemonic, { addressIndex })),
  )
  return new Set(accounts.map((account) => account.address.toLowerCase()))
}
