import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { accessManagerAbi, type BankDeployment, modelHash, modelRegistryAbi } from '@tallystick/sdk'
import { bytesToHex, encodeFunctionData, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { localNetwork } from '../deploy/networks/local.ts'
import { modelDir } from '../paths.ts'
import { moveClock } from './clock.ts'
import { company, type DemoKey } from './companies.ts'
import { senderOf } from './sender.ts'

/** The blob of docs/scoring.md. */
export const modelFile = join(modelDir, 'model.blob')

const cardFile = join(modelDir, 'card.json')

/** Where the page's own server gives the files of {@link modelDir}. */
export const modelPath = '/models/merchant-v1'

/** All kinds of data: what the schema merchant-v1 needs. */
const allScopes = 0b11111

/** Version of a registry's first model. */
const firstVersion = 1

/** What of a model card goes on chain. */
interface Card {
  readonly schemaHash: Hex
  readonly dataHash: Hex
  /** Shares of the development population in ten score bins, in bps. */
  readonly baseline: readonly number[]
}

/**
 * Brings the demo's model into force, as its three people would: developed by the bank's model team, validated by the
 * auditor, approved by the bank, which has to announce it first. Then its blob is published. Moves the chain's clock by
 * the delay of the approval.
 * @param url platform that serves the blob to the oracle network
 */
export async function activateModel(rpcUrl: string, { manager, models }: BankDeployment, url: string): Promise<void> {
  const blob = readFileSync(modelFile)
  const cardBytes = readFileSync(cardFile)
  const card = JSON.parse(cardBytes.toString('utf8')) as Card
  const hash = modelHash(blob)
  const spec = {
    modelHash: hash,
    schemaHash: card.schemaHash,
    dataHash: card.dataHash,
    cardHash: sha256(cardBytes),
    scopes: allScopes,
    baseline: card.baseline,
    uri: `${url}/v1/model/${hash}`,
    cardUri: `${modelPath}/card.json`,
  }
  const registry = { address: models, abi: modelRegistryAbi } as const
  const developer = sender(rpcUrl, 'modelteam')
  const approver = sender(rpcUrl, 'jiangnan')
  await developer({ ...registry, functionName: 'register', args: [spec] })
  // The auditor's report on the demo's model is the card that it signs off.
  await sender(rpcUrl, 'zhengxin')({ ...registry, functionName: 'validate', args: [firstVersion, spec.cardHash] })
  const activation = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'activate', args: [firstVersion] })
  await approver({
    address: manager,
    abi: accessManagerAbi,
    functionName: 'schedule',
    args: [models, activation, 0],
  })
  await moveClock(rpcUrl, localNetwork.delay)
  await approver({ ...registry, functionName: 'activate', args: [firstVersion] })
  await developer({ ...registry, functionName: 'publish', args: [firstVersion, bytesToHex(blob)] })
}

function sender(rpcUrl: string, key: DemoKey) {
  return senderOf(rpcUrl, privateKeyToAccount(company(key).privateKey))
}

function sha256(bytes: Uint8Array): Hex {
  return `0x${createHash('sha256').update(bytes).digest('hex')}`
}
