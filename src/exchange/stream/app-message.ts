/**
 * What an app says on a stream, read at the edge. Source: reference twiml-voice.md §5.8, documented.
 */
import { payloadBytes, soundLasts } from './mu-law.ts'

export type AppMessage =
  /** Sound of so many milliseconds. */
  | { readonly kind: 'media'; readonly lasts: number }
  | { readonly kind: 'mark'; readonly name: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'unusable'; readonly code: number; readonly message: string }

/** Reads one message; undefined is a binary one. */
export function readAppMessage(text: string | undefined, streamSid: string): AppMessage {
  const message = objectOf(text)
  if (message === undefined) return unusable(31950, 'The app sent what is no JSON object in a text message.')
  if (message.streamSid !== streamSid) {
    return unusable(31951, 'The app sent a message whose streamSid is not that of the stream.')
  }
  switch (message.event) {
    case 'media':
      return readMedia(message.media)
    case 'mark':
      return readMark(message.mark)
    case 'clear':
      return { kind: 'clear' }
    default:
      return unusable(31951, 'The app sent a message whose event is neither media, mark nor clear.')
  }
}

/** A text as a JSON object; undefined when it is none. */
export function objectOf(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return value as Record<string, unknown> // an object that came from JSON
  } catch {
    return undefined
  }
}

function readMedia(media: unknown): AppMessage {
  const payload = (media as { payload?: unknown } | null | undefined)?.payload
  if (typeof payload !== 'string') return unusable(31951, 'The app sent media without a payload.')
  const bytes = payloadBytes(payload)
  if (bytes === undefined) return unusable(31931, 'The app sent media that is not base64; it is discarded.')
  return { kind: 'media', lasts: soundLasts(bytes) }
}

function readMark(mark: unknown): AppMessage {
  const name = (mark as { name?: unknown } | null | undefined)?.name
  return typeof name === 'string' ? { kind: 'mark', name } : unusable(31951, 'The app sent a mark without a name.')
}

const unusable = (code: number, message: string): AppMessage => ({ kind: 'unusable', code, message })
