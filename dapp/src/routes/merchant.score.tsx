import { createFileRoute } from '@tanstack/react-router'
import { ScorePage } from '../features/scores/score-page'

export const Route = createFileRoute('/merchant/score')({ component: ScorePage })
