/** One sentence in the two languages of the system. */
export interface Bilingual {
  readonly en: string
  readonly zh: string
}
