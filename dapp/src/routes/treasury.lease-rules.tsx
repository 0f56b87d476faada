import { createFileRoute } from '@tanstack/react-router'
import { LeaseRulesPage } from '../features/lease-rules/rules-page'
import { loadLeaseTexts } from '../i18n'

export const Route = createFileRoute('/treasury/lease-rules')({ loader: loadLeaseTexts, component: LeaseRulesPage })
