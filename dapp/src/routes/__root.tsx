import { Trans } from '@lingui/react/macro'
import { createRootRoute, Link } from '@tanstack/react-router'
import { Shell } from '../app/shell'
import { errorText } from '../chain/errors'
import { buttonClass, EmptyState, ErrorState } from '../ui'

export const Route = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <ErrorState onRetry={reset}>{errorText(error)}</ErrorState>,
})

function NotFound() {
  return (
    <EmptyState title={<Trans>There is no such page</Trans>}>
      <Link to="/" className={buttonClass('primary')}>
        <Trans>Go to the start page</Trans>
      </Link>
    </EmptyState>
  )
}
