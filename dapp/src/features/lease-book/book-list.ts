/** Which leases a list shows. A file of its own, because the address bar is read before the screen is loaded. */
export const LEASE_LISTS = ['decide', 'running', 'late', 'bad', 'all'] as const

export type LeaseList = (typeof LEASE_LISTS)[number]
