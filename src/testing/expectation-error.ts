/** A conversation that went otherwise than the test expects. The message has the whole call so far. */
export class ExpectationError extends Error {
  override readonly name = 'ExpectationError'
}
