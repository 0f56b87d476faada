// A module of its own, so that the sentences of all errors load beside the first chunk and not inside it.
export { explainError } from '@tallystick/sdk'
