/**
 * What is at the far end of a number that is dialled: somebody who decides, or a behaviour set in advance.
 */
import type { Clock, Duration } from '../../clock/clock.ts'
import { seconds } from '../../clock/duration.ts'
import type { Journal } from '../journal.ts'
import type { Leg } from './leg.ts'

/** What is at the end of a number that is dialled. */
export type PartyBehaviour =
  /** Rings until somebody acts on the leg, or the caller gives up. The default. */
  | { readonly kind: 'rings' }
  /**
   * A person picks up after `afterSeconds` (default 2), and hangs up `hangsUpAfterSeconds` later (default never).
   * `says` is said at once, the empty text for nothing; default: `Hello` for one second when machine detection
   * listens, nothing otherwise, so that calls without it are as short as people make them.
   */
  | {
      readonly kind: 'answers'
      readonly afterSeconds?: number
      readonly hangsUpAfterSeconds?: number
      readonly says?: string
      /** Only of a SIP device: what it answers with, names beginning with `X-`. */
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'busy' }
  /** A SIP device that answers with this code, of 400 to 699: at once, or after ringing for `afterSeconds`. */
  | {
      readonly kind: 'refuses'
      readonly sipCode: number
      readonly afterSeconds?: number
      /** Names beginning with `X-`. */
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Rings and is never picked up. */
  | { readonly kind: 'no-answer' }
  /** The network finds no way to it. */
  | { readonly kind: 'unreachable' }
  /**
   * An answering machine: picks up after `afterSeconds` (default 4), speaks its greeting for `greetingSeconds` (default
   * as long as its words take), beeps unless `beeps` is false, and stays.
   */
  | {
      readonly kind: 'machine'
      readonly afterSeconds?: number
      readonly greeting?: string
      readonly greetingSeconds?: number
      readonly beeps?: boolean
    }
  /** A fax: picks up after `afterSeconds` (default 4) and whistles. */
  | { readonly kind: 'fax'; readonly afterSeconds?: number }
  /** Somebody or something that picks up after `afterSeconds` (default 2) and says nothing. */
  | { readonly kind: 'silent'; readonly afterSeconds?: number }

/** What people or tests make the callee of a ringing leg do. */
export type CalleeAct = 'person' | 'busy' | 'declined' | 'ignored' | 'voicemail'

export interface PartyWorld {
  readonly clock: Clock
  readonly journal: Journal
  readonly declinedStatus: 'busy' | 'no-answer'
  speakingTime(text: string): Duration
}

const usualGreeting = 'Nobody can take your call now. Please leave a message after the beep.'

/** Starts what is at the end of a leg that was just initiated: it rings, is busy, or cannot be reached. */
export function startParty(leg: Leg, behaviour: PartyBehaviour, world: PartyWorld): void {
  switch (behaviour.kind) {
    case 'busy':
      leg.finish('busy', 'the callee is busy', 486)
      break
    case 'refuses':
      if (behaviour.afterSeconds === undefined) refuse(leg, behaviour)
      else {
        leg.ring()
        later(leg, world, behaviour.afterSeconds, () => refuse(leg, behaviour))
      }
      break
    case 'unreachable':
      leg.finish('failed', 'the number cannot be reached', 404)
      break
    case 'rings':
    case 'no-answer':
      leg.ring()
      break
    case 'answers':
      leg.ring()
      later(leg, world, behaviour.afterSeconds ?? 2, () => {
        leg.sipHeaders = behaviour.headers ?? {}
        answerAsPerson(leg, world, behaviour.says)
        const { hangsUpAfterSeconds } = behaviour
        if (hangsUpAfterSeconds === undefined) return
        later(leg, world, hangsUpAfterSeconds, () => leg.finish('completed', 'the callee hung up'))
      })
      break
    case 'machine':
      leg.ring()
      later(leg, world, behaviour.afterSeconds ?? 4, () => answerAsMachine(leg, world, behaviour))
      break
    case 'fax':
      leg.ring()
      later(leg, world, behaviour.afterSeconds ?? 4, () => {
        leg.answer()
        leg.sound('fax')
      })
      break
    case 'silent':
      leg.ring()
      later(leg, world, behaviour.afterSeconds ?? 2, () => leg.answer())
      break
    default:
      behaviour satisfies never
  }
}

/** Does what the callee of a ringing leg decided. */
export function actAsCallee(leg: Leg, act: CalleeAct, world: PartyWorld): void {
  switch (act) {
    case 'person':
      answerAsPerson(leg, world)
      break
    case 'busy':
      leg.finish('busy', 'the callee is busy', 486)
      break
    case 'declined':
      leg.finish(world.declinedStatus, 'the callee declined', 603)
      break
    case 'voicemail':
      answerAsMachine(leg, world)
      break
    case 'ignored':
      break
    default:
      act satisfies never
  }
}

function answerAsPerson(leg: Leg, world: PartyWorld, says?: string): void {
  // Before the leg is answered, since detection begins at that very moment.
  if (says === undefined) leg.when('judged', () => leg.speak('Hello', seconds(1), 1))
  leg.answer()
  if (says) leg.speak(says, world.speakingTime(says), 1)
}

type Machine = Omit<Extract<PartyBehaviour, { readonly kind: 'machine' }>, 'kind'>

function answerAsMachine(leg: Leg, world: PartyWorld, machine: Machine = {}): void {
  leg.answer()
  const { greeting = usualGreeting, greetingSeconds, beeps = true } = machine
  const lasts = greetingSeconds === undefined ? world.speakingTime(greeting) : seconds(greetingSeconds)
  leg.speak(greeting, lasts, 1)
  if (beeps) later(leg, world, lasts / 1000, () => beep(leg, world))
}

/** Heard by whoever talks to the machine, and by who judges it. */
function beep(leg: Leg, world: PartyWorld): void {
  leg.sound('beep')
  const { peer } = leg
  if (peer === undefined) return
  world.journal.append({ kind: 'tone-started', callSid: peer.callSid, tone: 'beep', lasts: 500 })
  later(peer, world, 0.5, () => {
    world.journal.append({ kind: 'tone-ended', callSid: peer.callSid, tone: 'beep' })
  })
}

function refuse(leg: Leg, { sipCode, headers = {} }: Extract<PartyBehaviour, { readonly kind: 'refuses' }>): void {
  leg.sipHeaders = headers
  leg.finish(statusOf(sipCode), 'the SIP device refused', sipCode)
}

/** Source: reference twiml-voice.md §5.3, inferred. */
function statusOf(sipCode: number): 'busy' | 'no-answer' | 'failed' {
  if (sipCode === 486 || sipCode === 600) return 'busy'
  return [408, 480, 487].includes(sipCode) ? 'no-answer' : 'failed'
}

/** After so many seconds, unless the leg is over by then. */
function later(leg: Leg, world: PartyWorld, afterSeconds: number, act: () => void): void {
  void leg.life.until<true>((report) => {
    const timer = world.clock.after(seconds(afterSeconds), () => {
      report(true)
      act()
    })
    return () => timer.cancel()
  })
}
