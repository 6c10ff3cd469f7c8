/**
 * What the network will do on a verb, in one sentence for people.
 *
 * Source: reference twiml-voice.md §1.5 and §4; numbers that are not given are the network's defaults.
 */
import type { Verb } from './document.ts'
import { plainText } from './plain-text.ts'
import type { Connect } from './verbs/connect.ts'
import { type Dial, type DialNoun, dialDefaults } from './verbs/dial.ts'
import type { Enqueue } from './verbs/enqueue.ts'
import { type Gather, gatherDefaults } from './verbs/gather.ts'
import type { Pause } from './verbs/pause.ts'
import type { Play } from './verbs/play.ts'
import { type RecordVerb, recordDefaults } from './verbs/record.ts'
import type { Redirect } from './verbs/redirect.ts'
import type { Say } from './verbs/say.ts'
import type { Start, StartNoun } from './verbs/start.ts'
import type { Stop } from './verbs/stop.ts'

/** Where the verb stands. */
export interface ExplainContext {
  /** What the sentence calls the document's own address; default `this document`. */
  readonly documentUrl?: string
  /** No verb follows, so going on means that the call ends. Default `false`. */
  readonly isLast?: boolean
}

/** One sentence about what the network will do. Holds the words and addresses of the verb, shortened. */
export function explain(verb: Verb, context: ExplainContext = {}): string {
  const onward = context.isLast === true ? 'ends the call' : 'goes on to the next verb'
  const own = context.documentUrl ?? 'this document'
  switch (verb.verb) {
    case 'say':
      return `${says(verb)}, then ${onward}.`
    case 'play':
      return `${plays(verb)}, then ${onward}.`
    case 'pause':
      return `${pauses(verb)}, then ${onward}.`
    case 'gather':
      return explainGather(verb, own, onward)
    case 'record':
      return explainRecord(verb, own)
    case 'dial':
      return explainDial(verb, onward)
    case 'enqueue':
      return explainEnqueue(verb, onward)
    case 'leave':
      return 'Leaves the queue whose wait document this is; elsewhere it does nothing.'
    case 'redirect':
      return explainRedirect(verb, own)
    case 'reject':
      return verb.reason === 'busy'
        ? 'Refuses the call with a busy tone, without answering it.'
        : 'Refuses the call as not in service, without answering it.'
    case 'hangup':
      return 'Ends the call.'
    case 'refer':
      return `Refers the call to ${verb.children[0]?.text ?? 'nobody'}, then ${asksOr(verb.action, onward)}.`
    case 'connect':
      return explainConnect(verb, own, onward)
    case 'start':
      return explainStart(verb, onward)
    case 'stop':
      return explainStop(verb, onward)
    case 'pay':
      return `Takes a payment by key, then asks ${verb.action || own}.`
    case 'sms':
      return `Sends a text message to ${verb.to ?? 'the other side'}, then ${asksOr(verb.action, onward)}.`
    case 'echo':
      return 'Plays back what the caller says until they hang up.'
    case 'annotate':
      return `Marks the call for the bill, then ${onward}.`
    case 'prompt':
    case 'queue':
      return `Does nothing in this place, then ${onward}.`
    default:
      return unreachable(verb)
  }
}

function unreachable(verb: never): never {
  throw new TypeError(`TwiML has no verb "${String((verb as { readonly verb?: unknown }).verb)}".`)
}

function says({ text, loop }: Say): string {
  return `Says "${shortened(plainText(text))}"${repeated(loop)}`
}

function plays({ text, digits, loop }: Play): string {
  return digits === undefined
    ? `Plays ${shortened(text)}${repeated(loop)}`
    : `Plays ${counted(digits.length, 'key')} as tones`
}

function pauses({ length = 1 }: Pause): string {
  return `Is silent for ${length} s`
}

function repeated(loop: number | undefined): string {
  if (loop === undefined || loop === 1) return ''
  return loop === 0 ? ' over and over until the caller hangs up' : ` ${loop} times`
}

function explainGather(gather: Gather, own: string, onward: string): string {
  const {
    children,
    timeout = gatherDefaults.timeout,
    actionOnEmptyResult = gatherDefaults.actionOnEmptyResult,
  } = gather
  const { awaited, missing } = inputOf(gather)
  const waits = timeout === 'auto' ? 'waits' : `waits ${timeout} s`
  const steps = [...children.map(prompted), `${waits} for ${awaited}`, `then asks ${gather.action || own}`]
  const otherwise = actionOnEmptyResult ? `, even without ${missing}` : `; without ${missing} ${onward}`
  return `${capitalised(steps.join(', '))}${otherwise}.`
}

function prompted(prompt: Gather['children'][number]): string {
  const sentence = prompt.verb === 'say' ? says(prompt) : prompt.verb === 'play' ? plays(prompt) : pauses(prompt)
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

function inputOf({
  input = gatherDefaults.input,
  numDigits,
  finishOnKey,
}: Gather): Readonly<{ awaited: string; missing: string }> {
  const kinds: readonly string[] = input
  if (!kinds.includes('dtmf')) return { awaited: 'speech', missing: 'speech' }
  const keys =
    numDigits === 1 ? 'one key' : `${numDigits === undefined ? 'keys' : `${numDigits} keys`}${ended(finishOnKey)}`
  if (kinds.includes('speech')) return { awaited: `${keys} or speech`, missing: 'input' }
  return { awaited: keys, missing: numDigits === 1 ? 'a key' : 'keys' }
}

function ended(finishOnKey: string = gatherDefaults.finishOnKey): string {
  return finishOnKey === '' ? '' : ` ended by ${finishOnKey}`
}

function explainRecord(record: RecordVerb, own: string): string {
  const { playBeep = recordDefaults.playBeep, timeout = recordDefaults.timeout } = record
  const { maxLength = recordDefaults.maxLength, finishOnKey = recordDefaults.finishOnKey } = record
  const ends = [
    ...(finishOnKey === '' ? [] : [finishOnKey === recordDefaults.finishOnKey ? 'any key' : `a key of ${finishOnKey}`]),
    ...(timeout === 0 ? [] : [`${timeout} s of silence`]),
    `${maxLength} s in all`,
  ]
  return `${playBeep ? 'Beeps and records' : 'Records'} the caller until ${either(ends)}, then asks ${record.action || own}.`
}

function explainDial(dial: Dial, onward: string): string {
  const { children, text, timeout = dialDefaults.timeout, action } = dial
  const targets = children.length > 0 ? children.map(target) : [text ?? 'nobody']
  const order = children.length < 2 ? '' : dial.sequential === true ? ' one after the other' : ' at once'
  const [first] = children
  if (first?.verb === 'conference')
    return `Puts the caller into ${targets[0]}; when they leave it ${asksOr(action, onward)}.`
  if (first?.verb === 'queue')
    return `Connects the caller to ${targets[0]}; when that is over ${asksOr(action, onward)}.`
  return `Rings ${targets.join(', ')}${order} for ${timeout} s and connects the caller; when that is over ${asksOr(action, onward)}.`
}

function target(noun: DialNoun): string {
  switch (noun.verb) {
    case 'number':
      return noun.text
    case 'client':
      return `client ${noun.text ?? noun.children.find((child) => child.verb === 'identity')?.text ?? ''}`.trim()
    case 'sip':
      return noun.text ?? noun.children.find((child) => child.verb === 'uri')?.text ?? 'a SIP address'
    case 'conference':
      return `the conference "${noun.text}"`
    case 'queue':
      return noun.text === '' ? 'the reserved caller' : `the first caller in the queue "${noun.text}"`
    case 'application':
      return 'another application'
    case 'sim':
      return `SIM ${noun.text}`
    case 'whatsApp':
      return `${noun.text} on WhatsApp`
    default:
      return unreachable(noun)
  }
}

function explainEnqueue({ text, action, waitUrl }: Enqueue, onward: string): string {
  const queue = text === undefined ? 'the queue that a workflow picks' : `the queue "${text}"`
  const wait = waitUrl === undefined ? 'hold music' : waitUrl
  return `Puts the caller into ${queue}, where they hear ${wait}; when they leave it ${asksOr(action, onward)}.`
}

function explainRedirect({ text }: Redirect, own: string): string {
  return `Goes on with ${text === '' ? own : shortened(text)}; nothing after it is reached.`
}

function explainConnect({ children: [noun], action }: Connect, own: string, onward: string): string {
  const asked = noun?.verb === 'virtualAgent' ? (action ?? own) : action
  return `Connects the caller to ${connected(noun)}; when that is over ${asksOr(asked, onward)}.`
}

function connected(noun: Connect['children'][number] | undefined): string {
  switch (noun?.verb) {
    case undefined:
      return 'nothing'
    case 'stream':
      return `the web socket ${noun.url ?? ''}`.trim()
    case 'conversationRelay':
      return `a conversation through ${noun.url}`
    case 'virtualAgent':
      return `the virtual agent of ${noun.connectorName}`
    case 'room':
      return `the room "${noun.text}"`
    case 'autopilot':
      return `the assistant ${noun.text}`
    case 'conversation':
      return 'a conversation'
    case 'aiSession':
    case 'conversationRelaySession':
      return 'a session whose settings are kept elsewhere'
    default:
      return unreachable(noun)
  }
}

function explainStart({ children: [noun] }: Start, onward: string): string {
  return `Starts ${noun === undefined ? 'nothing' : running(noun)}, and at once ${onward}.`
}

function explainStop({ children: [noun] }: Stop, onward: string): string {
  if (noun === undefined) return `Stops nothing, and ${onward}.`
  const name = noun.name === undefined ? '' : ` "${noun.name}"`
  return `Stops the ${noun.verb}${name}, and at once ${onward}.`
}

function running(noun: StartNoun): string {
  switch (noun.verb) {
    case 'stream':
      return `to send the sound of the call to ${noun.url ?? 'a web socket'}`
    case 'siprec':
      return `to send the sound of the call to ${noun.connectorName ?? 'a recorder'}`
    case 'recording':
      return 'to record the call'
    case 'transcription':
      return 'to write the call down'
    default:
      return unreachable(noun)
  }
}

function asksOr(action: string | undefined, onward: string): string {
  return action === undefined ? onward : `asks ${action === '' ? 'this document' : action}`
}

function counted(count: number, noun: string): string {
  return count === 1 ? `one ${noun}` : `${count} ${noun}s`
}

function either(ends: readonly string[]): string {
  return ends.length === 1 ? (ends[0] ?? '') : `${ends.slice(0, -1).join(', ')} or ${ends.at(-1)}`
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
