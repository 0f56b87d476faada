import { Upload } from 'lucide-react'
import { type DragEvent, type ReactNode, useId, useState } from 'react'
import { classNames } from './class-names'

export interface FileDropProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** As the `accept` attribute of a file input. */
  readonly accept: string
  readonly onFile: (file: File) => void
}

/** Takes one file, dropped or chosen. The area is the label of a real file input, so keyboard and reader can use it. */
export function FileDrop({ label, hint, accept, onFile }: FileDropProps) {
  const id = useId()
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) onFile(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classNames(
        'grid cursor-pointer place-items-center gap-1.5 rounded-lg border border-dashed px-4 py-8 text-center',
        'focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-brand',
        over ? 'border-brand bg-brand-soft' : 'border-muted/60 bg-surface hover:bg-hover',
      )}
    >
      <Upload size={20} className="text-brand" aria-hidden />
      <span className="font-medium">{label}</span>
      {hint && <span className="text-xs text-muted">{hint}</span>}
      <input
        id={id}
        type="file"
        accept={accept}
        className="sr-only"
        onChange={(event) => {
          take(event.target.files)
          // The same file can be chosen again after it was put right.
          event.target.value = ''
        }}
      />
    </label>
  )
}
