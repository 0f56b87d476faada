import { parseAbi } from 'viem'

/** The part of `Consents` that a provider reads. */
export const consentsAbi = parseAbi([
  'struct Grant { uint32 scopes; uint40 expiry; uint40 grantedAt; }',
  'function consentOf(address merchant, bytes32 provider, address recipient, bytes32 purpose) view returns (Grant)',
  'function live(address merchant, bytes32 provider, address recipient, bytes32 purpose, uint32 scopes) view returns (bool)',
])

/** The part of `ScoreOracle` that a provider reads. */
export const scoreOracleAbi = parseAbi(['function openRequestOf(address merchant) view returns (bytes32 requestId)'])
