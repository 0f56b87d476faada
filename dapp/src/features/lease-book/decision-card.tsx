import { Trans, useLingui } from '@lingui/react/macro'
import { formatBps } from '@tallystick/sdk'
import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useBank, useDeployment } from '../../chain/deployment'
import { Card, KeyValueList, Money, Notice, Skeleton } from '../../ui'
import { useTierName } from '../fleet/tier'
import { useMachine } from '../fleet/use-machine'
import { useLeaseRules } from '../lease-rules/use-lease-rules'
import { RentPlan } from '../leases/rent-plan'
import type { LeaseReading } from '../leases/use-lease'
import { useGroupLabel } from '../risk/use-group-label'
import { useRisk } from '../risk/use-risk'
import { officerCall } from './lease-calls'
import { OfficerButton } from './officer-button'
import { rentPlanOf } from './rent-plan-of'
import { checkRules, type RuleCheck, type RuleName } from './rule-checks'

interface DecisionProps {
  readonly reading: LeaseReading
}

/** A signed lease before the bank: what the rules say, what the group owes already, how it is paid back, yes or no. */
export function DecisionCards({ reading }: DecisionProps) {
  return (
    <>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <RulesCard reading={reading} />
        <div className="grid gap-5">
          <ExposureCard reading={reading} />
          <DecideCard reading={reading} />
        </div>
      </div>
      <Card title={<Trans>How base rents pay it back</Trans>}>
        <RentPlan read={rentPlanOf(reading.lease)} />
      </Card>
    </>
  )
}

/** The rules against this lease; undefined while they are being read. */
function useChecks({ lease }: LeaseReading): readonly RuleCheck[] | undefined {
  const { data: rules } = useLeaseRules()
  const { data: machine } = useMachine(lease.deviceId)
  return rules && machine && checkRules({ ...lease, tier: machine.tier }, rules)
}

function RulesCard({ reading }: DecisionProps) {
  const checks = useChecks(reading)
  const names = useRuleNames()
  const show = useRuleValue()
  return (
    <Card title={<Trans>The bank's rules</Trans>}>
      {checks === undefined ? (
        <Skeleton className="h-40" />
      ) : (
        <ul className="grid gap-2" data-testid="rule-checks">
          {checks.map(({ rule, value, bound, passed }) => (
            <li key={rule} className="flex items-start gap-2" data-passed={passed}>
              <Verdict passed={passed} />
              <span>
                {names[rule]}: <strong>{show(rule, value)}</strong>{' '}
                <span className="text-muted">
                  {rule === 'financed' || rule === 'term' ? (
                    <Trans>at most {show(rule, bound)}</Trans>
                  ) : (
                    <Trans>at least {show(rule, bound)}</Trans>
                  )}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Verdict({ passed }: { readonly passed: boolean }) {
  const { t } = useLingui()
  const Icon = passed ? Check : X
  return (
    <Icon
      size={16}
      role="img"
      aria-label={passed ? t`passed` : t`not passed`}
      className={passed ? 'mt-0.5 shrink-0 text-positive' : 'mt-0.5 shrink-0 text-danger'}
    />
  )
}

function useRuleNames(): Readonly<Record<RuleName, string>> {
  const { t } = useLingui()
  return {
    financed: t`Financed`,
    deposit: t`Security deposit`,
    rate: t`Yearly rate`,
    term: t`Term in days`,
    tier: t`Trust in the meter`,
  }
}

function useRuleValue(): (rule: RuleName, value: bigint) => ReactNode {
  const { asset } = useDeployment()
  const tierName = useTierName()
  return (rule, value) => {
    if (rule === 'financed' || rule === 'deposit') {
      return <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
    }
    if (rule === 'rate') return formatBps(value)
    return rule === 'tier' ? tierName(Number(value)) : String(value)
  }
}

/** What the lessee's group owes the bank, before and after this lease. */
function ExposureCard({ reading: { lease, stage } }: DecisionProps) {
  const { asset } = useDeployment()
  const labelOf = useGroupLabel()
  const { groups, isPending } = useRisk()
  const group = groups?.find(({ obligor }) => obligor === lease.obligor)
  const exposure = group?.exposure ?? 0n
  const limit = group?.limit ?? 0n
  // An approved lease counts already.
  const after = stage === 'Approved' ? exposure : exposure + lease.financed
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  if (isPending) return <Skeleton className="h-40" />
  return (
    <Card title={<Trans>What the lessee's group owes</Trans>}>
      <KeyValueList
        items={[
          { key: 'group', label: <Trans>Group</Trans>, value: labelOf(lease.obligor, group?.members ?? []) },
          { key: 'limit', label: <Trans>Limit</Trans>, value: money(limit) },
          { key: 'now', label: <Trans>Exposure now</Trans>, value: money(exposure) },
          { key: 'after', label: <Trans>Exposure with this lease</Trans>, value: money(after) },
        ]}
      />
      {after > limit && (
        <Notice tone="warning" title={<Trans>This would go beyond the group's limit</Trans>}>
          <Trans>The treasury refuses to lend above it.</Trans>
        </Notice>
      )}
    </Card>
  )
}

function DecideCard({ reading }: DecisionProps) {
  const bank = useBank()
  const names = useRuleNames()
  const { leaseId, stage } = reading
  const broken = useChecks(reading)?.find(({ passed }) => !passed)
  const rule = broken && names[broken.rule]
  return (
    <Card title={<Trans>Decision</Trans>}>
      <p className="text-muted">
        {stage === 'Signed' ? (
          <Trans>
            Approving sets the money aside until the lessee accepts the machine; the group's exposure grows at once.
          </Trans>
        ) : (
          <Trans>The money is set aside. Declining takes the approval back and returns the deposit.</Trans>
        )}
      </p>
      <div className="flex flex-wrap items-start gap-2">
        {stage === 'Signed' && (
          <OfficerButton
            call={officerCall(bank, 'approve', leaseId)}
            variant="primary"
            refusal={rule && <Trans>A rule is not kept: {rule}.</Trans>}
            testId="approve-lease"
          >
            <Trans>Approve</Trans>
          </OfficerButton>
        )}
        <OfficerButton call={officerCall(bank, 'decline', leaseId)} testId="decline-lease">
          <Trans>Decline</Trans>
        </OfficerButton>
      </div>
    </Card>
  )
}
