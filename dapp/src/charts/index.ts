export { BarChart, type BarChartProps, type BarGroup, type BarSeries } from './bar-chart.tsx'
export { ExposureBars, type ExposureBarsProps, type ExposureRow } from './exposure-bars.tsx'
export { MaturityLadder, type MaturityLadderProps, type MaturityStep } from './maturity-ladder.tsx'
