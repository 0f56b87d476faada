import { type RentRow, type RentTerms, RentTooLowError, rentSchedule } from '@tallystick/sdk'

/** A repayment plan, or what the base rents leave unpaid. */
export interface RentPlanRead {
  readonly schedule: readonly RentRow[] | undefined
  readonly unpaid: bigint | undefined
}

/** Plays the base rents through. */
export function rentPlanOf(terms: RentTerms): RentPlanRead {
  try {
    return { schedule: rentSchedule(terms), unpaid: undefined }
  } catch (error) {
    if (error instanceof RentTooLowError) return { schedule: undefined, unpaid: error.unpaid }
    throw error
  }
}
