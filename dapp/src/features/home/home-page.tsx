import { Trans } from '@lingui/react/macro'
import { Page } from '../../ui'

export function HomePage() {
  return (
    <Page title={<Trans>Home</Trans>}>
      <p />
    </Page>
  )
}
