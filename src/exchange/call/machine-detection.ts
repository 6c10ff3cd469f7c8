/**
 * Machine detection: who has answered a leg, judged by ear.
 *
 * Listens besides whoever else does, and changes nothing on the leg. Knows neither Dial nor the REST interface, and
 * tells nobody but the journal. Source: reference twiml-voice.md §3.5; how the verdict comes about is inferred.
 */
import type { Duration, Instant, Timer } from '../../clock/clock.ts'
import type { AnsweredBy } from '../journal-event.ts'
import type { Network } from '../network.ts'
import type { Leg } from './leg.ts'

export interface DetectionOptions {
  /** `Enable`: a machine is known as soon as it has spoken long enough. `DetectMessageEnd`: when its greeting is over. */
  readonly mode: 'Enable' | 'DetectMessageEnd'
  /** After that the verdict is `unknown`, or `machine_end_other` when a machine still speaks. 3 to 60 s, default 30 s. */
  readonly timeout?: Duration
  /** Who speaks that long without stopping is a machine. 1000 to 6000 ms, default 2400. */
  readonly speechThreshold?: Duration
  /** Silence of that length ends what is said. 500 to 5000 ms, default 1200. */
  readonly speechEndThreshold?: Duration
  /** Who says nothing at all for that long is `unknown`. 2000 to 10000 ms, default 5000. */
  readonly silenceTimeout?: Duration
}

export interface Detection {
  readonly answeredBy: AnsweredBy
  /** From the beginning of the listening, in milliseconds. */
  readonly durationMs: Duration
}

/**
 * Listens to an answered leg until it is clear who is there; undefined when the leg ends before.
 *
 * Begin at the moment of the answer: what was said before is not heard. The options are taken as they are; whoever
 * lets an app choose them checks their ranges.
 */
export async function detectMachine(
  leg: Leg,
  network: Network,
  options: DetectionOptions,
): Promise<Detection | undefined> {
  const startedAt = network.clock.now()
  const answeredBy = await leg.life.until<AnsweredBy>((report) => {
    const listening = new Listening(network, options, report)
    const stopHearing = leg.observe(listening)
    if (leg.isSpeaking) listening.voiceStarted()
    leg.beJudged()
    return () => {
      listening.stop()
      stopHearing()
    }
  })
  if (answeredBy === undefined) return undefined
  const durationMs = network.clock.now() - startedAt
  network.journal.append({
    kind: 'answerer-judged',
    callSid: leg.callSid,
    answeredBy,
    tookMilliseconds: durationMs,
  })
  return { answeredBy, durationMs }
}

/**
 * ```
 * silence -> utterance -> human
 *    |           |-> machine -> machine_end_…
 *    |-> unknown | fax
 * ```
 */
class Listening {
  readonly #network: Network
  readonly #options: Required<DetectionOptions>
  readonly #report: (answeredBy: AnsweredBy) => void
  readonly #limit: Timer
  /** The next thing that happens if what is heard now goes on. */
  #next: Timer
  #utteranceBegan: Instant | undefined
  #isMachine = false

  constructor(network: Network, options: DetectionOptions, report: (answeredBy: AnsweredBy) => void) {
    this.#network = network
    this.#options = { ...defaults, ...options }
    this.#report = report
    const { timeout, silenceTimeout } = this.#options
    this.#limit = network.clock.after(timeout, () => report(this.#isMachine ? 'machine_end_other' : 'unknown'))
    this.#next = network.clock.after(silenceTimeout, () => report('unknown'))
  }

  stop(): void {
    this.#limit.cancel()
    this.#next.cancel()
  }

  voiceStarted(): void {
    this.#next.cancel()
    const { clock } = this.#network
    this.#utteranceBegan ??= clock.now()
    if (this.#isMachine) return
    const spoken = clock.now() - this.#utteranceBegan
    this.#next = clock.after(this.#options.speechThreshold - spoken, () => this.#takeForMachine())
  }

  voiceStopped(): void {
    this.#next.cancel()
    const verdict = this.#isMachine ? 'machine_end_silence' : 'human'
    this.#next = this.#network.clock.after(this.#options.speechEndThreshold, () => this.#report(verdict))
  }

  sounded(sound: 'beep' | 'fax'): void {
    if (sound === 'fax') this.#report('fax')
    else this.#report(this.#options.mode === 'Enable' ? 'machine_start' : 'machine_end_beep')
  }

  #takeForMachine(): void {
    if (this.#options.mode === 'Enable') this.#report('machine_start')
    this.#isMachine = true
  }
}

const defaults = { timeout: 30_000, speechThreshold: 2400, speechEndThreshold: 1200, silenceTimeout: 5000 } as const
