import { createFileRoute } from '@tanstack/react-router'
import { RegisterPage } from '../features/fleet/register-page'
import { loadLeaseTexts } from '../i18n'

export const Route = createFileRoute('/fleet/new')({ loader: loadLeaseTexts, component: RegisterPage })
