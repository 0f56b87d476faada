import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { buttonClass, Card } from '../../ui'

/** The bank's way to its screens. */
export function BankHome() {
  return (
    <Card title={<Trans>Bank treasury</Trans>}>
      <p className="text-muted">
        <Trans>Liquidity and value of the treasury, its deals, and what it lends to whom.</Trans>
      </p>
      <div className="flex flex-wrap gap-2">
        <Link to="/treasury" className={buttonClass('primary')}>
          <Trans>Treasury</Trans>
        </Link>
        <Link to="/treasury/deals" className={buttonClass()}>
          <Trans>Deals</Trans>
        </Link>
        <Link to="/treasury/limits" className={buttonClass()}>
          <Trans>Limits and terms</Trans>
        </Link>
        <Link to="/treasury/announced" className={buttonClass()}>
          <Trans>Announced changes</Trans>
        </Link>
      </div>
    </Card>
  )
}

/** The auditor's way to its screens. */
export function AuditorHome() {
  return (
    <Card title={<Trans>Audit</Trans>}>
      <p className="text-muted">
        <Trans>Every event with its block and transaction, and every total recomputed from events.</Trans>
      </p>
      <div className="flex flex-wrap gap-2">
        <Link to="/audit" className={buttonClass('primary')}>
          <Trans>Journal</Trans>
        </Link>
        <Link to="/audit/reconciliation" className={buttonClass()}>
          <Trans>Reconciliation</Trans>
        </Link>
      </div>
    </Card>
  )
}

/** For an account that is no member: the registry, and what a stranger can do. */
export function StrangerHome() {
  return (
    <Card title={<Trans>Not a registered company</Trans>}>
      <p className="text-muted">
        <Trans>
          The connected account is not in the register of members. Everything can be read; to act, a company must be
          registered first. The registry itself works on the members' page.
        </Trans>
      </p>
      <div>
        <Link to="/members" className={buttonClass('primary')}>
          <Trans>Members</Trans>
        </Link>
      </div>
    </Card>
  )
}
