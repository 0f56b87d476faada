import { msg } from '@lingui/core/macro'
import { type BankDeployment, modelRegistryAbi } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { type Write, write } from '../../chain/tx'
import { type GuardedCall, guardedCall } from '../access/guarded-call'
import type { ModelSpec } from './model-spec'

/** Puts a new version into the register, as a draft. By the developer. */
export function registerCall({ manager, models }: BankDeployment, spec: ModelSpec): GuardedCall {
  return guardedCall({
    title: msg`Register a model`,
    manager,
    target: models,
    abi: modelRegistryAbi,
    functionName: 'register',
    args: [spec],
  })
}

/** States that a draft has been checked. By the validator. */
export function validateCall({ manager, models }: BankDeployment, version: number, reportHash: Hex): GuardedCall {
  return guardedCall({
    title: msg`Validate a model`,
    manager,
    target: models,
    abi: modelRegistryAbi,
    functionName: 'validate',
    args: [version, reportHash],
  })
}

/** Makes a validated model the one that new requests use. By the approver, announced. */
export function activateCall({ manager, models }: BankDeployment, version: number): GuardedCall {
  return guardedCall({
    title: msg`Activate a model`,
    manager,
    target: models,
    abi: modelRegistryAbi,
    functionName: 'activate',
    args: [version],
  })
}

/** Stops a model. By the officer. */
export function retireCall({ manager, models }: BankDeployment, version: number): GuardedCall {
  return guardedCall({
    title: msg`Retire a model`,
    manager,
    target: models,
    abi: modelRegistryAbi,
    functionName: 'retire',
    args: [version],
  })
}

/** Stores the blob on chain, so that everybody can score with it. By anyone who has it. */
export function publishCall({ models }: BankDeployment, version: number, blob: Hex): Write {
  return write({
    title: msg`Publish a model`,
    address: models,
    abi: modelRegistryAbi,
    functionName: 'publish',
    args: () => [version, blob] as const,
  })
}
