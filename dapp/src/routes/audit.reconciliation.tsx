import { createFileRoute } from '@tanstack/react-router'
import { ReconciliationPage } from '../features/audit/reconciliation-page'

export const Route = createFileRoute('/audit/reconciliation')({ component: ReconciliationPage })
