import { createFileRoute } from '@tanstack/react-router'
import { PolicyPage } from '../features/line-policy/policy-page'

export const Route = createFileRoute('/treasury/policy')({ component: PolicyPage })
