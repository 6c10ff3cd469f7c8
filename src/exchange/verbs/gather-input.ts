/**
 * The listening inside a Gather: keys or words, whichever begins first, with the timers of §4.4 and §10.
 *
 * Keys end by `numDigits`, the finish key, or silence; words end by silence after them. The silence of the person
 * counts only once the prompts are over.
 */
import type { Duration, Timer } from '../../clock/clock.ts'
import { seconds } from '../../clock/duration.ts'
import { type Gather, gatherDefaults } from '../../twiml/index.ts'
import type { Awaiting, Ears } from '../call/ears.ts'
import type { Scope } from '../call/scope.ts'
import type { Performance } from '../performance.ts'
import { isPrivate } from '../private-keys.ts'

export type Collected =
  | { readonly kind: 'digits'; readonly digits: string; readonly finishedOnKey: string; readonly says: string }
  | { readonly kind: 'speech'; readonly text: string; readonly confidence: number; readonly says: string }
  | { readonly kind: 'nothing'; readonly finishedOnKey: string; readonly says: string }

export interface Listening {
  /** Plays the nested prompts until they are over or cut. */
  prompts(performance: Performance): Promise<void>
  /** Called with what was understood so far, and how often it was called before. */
  heardSoFar(text: string, count: number): void
}

/** Speech is cut after this long. Source: reference twiml-voice.md §4.4, documented. */
const longestSpeech = seconds(60)

/** Listens until there is a result; undefined when the leg is over first. */
export function collectInput(
  gather: Gather,
  performance: Performance,
  listening: Listening,
): Promise<Collected | undefined> {
  return performance.scope.until<Collected>((report) => {
    const input = new GatherInput(gather, performance, listening, report)
    input.start()
    return () => input.stop()
  })
}

class GatherInput implements Ears {
  readonly awaits: Awaiting
  readonly isPrivate: boolean
  readonly #performance: Performance
  readonly #listening: Listening
  readonly #report: (collected: Collected) => void
  readonly #prompts: Scope
  readonly #acceptsKeys: boolean
  readonly #acceptsSpeech: boolean
  readonly #mayBargeIn: boolean
  readonly #timeout: Duration
  readonly #speechTimeout: Duration
  readonly #finishOnKey: string
  readonly #numDigits: number
  #stopListening: (() => void) | undefined
  /**
   * `open`: nothing came yet. `voice`: a microphone hears something that may be words or a cough. `keys`, `speech`:
   * decided for good.
   */
  #mode: 'open' | 'voice' | 'keys' | 'speech' = 'open'
  #digits = ''
  #words: string[] = []
  #confidence = 1
  #arePromptsOver = false
  #hasSaidListening = false
  #isOver = false
  #silence: Timer | undefined
  #cap: Timer | undefined

  constructor(gather: Gather, performance: Performance, listening: Listening, report: (collected: Collected) => void) {
    const input: readonly string[] = gather.input ?? gatherDefaults.input
    this.#performance = performance
    this.#listening = listening
    this.#report = (collected) => {
      this.#isOver = true
      report(collected)
    }
    this.isPrivate = isPrivate(gather.action)
    this.#prompts = performance.scope.inner()
    this.#acceptsKeys = input.includes('dtmf')
    this.#acceptsSpeech = input.includes('speech')
    this.#mayBargeIn = gather.bargeIn ?? true
    const timeout = gather.timeout ?? gatherDefaults.timeout
    this.#timeout = seconds(timeout === 'auto' ? gatherDefaults.timeout : timeout)
    const { speechTimeout } = gather
    const { speechPause } = performance.network.settings
    this.#speechTimeout =
      speechTimeout === 'auto' ? speechPause : speechTimeout === undefined ? this.#timeout : seconds(speechTimeout)
    this.#finishOnKey = gather.finishOnKey ?? gatherDefaults.finishOnKey
    this.#numDigits = gather.numDigits ?? Number.POSITIVE_INFINITY
    this.awaits = this.#acceptsKeys && this.#acceptsSpeech ? 'keys-or-speech' : this.#acceptsKeys ? 'keys' : 'speech'
  }

  start(): void {
    const { leg } = this.#performance
    this.#stopListening = leg.listen(this)
    if (leg.isSpeaking) this.voiceStarted()
    while (this.heedsKey() && !this.#isOver) {
      const key = leg.takeTypedAhead()
      if (key === undefined) break
      this.key(key)
    }
    void this.#listening.prompts(this.#performance.within(this.#prompts)).then(() => this.#promptsEnded())
  }

  stop(): void {
    this.#stopListening?.()
    this.#silence?.cancel()
    this.#cap?.cancel()
    this.#prompts.cut()
    this.#arePromptsOver = true
  }

  heedsKey(): boolean {
    return this.#acceptsKeys && this.#mode !== 'speech'
  }

  heedsSpeech(): boolean {
    return this.#acceptsSpeech && this.#mode !== 'keys'
  }

  key(key: string): void {
    if (!this.heedsKey()) return
    this.#mode = 'keys'
    this.#prompts.cut()
    if (key === this.#finishOnKey) {
      this.#endKeys(key)
      return
    }
    this.#digits += key
    if (this.#digits.length >= this.#numDigits) {
      this.#endKeys('')
      return
    }
    this.#listenFor(this.#timeout)
    this.#waitFor(this.#timeout, () => this.#endKeys(''))
  }

  voiceStarted(): void {
    if (!this.heedsSpeech()) return
    if (this.#mode === 'open') this.#mode = this.#performance.leg.isMicrophoneOpen ? 'voice' : 'speech'
    this.#silence?.cancel()
    if (this.#mayBargeIn) this.#prompts.cut()
    this.#cap ??= this.#performance.network.clock.after(longestSpeech, () => this.#endSpeech())
  }

  words(text: string, confidence: number): void {
    if (!this.heedsSpeech()) return
    this.#mode = 'speech'
    this.#listening.heardSoFar([...this.#words, text].join(' '), this.#words.length)
    this.#words.push(text)
    this.#confidence = Math.min(this.#confidence, confidence)
  }

  voiceStopped(): void {
    if (this.#mode !== 'speech' && this.#mode !== 'voice') return
    const { microphoneGrace } = this.#performance.network.settings
    // A microphone's words come from a recogniser that needs a moment after the voice.
    const patience = this.#mode === 'voice' ? Math.max(this.#speechTimeout, microphoneGrace) : this.#speechTimeout
    this.#waitFor(patience, () => this.#endSpeech())
  }

  #promptsEnded(): void {
    if (this.#arePromptsOver) return
    this.#arePromptsOver = true
    this.#prompts.cut()
    this.#listenFor(this.#timeout)
    if (this.#mode === 'open') this.#waitFor(this.#timeout, () => this.#endEmpty('nothing came', ''))
  }

  #listenFor(lasts: Duration): void {
    if (this.#hasSaidListening) return
    this.#hasSaidListening = true
    const accepts = [
      ...(this.#acceptsKeys ? ['keys' as const] : []),
      ...(this.#acceptsSpeech ? ['speech' as const] : []),
    ]
    const { network, leg } = this.#performance
    network.journal.append({ kind: 'listening-started', callSid: leg.callSid, accepts, lasts })
  }

  #waitFor(duration: Duration, act: () => void): void {
    this.#silence?.cancel()
    this.#silence = this.#performance.network.clock.after(duration, act)
  }

  #endKeys(finishedOnKey: string): void {
    const digits = this.#digits
    if (digits === '') this.#endEmpty('only the finish key was pressed', finishedOnKey)
    else
      this.#report({
        kind: 'digits',
        digits,
        finishedOnKey,
        says: `the caller pressed ${this.isPrivate ? 'keys' : digits}`,
      })
  }

  #endSpeech(): void {
    const text = this.#words.join(' ')
    if (text === '') this.#endEmpty('a voice was heard but no words', '')
    else this.#report({ kind: 'speech', text, confidence: this.#confidence, says: 'the caller spoke' })
  }

  #endEmpty(says: string, finishedOnKey: string): void {
    this.#report({ kind: 'nothing', finishedOnKey, says })
  }
}
