/**
 * A leg: one end of a call, from ringing to its end, with a person, a machine or a browser behind it.
 *
 * Knows its state, what is heard on it and who listens to it. Knows nothing of documents.
 */
import type { Clock, Duration, Instant } from '../../clock/clock.ts'
import type { Journal } from '../journal.ts'
import type { CallDirection, CallStatus, ToneStarted } from '../journal-event.ts'
import type { Recording } from '../recording/recordings.ts'
import { type CookieJar, createCookieJar } from '../request/cookie-jar.ts'
import type { Ears } from './ears.ts'
import type { LegObserver } from './leg-observer.ts'
import type { VoiceUrls } from './line.ts'
import type { DocumentAddress } from './outbound-call.ts'
import { Scope } from './scope.ts'

/** Points in a leg's life that others wait for; `judged`: machine detection began; `redirected`: it was put on another course through the API. */
export type Moment = 'initiated' | 'ringing' | 'answered' | 'judged' | 'redirected' | 'over'

/** What is asked when a document cannot be had. */
export interface Fallback {
  /** Absolute. */
  readonly url: string
  readonly method: 'GET' | 'POST'
}

/** How a leg can end; `completed` is the only one that was answered. */
export type FinalStatus = Extract<CallStatus, 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'>

/** A stretch of time in which the person at the end of the leg made a sound. */
export interface VoiceSpan {
  readonly from: Instant
  /** Absent while the sound lasts, and for good when the leg ended before it. */
  to?: Instant
}

export interface LegOptions {
  readonly callSid: string
  readonly direction: CallDirection
  readonly from: string
  readonly to: string
  readonly parent?: Leg
  /** What the app set up for the call: a line or an application. */
  readonly line?: VoiceUrls
  readonly applicationSid?: string
  /** What the device at the other end is given. */
  readonly parameters?: readonly (readonly [name: string, value: string])[]
  /** Whether keys that nothing listens to are kept for whoever listens next; default false: they are lost. */
  readonly keepsTypeAhead?: boolean
  /** Only of a leg to or from a SIP address: what the other side calls the call. */
  readonly sipCallId?: string
}

/**
 * `queued`: made, nothing sent yet. `initiated`: dialling. `ringing`: the far end rings. `in-progress`: answered.
 * Then one of the final states, for good.
 *
 * ```
 * queued -> initiated -> ringing -> in-progress -> completed
 *               |           |-> busy | no-answer | failed | canceled
 *               |-> busy | failed | canceled
 * ```
 *
 * Source: reference twiml-voice.md §6.1, documented.
 */
export class Leg {
  readonly callSid: string
  readonly direction: CallDirection
  readonly from: string
  readonly to: string
  readonly parent: Leg | undefined
  readonly line: VoiceUrls | undefined
  readonly applicationSid: string | undefined
  readonly sipCallId: string | undefined
  /** Cut when the leg is over. */
  readonly life = new Scope()
  /** What the leg goes through now: cut when it is over, or when it is put on another course. */
  course = this.life.inner()
  /** Of the line; a call of the API brings its own, and may be given another. */
  fallback: Fallback | undefined
  /** Who is told of the leg's progress in place of who was to be told at first. */
  changedCallback: DocumentAddress | undefined
  /** What the API calls this one in a conference. */
  label: string | undefined
  /** How long a call of the API had to wait for its turn. */
  queueTime: Duration = 0
  /** What machine detection found. */
  answeredBy: string | undefined
  /** The recording of the whole call, asked for when it was placed. */
  recording: Recording | undefined
  readonly cookies: CookieJar = createCookieJar()
  readonly startedAt: Instant
  readonly voice: VoiceSpan[] = []
  status: CallStatus = 'queued'
  answeredAt: Instant | undefined
  endedAt: Instant | undefined
  sipResponseCode: number | undefined
  /** Who heeds it when this end wants the other to be taken elsewhere; false when the wish is not granted. */
  heedReferral: ((target: string) => boolean) | undefined
  /** Whether a real voice was ever heard here, rather than words that somebody typed. */
  hasLiveMicrophone = false
  /** X- headers the SIP device at the other end answered with. */
  sipHeaders: Readonly<Record<string, string>> = {}
  /** The call that came in at a number of ours which this leg dialled. */
  farEnd: Leg | undefined
  /** The leg that dialled a number of ours, and so made this call. */
  nearEnd: Leg | undefined
  /** How often the person pressed or said something. */
  inputs = 0

  readonly #clock: Clock
  readonly #journal: Journal
  readonly #moments = new Map<Moment, Set<() => void>>()
  readonly #observers = new Set<LegObserver>()
  #ears: Ears | undefined
  #peer: Leg | undefined
  #prompts = 0
  #tone: ToneStarted['tone'] | undefined
  #voices = 0
  #isMicrophoneOpen = false
  #areKeysHidden = false
  /** Whether the journal does not show what is pressed and said. */
  #isPrivate = false
  readonly #typedAhead: string[] | undefined

  constructor(options: LegOptions, clock: Clock, journal: Journal) {
    this.callSid = options.callSid
    this.direction = options.direction
    this.from = options.from
    this.to = options.to
    this.parent = options.parent
    this.line = options.line
    const { fallbackUrl, fallbackMethod = 'POST' } = options.line ?? {}
    if (fallbackUrl !== undefined) this.fallback = { url: fallbackUrl, method: fallbackMethod }
    this.applicationSid = options.applicationSid
    this.sipCallId = options.sipCallId
    this.#clock = clock
    this.#journal = journal
    this.startedAt = clock.now()
    this.#typedAhead = options.keepsTypeAhead ? [] : undefined
    const { callSid, direction, from, to, parent, parameters } = options
    journal.append({
      kind: 'call-placed',
      callSid,
      direction,
      from,
      to,
      ...(parent && { parentCallSid: parent.callSid }),
      ...(parameters && { parameters }),
    })
  }

  get isAnswered(): boolean {
    return this.answeredAt !== undefined
  }

  get isOver(): boolean {
    return this.endedAt !== undefined
  }

  /** Who hears what is said on this leg, since no person but an application is at its end. */
  get audience(): Leg | undefined {
    return this.direction === 'outbound-dial' && this.applicationSid !== undefined ? this.parent : undefined
  }

  get isSpeaking(): boolean {
    return this.#voices > 0
  }

  /** Whether a live microphone hears a voice at this moment. */
  get isMicrophoneOpen(): boolean {
    return this.#isMicrophoneOpen
  }

  get ears(): Ears | undefined {
    return this.#ears
  }

  /**
   * Whether keys are secret. They stay so after whoever listened in secret is done, until somebody else listens: who
   * was keying a card number has not noticed yet.
   */
  get isPrivate(): boolean {
    return this.#isPrivate
  }

  get areKeysHidden(): boolean {
    return this.#areKeysHidden || this.#ears?.isSecret === true || this.farEnd?.areKeysHidden === true
  }

  /** The leg this one is talking to. */
  get peer(): Leg | undefined {
    return this.#peer
  }

  set peer(peer: Leg | undefined) {
    this.#peer = peer
    if (peer !== undefined) for (const observer of [...this.#observers]) observer.bridged?.(peer)
  }

  /** Whether the person at the end of the leg hears a prompt, or the voice of the one he is talking to. */
  get isHearing(): boolean {
    return this.#prompts > 0 || this.#peer?.isSpeaking === true
  }

  /** Lets somebody know what is said and heard on this leg; returns what ends that. */
  observe(observer: LegObserver): () => void {
    this.#observers.add(observer)
    return () => void this.#observers.delete(observer)
  }

  /** A prompt begins; returns what is to be called at its end. */
  hearPrompt(text: string | undefined, lasts: Duration): (isWhole: boolean) => void {
    this.#prompts += 1
    const ends = text === undefined ? [] : this.#tellPrompt(text, lasts)
    return (isWhole) => {
      this.#prompts -= 1
      for (const end of ends) end?.(isWhole)
    }
  }

  /** Calls `act` when that moment comes; returns what calls it off. */
  when(moment: Moment, act: () => void): () => void {
    const acts = this.#moments.get(moment) ?? new Set()
    this.#moments.set(moment, acts.add(act))
    return () => void acts.delete(act)
  }

  initiate(): void {
    this.#enter('initiated')
    this.#reach('initiated')
  }

  ring(): void {
    this.#enter('ringing')
    this.#reach('ringing')
  }

  /** Picks up. Does nothing on a leg that is answered or over. */
  answer(): void {
    if (this.isAnswered || this.isOver) return
    this.answeredAt = this.#clock.now()
    this.sipResponseCode = 200
    this.stopTone()
    this.#enter('in-progress')
    this.#reach('answered')
  }

  /** Whatever the leg goes through is cut; who calls this begins something new on `course`. */
  leaveCourse(): void {
    const left = this.course
    this.course = this.life.inner()
    left.cut()
    this.#reach('redirected')
  }

  /** Ends the leg; whatever waits on it is cut. Does nothing on a leg that is over. */
  finish(status: FinalStatus, reason: string, sipResponseCode = status === 'completed' ? 200 : 487): void {
    if (this.isOver) return
    this.endedAt = this.#clock.now()
    this.sipResponseCode = sipResponseCode
    this.status = status
    this.#voices = 0
    this.life.cut()
    this.stopTone()
    this.#ears = undefined
    this.#journal.append({ kind: 'call-status', callSid: this.callSid, status, reason, sipResponseCode })
    this.#reach('over')
    this.#moments.clear()
  }

  /** Lets `ears` hear this leg from now on; returns what ends that. */
  listen(ears: Ears): () => void {
    this.#ears = ears
    this.#areKeysHidden = ears.isSecret === true
    this.#isPrivate = ears.isPrivate === true
    return () => {
      if (this.#ears === ears) this.#ears = undefined
    }
  }

  /** Somebody begins to judge by ear who answered; a person says hello then, a machine would have spoken anyway. */
  beJudged(): void {
    this.#reach('judged')
  }

  /** The far end makes a sound that is no voice. */
  sound(sound: 'beep' | 'fax'): void {
    if (this.isOver) return
    for (const observer of [...this.#observers]) observer.sounded?.(sound)
  }

  /** The person presses one key. */
  press(key: string): void {
    if (this.isOver) return
    this.inputs += 1
    const ears = this.#ears
    const isHidden = this.areKeysHidden
    const isKept = ears === undefined && this.#typedAhead !== undefined && !isHidden
    if (isKept) this.#typedAhead?.push(key)
    const heeded = ears?.heedsKey(key) ?? isKept
    this.#journal.append({
      kind: 'key-pressed',
      callSid: this.callSid,
      key: isHidden || this.#isPrivate ? '•' : key,
      heeded,
    })
    ears?.key?.(key)
    if (!heeded) for (const observer of [...this.#observers]) observer.pressedInVain?.()
  }

  /** The one this person is talking to presses a key. */
  hearKey(key: string): void {
    const digits = this.areKeysHidden || this.farEnd?.isPrivate === true ? '•' : key
    this.#journal.append({ kind: 'tone-started', callSid: this.callSid, tone: 'digits', digits, lasts: 250 })
    for (const observer of [...this.#observers]) observer.hearsKey?.(key)
  }

  /** The oldest key that was pressed while nothing listened, once. */
  takeTypedAhead(): string | undefined {
    return this.#typedAhead?.shift()
  }

  /** The person says something that lasts that long; who listens now gets the words at its end. */
  speak(text: string, lasts: Duration, confidence: number): void {
    if (this.isOver) return
    this.inputs += 1
    const ears = this.#ears
    const heeded = ears?.heedsSpeech() ?? false
    // A card number that is read out instead of keyed is as secret, also to a transcription beside the call.
    const isSecret = ears?.isSecret === true
    const shown = isSecret || this.#isPrivate ? '•' : text
    this.#journal.append({ kind: 'speech-heard', callSid: this.callSid, text: shown, lasts, heeded })
    const peer = this.#peer
    if (!isSecret) for (const observer of [...this.#observers]) observer.says?.(text, lasts, confidence)
    if (peer !== undefined) for (const observer of [...peer.#observers]) observer.peerSays?.(text, lasts, confidence)
    const end = () => {
      if (this.#ears === ears) ears?.words?.(text, confidence)
      this.#stopVoice()
    }
    this.#startVoice()
    if (lasts <= 0) {
      end()
      return
    }
    void this.life.until<true>((report) => {
      const timer = this.#clock.after(lasts, () => {
        report(true)
        end()
      })
      return () => timer.cancel()
    })
  }

  /** The audience of this leg begins or ceases to make a sound. */
  passVoice(isSpeaking: boolean): void {
    if (this.isOver) return
    if (isSpeaking) this.#startVoice()
    else this.#stopVoice()
  }

  /** The audience of this leg has said something. */
  passWords(text: string, confidence: number): void {
    this.inputs += 1
    this.#ears?.words?.(text, confidence)
  }

  /** A live microphone begins or ceases to hear a voice. */
  hearMicrophone(isSpeaking: boolean): void {
    if (this.isOver || isSpeaking === this.#isMicrophoneOpen) return
    this.hasLiveMicrophone = true
    this.#isMicrophoneOpen = isSpeaking
    if (isSpeaking) this.#startVoice()
    else this.#stopVoice()
  }

  /** Lets a tone be heard until `stopTone`, another tone, or the end. The same tone again goes on as it was. */
  startTone(tone: ToneStarted['tone']): void {
    if (this.#tone === tone || this.isOver) return
    this.stopTone()
    this.#tone = tone
    this.#journal.append({ kind: 'tone-started', callSid: this.callSid, tone })
  }

  stopTone(): void {
    if (this.#tone === undefined) return
    this.#journal.append({ kind: 'tone-ended', callSid: this.callSid, tone: this.#tone })
    this.#tone = undefined
  }

  #tellPrompt(text: string, lasts: Duration) {
    return [...this.#observers].map((observer) => observer.hears?.(text, lasts))
  }

  #startVoice(): void {
    this.#voices += 1
    if (this.#voices > 1) return
    this.voice.push({ from: this.#clock.now() })
    this.#ears?.voiceStarted?.()
    for (const observer of [...this.#observers]) observer.voiceStarted?.()
  }

  #stopVoice(): void {
    if (this.#voices === 0) return
    this.#voices -= 1
    if (this.#voices > 0) return
    const span = this.voice.at(-1)
    if (span !== undefined) span.to = this.#clock.now()
    this.#ears?.voiceStopped?.()
    for (const observer of [...this.#observers]) observer.voiceStopped?.()
  }

  #enter(status: CallStatus): void {
    this.status = status
    this.#journal.append({ kind: 'call-status', callSid: this.callSid, status })
  }

  #reach(moment: Moment): void {
    for (const act of [...(this.#moments.get(moment) ?? [])]) act()
  }
}
