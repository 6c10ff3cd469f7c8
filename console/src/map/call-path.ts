/**
 * Where a call has been and where it is, read from the addresses on the wire.
 *
 * `POST /voice/acme` starts a flow; `/voice/acme/sales` is the answer of step `sales`. Where a call is now stands in
 * the newest document, in the addresses its verbs will ask next.
 */
import type { Conversation, WireRow } from '../feed/conversation.ts'

export interface Place {
  readonly flow: string
  /** Absent for the address of the line itself. */
  readonly step?: string
}

export interface CallPath {
  readonly flow: string
  /** In the order visited, no step twice in a row; the last is where the call is or ended. */
  readonly steps: readonly string[]
}

/** The place an address names, or undefined when it is none of a flow. */
export function placeOf(address: string): Place | undefined {
  const match = /\/voice\/([^/?#]+)(?:\/([^/?#]+))?/.exec(address)
  if (!match?.[1]) return undefined
  return match[2] ? { flow: decodeURIComponent(match[1]), step: decodeURIComponent(match[2]) } : { flow: match[1] }
}

/** The path of a conversation through its newest flow; undefined before the first request. */
export function callPath(conversation: Conversation, startOf: (flow: string) => string | undefined) {
  let path: CallPath | undefined
  for (const row of conversation.wire) {
    if (row.callSid !== conversation.callSid || row.purpose === 'call-status') continue
    for (const place of placesOf(row)) path = visit(path, place, startOf)
  }
  return path
}

function visit(path: CallPath | undefined, place: Place, startOf: (flow: string) => string | undefined) {
  const step = place.step ?? startOf(place.flow)
  const before = path?.flow === place.flow ? path.steps : []
  if (step === undefined || step === before.at(-1)) return { flow: place.flow, steps: before }
  return { flow: place.flow, steps: [...before, step] }
}

/** The place that was asked, then the one its answer leads to. */
export function placesOf(row: WireRow): readonly Place[] {
  const asked = placeOf(row.url)
  const next = /(?:action="|<Redirect[^>]*>)([^"<]*)/.exec(row.answer?.body ?? '')?.[1]
  const led = next === undefined ? undefined : placeOf(next)
  return [asked, led].filter((place) => place !== undefined)
}
