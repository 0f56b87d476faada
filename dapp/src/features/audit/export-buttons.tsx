import { Trans } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Download, Printer } from 'lucide-react'
import { useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { Button, ErrorText, HashText } from '../../ui'
import { type ExportFormat, exportJournal } from './journal-export'
import type { JournalWhere } from './journal-filter'

/** Exports all entries under the filters, not only those on screen. */
export function ExportButtons({ where }: { readonly where: JournalWhere }) {
  const deployment = useDeployment()
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: (format: ExportFormat) => exportJournal(where, format, deployment),
  })
  return (
    <div className="grid justify-items-end gap-1">
      <div className="flex flex-wrap justify-end gap-2">
        <Button busy={isPending} onClick={() => mutate('csv')}>
          <Download size={16} aria-hidden />
          CSV
        </Button>
        <Button busy={isPending} onClick={() => mutate('jsonl')}>
          <Download size={16} aria-hidden />
          JSON Lines
        </Button>
        <Button onClick={() => window.print()}>
          <Printer size={16} aria-hidden />
          <Trans>Print</Trans>
        </Button>
      </div>
      {error && <ErrorText>{errorText(error)}</ErrorText>}
      {data && (
        <p role="status" className="text-xs text-muted">
          <Trans>
            {data.count} entries up to block {data.block}, SHA-256 <HashText value={data.hash} />
          </Trans>
        </p>
      )}
    </div>
  )
}
