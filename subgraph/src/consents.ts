import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  AuthorityUpdated,
  ConsentGranted,
  ConsentRevoked,
  EIP712DomainChanged,
  ProviderSet,
} from '../generated/Consents/Consents'
import {
  recordAuthorityUpdated,
  recordConsentGranted,
  recordConsentRevoked,
  recordEIP712DomainChanged,
  recordProviderSet,
} from '../generated/journal/Consents'
import { Consent, Provider } from '../generated/schema'
import { setAuthority } from './contracts'
import { consentId } from './scoring-rows'

export function handleProviderSet(event: ProviderSet): void {
  const entry = recordProviderSet(event)
  const data = event.params.newProvider
  const provider = new Provider(event.params.provider)
  provider.key = data.key
  provider.scopes = data.scopes
  provider.active = data.active
  provider.name = data.name
  provider.url = data.url
  provider.setAt = event.block.timestamp
  provider.lastEvent = entry
  provider.save()
}

export function handleConsentGranted(event: ConsentGranted): void {
  const entry = recordConsentGranted(event)
  const consent = loadConsent(
    event,
    event.params.merchant,
    event.params.provider,
    event.params.recipient,
    event.params.purpose,
  )
  consent.scopes = event.params.scopes
  consent.expiry = event.params.expiry
  consent.grantedAt = event.block.timestamp
  consent.revokedAt = null
  consent.nextNonce = event.params.nonce.plus(BigInt.fromI32(1))
  consent.lastEvent = entry
  consent.save()
}

export function handleConsentRevoked(event: ConsentRevoked): void {
  const entry = recordConsentRevoked(event)
  const consent = loadConsent(
    event,
    event.params.merchant,
    event.params.provider,
    event.params.recipient,
    event.params.purpose,
  )
  consent.scopes = BigInt.zero()
  consent.expiry = BigInt.zero()
  consent.grantedAt = BigInt.zero()
  consent.revokedAt = event.block.timestamp
  consent.nextNonce = event.params.nonce.plus(BigInt.fromI32(1))
  consent.lastEvent = entry
  consent.save()
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'Consents', event.params.authority)
}

export function handleEIP712DomainChanged(event: EIP712DomainChanged): void {
  recordEIP712DomainChanged(event)
}

/** A merchant may also void a signature that nobody has submitted: then a row begins with a revocation. */
function loadConsent(
  event: ethereum.Event,
  merchant: Bytes,
  provider: Bytes,
  recipient: Bytes,
  purpose: Bytes,
): Consent {
  const id = consentId(merchant, provider, recipient, purpose)
  let consent = Consent.load(id)
  if (consent == null) {
    consent = new Consent(id)
    consent.merchant = merchant
    consent.provider = provider
    consent.recipient = recipient
    consent.purpose = purpose
  }
  consent.transaction = event.transaction.hash
  return consent
}
