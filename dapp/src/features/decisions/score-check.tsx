import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { modelRegistryAbi, scoreOracleAbi } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import { useReadContract, useSimulateContract } from 'wagmi'
import { useAccount } from '../../chain/account'
import { useBank, useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { useTx, write } from '../../chain/tx'
import { Bps, Button, ErrorState, Money, Notice, Skeleton } from '../../ui'
import type { Disclosure } from '../scores/disclosure'
import { useModel } from '../scores/use-model'
import { ComparedTable, comparedRow } from './compared-table'
import { type ContractScore, isSame, type RecomputedScore, recomputeScore } from './recompute'
import type { DecisionAnswer } from './use-decision'

export interface ScoreCheckProps {
  readonly merchant: Address
  readonly answer: DecisionAnswer
  readonly disclosure: Disclosure
}

/** The score from three sources: the record, this page's evaluator, the contract's. */
export function ScoreCheck({ merchant, answer, disclosure }: ScoreCheckProps) {
  const { data: model, error, refetch } = useModel(answer.model.version)
  const { contract, isConfidential } = useContractScore(answer.model.version, disclosure)
  if (error) return <ErrorState onRetry={() => void refetch()}>{errorText(error)}</ErrorState>
  if (!model) return <Skeleton className="h-48" />
  const again = recomputeScore(answer, model, disclosure.row, contract)
  return (
    <>
      <Verdict again={again} isConfidential={isConfidential} />
      <ScoreTable again={again} withContract={contract !== undefined} />
      <ChallengeButton merchant={merchant} answer={answer} disclosure={disclosure} />
    </>
  )
}

/** The registry's own evaluator; a confidential model cannot be evaluated on chain. */
function useContractScore(version: number, { row }: Disclosure) {
  const { models } = useBank()
  const { data, isError } = useReadContract({
    address: models,
    abi: modelRegistryAbi,
    functionName: 'evaluate',
    args: [version, row.map(BigInt)],
    query: { retry: false },
  })
  const contract: ContractScore | undefined = data && { score: data[0], pdBps: data[1], turnover: data[2] }
  return { contract, isConfidential: isError }
}

interface VerdictProps {
  readonly again: RecomputedScore
  readonly isConfidential: boolean
}

function Verdict({ again, isConfidential }: VerdictProps) {
  const same = Object.values(again).every(isSame)
  return (
    <>
      {same ? (
        <Notice tone="positive">
          <Trans>The score follows from these figures, bit for bit.</Trans>
        </Notice>
      ) : (
        <Notice tone="danger">
          <Trans>The score does not follow from these figures. The contract can correct it.</Trans>
        </Notice>
      )}
      {isConfidential && (
        <Notice tone="warning">
          <Trans>The model is confidential: whoever has its file can publish it, then the contract computes too.</Trans>
        </Notice>
      )}
    </>
  )
}

function ScoreTable({ again, withContract }: { readonly again: RecomputedScore; readonly withContract: boolean }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  return (
    <ComparedTable
      caption={t`The score from all sources`}
      withContract={withContract}
      rows={[
        comparedRow('score', t`Score`, again.score, (value) => value),
        comparedRow('pd', t`Default probability`, again.pdBps, (value) => <Bps value={value} />),
        comparedRow('turnover', t`Monthly turnover`, again.turnover, (value) => (
          <Money value={value} decimals={2} symbol={asset.currency} />
        )),
        comparedRow('reasons', t`Reason codes`, again.reasons, (value) => value || '–'),
      ]}
    />
  )
}

/** The contract scores the proven figures itself and corrects what differs. Only for a merchant's latest score. */
function ChallengeButton({ merchant, answer, disclosure }: ScoreCheckProps) {
  const { t } = useLingui()
  const { scoreOracle } = useBank()
  const { status } = useAccount()
  const { run, pending } = useTx()
  const call = {
    address: scoreOracle,
    abi: scoreOracleAbi,
    functionName: 'challenge',
    args: [merchant, disclosure.row.map(BigInt), disclosure.file.salt as Hex],
  } as const
  const commitment = useReadContract({
    address: scoreOracle,
    abi: scoreOracleAbi,
    functionName: 'commitmentOf',
    args: [merchant],
  }).data
  const isLatest = commitment === answer.commitment
  const trial = useSimulateContract({ ...call, query: { enabled: isLatest, retry: false } })
  const reason = !isLatest
    ? t`The merchant has a newer score; only the latest can be corrected.`
    : status === 'disconnected' && t`Connect a wallet to do this.`
  const challenge = write({ ...call, title: msg`Have a score recomputed on chain`, args: () => call.args })
  return (
    <div className="grid justify-items-start gap-2">
      {trial.data && <TrialText corrected={trial.data.result} />}
      {trial.error && <p className="text-muted">{errorText(trial.error)}</p>}
      <Button
        busy={pending}
        reason={reason}
        data-testid="challenge"
        onClick={() => void run(challenge).catch(() => undefined)}
      >
        <Trans>Have the contract recompute it</Trans>
      </Button>
    </div>
  )
}

function TrialText({ corrected }: { readonly corrected: boolean }) {
  return (
    <p className="text-muted">
      {corrected ? (
        <Trans>Asked without a transaction, the contract would correct the score.</Trans>
      ) : (
        <Trans>Asked without a transaction, the contract finds the score right.</Trans>
      )}
    </p>
  )
}
