import { useLingui } from '@lingui/react/macro'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'

/** Copies a text and shows for a moment that it did. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const { t } = useLingui()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true))
  }
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={copied ? t`Copied` : (label ?? t`Copy`)}
      title={text}
      data-print="hide"
      className="inline-grid size-6 place-items-center rounded align-middle text-muted hover:bg-hover hover:text-ink"
    >
      <Icon size={13} aria-hidden />
    </button>
  )
}
