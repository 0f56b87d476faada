/** Which lines a list shows. A file of its own, because the address bar is read before the screen is loaded. */
export const BOOK_LISTS = ['open', 'late', 'bad', 'all'] as const

export type BookList = (typeof BOOK_LISTS)[number]
