/**
 * A transcription beside the call: what the person says is the inbound track, prompts and whoever he talks to are the
 * outbound one. The app gets the text by POST.
 *
 * Source: reference twiml-voice.md §5.10; the name of the event's parameter is uncertain there.
 */
import type { Duration } from '../../clock/clock.ts'
import { type Transcription, transcriptionDefaults } from '../../twiml/index.ts'
import { runBeside } from '../background.ts'
import { Scope } from '../call/scope.ts'
import { heardPart } from '../heard-part.ts'
import type { Performance } from '../performance.ts'
import { notifyApp } from '../request/notify-app.ts'
import type { Parameter } from '../request/signature.ts'
import { mayStart, nameIsTaken } from './may-start.ts'

/** Starts it, unless its name is taken; says what came of it. */
export function startTranscription(noun: Transcription, performance: Performance): string {
  if (!mayStart(noun, performance)) return nameIsTaken
  if (noun.statusCallbackUrl && !/^https?:/i.test(noun.statusCallbackUrl)) {
    const message = 'The statusCallbackUrl of Transcription is relative and cannot be asked; nobody is told.'
    performance.report({ code: 11100, severity: 'error', message, help: 'Write an absolute URL.' }, noun)
  } else if (!noun.statusCallbackUrl && !noun.intelligenceService) {
    const message = 'The Transcription has neither statusCallbackUrl nor intelligenceService: nobody gets its text.'
    performance.report({ severity: 'warning', message, help: 'Give it a statusCallbackUrl.' }, noun)
  }
  const engine = noun.transcriptionEngine ?? transcriptionDefaults.transcriptionEngine
  if (!engines.has(engine)) {
    const message = 'The transcriptionEngine is not one of google and deepgram; nothing is transcribed.'
    performance.report({ severity: 'error', message }, noun)
    new TranscriptionSession(noun, performance).fail(message)
    return 'there is no such engine'
  }
  runTranscription(noun, performance)
  return 'the transcription was started'
}

/** Lets a transcription run until it is stopped. Returns its SID. */
export function runTranscription(noun: Transcription, place: Place): string {
  const session = new TranscriptionSession(noun, place)
  const begin = () => {
    session.start()
    return () => session.stop()
  }
  runBeside(place.leg, 'transcription', noun.name, begin, session.transcriptionSid)
  return session.transcriptionSid
}

type Place = Pick<Performance, 'network' | 'leg'>

/** Those there are. Source: reference twiml-voice.md §5.10, documented. */
export const engines: ReadonlySet<string> = new Set(['google', 'deepgram'])

type TrackName = 'inbound_track' | 'outbound_track'

interface Utterance {
  readonly track: TrackName
  readonly text: string
  readonly lasts: Duration
  readonly confidence: number
}

class TranscriptionSession {
  readonly #noun: Transcription
  readonly #performance: Place
  readonly transcriptionSid: string
  readonly #scope = new Scope()
  #stopObserving: (() => void) | undefined
  #sequenceId = 0

  constructor(noun: Transcription, performance: Place) {
    this.#noun = noun
    this.#performance = performance
    this.transcriptionSid = performance.network.createSid('GT')
  }

  start(): void {
    this.#stopObserving = this.#performance.leg.observe({
      says: (text, lasts, confidence) => this.#follow({ track: 'inbound_track', text, lasts, confidence }),
      peerSays: (text, lasts, confidence) => this.#follow({ track: 'outbound_track', text, lasts, confidence }),
      hears: (text, lasts) => this.#followPrompt({ track: 'outbound_track', text, lasts, confidence: 1 }),
    })
    this.#tellStarted()
  }

  stop(): void {
    this.#stopObserving?.()
    this.#scope.cut()
    this.#tell('transcription-stopped', [])
  }

  /** There never was a session; the codes of its errors are not published. */
  fail(message: string): void {
    this.#tell('transcription-error', [
      ['ErrorCode', ''],
      ['ErrorMessage', message],
    ])
  }

  #tellStarted(): void {
    const { transcriptionEngine, speechModel, profanityFilter, enableAutomaticPunctuation, languageCode, ...noun } = {
      ...transcriptionDefaults,
      ...this.#noun,
    }
    const provider = {
      profanityFilter,
      speechModel,
      enableAutomaticPunctuation,
      ...(noun.hints && { hints: noun.hints }),
    }
    this.#tell('transcription-started', [
      ['TranscriptionEngine', transcriptionEngine],
      ['ProviderConfiguration', JSON.stringify(provider)],
      ['LanguageCode', languageCode],
      ['PartialResults', String(noun.partialResults)],
      ['Track', noun.track],
      ['InboundTrackLabel', noun.inboundTrackLabel ?? ''],
      ['OutboundTrackLabel', noun.outboundTrackLabel ?? ''],
    ])
  }

  /** Somebody's words are whole in the end: whoever speaks hears himself out. */
  #follow(utterance: Utterance): void {
    if (!this.#isFollowed(utterance.track)) return
    this.#tellPartWhileItLasts(utterance, this.#scope)
    void this.#scope.until<true>((report) => {
      const timer = this.#performance.network.clock.after(utterance.lasts, () => report(true))
      return (value) => {
        timer.cancel()
        if (value === true) this.#tellText(utterance, utterance.text, true)
      }
    })
  }

  /** A prompt may be cut off; what was heard of it until then is transcribed. */
  #followPrompt(utterance: Utterance): ((isWhole: boolean) => void) | undefined {
    if (!this.#isFollowed(utterance.track)) return undefined
    const { clock } = this.#performance.network
    const startedAt = clock.now()
    const scope = this.#scope.inner()
    this.#tellPartWhileItLasts(utterance, scope)
    return (isWhole) => {
      if (scope.isCut) return
      scope.cut()
      const text = heardPart(utterance.text, isWhole ? 1 : (clock.now() - startedAt) / utterance.lasts)
      if (text !== '') this.#tellText(utterance, text, true)
    }
  }

  /** Half of the words at half of the time stand for all the partial results of a real engine. */
  #tellPartWhileItLasts(utterance: Utterance, scope: Scope): void {
    const text = heardPart(utterance.text, 0.5)
    if (!this.#noun.partialResults || text === '' || utterance.lasts <= 0) return
    void scope.until<true>((report) => {
      const timer = this.#performance.network.clock.after(utterance.lasts / 2, () => report(true))
      return (value) => {
        timer.cancel()
        if (value === true) this.#tellText(utterance, text, false)
      }
    })
  }

  #isFollowed(track: TrackName): boolean {
    const followed = this.#noun.track ?? transcriptionDefaults.track
    return followed === 'both_tracks' || followed === track
  }

  #tellText({ track, confidence }: Utterance, transcript: string, isFinal: boolean): void {
    const data = isFinal ? { transcript, confidence } : { transcript }
    this.#tell('transcription-content', [
      ['TranscriptionData', JSON.stringify(data)],
      ['Final', String(isFinal)],
      ...(isFinal ? [] : [['Stability', '0.9'] as const]),
      ['Track', track],
      ['LanguageCode', this.#noun.languageCode ?? transcriptionDefaults.languageCode],
    ])
  }

  #tell(event: `transcription-${'started' | 'content' | 'stopped' | 'error'}`, own: readonly Parameter[]): void {
    const { leg, network } = this.#performance
    const url = this.#noun.statusCallbackUrl
    this.#sequenceId += 1
    if (!url || !/^https?:/i.test(url)) return
    notifyApp(network, {
      leg,
      purpose: 'transcription',
      url,
      method: this.#noun.statusCallbackMethod ?? transcriptionDefaults.statusCallbackMethod,
      parameters: [
        ['AccountSid', network.accountSid],
        ['CallSid', leg.callSid],
        ['TranscriptionSid', this.transcriptionSid],
        ['TranscriptionEvent', event],
        ['SequenceId', String(this.#sequenceId)],
        ['Timestamp', new Date(network.clock.now()).toISOString()],
        ...own,
      ],
    })
  }
}
