/**
 * A relay: what the caller says goes to a web socket of the app as text, and the app's text is spoken to the caller.
 *
 * Source: reference twiml-voice.md §5.12, documented; message fields partly uncertain.
 */
import { type ConversationRelay, conversationRelayDefaults, play } from '../../twiml/index.ts'
import type { Ears } from '../call/ears.ts'
import { heardPart } from '../heard-part.ts'
import type { Performance } from '../performance.ts'
import { AppSocket, type AppSocketEnd } from '../socket/app-socket.ts'
import { digitsLast, performPlay } from '../verbs/play.ts'
import { type Interruptible, type RelayMessage, readRelayMessage } from './relay-message.ts'
import { objectionToVoices } from './relay-voices.ts'
import { type Manners, Talk } from './talk.ts'

/** How a relay ended that was not cut off. */
export type RelayEnd =
  | { readonly status: 'ended'; readonly handoffData: string | undefined }
  | { readonly status: 'failed'; readonly errorCode: number; readonly errorMessage: string }

export class RelaySession implements Ears {
  readonly awaits: 'keys-or-speech' | 'speech'
  readonly #relay: ConversationRelay
  readonly #performance: Performance
  readonly #sessionId: string
  readonly #ended: (end: RelayEnd) => void
  readonly #socket: AppSocket
  readonly #talk: Talk
  readonly #stopListening: () => void
  readonly #stopObserving: () => void
  readonly #detectsKeys: boolean
  readonly #reported: Interruptible
  #spokenLanguage: string
  #heardLanguage: string
  #wasOpen = false
  /** Whether what the person is saying is told to the app. */
  #isHeeded = true

  /**
   * Begins at once to open the socket.
   *
   * @param performance is cut when the session is over, with whatever is heard
   */
  constructor(relay: ConversationRelay, performance: Performance, sessionId: string, ended: (end: RelayEnd) => void) {
    const { leg, network } = performance
    const { language } = { ...conversationRelayDefaults, ...relay }
    this.#relay = relay
    this.#performance = performance
    this.#sessionId = sessionId
    this.#ended = ended
    this.#talk = new Talk(performance, relay)
    this.#spokenLanguage = relay.ttsLanguage ?? language
    this.#heardLanguage = relay.transcriptionLanguage ?? language
    this.#detectsKeys = relay.dtmfDetection ?? conversationRelayDefaults.dtmfDetection
    this.#reported = relay.reportInputDuringAgentSpeech ?? conversationRelayDefaults.reportInputDuringAgentSpeech
    this.awaits = this.#detectsKeys ? 'keys-or-speech' : 'speech'
    this.#socket = new AppSocket(network, {
      leg,
      purpose: 'conversation-relay',
      url: relay.url,
      report: (finding) => performance.report(finding, relay),
      opened: () => this.#opened(),
      message: (text) => this.#take(text),
      ended: (end) => this.#lost(end),
    })
    this.#stopListening = leg.listen(this)
    this.#stopObserving = leg.observe({ says: (text, lasts) => this.#tellPart(text, lasts) })
  }

  /** Ends the session from this side. */
  stop(): void {
    this.#stopListening()
    this.#stopObserving()
    this.#socket.close()
  }

  heedsKey(): boolean {
    return this.#talk.mayInterrupt('dtmf') || (this.#detectsKeys && this.#isReported('dtmf'))
  }

  heedsSpeech(): boolean {
    return this.#talk.mayInterrupt('speech') || this.#isReported('speech')
  }

  key(digit: string): void {
    const isReported = this.#detectsKeys && (this.#talk.mayInterrupt('dtmf') || this.#isReported('dtmf'))
    this.#interrupt('dtmf')
    if (isReported) this.#socket.send('dtmf', { type: 'dtmf', digit })
  }

  voiceStarted(): void {
    this.#isHeeded = this.heedsSpeech()
    this.#interrupt('speech')
  }

  words(text: string): void {
    if (this.#isHeeded) this.#tellWords(text, true)
  }

  /** What a person says or presses while the app talks is told only when that was asked for. */
  #isReported(input: 'speech' | 'dtmf'): boolean {
    return !this.#talk.isTalking || this.#reported === 'any' || this.#reported === input
  }

  #interrupt(by: 'speech' | 'dtmf'): void {
    const interrupted = this.#talk.interrupt(by)
    if (interrupted === undefined) return
    this.#socket.send('interrupt', {
      type: 'interrupt',
      utteranceUntilInterrupt: interrupted.utterance,
      durationUntilInterruptMs: interrupted.lasted,
    })
  }

  #tellWords(voicePrompt: string, last: boolean): void {
    this.#socket.send('prompt', { type: 'prompt', voicePrompt, lang: this.#heardLanguage, last })
  }

  /** Half of the words at half of the time stand for all the partial prompts of a real recogniser. */
  #tellPart(text: string, lasts: number): void {
    const part = heardPart(text, 0.5)
    if (!this.#relay.partialPrompts || part === '' || lasts <= 0) return
    void this.#performance.scope.until<true>((report) => {
      const timer = this.#performance.network.clock.after(lasts / 2, () => report(true))
      return (value) => {
        timer.cancel()
        if (value === true && this.#isHeeded) this.#tellWords(part, false)
      }
    })
  }

  #opened(): void {
    this.#wasOpen = true
    this.#socket.send('setup', this.#setup())
    const objection = objectionToVoices(this.#relay)
    if (objection === undefined) this.#greet()
    else this.#refuse(objection)
  }

  #greet(): void {
    const { welcomeGreeting, welcomeGreetingInterruptible } = { ...conversationRelayDefaults, ...this.#relay }
    if (!welcomeGreeting?.trim()) return
    const manners = { interruptible: welcomeGreetingInterruptible, preemptible: false }
    this.#talk.say(welcomeGreeting, true, this.#spokenLanguage, manners)
  }

  #setup(): object {
    const { leg, network } = this.#performance
    const parameters = this.#relay.children.filter((child) => child.verb === 'parameter')
    return {
      type: 'setup',
      sessionId: this.#sessionId,
      accountSid: network.accountSid,
      parentCallSid: leg.parent?.callSid ?? '',
      callSid: leg.callSid,
      from: leg.from,
      to: leg.to,
      forwardedFrom: '',
      callType: 'PSTN',
      callerName: '',
      direction: leg.direction,
      callStatus: leg.status.toUpperCase(),
      customParameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    }
  }

  #refuse(objection: string): void {
    this.#performance.report({ code: 64101, severity: 'error', message: objection }, this.#relay)
    this.#socket.send('error', { type: 'error', description: objection })
    this.#ended({ status: 'failed', errorCode: 64101, errorMessage: objection })
  }

  #take(text: string | undefined): void {
    const message = readRelayMessage(text)
    if (message.kind === 'unusable') {
      this.#reject(message.why)
      return
    }
    this.#socket.note('from-app', message.kind, text ?? '')
    this.#act(message)
  }

  #act(message: Exclude<RelayMessage, { kind: 'unusable' }>): void {
    switch (message.kind) {
      case 'text':
        this.#talk.say(message.token, message.last, message.lang ?? this.#spokenLanguage, this.#manners(message))
        break
      case 'play': {
        const file = play(message.source, { loop: message.loop })
        this.#talk.add((performance) => performPlay(file, performance), this.#manners(message))
        break
      }
      case 'sendDigits': {
        const { digits } = message
        const perform = (performance: Performance) => performance.hearsTone('digits', digitsLast(digits), digits)
        this.#talk.add(perform, { interruptible: 'none', preemptible: false })
        break
      }
      case 'language':
        this.#spokenLanguage = message.ttsLanguage ?? this.#spokenLanguage
        this.#heardLanguage = message.transcriptionLanguage ?? this.#heardLanguage
        break
      case 'end':
        this.#ended({ status: 'ended', handoffData: message.handoffData })
        break
      default:
        message satisfies never
    }
  }

  #manners(message: Partial<Manners>): Manners {
    const { interruptible, preemptible } = { ...conversationRelayDefaults, ...this.#relay }
    return {
      interruptible: message.interruptible ?? interruptible,
      preemptible: message.preemptible ?? preemptible,
    }
  }

  #reject(why: string): void {
    const isTold = this.#socket.warn(64107, `The app sent a message that is of no use: ${why}.`)
    // Not without end: an app that sends everything back would be answered for ever.
    if (isTold) this.#socket.send('error', { type: 'error', description: `Invalid message received: ${why}.` })
  }

  /** Source: reference twiml-voice.md §5.12: 39001 is documented for the action, 64102 and 64105 for the debugger. */
  #lost(end: AppSocketEnd): void {
    const what = end.kind === 'failed' ? end.message : `The app closed it with code ${end.code}, without saying end.`
    const code = this.#wasOpen ? 64105 : 64102
    const message = `${this.#wasOpen ? "The relay's web socket ended" : 'The relay found no web socket'}: ${what}`
    this.#performance.report({ code, severity: 'error', message }, this.#relay)
    this.#ended({ status: 'failed', errorCode: 39001, errorMessage: message })
  }
}
