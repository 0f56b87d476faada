/** What the inbox shows. A file of its own, because the address bar is read before the screen is loaded. */
export const ALARM_LISTS = ['active', 'followUps', 'history'] as const

export type AlarmList = (typeof ALARM_LISTS)[number]
