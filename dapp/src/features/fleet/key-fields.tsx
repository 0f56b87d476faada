import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { SelectInput, TextInput } from '../../ui'
import { KEY_KINDS, type KeyDraft, type KeyKind } from './registration'

export interface KeyFieldsProps {
  readonly draft: KeyDraft
  /** What is wrong with each part, once something is written there. */
  readonly wrong: { readonly x: boolean; readonly y: boolean }
  readonly onChange: (draft: KeyDraft) => void
}

/** A device's public key: the address of a secp256k1 key, or the point of a P-256 key. */
export function KeyFields({ draft, wrong, onChange }: KeyFieldsProps) {
  const { t } = useLingui()
  const isPoint = draft.kind === 'P-256'
  const problem = (isWrong: boolean, text: string, sentence: string): ReactNode =>
    isWrong && text !== '' ? sentence : undefined
  const coordinate = t`A coordinate is 0x and 64 hexadecimal digits.`
  return (
    <>
      <SelectInput
        label={t`Kind of key`}
        hint={t`P-256 where the device signs in a secure element.`}
        value={draft.kind}
        onChange={(kind) => onChange({ ...draft, kind: kind as KeyKind })}
        options={KEY_KINDS.map((kind) => ({ value: kind, label: kind }))}
      />
      <TextInput
        label={isPoint ? t`Public key, x` : t`Address of the key`}
        placeholder="0x…"
        value={draft.x}
        onChange={(x) => onChange({ ...draft, x })}
        error={problem(wrong.x, draft.x, isPoint ? coordinate : t`An account is 0x and 40 hexadecimal digits.`)}
      />
      {isPoint && (
        <TextInput
          label={t`Public key, y`}
          placeholder="0x…"
          value={draft.y}
          onChange={(y) => onChange({ ...draft, y })}
          error={problem(wrong.y, draft.y, coordinate)}
        />
      )}
    </>
  )
}
