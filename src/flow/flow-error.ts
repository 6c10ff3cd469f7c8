/** A flow that broke a promise while a call was in it. The message names the flow and the step, never a caller. */
export class FlowError extends Error {
  override readonly name = 'FlowError'
  readonly code:
    | 'STEP_UNKNOWN'
    | 'FLOW_LOOPS'
    | 'FLOW_UNKNOWN'
    | 'FLOW_UNREADABLE'
    | 'SCRIPT_DIVERGED'
    | 'SCRIPT_AT_ONCE'
    | 'SCRIPT_NOT_DATA'
    | 'SCRIPT_LOOPS'
    | 'SCRIPT_NO_WAY'
    | 'DIRECTORY_UNREADABLE'

  constructor(code: FlowError['code'], message: string) {
    super(message)
    this.code = code
  }
}
