import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import { stringToHex } from 'viem'
import type { NetworkConfig } from '../config.ts'

/** The contracts shared by all banks, with their access manager: identities, consents, receivables and machines. */
export function networkSet(config: NetworkConfig) {
  return buildModule('NetworkSet', (m) => {
    const manager = m.contract('AccessManager', [m.getAccount(0)])
    const members = m.contract('Members', [manager])
    const profile = { ...config.profile, name: stringToHex(config.profile.name, { size: 12 }) }
    const receivables = m.contract('Receivables', [manager, members, config.utcOffset, profile])
    const consents = m.contract('Consents', [manager, members])
    const devices = m.contract('Devices', [manager, members])
    return { manager, members, receivables, consents, devices }
  })
}

/** What {@link networkSet} gives. */
export type NetworkSet = ReturnType<typeof networkSet>
