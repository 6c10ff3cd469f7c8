/**
 * Somebody on the phone in a test: hears, presses, speaks, keeps silent, hangs up.
 */
import type { Duration } from '../clock/clock.ts'
import type { Call } from '../exchange/index.ts'
import { type Acts, createActs } from './acts.ts'
import { ExpectationError } from './expectation-error.ts'
import { fail, failureMessage, type LineUnderTest, timePasses } from './line-under-test.ts'
import { type Reaction, reactTo } from './reactions.ts'
import { matches } from './words.ts'

/** Something said in a test. */
export interface Saying {
  /** How long it takes; default one second for every two and a half words, at least one. */
  readonly seconds?: number
  /** How sure the recogniser is, 0 to 1, default 0.9. */
  readonly confidence?: number
}

/** How long something may take. */
export interface Within {
  /** In milliseconds of virtual time (`seconds(30)`); default a quarter of an hour. */
  readonly within?: number
}

/** The caller, or a callee who has answered. */
export class Person {
  readonly line: LineUnderTest
  readonly name: string
  readonly #call: () => Call | undefined
  readonly #acts = new WeakMap<Call, Acts>()
  /** The journal up to here has been listened to; the next `hears` listens from here on. */
  #heardUpTo = 0

  constructor(line: LineUnderTest, name: string, call: () => Call | undefined) {
    this.line = line
    this.name = name
    this.#call = call
  }

  /** This person's call; a callee who was not dialled has none. */
  get call(): Call | undefined {
    return this.#call()
  }

  /**
   * Listens until these words have been spoken to the end, then goes on from there. Case and white space do not matter.
   *
   * @param words part of a prompt, or a pattern for it
   * @throws {ExpectationError} when the call ends, comes to rest, or the time is over without them
   */
  async hears(words: string | RegExp, { within }: Within = {}): Promise<void> {
    const sequence = await timePasses(this.line, () => this.#ended(words), within)
    const limit = within === undefined ? '' : ` within ${within / 1000} s`
    if (sequence === undefined) {
      throw new ExpectationError(this.failure(`${this.name} hears ${quoted(words)}${limit}`, this.#insteadOf()))
    }
    this.#heardUpTo = sequence
  }

  /**
   * Does something each time these words have been spoken to this person, now and in calls to come: a machine, or a
   * person who is not watched closely.
   */
  onHearing(words: string | RegExp, reaction: Reaction): void {
    reactTo(this, words, reaction)
  }

  /** Everything this person has heard spoken so far, in order. */
  heard(): readonly string[] {
    const callSid = this.call?.callSid
    return this.line.exchange.journal.events.flatMap((event) =>
      event.kind === 'prompt-started' && event.callSid === callSid && event.prompt.kind === 'speech'
        ? [event.prompt.text]
        : [],
    )
  }

  /** Presses keys now, or after what he is saying. */
  presses(keys: string | number): void {
    this.#doing(`press ${keys}`).add({ kind: 'press', keys: String(keys) })
  }

  /** Says something as soon as anybody listens: a Gather for speech, a recording after its beep, the other party. */
  says(text: string, { seconds = Math.max(1, text.split(/\s+/).length / 2.5), confidence = 0.9 }: Saying = {}): void {
    this.#doing(`say “${text}”`).add({ kind: 'say', text, seconds, confidence })
  }

  /** Hangs up now, or after what he is saying. */
  hangsUp(): void {
    this.#doing('hang up').add({ kind: 'hang-up' })
  }

  /** Does nothing for so many milliseconds of virtual time (`seconds(6)`). */
  async staysSilent(duration: Duration): Promise<void> {
    await this.line.clock.advance(duration)
  }

  /** What this person was told to do and has not come to do yet, in words: nobody listens. */
  get undone(): readonly string[] {
    const { call } = this
    return call === undefined ? [] : (this.#acts.get(call)?.pending ?? [])
  }

  #doing(what: string): Acts {
    const { call } = this
    if (call === undefined) fail(this.line, `${this.name} can ${what}`, `${this.name} is not on the phone`)
    const before = this.#acts.get(call)
    if (before) return before
    const acts = createActs(call, this.line.clock, this.line.exchange.journal)
    this.#acts.set(call, acts)
    return acts
  }

  /** Where in the journal the prompt with these words ended, looking only at what was not listened to yet. */
  #ended(words: string | RegExp): number | undefined {
    const callSid = this.call?.callSid
    let isWanted = false
    for (const event of this.line.exchange.journal.since(this.#heardUpTo)) {
      if (!('callSid' in event) || event.callSid !== callSid) continue
      if (event.kind === 'prompt-started')
        isWanted = event.prompt.kind === 'speech' && matches(event.prompt.text, words)
      if (event.kind === 'prompt-ended' && isWanted) return event.sequence
    }
    return undefined
  }

  #insteadOf(): string {
    const { call } = this
    if (call === undefined) return `${this.name} is not on the phone`
    const { undone } = this
    const waits = undone.length > 0 ? `; still wants to ${undone.join(', ')}, but nobody listens` : ''
    const heard = this.heard()
    const last = heard.length === 0 ? 'nothing was heard' : `heard ${told(heard)}`
    return `${last}; the call is ${call.status}${waits}`
  }

  /** The message of a failed expectation about this person. */
  failure(expected: string, instead: string): string {
    return failureMessage(this.line, expected, instead, this.call?.callSid)
  }
}

const quoted = (words: string | RegExp) => (typeof words === 'string' ? `“${words}”` : String(words))

/** Prompts in quotes; one that comes again and again is counted. */
function told(prompts: readonly string[]): string {
  const runs: { text: string; times: number }[] = []
  for (const text of prompts) {
    const last = runs.at(-1)
    if (last?.text === text) last.times += 1
    else runs.push({ text, times: 1 })
  }
  return runs.map(({ text, times }) => `“${text}”${times === 1 ? '' : ` ${times} times`}`).join(', ')
}
