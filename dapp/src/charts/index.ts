export { BarChart, type BarChartProps, type BarGroup, type BarSeries } from './bar-chart'
export { ExposureBars, type ExposureBarsProps, type ExposureRow } from './exposure-bars'
export { MaturityLadder, type MaturityLadderProps, type MaturityStep } from './maturity-ladder'
