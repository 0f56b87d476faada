import { createFileRoute } from '@tanstack/react-router'
import { FleetPage } from '../features/fleet/fleet-page'
import { loadLeaseTexts } from '../i18n'

export const Route = createFileRoute('/fleet/')({ loader: loadLeaseTexts, component: FleetPage })
