import { createFileRoute } from '@tanstack/react-router'
import { LinePage } from '../features/lines/line-page'

export const Route = createFileRoute('/merchant/line')({ component: LinePage })
