import { LOCAL_PEPPER, type MemberRole } from '@tallystick/sdk'
import { type Hex, keccak256, stringToHex } from 'viem'
import { assetProxyAdmin, company, gateway, issuer } from '../../demo/companies.ts'
import { demoPlatforms, forEachPlatform, type PlatformSlug } from '../../demo/platforms.ts'
import type {
  BankConfig,
  CreditConfig,
  FunctionsConfig,
  GatewayConfig,
  LeasingConfig,
  MemberConfig,
  NetworkConfig,
  PlatformConfig,
} from '../config.ts'

/** Minor units of one DCNY. */
const yuan = 1_000_000n
const china = 156

const lanhai = company('lanhai')
const donghai = company('donghai')
const xinda = company('xinda')
const jiangnan = company('jiangnan')
const registry = company('registry')
const zhengxin = company('zhengxin')
const qingteng = company('qingteng')
const lubang = company('lubang')
const modelteam = company('modelteam')
const taishan = company('taishan')
const hengtong = company('hengtong')

/** Number of `Tier.SoftwareKey` in IDevices.sol. */
const SOFTWARE_KEY = 1

const hour = 3_600
const day = 24 * hour

function member({ address, legalId, obligor }: typeof lanhai, ...roles: MemberRole[]): MemberConfig {
  return { account: address, legalId, obligor, country: china, roles }
}

/** What runs beside the chain of a local network. */
export interface LocalServices {
  /** Where each platform listens. */
  readonly platformUrls: Readonly<Record<PlatformSlug, string>>
  /** Where the machines' gateway listens, and the key of its answers; see {@link GatewayConfig}. */
  readonly gateway: { readonly url: string; readonly key: Hex }
  /** Absent: scores and alarms can be asked for by CRE only. */
  readonly functions?: FunctionsConfig
}

/** A gateway that nobody runs; nothing of it is ever believed. */
export const noGateway: LocalServices['gateway'] = {
  url: 'http://127.0.0.1:9',
  key: keccak256(stringToHex('no gateway')),
}

/** Where the platforms of `npm start` listen unless the ports are taken. */
const usualServices: LocalServices = {
  platformUrls: forEachPlatform(({ usualPort }) => `http://127.0.0.1:${usualPort}`),
  gateway: noGateway,
}

function platforms({ platformUrls }: LocalServices): PlatformConfig[] {
  return demoPlatforms.map(({ slug, name, nameZh, scopes, publicKey }) => ({
    slug,
    name,
    nameZh,
    scopes,
    key: publicKey,
    url: platformUrls[slug],
    pageUrl: `/platforms/${slug}`,
  }))
}

function telemetry({ gateway: { url, key } }: LocalServices): GatewayConfig {
  return { url, pageUrl: '/telemetry', key, accounts: [gateway.address] }
}

const credit: CreditConfig = {
  limits: {
    cooldown: 600,
    timeToLive: 300,
    maxDataAge: 35 * day,
    dailyBudget: 1_000,
    merchantBudget: 20,
    minSources: 1,
  },
  sources: demoPlatforms.map(({ slug }) => slug),
  policy: {
    scoreMaxAge: 35 * day,
    stepBps: 2_500,
    stepDays: 7,
    lot: 1_000n * yuan,
    starterLimit: 10_000n * yuan,
    bands: [
      { minScore: 740, multipleBps: 20_000, rateBps: 600, cap: 2_000_000n * yuan },
      { minScore: 690, multipleBps: 15_000, rateBps: 720, cap: 1_000_000n * yuan },
      { minScore: 640, multipleBps: 10_000, rateBps: 900, cap: 500_000n * yuan },
      { minScore: 600, multipleBps: 5_000, rateBps: 1_200, cap: 200_000n * yuan },
    ],
  },
  lines: { cap: 10_000_000n * yuan, maxRateBps: 2_400, maxTenorDays: 365, penaltyBps: 1_800, graceDays: 7 },
  merchants: [
    { obligor: qingteng.obligor, limit: 2_000_000n * yuan },
    { obligor: lubang.obligor, limit: 500_000n * yuan },
  ],
}

const leasing: LeasingConfig = {
  meter: { window: 72 * hour, tolerance: 6 * hour },
  rules: {
    maxFinanced: 5_000_000n * yuan,
    minDepositBps: 1_000,
    minRateBps: 400,
    maxDays: 1_825,
    // A visitor's own machine signs by software: its readings count once an officer has confirmed them.
    minTier: SOFTWARE_KEY,
  },
  book: {
    cap: 20_000_000n * yuan,
    maxRateBps: 3_600,
    maxTenorDays: 365,
    penaltyBps: 1_800,
    graceDays: 7,
    noticeDays: 15,
  },
  alarms: { limits: { maxDataAge: 300, timeToLive: 120, cooldown: 3, dailyBudget: 30_000 } },
  lessees: [{ obligor: hengtong.obligor, limit: 8_000_000n * yuan }],
}

/** The network of a laptop: the demo companies, one bank, and delays short enough for the demo clock. */
export function localNetworkWith(services: LocalServices): NetworkConfig {
  return {
    ...localNetwork,
    platforms: platforms(services),
    telemetry: telemetry(services),
    banks: localNetwork.banks.map((bank) => withFunctions(bank, services.functions)),
  }
}

/** Both oracles ask through the same router; the alarms' program needs no secrets. */
function withFunctions(bank: BankConfig, functions: FunctionsConfig | undefined): BankConfig {
  if (functions === undefined) return bank
  const alarmFunctions = { ...functions, secretsVersion: 0n }
  return {
    ...bank,
    credit: { ...bank.credit, functions },
    leasing: { ...bank.leasing, alarms: { ...bank.leasing.alarms, functions: alarmFunctions } },
  }
}

/** {@link localNetworkWith} what usually runs, for tests that do not ask for scores. */
export const localNetwork: NetworkConfig = {
  name: 'local',
  pepper: LOCAL_PEPPER,
  utcOffset: 8 * hour,
  delay: hour,
  asset: {
    kind: 'local',
    name: 'Digital Yuan (local)',
    symbol: 'DCNY',
    currency: 'CNY',
    issuer: issuer.address,
    proxyAdmin: assetProxyAdmin.address,
    mintAllowance: 1_000_000_000_000n * yuan,
  },
  profile: { name: 'CN-SCF', maxTermDays: 184, graceDays: 3, tierCap: 5, minSplit: 1_000n * yuan },
  holders: {
    ADMIN: [registry.address],
    GUARDIAN: [registry.address],
    OFFICER: [registry.address],
    KYC: [registry.address],
    KYC_LOOSEN: [registry.address],
    NETWORK_ADMIN: [registry.address],
  },
  members: [
    member(lanhai, 'SUPPLIER'),
    member(donghai, 'CORE'),
    member(xinda, 'SUPPLIER'),
    member(jiangnan, 'BANK'),
    member(zhengxin, 'AUDITOR'),
    member(qingteng, 'MERCHANT'),
    member(lubang, 'MERCHANT'),
    member(modelteam),
    member(taishan, 'MANUFACTURER'),
    member(hengtong, 'LESSEE'),
  ],
  platforms: platforms(usualServices),
  telemetry: telemetry(usualServices),
  banks: [
    {
      id: 'Jiangnan',
      name: jiangnan.name,
      nameZh: jiangnan.nameZh,
      shareName: 'Jiangnan Bank Treasury (DCNY)',
      shareSymbol: 'jnDCNY',
      legalId: jiangnan.legalId,
      obligor: jiangnan.obligor,
      country: china,
      holders: {
        ADMIN: [jiangnan.address],
        GUARDIAN: [jiangnan.address],
        OFFICER: [jiangnan.address],
        RISK_TIGHTEN: [jiangnan.address],
        RISK_LOOSEN: [jiangnan.address],
        MODEL_DEVELOPER: [modelteam.address],
        MODEL_VALIDATOR: [zhengxin.address],
        MODEL_APPROVER: [jiangnan.address],
        ORACLE_ADMIN: [jiangnan.address],
      },
      book: { cap: 100_000_000n * yuan, maxRateBps: 2_400, maxTenorDays: 185 },
      debtors: [
        {
          account: donghai.address,
          obligor: donghai.obligor,
          limit: 20_000_000n * yuan,
          discountBps: 480,
          feeBps: 10,
          advanceBps: 9_500,
          maxTenorDays: 184,
          minUnits: 1_000n * yuan,
        },
      ],
      credit,
      leasing,
    },
  ],
}
