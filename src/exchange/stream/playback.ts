/**
 * What an app sends over a stream to be heard: sound in a row, with marks in it, until the app clears it.
 *
 * Source: reference twiml-voice.md §5.8, documented.
 */
import type { Instant, Timer } from '../../clock/clock.ts'
import { minutes } from '../../clock/duration.ts'
import type { Leg } from '../call/leg.ts'
import type { Network } from '../network.ts'

/** Sound may wait for its turn this long; what the network allows is not published. */
const longestBuffer = minutes(10)

/** Frames that come one by one are one prompt, unless there is a gap of this many milliseconds. */
const gap = 100

interface Mark {
  readonly name: string
  readonly timer: Timer
}

export class Playback {
  readonly #network: Network
  readonly #leg: Leg
  readonly #url: string
  readonly #reached: (mark: string) => void
  readonly #marks = new Set<Mark>()
  #endsAt: Instant = 0
  #ended: ((isWhole: boolean) => void) | undefined
  #quiet: Timer | undefined

  /** @param reached is called when the sound before a mark has been heard or was cleared */
  constructor(network: Network, leg: Leg, url: string, reached: (mark: string) => void) {
    this.#network = network
    this.#leg = leg
    this.#url = url
    this.#reached = reached
  }

  /** Lets sound be heard after what is there already; false when no more of it can be kept. */
  add(lasts: number): boolean {
    const now = this.#network.clock.now()
    const from = Math.max(now, this.#endsAt)
    if (from + lasts - now > longestBuffer) return false
    this.#endsAt = from + lasts
    this.#begin(lasts)
    this.#quiet?.cancel()
    this.#quiet = this.#network.clock.after(Math.ceil(this.#endsAt - now) + gap, () => this.#end(true))
    return true
  }

  /** Marks the place after the sound that is there. */
  mark(name: string): void {
    const left = this.#endsAt - this.#network.clock.now()
    if (left <= 0) {
      this.#reached(name)
      return
    }
    const timer = this.#network.clock.after(Math.ceil(left), () => {
      this.#marks.delete(mark)
      this.#reached(name)
    })
    const mark = { name, timer }
    this.#marks.add(mark)
  }

  /** Drops all sound that was not heard yet; its marks are reached at once. */
  clear(): void {
    const marks = [...this.#marks]
    this.stop()
    this.#endsAt = this.#network.clock.now()
    for (const { name } of marks) this.#reached(name)
  }

  /** Ends everything; no mark is reached any more. */
  stop(): void {
    for (const { timer } of this.#marks) timer.cancel()
    this.#marks.clear()
    this.#end(false)
  }

  #begin(lasts: number): void {
    if (this.#ended !== undefined) return
    const { callSid } = this.#leg
    this.#ended = this.#leg.hearPrompt(undefined, lasts)
    const prompt = { kind: 'stream', url: this.#url } as const
    this.#network.journal.append({ kind: 'prompt-started', callSid, prompt, lasts: Math.ceil(lasts) })
  }

  #end(isWhole: boolean): void {
    this.#quiet?.cancel()
    if (this.#ended === undefined) return
    const interrupted = !isWhole && this.#endsAt > this.#network.clock.now()
    this.#ended(!interrupted)
    this.#ended = undefined
    this.#network.journal.append({ kind: 'prompt-ended', callSid: this.#leg.callSid, interrupted })
  }
}
