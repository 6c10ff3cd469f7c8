import { withAttributes } from '../build.ts'
import { type Attributes, rulesOf, text } from '../rules.ts'

/**
 * A video room. Old.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface Room {
  readonly verb: 'room'
  /** Identity in the video room. No default. */
  readonly participantIdentity?: string
  /** Room name. */
  readonly text: string
}

/** The rules of a `Room`. */
export const roomRules = rulesOf<Room>({
  tag: 'Room',
  verb: 'room',
  kind: 'noun',
  content: 'text',
  children: [],
  attributes: {
    participantIdentity: text(),
  },
  defaults: {},
  deprecated: true,
})

/** A video room. Old. */
export function room(text: string, attributes?: Attributes<Room>): Room {
  return withAttributes(roomRules, attributes, { text: text.trim() })
}
