import { LOCAL_PEPPER, type MemberRole } from '@tallystick/sdk'
import { assetProxyAdmin, company, issuer } from '../../demo/companies.ts'
import type { MemberConfig, NetworkConfig } from '../config.ts'

/** Minor units of one DCNY. */
const yuan = 1_000_000n
const china = 156

const lanhai = company('lanhai')
const donghai = company('donghai')
const xinda = company('xinda')
const jiangnan = company('jiangnan')
const registry = company('registry')
const zhengxin = company('zhengxin')

function member({ address, legalId, obligor }: typeof lanhai, ...roles: MemberRole[]): MemberConfig {
  return { account: address, legalId, obligor, country: china, roles }
}

/** The network of a laptop: the demo companies, one bank, and delays short enough for the demo clock. */
export const localNetwork: NetworkConfig = {
  name: 'local',
  pepper: LOCAL_PEPPER,
  utcOffset: 8 * 3_600,
  delay: 3_600,
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
  ],
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
    },
  ],
}
