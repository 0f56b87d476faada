import { Trans } from '@lingui/react/macro'
import type { Bilingual } from '@tallystick/sdk'
import { useQuery } from '@tanstack/react-query'
import { useDeployment } from '../../chain/deployment'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'

interface Sample {
  readonly fileName: string
  readonly about: Bilingual
}

/** On a local chain: invoices to try the page with, dated around the chain's clock. */
export function SampleFiles({ onFile }: { readonly onFile: (file: File) => void }) {
  const { local } = useDeployment()
  const locale = useLocale()
  const { data: samples = [] } = useQuery({
    queryKey: ['demo', 'invoices'],
    queryFn: () => fetchSample('').then((answer) => answer.json() as Promise<readonly Sample[]>),
    enabled: local,
  })
  if (!local || samples.length === 0) return null
  const load = async (name: string) => onFile(new File([await (await fetchSample(name)).blob()], name))
  return (
    <section className="grid gap-2">
      <h2 className="text-xs font-medium text-muted">
        <Trans>No file at hand? Take one of the demo:</Trans>
      </h2>
      <ul className="grid gap-1.5">
        {samples.map(({ fileName, about }) => (
          <li key={fileName}>
            <button
              type="button"
              onClick={() => void load(fileName)}
              className="min-h-9 w-full rounded-md px-3 py-1.5 text-left hover:bg-hover"
              data-testid={`sample-${fileName}`}
            >
              {inLocale(about, locale)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

async function fetchSample(name: string): Promise<Response> {
  const answer = await fetch(name === '' ? '/demo/invoices' : `/demo/invoices/${name}`)
  if (!answer.ok) throw new Error(`/demo/invoices: HTTP ${answer.status}`)
  return answer
}
