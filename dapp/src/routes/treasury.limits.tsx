import { createFileRoute } from '@tanstack/react-router'
import { LimitsPage } from '../features/risk/limits-page'

export const Route = createFileRoute('/treasury/limits')({ component: LimitsPage })
