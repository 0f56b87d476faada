import { Trans } from '@lingui/react/macro'
import { Button, ErrorState } from '../ui'

/** Shown instead of the page when it cannot learn which network it belongs to. */
export function StartFailure({ detail }: { readonly detail: string }) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-xl content-center p-4">
      <ErrorState title={<Trans>The page could not start</Trans>}>
        <Trans>
          The server does not say where the contracts of this network are. Start the system, then try again.
        </Trans>
        <p className="mt-2 font-mono text-xs">{detail}</p>
      </ErrorState>
      <div className="grid justify-center">
        <Button variant="primary" onClick={() => window.location.reload()}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    </main>
  )
}
