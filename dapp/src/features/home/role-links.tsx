import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { buttonClass, Card } from '../../ui'

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
        <Link to="/audit/decisions" className={buttonClass()}>
          <Trans>Decisions and consents</Trans>
        </Link>
        <Link to="/audit/rents" className={buttonClass()}>
          <Trans>Rents</Trans>
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
