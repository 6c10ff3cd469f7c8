/**
 * A call as people and tests see it: a handle on one leg, with what the person at its end can do.
 */
import type { Instant } from '../../clock/clock.ts'
import { seconds } from '../../clock/duration.ts'
import type { CallDirection, CallStatus } from '../journal-event.ts'
import type { Awaiting } from './ears.ts'
import type { Leg } from './leg.ts'
import { actAsCallee, type CalleeAct, type PartyWorld } from './party.ts'

/** A call at one moment, as plain data. */
export interface CallSnapshot {
  readonly callSid: string
  readonly direction: CallDirection
  readonly from: string
  readonly to: string
  readonly status: CallStatus
  /** The call whose Dial made this one. */
  readonly parentCallSid?: string
  readonly startedAt: Instant
  readonly answeredAt?: Instant
  readonly endedAt?: Instant
  /** What the network waits for from this person; null when nothing he does is heeded. */
  readonly awaiting: Awaiting
}

/** How something is said. */
export interface Speech {
  /** How long the words take; 0 for words that were spoken already. Default: estimated from their number. */
  readonly seconds?: number
  /** How sure the recogniser is, 0 to 1; default 0.9. */
  readonly confidence?: number
}

/** What one person on the phone can do. On a call that is over, all of it does nothing. */
export interface Call {
  readonly callSid: string
  readonly from: string
  readonly to: string
  readonly status: CallStatus
  readonly isOver: boolean
  snapshot(): CallSnapshot
  /**
   * Presses keys, one after the other, at this moment.
   *
   * @param keys of `0-9`, `*`, `#` and `A-D`
   * @throws {RangeError} when there is another character in it; nothing is pressed then
   */
  press(keys: string): void
  /** Begins to say something; it is over `seconds` later. */
  speak(text: string, speech?: Speech): void
  /** A live microphone begins to hear a voice. Marks the call: its recordings wait for the microphone's audio. */
  startSpeaking(): void
  /** The live microphone hears nothing any more. */
  stopSpeaking(): void
  hangUp(): void
  /** Picks up a leg that rings. */
  answer(): void
  /** The callee of a ringing leg is busy. */
  beBusy(): void
  /** The callee of a ringing leg declines. */
  decline(): void
  /** The callee of a ringing leg lets it ring. */
  ignore(): void
  /**
   * The callee asks for the caller to be taken elsewhere, by a SIP REFER. Only a SIP device in a conversation can;
   * anybody else's wish is not heard.
   *
   * @param target a `sip:` address
   */
  refer(target: string): void
  /** The callee's machine takes the call, speaks its greeting and beeps. */
  takeByMachine(): void
}

/** Makes the handle of a leg. */
export const createCall = (leg: Leg, world: PartyWorld): Call => new LegCall(leg, world)

/** A class, so that ten thousand calls share their methods. */
class LegCall implements Call {
  readonly callSid: string
  readonly from: string
  readonly to: string
  readonly #leg: Leg
  readonly #world: PartyWorld
  #isIgnored = false

  constructor(leg: Leg, world: PartyWorld) {
    this.callSid = leg.callSid
    this.from = leg.from
    this.to = leg.to
    this.#leg = leg
    this.#world = world
  }

  get status(): CallStatus {
    return this.#leg.status
  }

  get isOver(): boolean {
    return this.#leg.isOver
  }

  snapshot(): CallSnapshot {
    return snapshotOf(this.#leg, this.#isIgnored)
  }

  press(keys: string): void {
    if (!/^[0-9*#A-D]*$/.test(keys)) throw new RangeError('A phone has the keys 0-9, *, # and A-D.')
    for (const key of keys) this.#leg.press(key)
  }

  speak(text: string, { seconds: given, confidence = 0.9 }: Speech = {}): void {
    const lasts = given === undefined ? this.#world.speakingTime(text) : seconds(given)
    this.#leg.speak(text, lasts, confidence)
  }

  startSpeaking(): void {
    this.#leg.hearMicrophone(true)
  }

  stopSpeaking(): void {
    this.#leg.hearMicrophone(false)
  }

  hangUp(): void {
    const { direction, isAnswered } = this.#leg
    const who = direction === 'inbound' ? 'the caller' : 'the callee'
    this.#leg.finish(isAnswered ? 'completed' : direction === 'inbound' ? 'no-answer' : 'busy', `${who} hung up`)
  }

  answer(): void {
    this.#act('person')
  }

  beBusy(): void {
    this.#act('busy')
  }

  decline(): void {
    this.#act('declined')
  }

  ignore(): void {
    this.#isIgnored = true
    this.#act('ignored')
  }

  takeByMachine(): void {
    this.#act('voicemail')
  }

  refer(target: string): void {
    if (this.#leg.sipCallId !== undefined) this.#leg.heedReferral?.(target)
  }

  #act(what: CalleeAct): void {
    const { direction, status } = this.#leg
    if (direction !== 'inbound' && status === 'ringing') actAsCallee(this.#leg, what, this.#world)
  }
}

function snapshotOf(leg: Leg, isIgnored: boolean): CallSnapshot {
  const { callSid, direction, from, to, status, parent, startedAt, answeredAt, endedAt } = leg
  const isRinging = direction !== 'inbound' && status === 'ringing' && !isIgnored
  return {
    callSid,
    direction,
    from,
    to,
    status,
    ...(parent && { parentCallSid: parent.callSid }),
    startedAt,
    ...(answeredAt !== undefined && { answeredAt }),
    ...(endedAt !== undefined && { endedAt }),
    awaiting: isRinging ? 'answer' : (leg.ears?.awaits ?? null),
  }
}
