/** The check cannot be made; the message says what is missing or does not answer. */
export class RentCheckError extends Error {
  override readonly name = 'RentCheckError'
}
