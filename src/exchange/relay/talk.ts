/**
 * The talking side of a relay: what the app sends to be heard, one thing after the other, and what cuts it off.
 *
 * Tokens are spoken sentence by sentence, as soon as a sentence is whole or the talk cycle ends. Reference
 * twiml-voice.md §5.12; that a sentence is the unit is our inference.
 */
import type { Duration, Instant } from '../../clock/clock.ts'
import { speakingTime } from '../../twiml/speaking-time.ts'
import type { Scope } from '../call/scope.ts'
import { heardPart } from '../heard-part.ts'
import type { Performance } from '../performance.ts'
import type { Interruptible } from './relay-message.ts'

/** How something that is heard may be cut off. */
export interface Manners {
  readonly interruptible: Interruptible
  /** Whether the next talk cycle cuts it off. */
  readonly preemptible: boolean
}

/** What was heard of a talk cycle until it was interrupted. */
export interface Interrupted {
  readonly utterance: string
  readonly lasted: Duration
}

interface Item extends Manners {
  readonly cycle: number
  /** Empty when it is not words. */
  readonly text: string
  readonly lasts: Duration
  perform(performance: Performance): Promise<unknown>
}

export class Talk {
  readonly #performance: Performance
  readonly #element: object
  readonly #queue: Item[] = []
  #current: { readonly item: Item; readonly scope: Scope; readonly startedAt: Instant } | undefined
  /** Counts talk cycles; those of the sentence that is being put together and of what is heard. */
  #cycle = 0
  #heardCycle = -1
  #cycleStartedAt: Instant = 0
  #heard: string[] = []
  #isCycleOpen = false
  #isUnderWay = false
  #sentence = ''
  #language = ''

  constructor(performance: Performance, element: object) {
    this.#performance = performance
    this.#element = element
  }

  get isTalking(): boolean {
    return this.#current !== undefined
  }

  /** Whether what is heard now may be cut off by that. False when nothing is heard. */
  mayInterrupt(by: 'speech' | 'dtmf'): boolean {
    const interruptible = this.#current?.item.interruptible
    return interruptible === 'any' || interruptible === by
  }

  /** Takes a piece of text; `last` ends the talk cycle. */
  say(token: string, last: boolean, language: string, manners: Manners): void {
    this.#openCycle()
    if (language !== this.#language) this.#flush(manners)
    this.#language = language
    this.#sentence += token
    for (;;) {
      const [sentence] = /^.*?[.!?]+["')\]]*\s+/s.exec(this.#sentence) ?? []
      if (sentence === undefined) break
      this.#sentence = this.#sentence.slice(sentence.length)
      this.#enqueueWords(sentence, manners)
    }
    if (last) {
      this.#flush(manners)
      this.#isCycleOpen = false
    }
  }

  /** Lets something other than words be heard; it is a talk cycle of its own. */
  add(perform: (performance: Performance) => Promise<unknown>, manners: Manners): void {
    this.#openCycle()
    this.#flush(manners)
    this.#enqueue({ ...manners, cycle: this.#cycle, text: '', lasts: 0, perform })
    this.#isCycleOpen = false
  }

  /** Cuts off what is heard and drops what waits; undefined, and nothing happens, when it may not be cut off by that. */
  interrupt(by: 'speech' | 'dtmf'): Interrupted | undefined {
    if (this.#current === undefined || !this.mayInterrupt(by)) return undefined
    const { item, scope, startedAt } = this.#current
    const now = this.#performance.network.clock.now()
    const part = item.text === '' ? '' : heardPart(item.text, (now - startedAt) / item.lasts)
    const interrupted = {
      utterance: [...this.#heard, part].filter((text) => text !== '').join(' '),
      lasted: now - this.#cycleStartedAt,
    }
    this.#queue.length = 0
    this.#sentence = ''
    this.#heardCycle = -1
    this.#current = undefined
    scope.cut()
    return interrupted
  }

  #openCycle(): void {
    if (this.#isCycleOpen) return
    this.#isCycleOpen = true
    this.#cycle += 1
    const kept = this.#queue.filter(({ preemptible }) => !preemptible)
    this.#queue.splice(0, this.#queue.length, ...kept)
    if (this.#current?.item.preemptible) this.#current.scope.cut()
  }

  #flush(manners: Manners): void {
    const sentence = this.#sentence
    this.#sentence = ''
    if (sentence.trim() !== '') this.#enqueueWords(sentence, manners)
  }

  #enqueueWords(sentence: string, manners: Manners): void {
    const text = sentence.trim()
    const lasts = speakingTime(text, this.#performance.network.settings.wordsPerSecond)
    const prompt = { kind: 'speech', text, language: this.#language } as const
    const perform = (performance: Performance) => performance.hears(prompt, lasts, this.#element)
    this.#enqueue({ ...manners, cycle: this.#cycle, text, lasts, perform })
  }

  #enqueue(item: Item): void {
    this.#queue.push(item)
    if (!this.#isUnderWay) void this.#talk()
  }

  async #talk(): Promise<void> {
    this.#isUnderWay = true
    for (let item = this.#queue.shift(); item !== undefined; item = this.#queue.shift()) {
      if (this.#performance.scope.isCut) break
      const scope = this.#performance.scope.inner()
      const startedAt = this.#performance.network.clock.now()
      if (item.cycle !== this.#heardCycle) {
        this.#heardCycle = item.cycle
        this.#cycleStartedAt = startedAt
        this.#heard = []
      }
      this.#current = { item, scope, startedAt }
      await item.perform(this.#performance.within(scope))
      scope.cut()
      this.#heard.push(item.text)
    }
    this.#current = undefined
    this.#isUnderWay = false
  }
}
