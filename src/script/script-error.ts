/** Something about a script other than a call that failed. The message says what happened and what to do. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError'
  readonly code: 'APP_NOT_STARTED' | 'PORT_NOT_FREE'

  constructor(code: ScriptError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
