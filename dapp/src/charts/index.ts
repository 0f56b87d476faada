export { ExposureBars, type ExposureBarsProps, type ExposureRow } from './exposure-bars'
export { MaturityLadder, type MaturityLadderProps, type MaturityStep } from './maturity-ladder'
