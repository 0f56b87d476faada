import { createFileRoute } from '@tanstack/react-router'
import { TreasuryPage } from '../features/treasury/treasury-page'

export const Route = createFileRoute('/treasury/')({ component: TreasuryPage })
