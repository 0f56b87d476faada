/** Which deals a list shows: those that still bind money, or all. */
export const DEAL_LISTS = ['open', 'all'] as const
export type DealList = (typeof DEAL_LISTS)[number]
