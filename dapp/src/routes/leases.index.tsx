import { createFileRoute } from '@tanstack/react-router'
import { LeasesPage } from '../features/leases/leases-page'
import { loadLeaseTexts } from '../i18n'

export const Route = createFileRoute('/leases/')({ loader: loadLeaseTexts, component: LeasesPage })
