/**
 * The journal for people: one short line an event, with the time into the call. Tests, the terminal and failure
 * messages print the same.
 */
import type { Instant } from '../clock/clock.ts'
import type { JournalEvent } from './journal-event.ts'

/** Who is called what in a story. */
export type Cast = (callSid: string) => string

/**
 * One line for an event, undefined for those that say nothing new to a reader.
 *
 * @param startedAt the moment that counts as 0:00.0
 * @param nameOf names the person at the end of a leg; default `caller` and `callee` cannot be known here
 */
export function tell(event: JournalEvent, startedAt: Instant, nameOf: Cast): string | undefined {
  const what = describe(event, nameOf)
  return what === undefined ? undefined : `${time(event.at - startedAt).padStart(7)}  ${what}`
}

/** `1:05.3`: minutes, seconds and tenths. */
export function time(milliseconds: number): string {
  const tenths = Math.round(milliseconds / 100)
  const minutes = Math.floor(tenths / 600)
  return `${minutes}:${((tenths - minutes * 600) / 10).toFixed(1).padStart(4, '0')}`
}

function describe(event: JournalEvent, nameOf: Cast): string | undefined {
  switch (event.kind) {
    case 'call-placed':
      return event.direction === 'inbound'
        ? `${nameOf(event.callSid)} ${event.from} calls ${event.to}`
        : `the network dials ${event.to}`
    case 'call-status':
      return event.status === 'ringing' && event.reason === undefined
        ? undefined
        : `${nameOf(event.callSid)}: ${event.status}${event.reason ? `, ${event.reason}` : ''}`
    case 'request-sent':
      return `→ ${event.method} ${pathOf(event.url)}${keyParameters(event.parameters)}`
    case 'answer-received':
      return `← ${event.status}${event.status === 204 ? '' : ` ${oneLine(event.body)}`}`
    case 'document-given':
      return `${nameOf(event.callSid)} is given ${oneLine(event.body)}`
    case 'request-failed':
      return `← failed: ${event.message} (${event.code})`
    case 'answer-reused':
      return `← ${pathOf(event.url)} as it was before, from a cache`
    case 'callback-dropped':
      return `the ${event.purpose} callback to ${pathOf(event.url)} is lost on its way`
    case 'prompt-started':
      return `${nameOf(event.callSid)} hears ${event.prompt.kind === 'speech' ? `“${event.prompt.text}”` : event.prompt.url}`
    case 'prompt-ended':
      return event.interrupted ? '  … and it is cut off' : undefined
    case 'tone-started':
      return event.tone === 'ringback' ? undefined : `${nameOf(event.callSid)} hears ${toneOf(event.tone)}`
    case 'key-pressed':
      return `${nameOf(event.callSid)} presses ${event.key}${event.heeded ? '' : ', and nobody listens'}`
    case 'speech-heard':
      return `${nameOf(event.callSid)} says “${event.text}”${event.heeded ? '' : ', and nobody listens'}`
    case 'answerer-judged':
      return `${nameOf(event.callSid)} is taken for ${event.answeredBy.replaceAll('_', ' ')}`
    case 'recording-started':
      return `recording ${nameOf(event.callSid)}`
    case 'recording-ended':
      return `recorded ${event.seconds} s, ended by ${event.endedBy.replace('-', ' ')}`
    case 'legs-bridged':
      return `${nameOf(event.callSid)} and ${nameOf(event.otherCallSid)} can talk`
    case 'queue-entered':
      return `${nameOf(event.callSid)} waits in the queue ${event.queue}, place ${event.position}`
    case 'queue-left':
      return `${nameOf(event.callSid)} ${departures[event.why]} after ${event.seconds} s in the queue ${event.queue}`
    case 'conference-joined':
      return `${nameOf(event.callSid)} joins the conference ${event.conference}`
    case 'conference-left':
      return `${nameOf(event.callSid)} leaves the conference ${event.conference}`
    case 'conference-started':
      return `the conference ${event.conference} starts: all in it can talk`
    case 'conference-ended':
      return `the conference ${event.conference} is over`
    case 'socket-opened':
      return `→ opens a web socket to ${pathOf(event.url)}`
    case 'socket-message':
      return `${event.direction === 'to-app' ? '→' : '←'} ${event.name} ${event.text}`
    case 'socket-closed':
      return `the ${event.closedBy} closes the web socket, code ${event.code}`
    case 'socket-failed':
      return `the web socket failed: ${event.message} (${event.code})`
    case 'message-sent':
      return `a message goes to ${event.to}: “${event.text}”`
    case 'message-received':
      return `${event.from} writes to ${event.to}: “${event.text}”`
    case 'message-status':
      return `the message is ${event.status}${event.errorCode === undefined ? '' : `, ${event.errorCode}`}`
    case 'finding':
      return `${event.severity}${event.code ? ` ${event.code}` : ''}${event.title ? ` (${event.title})` : ''}: ${event.message}`
    default:
      return undefined
  }
}

const departures = {
  taken: 'is taken',
  left: 'leaves',
  'hung-up': 'hangs up',
  error: 'is lost to an error',
  redirected: 'is taken out',
} as const

/** The parameters that tell one request from another; the rest is the same in all of a call. */
const TELLING = new Set([
  'Digits',
  'SpeechResult',
  'RecordingDuration',
  'DialCallStatus',
  'QueueResult',
  'StatusCallbackEvent',
  'CallStatus',
  'ErrorCode',
  'StreamEvent',
  'SiprecEvent',
  'TranscriptionEvent',
  'SessionStatus',
  'For',
  'ErrorType',
  'Result',
])

function keyParameters(parameters: readonly (readonly [string, string])[]): string {
  const told = parameters.filter(([name, value]) => TELLING.has(name) && value !== '')
  return told.map(([name, value]) => ` ${name}=${value}`).join('')
}

function pathOf(url: string): string {
  if (!URL.canParse(url)) return url
  const { pathname, search } = new URL(url)
  return pathname + search
}

const oneLine = (body: string) =>
  body
    .replace(/^<\?xml[^>]*\?>\s*/, '')
    .replace(/>\s+</g, '><')
    .trim()
const toneOf = (tone: string) => (tone === 'beep' ? 'a beep' : tone === 'digits' ? 'tones' : `the ${tone} tone`)
