import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { type PillTone, StatusPill } from '../../ui'
import type { ModelStatus } from './credit-model'

const LOOKS: Readonly<Record<ModelStatus, { readonly tone: PillTone; readonly label: MessageDescriptor }>> = {
  Draft: { tone: 'neutral', label: msg`draft` },
  Validated: { tone: 'info', label: msg`validated` },
  Active: { tone: 'positive', label: msg`active` },
  Retired: { tone: 'neutral', label: msg`retired` },
}

/** Where a model stands in its life. */
export function ModelStatusPill({ status }: { readonly status: ModelStatus }) {
  const { t } = useLingui()
  const { tone, label } = LOOKS[status]
  return <StatusPill tone={tone}>{t(label)}</StatusPill>
}
