/**
 * What an app says on a ConversationRelay socket, read at the edge.
 *
 * Source: reference twiml-voice.md §5.12; fields partly uncertain there.
 */
import type { ConversationRelay } from '../../twiml/index.ts'
import { objectOf } from '../stream/app-message.ts'

/** What may cut off words. */
export type Interruptible = NonNullable<ConversationRelay['interruptible']>

export type RelayMessage =
  | {
      readonly kind: 'text'
      readonly token: string
      /** Whether the talk cycle ends with it. */
      readonly last: boolean
      readonly lang?: string
      readonly interruptible?: Interruptible
      readonly preemptible?: boolean
    }
  | {
      readonly kind: 'play'
      readonly source: string
      readonly loop: number
      readonly interruptible?: Interruptible
      readonly preemptible?: boolean
    }
  | { readonly kind: 'sendDigits'; readonly digits: string }
  | { readonly kind: 'language'; readonly ttsLanguage?: string; readonly transcriptionLanguage?: string }
  | { readonly kind: 'end'; readonly handoffData?: string }
  /** `why` is told to the app and the journal; it holds nothing of the message. */
  | { readonly kind: 'unusable'; readonly why: string }

/** Reads one message; undefined is a binary one. */
export function readRelayMessage(text: string | undefined): RelayMessage {
  const message = objectOf(text)
  if (message === undefined) return unusable('it is no JSON object in a text message')
  switch (message.type) {
    case 'text':
      return readText(message)
    case 'play':
      return readPlay(message)
    case 'sendDigits': {
      const { digits } = message
      const isDigits = typeof digits === 'string' && /^[0-9*#A-DwW]+$/.test(digits)
      return isDigits ? { kind: 'sendDigits', digits } : unusable('its digits are missing, or hold something else')
    }
    case 'language':
      return { kind: 'language', ...texts(message, 'ttsLanguage', 'transcriptionLanguage') }
    case 'end':
      return { kind: 'end', ...texts(message, 'handoffData') }
    default:
      return unusable('its type is none of text, play, sendDigits, language and end')
  }
}

type Read = Readonly<Record<string, unknown>>

function readText(message: Read): RelayMessage {
  const { token, last } = message
  if (typeof token !== 'string') return unusable('it has no token')
  return { kind: 'text', token, last: last === true, ...texts(message, 'lang'), ...manners(message) }
}

function readPlay(message: Read): RelayMessage {
  const { source, loop } = message
  if (typeof source !== 'string' || !/^https?:/.test(source)) return unusable('its source is no address')
  return { kind: 'play', source, loop: typeof loop === 'number' ? loop : 1, ...manners(message) }
}

function manners({ interruptible, preemptible }: Read) {
  const given = interruptible === undefined ? undefined : meaning[String(interruptible)]
  return {
    ...(given !== undefined && { interruptible: given }),
    ...(typeof preemptible === 'boolean' && { preemptible }),
  }
}

const meaning: Readonly<Record<string, Interruptible>> = {
  true: 'any',
  false: 'none',
  any: 'any',
  none: 'none',
  speech: 'speech',
  dtmf: 'dtmf',
}

/** Those of the named members that are texts. */
function texts<Name extends string>(message: Read, ...names: readonly Name[]): { readonly [Each in Name]?: string } {
  const found = names.filter((name) => typeof message[name] === 'string').map((name) => [name, message[name]])
  return Object.fromEntries(found) as { [Each in Name]?: string } // only texts were let through
}

const unusable = (why: string): RelayMessage => ({ kind: 'unusable', why })
