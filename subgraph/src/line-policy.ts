import { BigInt } from '@graphprotocol/graph-ts'
import { recordAuthorityUpdated, recordPolicyChanged } from '../generated/journal/LinePolicy'
import { AuthorityUpdated, PolicyChanged } from '../generated/LinePolicy/LinePolicy'
import { LineBand, LinePolicyVersion } from '../generated/schema'
import { setAuthority } from './contracts'
import { uint32Id, versionId } from './ids'

export function handlePolicyChanged(event: PolicyChanged): void {
  recordPolicyChanged(event)
  const rules = event.params.newRules
  const version = new LinePolicyVersion(versionId(event.address, rules.version))
  version.policy = event.address
  version.version = rules.version
  version.scoreMaxAge = rules.scoreMaxAge
  version.stepBps = rules.stepBps
  version.stepDays = rules.stepDays
  version.lot = rules.lot
  version.starterLimit = rules.starterLimit
  version.by = event.params.by
  version.setAt = event.block.timestamp
  version.transaction = event.transaction.hash
  version.save()
  for (let index = 0; index < event.params.newBands.length; index++) {
    const terms = event.params.newBands[index]
    const band = new LineBand(version.id.concat(uint32Id(BigInt.fromI32(index))))
    band.policyVersion = version.id
    band.index = index
    band.minScore = terms.minScore
    band.multipleBps = terms.multipleBps
    band.rateBps = terms.rateBps
    band.cap = terms.cap
    band.save()
  }
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'LinePolicy', event.params.authority)
}
