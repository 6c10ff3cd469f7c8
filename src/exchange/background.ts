/**
 * What runs beside a call: streams, recordings and transcriptions that Start or the API began. Each goes on across documents,
 * redirects and updates until Stop or the end of the call.
 *
 * Source: reference twiml-voice.md §1.7 and §4.12, documented; that a name is taken within its kind is our inference.
 */
import type { Leg } from './call/leg.ts'

export type BackgroundKind = 'stream' | 'recording' | 'transcription' | 'siprec'

interface Running {
  readonly kind: BackgroundKind
  readonly name: string | undefined
  readonly sid: string | undefined
  readonly stop: () => void
}

const running = new WeakMap<Leg, Set<Running>>()

/** Whether something of that kind and name runs beside the call. */
export const isTaken = (leg: Leg, kind: BackgroundKind, name: string): boolean =>
  findRunning(leg, kind, name) !== undefined

/** How many of a kind run beside the call. */
export const countRunning = (leg: Leg, kind: BackgroundKind): number =>
  [...(running.get(leg) ?? [])].filter((other) => other.kind === kind).length

/**
 * Lets something run beside the call.
 *
 * @param begin starts it; gets what it has to call when it ends by itself, and returns what ends it, which is called
 *   exactly once unless it ended by itself: on Stop, or at the very end of the call
 * @param sid under which it can be stopped as well
 */
export function runBeside(
  leg: Leg,
  kind: BackgroundKind,
  name: string | undefined,
  begin: (ended: () => void) => (by: 'stop' | 'call-ended') => void,
  sid?: string,
): void {
  void leg.life.until<'stop' | 'by-itself'>((report) => {
    const end = begin(() => report('by-itself'))
    const entry: Running = { kind, name, sid, stop: () => report('stop') }
    const others = running.get(leg) ?? new Set()
    running.set(leg, others.add(entry))
    return (value) => {
      others.delete(entry)
      if (value !== 'by-itself') end(value ?? 'call-ended')
    }
  })
}

/** Ends what runs under that name, or without a name the oldest that has none; false when there is none. */
export function stopBeside(leg: Leg, kind: BackgroundKind, name: string | undefined): boolean {
  const found = findRunning(leg, kind, name)
  found?.stop()
  return found !== undefined
}

/** What runs under that name or SID: its SID, and its name unless it has none but that. */
export function findBeside(
  leg: Leg,
  kind: BackgroundKind,
  nameOrSid: string,
): { readonly sid: string; readonly name: string | undefined } | undefined {
  const { sid, name } = findRunning(leg, kind, nameOrSid) ?? {}
  return sid === undefined ? undefined : { sid, name: name === sid ? undefined : name }
}

function findRunning(leg: Leg, kind: BackgroundKind, name: string | undefined): Running | undefined {
  const those = [...(running.get(leg) ?? [])].filter((other) => other.kind === kind)
  const isSid = (other: Running) => name !== undefined && other.sid === name
  return those.find((other) => other.name === name) ?? those.find(isSid)
}
