import { textOrElements, withAttributes } from '../build.ts'
import { isBlank } from '../examinations.ts'
import { problem, type Report } from '../problem.ts'
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
  examine: examineEnqueue,
})

/** Puts the caller into a queue and keeps them there with the wait document. */
export function enqueue(to: string | Task | readonly Task[], attributes?: Attributes<Enqueue>): Enqueue {
  return withAttributes(enqueueRules, attributes, textOrElements(to))
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
  examine: examineTask,
})

/** What a router shall know of the caller, as a JSON object. */
export function task(text: string, attributes?: Attributes<Task>): Task {
  return withAttributes(taskRules, attributes, { text: text.trim() })
}

function examineEnqueue({ text, workflowSid }: Enqueue, report: Report): void {
  if (workflowSid !== undefined) {
    if (!isBlank(text)) report(problem(12200, '<Enqueue> has a workflowSid, so it may not name a queue.'))
    return
  }
  const length = typeof text === 'string' ? text.length : 0
  if (length === 0) report(problem(14204, '<Enqueue> names no queue.', 'Give the name as text, or a workflowSid.'))
  if (length > 64) report(problem(14205, `<Enqueue> names a queue with ${length} characters; at most 64 are allowed.`))
}

function examineTask({ text }: Task, report: Report): void {
  if (isJsonObject(String(text ?? ''))) return
  report(problem(14221, 'The text of <Task> is no JSON object.'))
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
