import { withAttributes } from '../build.ts'
import { type Attributes, integer, type Method, method, rulesOf, text, url } from '../rules.ts'

/**
 * Puts the caller into a queue and keeps them there with the wait document.
 *
 * Source: reference twiml-voice.md §4.7.
 */
export interface Enqueue {
  readonly verb: 'enqueue'
  /** Requested when the call leaves the queue. Default: none: execution continues with the next verb. */
  readonly action?: string
  /** HTTP method for action. Default `POST`. */
  readonly method?: Method
  /** TwiML or audio executed while waiting, repeated by Twilio. Default: Twilio hold-music document. */
  readonly waitUrl?: string
  /** HTTP method for waitUrl. Default `POST`. */
  readonly waitUrlMethod?: Method
  /** TaskRouter workflow; replaces the queue name. No default. */
  readonly workflowSid?: string
  /** Queue size limit. A whole number of at least 1; no default. */
  readonly maxQueueSize?: number
  /** Name of the queue, 1 to 64 characters; absent with a `workflowSid`. */
  readonly text?: string
  readonly children: readonly Task[]
}

/** What the network uses for attributes of a `Enqueue` that are absent. */
export const enqueueDefaults = {
  method: 'POST',
  waitUrlMethod: 'POST',
} as const satisfies Partial<Attributes<Enqueue>>

/** The rules of a `Enqueue`. */
export const enqueueRules = rulesOf<Enqueue>({
  tag: 'Enqueue',
  verb: 'enqueue',
  kind: 'verb',
  content: 'elements-or-text',
  children: ['Task'],
  attributes: {
    action: url({ code: 14203 }),
    method: method({ code: 14201 }),
    waitUrl: url({ code: 14202 }),
    waitUrlMethod: method({ code: 14206 }),
    workflowSid: text({ code: 14220, pattern: /^WW[0-9a-fA-F]{32}$/, form: 'a SID that begins with WW' }),
    maxQueueSize: integer({ undocumented: true, min: 1 }),
  },
  defaults: enqueueDefaults,
})

/** Puts the caller into a queue and keeps them there with the wait document. */
export function enqueue(to: string | readonly Task[], attributes?: Attributes<Enqueue>): Enqueue {
  return withAttributes(
    enqueueRules,
    attributes,
    typeof to === 'string' ? { text: to.trim(), children: [] } : { children: to },
  )
}

/**
 * What a router shall know of the caller, as a JSON object.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface Task {
  readonly verb: 'task'
  /** Task priority. A whole number of at least 0; default: TaskRouter default (0). */
  readonly priority?: number
  /** Task lifetime, seconds. A whole number of at least 1; default: TaskRouter default (86400). */
  readonly timeout?: number
  /** JSON object with task attributes. */
  readonly text: string
}

/** The rules of a `Task`. */
export const taskRules = rulesOf<Task>({
  tag: 'Task',
  verb: 'task',
  kind: 'child',
  content: 'text',
  children: [],
  attributes: {
    priority: integer({ min: 0 }),
    timeout: integer({ min: 1 }),
  },
  defaults: {},
})

/** What a router shall know of the caller, as a JSON object. */
export function task(text: string, attributes?: Attributes<Task>): Task {
  return withAttributes(taskRules, attributes, { text: text.trim() })
}
