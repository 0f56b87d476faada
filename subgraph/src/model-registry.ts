import { Bytes } from '@graphprotocol/graph-ts'
import {
  recordAuthorityUpdated,
  recordModelActivated,
  recordModelPublished,
  recordModelRegistered,
  recordModelRetired,
  recordModelValidated,
} from '../generated/journal/ModelRegistry'
import {
  AuthorityUpdated,
  ModelActivated,
  ModelPublished,
  ModelRegistered,
  ModelRetired,
  ModelValidated,
} from '../generated/ModelRegistry/ModelRegistry'
import { Model } from '../generated/schema'
import { setAuthority } from './contracts'
import { versionId } from './ids'

export function handleModelRegistered(event: ModelRegistered): void {
  const entry = recordModelRegistered(event)
  const spec = event.params.spec
  const model = new Model(versionId(event.address, event.params.version))
  model.registry = event.address
  model.version = event.params.version
  model.status = 'Draft'
  model.developer = event.params.developer
  model.modelHash = spec.modelHash
  model.schemaHash = spec.schemaHash
  model.dataHash = spec.dataHash
  model.cardHash = spec.cardHash
  model.scopes = spec.scopes
  model.baseline = spec.baseline
  model.uri = spec.uri
  model.cardUri = spec.cardUri
  model.registeredAt = event.block.timestamp
  model.lastEvent = entry
  model.save()
}

export function handleModelValidated(event: ModelValidated): void {
  const entry = recordModelValidated(event)
  const model = changedModel(event.address, event.params.version, entry)
  if (model == null) return
  model.status = 'Validated'
  model.validator = event.params.validator
  model.reportHash = event.params.reportHash
  model.validatedAt = event.block.timestamp
  model.save()
}

export function handleModelActivated(event: ModelActivated): void {
  const entry = recordModelActivated(event)
  const previous = changedModel(event.address, event.params.previous, entry)
  if (previous != null) {
    previous.status = 'Retired'
    previous.retiredAt = event.block.timestamp
    previous.save()
  }
  const model = changedModel(event.address, event.params.version, entry)
  if (model == null) return
  model.status = 'Active'
  model.approver = event.params.approver
  model.activatedAt = event.block.timestamp
  model.save()
}

export function handleModelRetired(event: ModelRetired): void {
  const entry = recordModelRetired(event)
  const model = changedModel(event.address, event.params.version, entry)
  if (model == null) return
  model.status = 'Retired'
  model.retiredAt = event.block.timestamp
  model.save()
}

export function handleModelPublished(event: ModelPublished): void {
  const entry = recordModelPublished(event)
  const model = changedModel(event.address, event.params.version, entry)
  if (model == null) return
  model.blob = event.params.blob
  model.publishedAt = event.block.timestamp
  model.save()
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'ModelRegistry', event.params.authority)
}

/** Null for version 0, which stands for "none", and for no other: the registry changes only what is registered. */
function changedModel(registry: Bytes, version: i32, entry: Bytes): Model | null {
  const model = Model.load(versionId(registry, version))
  if (model != null) model.lastEvent = entry
  return model
}
