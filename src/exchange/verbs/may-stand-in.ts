/**
 * Which verbs may stand in documents that are heard on the way, rather than being the call.
 *
 * Source: reference twiml-voice.md §4.6 (whispers), §4.7 (waiting in a queue), §5.5 (before a queued call is connected),
 * §5.4 (waiting for a conference).
 */
import type { Verb } from '../../twiml/index.ts'
import type { DocumentKind, Outcome, Performance } from '../performance.ts'
import { tagOf } from './perform-verb.ts'

/** Whether a verb is performed in such a document. */
export function mayStandIn(kind: DocumentKind, verb: Verb): boolean {
  switch (kind) {
    case 'call':
      return true
    case 'whisper':
      return verb.verb !== 'enqueue'
    case 'queue-wait':
      return heardInQueue.has(verb.verb)
    case 'queue-whisper':
    case 'conference-wait':
    case 'conference-hold':
    case 'conference-announcement':
      return heardOnTheWay.has(verb.verb)
    default:
      return kind satisfies never
  }
}

/** What becomes of a verb that may not stand there. */
export function refuse(verb: Verb, performance: Performance): Outcome {
  const { kind } = performance.source
  const message = `${tagOf(verb)} may not stand in a document that is heard ${places[kind]}.`
  performance.report({ code: codes[kind], severity: 'error', message, help: 'Leave it out there.' }, verb)
  return { kind: 'fail', code: codes[kind], says: `${tagOf(verb)} is not allowed here` }
}

const heardOnTheWay: ReadonlySet<Verb['verb']> = new Set(['play', 'say', 'pause', 'redirect'])
const heardInQueue: ReadonlySet<Verb['verb']> = new Set([...heardOnTheWay, 'gather', 'hangup', 'leave'])

const places: Readonly<Record<DocumentKind, string>> = {
  call: 'in a call',
  whisper: 'before a callee is connected',
  'queue-wait': 'in a queue',
  'queue-whisper': 'before a queued call is connected',
  'conference-wait': 'while a conference has not started',
  'conference-hold': 'on hold in a conference',
  'conference-announcement': 'as an announcement in a conference',
}

const codes: Readonly<Record<DocumentKind, number>> = {
  call: 12200,
  whisper: 13201,
  'queue-wait': 12200,
  'queue-whisper': 12200,
  'conference-wait': 13238,
  'conference-hold': 13238,
  'conference-announcement': 13238,
}
