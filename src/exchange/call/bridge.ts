/**
 * A bridge: two legs that hear each other until one of them is over, time runs out, or the caller presses the star.
 */
import type { Duration } from '../../clock/clock.ts'
import type { Performance } from '../performance.ts'
import type { Ears } from './ears.ts'
import type { Leg } from './leg.ts'

export interface BridgeOptions {
  /** Called at the very moment the two are parted, with what parted them; `why` says it in plain words. */
  parted(why: string, end: BridgeEnd | undefined): void
  /** Whether `*` from the caller ends the conversation. */
  readonly isEndedByStar: boolean
  readonly timeLimit: Duration
  /** The callee wants the caller to be taken to `target`; whether that is granted, and ends the conversation. */
  mayRefer?(target: string): boolean
}

/** What ended the conversation: the callee, the API that took him away, the star, the limit, or a REFER that was granted. */
export type BridgeEnd = 'callee' | 'callee-redirected' | 'star' | 'time-limit' | 'referral'

/** Joins the performance's leg with `callee`, until one of them is over; undefined when the caller hung up or was redirected. */
export function bridge(
  performance: Performance,
  callee: Leg,
  { parted, isEndedByStar, timeLimit, mayRefer }: BridgeOptions,
): Promise<BridgeEnd | undefined> {
  const { network, leg: caller, scope } = performance
  const { clock, journal } = network
  return scope.until<BridgeEnd>((report) => {
    const limit = clock.after(timeLimit, () => report('time-limit'))
    const isStar = (key: string) => isEndedByStar && key === '*'
    const isApplication = callee.audience === caller
    const stopCaller = caller.listen(
      isApplication ? through(callee, isStar, report) : earsTowards(callee, isStar, () => report('star')),
    )
    // An application listens by its own documents.
    const stopCallee = isApplication ? undefined : callee.listen(earsTowards(caller, () => false))
    const stopWaiting = callee.when('over', () => report('callee'))
    const stopWatching = callee.when('redirected', () => report('callee-redirected'))
    caller.peer = callee
    callee.peer = caller
    callee.heedReferral = (target) => {
      const isGranted = mayRefer?.(target) ?? false
      if (isGranted) report('referral')
      return isGranted
    }
    journal.append({ kind: 'legs-bridged', callSid: caller.callSid, otherCallSid: callee.callSid })
    return (value) => {
      limit.cancel()
      stopWaiting()
      stopWatching()
      stopCaller()
      stopCallee?.()
      callee.heedReferral = undefined
      caller.peer = undefined
      callee.peer = undefined
      journal.append({ kind: 'legs-parted', callSid: caller.callSid, otherCallSid: callee.callSid })
      parted(
        value === undefined ? (caller.isOver ? 'the caller hung up' : 'the caller was redirected') : reasons[value],
        value,
      )
    }
  })

  /** An application hears what its own documents listen for. */
  function through(application: Leg, isStar: (key: string) => boolean, report: (end: BridgeEnd) => void): Ears {
    return {
      get awaits() {
        return application.ears?.awaits ?? null
      },
      get isSecret() {
        return application.areKeysHidden
      },
      heedsKey: (key) => isStar(key) || (application.ears?.heedsKey(key) ?? false),
      heedsSpeech: () => application.ears?.heedsSpeech() ?? false,
      key: (key) => (isStar(key) ? report('star') : application.press(key)),
      voiceStarted: () => application.passVoice(true),
      words: (text, confidence) => application.passWords(text, confidence),
      voiceStopped: () => application.passVoice(false),
    }
  }

  /** What one side says or presses is heard by the other; nobody else listens. */
  function earsTowards(other: Leg, heedsKey: (key: string) => boolean, act?: () => void): Ears {
    return {
      awaits: null,
      get isSecret() {
        return other.farEnd?.areKeysHidden === true
      },
      heedsKey,
      heedsSpeech: () => true,
      key: (key) => {
        if (heedsKey(key)) return act?.()
        other.hearKey(key)
      },
    }
  }
}

const reasons: Readonly<Record<BridgeEnd, string>> = {
  callee: 'the callee hung up',
  'callee-redirected': 'the callee was redirected',
  star: 'the caller pressed the star',
  'time-limit': 'the time limit was reached',
  referral: 'the callee sent the caller elsewhere',
}
