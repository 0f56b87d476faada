/** What the auditor looks at. A file of its own, because the address bar is read before the screen is loaded. */
export const RENT_LISTS = ['bills', 'alarms', 'commands'] as const

export type RentList = (typeof RENT_LISTS)[number]
