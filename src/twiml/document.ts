/**
 * A whole answer to a call: the verbs, top to bottom.
 *
 * Source: reference twiml-voice.md §1.1.
 */
import { problem, type Report } from './problem.ts'
import { rulesOf, text } from './rules.ts'
import type { Annotate } from './verbs/annotate.ts'
import type { Connect } from './verbs/connect.ts'
import type { Dial } from './verbs/dial.ts'
import type { Echo } from './verbs/echo.ts'
import type { Enqueue } from './verbs/enqueue.ts'
import type { Gather } from './verbs/gather.ts'
import type { Hangup } from './verbs/hangup.ts'
import type { Leave } from './verbs/leave.ts'
import type { Pause } from './verbs/pause.ts'
import type { Pay } from './verbs/pay.ts'
import type { Play } from './verbs/play.ts'
import type { Prompt } from './verbs/prompt.ts'
import type { Queue } from './verbs/queue.ts'
import type { RecordVerb } from './verbs/record.ts'
import type { Redirect } from './verbs/redirect.ts'
import type { Refer } from './verbs/refer.ts'
import type { Reject } from './verbs/reject.ts'
import type { Say } from './verbs/say.ts'
import type { Sms } from './verbs/sms.ts'
import type { Start } from './verbs/start.ts'
import type { Stop } from './verbs/stop.ts'

/** Anything that may stand directly in a document. */
export type Verb =
  | Connect
  | Dial
  | Echo
  | Enqueue
  | Gather
  | Hangup
  | Leave
  | Pause
  | Pay
  | Play
  | Prompt
  | Queue
  | RecordVerb
  | Redirect
  | Refer
  | Reject
  | Say
  | Sms
  | Start
  | Stop
  | Annotate

/** A document: what the network is told to do, in order. An empty one answers the call and hangs up. */
export interface TwimlDocument {
  readonly verb: 'response'
  /** Historical version of the language. Leave it out. */
  readonly version?: string
  readonly children: readonly Verb[]
}

/** The rules of a document. */
export const responseRules = rulesOf<TwimlDocument>({
  tag: 'Response',
  verb: 'response',
  kind: 'root',
  content: 'elements',
  children: [
    'Connect',
    'Dial',
    'Echo',
    'Enqueue',
    'Gather',
    'Hangup',
    'Leave',
    'Pause',
    'Pay',
    'Play',
    'Prompt',
    'Queue',
    'Record',
    'Redirect',
    'Refer',
    'Reject',
    'Say',
    'Sms',
    'Start',
    'Stop',
    'Annotate',
  ],
  attributes: { version: text({ code: 12101, undocumented: true }) },
  defaults: {},
  examine: examineResponse,
})

/** Makes a document of verbs, in the order they are to be done. */
export function response(...children: readonly Verb[]): TwimlDocument {
  return { verb: 'response', children }
}

// §1.1: what makes a version unacceptable is not published; these are the ones ever in use.
const versions: readonly unknown[] = [undefined, '1', '1.0', '2008-08-01', '2010-04-01']

function examineResponse({ version }: TwimlDocument, report: Report): void {
  if (versions.includes(version)) return
  report(problem(12101, 'The version of <Response> is none that was ever in use.', 'Leave the attribute out.'))
}
