/**
 * What somebody hears while he waits: his place, a word of comfort, music, and the keys he may press.
 *
 * The network asks for such a document again and again. All that differs between two of them is in the address or in the
 * place, so one that is asked for twice is answered twice and changes nothing.
 */
import { gather, leave, pause, play, redirect, type Verb } from '../../twiml/index.ts'
import type { CallEvent } from '../event.ts'
import type { PromptVerb } from '../prompt.ts'
import type { StepContext } from '../step-behaviour.ts'
import type { QueueStep } from '../steps/queue.ts'
import type { QueuePlace } from './place.ts'
import { queueWords } from './words.ts'

/** Which of the documents of a wait is asked for. All are whole numbers from 0. */
export interface WaitRound {
  readonly round: number
  /** How often the place was told before. */
  readonly said: number
  /** The second of the wait in which it was told last. */
  readonly told: number
}

/** The first document of a wait. */
export const FIRST_ROUND: WaitRound = { round: 0, said: 0, told: 0 }

/** Somebody waits and is to hear something, or has pressed a key while he did. */
export interface Waiting extends WaitRound {
  readonly event: CallEvent
  /** Undefined for somebody who waits no longer. */
  readonly place: QueuePlace | undefined
}

/** What somebody who waits hears now, and what he has asked for. */
export interface WaitAnswer {
  readonly verbs: readonly Verb[]
  readonly wish?: 'callback' | 'message'
}

/** A round without music lasts so long, in seconds; nobody waits longer to hear that it is his turn. */
const ROUND_SECONDS = 15

/** The next document of a wait. `Leave` ends the waiting; the flow finds out why and goes on. */
export function waitAnswer(step: QueueStep, waiting: Waiting, context: StepContext): WaitAnswer {
  const { place, event } = waiting
  if (place === undefined || place.state !== 'waiting' || hasWaitedEnough(step, place)) return { verbs: [leave()] }
  if (place.loggedIn === 0 && !step.staysWhenUnstaffed) return { verbs: [leave()] }
  const wish = event.kind === 'digits' ? wishOf(step, event.digits) : undefined
  if (wish !== undefined) return { verbs: [leave()], wish }
  return { verbs: round(step, waiting, place, context) }
}

/** Whether the longest wait is over. */
export const hasWaitedEnough = (step: QueueStep, { waitedSeconds }: QueuePlace): boolean =>
  step.maximumWaitSeconds !== undefined && waitedSeconds >= step.maximumWaitSeconds

function wishOf(step: QueueStep, key: string): WaitAnswer['wish'] {
  if (key === '1' && step.callback !== undefined) return 'callback'
  return key === '2' && step.message !== undefined ? 'message' : undefined
}

function round(step: QueueStep, waiting: Waiting, place: QueuePlace, context: StepContext): readonly Verb[] {
  const { round, said, told } = waiting
  const { waitedSeconds } = place
  const isTold = round === 0 || waitedSeconds - told >= (step.tellEverySeconds ?? 60)
  const next = isTold ? { round: round + 1, said: said + 1, told: waitedSeconds } : { round: round + 1, said, told }
  const words = isTold ? announcement(step, said, place, context) : []
  const url = context.waitUrl(next)
  const music = musicOf(step, round)
  const heard: readonly PromptVerb[] = music === undefined ? words : [...words, play(music)]
  const left = step.maximumWaitSeconds === undefined ? ROUND_SECONDS : step.maximumWaitSeconds - waitedSeconds
  // After music a moment is enough; it also keeps a file that cannot be played from being asked for without end.
  const silence = music === undefined ? Math.max(1, Math.min(ROUND_SECONDS, left)) : 1
  if (step.callback === undefined && step.message === undefined) {
    return [...heard, pause(silence), redirect(url)]
  }
  return [gather({ action: url, numDigits: 1, finishOnKey: '', timeout: silence }, heard), redirect(url)]
}

function announcement(step: QueueStep, said: number, place: QueuePlace, context: StepContext): readonly PromptVerb[] {
  const words = queueWords(context.session.language)
  const { position, expectedSeconds } = place
  const minutes = step.tellsWait === false || expectedSeconds === null ? undefined : Math.ceil(expectedSeconds / 60)
  const comfort = step.comfort ?? [words.comfort]
  return [
    ...(step.tellsPosition === false ? [] : context.speak(words.place(position, minutes))),
    ...(said === 0 || comfort.length === 0 ? [] : context.speak(comfort[(said - 1) % comfort.length])),
    ...(step.callback === undefined ? [] : context.speak(words.offerCallback)),
    ...(step.message === undefined ? [] : context.speak(words.offerMessage)),
  ]
}

function musicOf({ music }: QueueStep, round: number): string | undefined {
  const list = music === undefined ? [] : typeof music === 'string' ? [music] : music
  return list.length === 0 ? undefined : list[round % list.length]
}
