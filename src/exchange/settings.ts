/**
 * The exchange's knobs: what the real network leaves uncertain, and what an estimate has to fill in.
 *
 * Source: reference twiml-voice.md §16. Each default is the reading that is least kind to the app under test.
 */
import type { Duration } from '../clock/clock.ts'

/** Every knob; what holds by default is in {@link defaultSettings}. */
export interface ExchangeSettings {
  /** Whether a Redirect as first verb answers an inbound call. Default false. */
  readonly redirectAnswers: boolean
  /** Whether a Start as first verb answers an inbound call. Default false. */
  readonly startAnswers: boolean
  /** After a recording of no length: ask the action, or go on with the next verb. Default `action`. */
  readonly recordEmpty: 'action' | 'nextVerb'
  /** After a file that cannot be fetched or played: the next verb, or the end of the call. Default `next`. */
  readonly playFailure: 'next' | 'end'
  /** Whether an action request without digits carries an empty `Digits`. Default `empty`. */
  readonly emptyDigitsParam: 'empty' | 'absent'
  /** `DialCallStatus` when the caller hangs up while it rings. Default `canceled`. */
  readonly callerAbandonDialStatus: 'canceled' | 'no-answer' | 'completed'
  /** Whether Dial asks its action after the caller hung up. Default true. */
  readonly dialActionAfterCallerHangup: boolean
  /** `DialCallStatus` when the whisper document declines the call. Default `completed`. */
  readonly whisperHangupStatus: 'completed' | 'no-answer'
  /** Final status of the legs that rang and lost. Default `canceled`. */
  readonly loserStatus: 'canceled' | 'no-answer'
  /** What a callee who declines looks like to Dial; carriers differ. Default `busy`. */
  readonly declinedStatus: 'busy' | 'no-answer'
  /** Calls that may wait in one queue, 1 to 5000. Default 1000. */
  readonly maxQueueSize: number
  /** Documents in a row that only lead to another one, before that counts as a loop. Default 100. */
  readonly redirectLoopLimit: number
  /** Which requests share cookies. Default `call`: those of one leg. */
  readonly cookieScope: 'call' | 'none'
  /** Whether the fallback request repeats the failed request's own parameters. Default true. */
  readonly fallbackRepeatsParams: boolean
  /** Whether `SequenceNumber` counts callbacks sent, or all events. Default `sent`. */
  readonly sequenceNumbering: 'sent' | 'all'
  /** After a 307 or 308: the method without the body, or with it. Default `keepMethodNoBody`. */
  readonly httpRedirect307: 'keepMethodNoBody' | 'standard'
  /** Words a second of the voice that reads prompts. Default 2.5. */
  readonly wordsPerSecond: number
  /** The beep before a recording. Default 500 ms. */
  readonly beepLasts: Duration
  /** What is added to Dial's timeout. Default 5 s. */
  readonly dialTimeoutExtra: Duration
  /** The pause that ends speech with `speechTimeout="auto"`. Default 1 s. */
  readonly speechPause: Duration
  /** From the end of a recording until its media can be fetched. Default 1 s. */
  readonly recordingReadyAfter: Duration
  /** How long a live microphone's audio is awaited after a recording, and its words after a voice. Default 5 s. */
  readonly microphoneGrace: Duration
  /** Real time until a connection must stand. Default 5 s. */
  readonly connectTimeout: Duration
  /** Real time until an answer must be complete. Default 15 s. */
  readonly answerTimeout: Duration
  /** Finished calls that are remembered, with their events and recordings. Default 1000. */
  readonly keepFinishedCalls: number
}

/** What holds unless `createExchange` is told otherwise. */
export const defaultSettings: ExchangeSettings = {
  redirectAnswers: false,
  startAnswers: false,
  recordEmpty: 'action',
  playFailure: 'next',
  emptyDigitsParam: 'empty',
  callerAbandonDialStatus: 'canceled',
  dialActionAfterCallerHangup: true,
  whisperHangupStatus: 'completed',
  loserStatus: 'canceled',
  declinedStatus: 'busy',
  maxQueueSize: 1000,
  redirectLoopLimit: 100,
  cookieScope: 'call',
  fallbackRepeatsParams: true,
  sequenceNumbering: 'sent',
  httpRedirect307: 'keepMethodNoBody',
  wordsPerSecond: 2.5,
  beepLasts: 500,
  dialTimeoutExtra: 5000,
  speechPause: 1000,
  recordingReadyAfter: 1000,
  microphoneGrace: 5000,
  connectTimeout: 5000,
  answerTimeout: 15_000,
  keepFinishedCalls: 1000,
}
