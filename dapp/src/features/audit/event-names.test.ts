import {
  accessManagerAbi,
  consentsAbi,
  creditLinesAbi,
  deviceOracleAbi,
  devicesAbi,
  factoringDeskAbi,
  immobiliserAbi,
  leaseOffersAbi,
  leasesAbi,
  linePolicyAbi,
  membersAbi,
  modelRegistryAbi,
  receivablesAbi,
  scoreOracleAbi,
  treasuryAbi,
  usageMeterAbi,
} from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { EVENT_NAMES } from './event-names'

describe('EVENT_NAMES', () => {
  it('names exactly the events of the ABIs', () => {
    const abis = [
      accessManagerAbi,
      membersAbi,
      receivablesAbi,
      treasuryAbi,
      factoringDeskAbi,
      consentsAbi,
      modelRegistryAbi,
      scoreOracleAbi,
      linePolicyAbi,
      creditLinesAbi,
      devicesAbi,
      usageMeterAbi,
      leaseOffersAbi,
      leasesAbi,
      immobiliserAbi,
      deviceOracleAbi,
    ]
    const events = abis.flatMap((abi) => abi.filter((item) => item.type === 'event').map((item) => item.name))
    expect(Object.keys(EVENT_NAMES).sort()).toEqual([...new Set(events)].sort())
  })
})
