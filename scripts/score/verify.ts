import {
  type BankDeployment,
  creditLinesAbi,
  type Deployment,
  evaluate,
  featureCommitment,
  isSignedFeatures,
  linePolicyAbi,
  modelHash,
  modelRegistryAbi,
  type PolicyLimit,
  parseModel,
  policyLimit,
  reasonCodes,
  rowOf,
  type SignedFeatures,
  scoreOracleAbi,
} from '@tallystick/sdk'
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  getContract,
  type Hex,
  hexToBytes,
  http,
  type PublicClient,
  size,
  slice,
  zeroAddress,
} from 'viem'

/** The check cannot be made; the message says what is missing. */
export class ScoreCheckError extends Error {
  override name = 'ScoreCheckError'
}

/** One figure from the chain beside the same one computed anew. */
export interface CheckedFigure {
  readonly figure: string
  readonly recorded: string
  readonly recomputed: string
  /** Who computed it anew: this process, or a contract. */
  readonly by: 'here' | 'contract'
  readonly isEqual: boolean
}

/** What is to be checked. */
export interface ScoreCheck {
  readonly deployment: Deployment
  readonly rpcUrl: string
  readonly merchant: Address
  /** What the platform gave to the merchant. */
  readonly disclosure: SignedFeatures
  /** The model; read from the chain, where it must be published, when absent. */
  readonly blob?: Uint8Array | undefined
}

/**
 * Reads a platform's disclosure.
 * @throws ScoreCheckError when it is none
 */
export function readDisclosure(text: string): SignedFeatures {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ScoreCheckError('the disclosure is not JSON')
  }
  if (!isSignedFeatures(json)) throw new ScoreCheckError('the disclosure has not the form of a platform’s answer')
  return json
}

/**
 * Computes everything that the chain says about a merchant's current score again from its features. All of the chain is
 * read at one block.
 * @throws ScoreCheckError when there is no score, or no model to compute it with
 */
export async function verifyScore(check: ScoreCheck): Promise<CheckedFigure[]> {
  const { deployment, rpcUrl, merchant, disclosure } = check
  const [bank] = deployment.banks
  if (bank === undefined) throw new ScoreCheckError('the deployment has no bank')
  const client = createPublicClient({ transport: http(rpcUrl) })
  const record = await readRecord(client, bank, merchant)
  const blob = check.blob ?? (await publishedBlob(client, record))
  const features = rowOf(disclosure.features)
  const salt = disclosure.salt as Hex
  const { score } = record
  const model = parseModel(blob)
  const here = evaluate(model, features)
  const statement = { salt, merchant, asOf: disclosure.asOf, features }
  return [
    compared('merchant', merchant.toLowerCase(), disclosure.merchant),
    compared('data as of', score.asOf, disclosure.asOf),
    compared('commitment', record.commitment, featureCommitment(statement)),
    compared('model hash', record.model.modelHash, modelHash(blob)),
    compared('score', score.score, here.score),
    compared('default probability', score.pdBps, here.pdBps),
    compared('turnover', score.turnover, here.turnover),
    compared('reasons', reasonsOf(score.reasons), reasonCodes(model, features).join(' ')),
    ...(await contractFigures(client, bank, { merchant, record, salt, features })),
    ...lineFigures(record, policyLimit(record.policy, here.score, here.turnover, deployment.asset.decimals)),
  ]
}

type Record = Awaited<ReturnType<typeof readRecord>>

async function readRecord(client: PublicClient, bank: BankDeployment, merchant: Address) {
  const at = { blockNumber: await client.getBlockNumber() }
  const oracle = getContract({ address: bank.scoreOracle, abi: scoreOracleAbi, client })
  const policy = getContract({ address: bank.policy, abi: linePolicyAbi, client })
  const lines = getContract({ address: bank.lines, abi: creditLinesAbi, client })
  const score = await oracle.read.scoreOf([merchant], at)
  if (score.version === 0) throw new ScoreCheckError(`${merchant} has no score at ${bank.name}`)
  const models = getContract({ address: bank.models, abi: modelRegistryAbi, client })
  const [commitment, model, line, rules, bands, limit] = await Promise.all([
    oracle.read.commitmentOf([merchant], at),
    models.read.model([score.version], at),
    lines.read.line([merchant], at),
    policy.read.rules(at),
    policy.read.bands(at),
    policy.read.limitOf([score.score, score.turnover], at),
  ])
  return { at, score, commitment, model, line, policy: { rules, bands }, limit }
}

/** The blob behind the zero byte of the contract that holds it. */
async function publishedBlob(client: PublicClient, { model, at }: Record): Promise<Uint8Array> {
  if (model.blob === zeroAddress)
    throw new ScoreCheckError('the model is not published: give its blob with --model FILE')
  const code = await client.getCode({ address: model.blob, ...at })
  if (code === undefined || size(code) < 2) throw new ScoreCheckError(`there is no model at ${model.blob}`)
  return hexToBytes(slice(code, 1))
}

interface Proof {
  readonly merchant: Address
  readonly record: Record
  readonly salt: Hex
  readonly features: readonly number[]
}

/** The registry's own evaluation, and a challenge that is only called: it says whether it would correct the score. */
async function contractFigures(client: PublicClient, bank: BankDeployment, proof: Proof): Promise<CheckedFigure[]> {
  const { merchant, record, salt } = proof
  const { score, model, at } = record
  if (model.blob === zeroAddress) return []
  const features = proof.features.map(BigInt)
  const models = getContract({ address: bank.models, abi: modelRegistryAbi, client })
  const [onChain, challenge] = await Promise.all([
    models.read.evaluate([score.version, features], at),
    challenged(
      client.simulateContract({
        ...at,
        address: bank.scoreOracle,
        abi: scoreOracleAbi,
        functionName: 'challenge',
        args: [merchant, features, salt],
      }),
    ),
  ])
  const [points, pdBps, turnover] = onChain
  return [
    compared('score', score.score, points, 'contract'),
    compared('default probability', score.pdBps, pdBps, 'contract'),
    compared('turnover', score.turnover, turnover, 'contract'),
    compared('challenge', 'stands', challenge, 'contract'),
  ]
}

async function challenged(call: Promise<{ readonly result: boolean }>): Promise<string> {
  try {
    return (await call).result ? 'would be corrected' : 'stands'
  } catch (error) {
    const reverted = error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionRevertedError)
    if (reverted instanceof ContractFunctionRevertedError) return `refused: ${reverted.data?.errorName}`
    throw error
  }
}

/** What the contract calls the absence of a band. */
const NO_BAND = 255

/**
 * What the policy makes of the recomputed score, and what a line that follows this very score has for it.
 * @param own by the SDK
 */
function lineFigures({ policy, limit, line, score }: Record, own: PolicyLimit): CheckedFigure[] {
  const [policyLimitOnChain, policyRate, policyBand] = limit
  const band = own.band ?? NO_BAND
  const follows = line.scoreAt === score.updatedAt && line.policyVersion === policy.rules.version
  const isOverridden = line.overrideUntil !== 0
  return [
    compared("policy's limit", policyLimitOnChain, own.limit),
    compared("policy's rate", policyRate, own.rateBps),
    compared("policy's band", policyBand, band),
    ...(follows && !isOverridden
      ? [compared("line's rate", line.rateBps, own.rateBps), compared("line's band", line.band, band)]
      : []),
  ]
}

/** The four reason codes of the packed word, the weightiest first, zeros after them. */
function reasonsOf(packed: number): string {
  return [24, 16, 8, 0].map((shift) => (packed >>> shift) & 255).join(' ')
}

function compared(
  figure: string,
  recorded: string | number | bigint,
  recomputed: string | number | bigint,
  by: CheckedFigure['by'] = 'here',
): CheckedFigure {
  const [left, right] = [String(recorded), String(recomputed)]
  return { figure, recorded: left, recomputed: right, by, isEqual: left === right }
}
