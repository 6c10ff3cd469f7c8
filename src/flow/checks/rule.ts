import type { Flow } from '../define.ts'

/** Something a check has to say about a flow. Data, so that the command line, the page and a test show the same. */
export interface FlowFinding {
  readonly code: FlowRuleCode
  /** A flow with an error is not served. */
  readonly severity: 'error' | 'warning'
  /** Where: `acme/welcome/choices.1.then`. */
  readonly at: string
  readonly message: string
  /** What to do about it. */
  readonly help: string
}

/** The names of the rules. */
export type FlowRuleCode =
  | 'TARGET_MISSING'
  | 'STEP_UNREACHABLE'
  | 'NO_WAY_OUT'
  | 'SILENT_HANG_UP'
  | 'ENDLESS_LOOP'
  | 'TOO_MANY_CHOICES'
  | 'NO_CHOICES'
  | 'PROMPT_TOO_LONG'
  | 'SECRET_IN_FLOW'
  | 'NUMBER_MALFORMED'
  | 'NAME_MALFORMED'
  | 'OUT_OF_RANGE'
  | 'VALUE_UNUSABLE'
  | 'NOBODY_LISTENS'
  | 'MAILBOX_UNUSED'
  | 'MAILBOX_TWICE'
  | 'MAILBOX_CLOSED'
  | 'TRANSCRIPT_MISSING'
  | 'HOLIDAYS_UNREAD'
  | 'PHRASE_MISSING'
  | 'TRANSLATION_MISSING'
  | 'CHOICE_LATE'

/** One rule: looks at a whole flow and says what it found. */
export type FlowRule = (flow: Flow) => readonly FlowFinding[]
