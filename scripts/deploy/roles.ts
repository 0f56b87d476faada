/**
 * Who may call what: the one table that the deployment writes on chain and asserts afterwards, and that the tests read.
 * Network-wide contracts and each bank's contracts have access managers of their own; a role of the same name in
 * another manager is another role.
 */

/** Role numbers, the same in every manager. 0 is AccessManager's own ADMIN. Numbers are never reused. */
export const roleIds = {
  ADMIN: 0n,
  GUARDIAN: 1n,
  OFFICER: 2n,
  RISK_TIGHTEN: 3n,
  RISK_LOOSEN: 4n,
  KYC: 5n,
  KYC_LOOSEN: 6n,
  NETWORK_ADMIN: 7n,
  MODEL_DEVELOPER: 8n,
  MODEL_VALIDATOR: 9n,
  MODEL_APPROVER: 10n,
  ORACLE_ADMIN: 11n,
} as const

/** A role's name, which is also its label on chain. */
export type RoleName = keyof typeof roleIds

/** Restricted functions of each contract and the role that may call them. */
export type RoleMatrix = Readonly<Record<string, Readonly<Record<string, RoleName>>>>

/** Contracts shared by all banks. */
export const networkMatrix = {
  Members: {
    register: 'KYC',
    setRoles: 'KYC',
    setExpiry: 'KYC',
    setContractSignatureOnly: 'KYC',
    freeze: 'GUARDIAN',
    unfreeze: 'KYC',
    regroup: 'KYC_LOOSEN',
  },
  Receivables: {
    pause: 'GUARDIAN',
    renewPause: 'ADMIN',
    unpause: 'OFFICER',
    allowAsset: 'NETWORK_ADMIN',
    setProfile: 'NETWORK_ADMIN',
  },
  Consents: {
    setProvider: 'NETWORK_ADMIN',
    stopProvider: 'GUARDIAN',
  },
  Devices: {
    setTier: 'KYC',
  },
} as const satisfies RoleMatrix

/** One bank's contracts. */
export const bankMatrix = {
  Treasury: {
    pause: 'GUARDIAN',
    renewPause: 'ADMIN',
    unpause: 'OFFICER',
    registerBook: 'ADMIN',
    deregisterBook: 'ADMIN',
    lowerBookCap: 'RISK_TIGHTEN',
    raiseBookCap: 'RISK_LOOSEN',
    lowerObligorLimit: 'RISK_TIGHTEN',
    raiseObligorLimit: 'RISK_LOOSEN',
    forgive: 'RISK_LOOSEN',
    skim: 'OFFICER',
  },
  FactoringDesk: {
    markEarly: 'OFFICER',
    releaseMark: 'RISK_LOOSEN',
    writeOffEarly: 'OFFICER',
    tightenTerms: 'RISK_TIGHTEN',
    loosenTerms: 'RISK_LOOSEN',
  },
  ModelRegistry: {
    register: 'MODEL_DEVELOPER',
    validate: 'MODEL_VALIDATOR',
    activate: 'MODEL_APPROVER',
    retire: 'OFFICER',
  },
  ScoreOracle: {
    requestScoreFor: 'OFFICER',
    setTransport: 'ORACLE_ADMIN',
    setFunctionsConfig: 'ORACLE_ADMIN',
    setProgram: 'ORACLE_ADMIN',
    setCreConfig: 'ORACLE_ADMIN',
    setSource: 'ORACLE_ADMIN',
    setLimits: 'ORACLE_ADMIN',
  },
  LinePolicy: {
    tighten: 'RISK_TIGHTEN',
    loosen: 'RISK_LOOSEN',
  },
  CreditLines: {
    markEarly: 'OFFICER',
    releaseMark: 'RISK_LOOSEN',
    writeOffEarly: 'OFFICER',
    tightenLine: 'OFFICER',
    loosenLine: 'RISK_LOOSEN',
    closeFor: 'OFFICER',
    setScoreOracle: 'ADMIN',
  },
  UsageMeter: {
    confirm: 'OFFICER',
    proposeReset: 'OFFICER',
    setLeases: 'ADMIN',
    setGateway: 'ORACLE_ADMIN',
  },
  LeaseOffers: {
    setLeases: 'ADMIN',
    tighten: 'RISK_TIGHTEN',
    loosen: 'RISK_LOOSEN',
  },
  Leases: {
    approve: 'OFFICER',
    decline: 'OFFICER',
    markEarly: 'OFFICER',
    releaseMark: 'RISK_LOOSEN',
    notice: 'OFFICER',
    declareDefault: 'OFFICER',
    repossess: 'OFFICER',
    sell: 'OFFICER',
    writeOffEarly: 'OFFICER',
    approveDeviceKey: 'OFFICER',
    revokeDeviceKey: 'OFFICER',
  },
  Immobiliser: {
    lock: 'OFFICER',
    unlock: 'OFFICER',
  },
  DeviceOracle: {
    acknowledge: 'OFFICER',
    openFollowUp: 'OFFICER',
    closeFollowUp: 'OFFICER',
    setTransport: 'ORACLE_ADMIN',
    setFunctionsConfig: 'ORACLE_ADMIN',
    setProgram: 'ORACLE_ADMIN',
    setCreConfig: 'ORACLE_ADMIN',
    setEndpoint: 'ORACLE_ADMIN',
    setLimits: 'ORACLE_ADMIN',
  },
} as const satisfies RoleMatrix

/** Roles of the network-wide manager. */
export const networkRoles = ['ADMIN', 'GUARDIAN', 'OFFICER', 'KYC', 'KYC_LOOSEN', 'NETWORK_ADMIN'] as const

/** Roles of a bank's manager. */
export const bankRoles = [
  'ADMIN',
  'GUARDIAN',
  'OFFICER',
  'RISK_TIGHTEN',
  'RISK_LOOSEN',
  'MODEL_DEVELOPER',
  'MODEL_VALIDATOR',
  'MODEL_APPROVER',
  'ORACLE_ADMIN',
] as const

export type NetworkRole = (typeof networkRoles)[number]
export type BankRole = (typeof bankRoles)[number]

/** Roles whose every act is announced first and can be cancelled by the guardian until it takes effect. */
export const delayedRoles: ReadonlySet<RoleName> = new Set([
  'ADMIN',
  'RISK_LOOSEN',
  'KYC_LOOSEN',
  'NETWORK_ADMIN',
  'MODEL_APPROVER',
  'ORACLE_ADMIN',
])

/** Whose holder may cancel the announced acts of every role below ADMIN. */
export const guardianRole: RoleName = 'GUARDIAN'

/** Functions of a contract by the role that guards them. */
export function functionsByRole(functions: Readonly<Record<string, RoleName>>): [RoleName, string[]][] {
  const names = Object.keys(functions)
  const roles = [...new Set(Object.values(functions))]
  return roles.map((role) => [role, names.filter((name) => functions[name] === role)])
}
