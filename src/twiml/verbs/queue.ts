import { withAttributes } from '../build.ts'
import { outside } from '../examinations.ts'
import { problem, type Report } from '../problem.ts'
import { type Attributes, type Method, method, rulesOf, text, url } from '../rules.ts'

/**
 * The queue whose first waiting caller is connected.
 *
 * Source: reference twiml-voice.md §5.5.
 */
export interface Queue {
  readonly verb: 'queue'
  /** TwiML run on the dequeued caller just before bridging (Play, Say, Pause, Redirect). No default. */
  readonly url?: string
  /** HTTP method for url. Default `POST`. */
  readonly method?: Method
  /** TaskRouter reservation to dequeue. No default. */
  readonly reservationSid?: string
  /** TaskRouter activity set after the call. No default. */
  readonly postWorkActivitySid?: string
  /** Name of the queue; `''` with a `reservationSid`. */
  readonly text: string
}

/** What the network uses for attributes of a `Queue` that are absent. */
export const queueDefaults = {
  method: 'POST',
} as const satisfies Partial<Attributes<Queue>>

/** The rules of a `Queue`. */
export const queueRules = rulesOf<Queue>({
  tag: 'Queue',
  verb: 'queue',
  kind: 'noun',
  content: 'optional-text',
  children: [],
  attributes: {
    url: url({ code: 14211 }),
    method: method({ code: 14210 }),
    reservationSid: text({ code: 14215, pattern: /^WR[0-9a-fA-F]{32}$/, form: 'a SID that begins with WR' }),
    postWorkActivitySid: text({ pattern: /^WA[0-9a-fA-F]{32}$/, form: 'a SID that begins with WA' }),
  },
  defaults: queueDefaults,
  examine: examineQueue,
})

/** The queue whose first waiting caller is connected. */
export function queue(text: string = '', attributes?: Attributes<Queue>): Queue {
  return withAttributes(queueRules, attributes, { text: text.trim() })
}

const outsideDial = outside('Dial')

function examineQueue(element: Queue, report: Report, parent: string): void {
  outsideDial(element, report, parent)
  if (element.reservationSid !== undefined) return
  const length = typeof element.text === 'string' ? element.text.length : 0
  if (length === 0) report(problem(14212, '<Queue> names no queue.'))
  if (length > 64) report(problem(14213, `<Queue> names a queue with ${length} characters; at most 64 are allowed.`))
}
