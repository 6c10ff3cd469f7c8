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
  /** A person picks up after `afterSeconds` (default 2), and hangs up `hangsUpAfterSeconds` later (default never). */
  | { readonly kind: 'answers'; readonly afterSeconds?: number; readonly hangsUpAfterSeconds?: number }
  | { readonly kind: 'busy' }
  /** Rings and is never picked up. */
  | { readonly kind: 'no-answer' }
  /** The network finds no way to it. */
  | { readonly kind: 'unreachable' }
  /** An answering machine: picks up after `afterSeconds` (default 4), speaks its greeting, beeps, and stays. */
  | { readonly kind: 'machine'; readonly afterSeconds?: number; readonly greeting?: string }

/** What people or tests make the callee of a ringing leg do. */
export type CalleeAct = 'person' | 'busy' | 'declined' | 'ignored' | 'voicemail'

export interface PartyWorld {
  readonly clock: Clock
  readonly journal: Journal
  readonly declinedStatus: 'busy' | 'no-answer'
  speakingTime(text: string): Duration
}

const greeting = 'Nobody can take your call now. Please leave a message after the beep.'

/** Starts what is at the end of a leg that was just initiated: it rings, is busy, or cannot be reached. */
export function startParty(leg: Leg, behaviour: PartyBehaviour, world: PartyWorld): void {
  switch (behaviour.kind) {
    case 'busy':
      leg.finish('busy', 'the callee is busy', 486)
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
        leg.answer()
        const { hangsUpAfterSeconds } = behaviour
        if (hangsUpAfterSeconds === undefined) return
        later(leg, world, hangsUpAfterSeconds, () => leg.finish('completed', 'the callee hung up'))
      })
      break
    case 'machine':
      leg.ring()
      later(leg, world, behaviour.afterSeconds ?? 4, () => answerAsMachine(leg, world, behaviour.greeting))
      break
    default:
      behaviour satisfies never
  }
}

/** Does what the callee of a ringing leg decided. */
export function actAsCallee(leg: Leg, act: CalleeAct, world: PartyWorld): void {
  switch (act) {
    case 'person':
      leg.answer()
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

function answerAsMachine(leg: Leg, world: PartyWorld, words = greeting): void {
  leg.answer()
  const lasts = world.speakingTime(words)
  leg.speak(words, lasts, 1)
  later(leg, world, lasts / 1000, () => {
    const peer = leg.peer
    if (peer === undefined) return
    world.journal.append({ kind: 'tone-started', callSid: peer.callSid, tone: 'beep', lasts: 500 })
    later(peer, world, 0.5, () => {
      world.journal.append({ kind: 'tone-ended', callSid: peer.callSid, tone: 'beep' })
    })
  })
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
