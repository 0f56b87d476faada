import { createFileRoute } from '@tanstack/react-router'
import { ConsentsPage } from '../features/consents/consents-page'

export const Route = createFileRoute('/merchant/consents')({ component: ConsentsPage })
