/**
 * The exchange's knobs: what the real network leaves uncertain, and what an estimate has to fill in.
 *
 * Source: reference twiml-voice.md §16. Each default is the reading that is least kind to the app under test.
 */
import type { Duration } from '../clock/clock.ts'

/** Every knob; what holds by default is in {@link defaultSettings}. */
export interface ExchangeSettings {
  /**
   * What a document does at an element that is no verb: leaves it out and goes on, ends there, or fails with error
   * 12200 so that the fallback follows. Default `skip`.
   */
  readonly unknownVerb: 'skip' | 'abort' | 'strict'
  /** Whether a Redirect as first verb answers an inbound call. Default false. */
  readonly redirectAnswers: boolean
  /** Whether a Start as first verb answers an inbound call. Default false. */
  readonly startAnswers: boolean
  /** What becomes of keys that are pressed while nothing listens: lost, or read by the next Gather. Default `discard`. */
  readonly typeAhead: 'discard' | 'buffer'
  /** Gather with a timeout of 0: ends when its prompts do, or fails with error 13313. Default `endsAtOnce`. */
  readonly gatherZeroTimeout: 'endsAtOnce' | 'error'
  /** Whether the address of the current document is asked again with its query. Default true. */
  readonly currentUrlKeepsQuery: boolean
  /** Whether a conference tells of its start before the join that starts it. Default false. */
  readonly conferenceStartBeforeJoin: boolean
  /** After a recording of no length: ask the action, or go on with the next verb. Default `action`. */
  readonly recordEmpty: 'action' | 'nextVerb'
  /** After a payment whose last attempt failed: ask the action, or go on with the next verb. Default `action`. */
  readonly payMaxAttempts: 'action' | 'nextVerb'
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
  /** Whether the callee's `completed` callback is sent before the action of Dial is asked, or after. Default true. */
  readonly childCompletedBeforeAction: boolean
  /** In which channel of a recording of two the caller is; the callee is in the other. Default 1. */
  readonly recordingParentChannel: 1 | 2
  /** Final status of the legs that rang and lost. Default `canceled`. */
  readonly loserStatus: 'canceled' | 'no-answer'
  /** What a callee who declines looks like to Dial; carriers differ. Default `busy`. */
  readonly declinedStatus: 'busy' | 'no-answer'
  /** Calls of the API that are dialled in a second; the others wait in the state `queued`. Default: all at once. */
  readonly callsPerSecond: number
  /** Requests to the REST interface that are answered in a second; the others get 429. Default: all. */
  readonly restRequestsPerSecond: number
  /** Whether a Dial that shows a number which is not the app's to show fails. Default true. */
  readonly checkCallerId: boolean
  /** How the app sees callers who withhold their number: spelled on a keypad (`+266696687`), or as words. Default `keypad`. */
  readonly withheldCallerIds: 'keypad' | 'words'
  /** Whether a client rings that nobody set up by `setParty`; otherwise it fails at once. Default `always`. */
  readonly clientsAreRegistered: 'always' | 'when-set'
  /** Calls that may wait in one queue, 1 to 5000. Default 1000. */
  readonly maxQueueSize: number
  /** Documents in a row that only lead to another one, before that counts as a loop. Default 100. */
  readonly redirectLoopLimit: number
  /**
   * Which requests share cookies. `call`: those of one leg. `fromTo4h`: those of all calls between the same two numbers,
   * four hours long. Default `call`.
   */
  readonly cookieScope: 'call' | 'fromTo4h' | 'none'
  /**
   * Whether documents that are fetched by GET are kept as long as their headers allow, as proxies of the network do.
   * Default false.
   */
  readonly cacheDocuments: boolean
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
  /** From when a recording can be fetched until its transcription is made. Default 1 s. */
  readonly transcriptionReadyAfter: Duration
  /** How long a live microphone's audio is awaited after a recording, and its words after a voice. Default 5 s. */
  readonly microphoneGrace: Duration
  /** Real time until a connection must stand. Default 5 s. */
  readonly connectTimeout: Duration
  /** Real time until an answer must be complete. Default 15 s. */
  readonly answerTimeout: Duration
  /** Whether link-local and cloud metadata addresses are fetched from and connected to. Default false. */
  readonly allowLinkLocal: boolean
  /** How long a call may last once it is answered; then it ends with warning 32015. Default 4 h. */
  readonly longestCall: Duration
  /**
   * Whether the account is a trial account: callers hear a notice first, only the verified numbers of the exchange are
   * reached, and calls end after ten minutes with warning 13805. Default false.
   */
  readonly trial: boolean
  /**
   * Whether messages from a long code to the United States fail with 30034 unless the number is registered. Default
   * `required`.
   */
  readonly a2pRegistration: 'required' | 'ignored'
  /** From when a profile or a trust product is handed in until it is decided. Default 24 h. */
  readonly profileReviewLasts: Duration
  /** From when a brand is handed in until it is decided. Default 10 min. */
  readonly brandReviewLasts: Duration
  /** How long a vetting of a brand takes. Default 48 h. */
  readonly vettingLasts: Duration
  /** From when a campaign is handed in until it is decided. Default 240 h. */
  readonly campaignReviewLasts: Duration
  /** From the turn of a message until the carrier has it. Default 500 ms. */
  readonly messageSentAfter: Duration
  /** Segments of messages that one number sends in a second; the others wait in the state `queued`. Default: all at once. */
  readonly segmentsPerSecond: number
  /**
   * Segments from one long code to the United States that carriers take within a minute of the clock; more fail with 30022.
   * Default: all.
   */
  readonly carrierSegmentsPerMinute: number
  /**
   * Segments from all long codes together to the United States that carriers take in a day, which ends at midnight of the
   * Pacific coast; more fail with 30023. Default: all.
   */
  readonly carrierSegmentsPerDay: number
  /** Messages that are remembered, with their events. Default 1000. */
  readonly keepMessages: number
  /** Finished calls that are remembered, with their events and recordings. Default 1000. */
  readonly keepFinishedCalls: number
}

/** What holds unless `createExchange` is told otherwise. */
export const defaultSettings: ExchangeSettings = {
  unknownVerb: 'skip',
  redirectAnswers: false,
  startAnswers: false,
  typeAhead: 'discard',
  gatherZeroTimeout: 'endsAtOnce',
  currentUrlKeepsQuery: true,
  conferenceStartBeforeJoin: false,
  recordEmpty: 'action',
  payMaxAttempts: 'action',
  playFailure: 'next',
  emptyDigitsParam: 'empty',
  callerAbandonDialStatus: 'canceled',
  dialActionAfterCallerHangup: true,
  whisperHangupStatus: 'completed',
  childCompletedBeforeAction: true,
  recordingParentChannel: 1,
  loserStatus: 'canceled',
  declinedStatus: 'busy',
  callsPerSecond: Number.POSITIVE_INFINITY,
  restRequestsPerSecond: Number.POSITIVE_INFINITY,
  checkCallerId: true,
  withheldCallerIds: 'keypad',
  clientsAreRegistered: 'always',
  maxQueueSize: 1000,
  redirectLoopLimit: 100,
  cookieScope: 'call',
  cacheDocuments: false,
  fallbackRepeatsParams: true,
  sequenceNumbering: 'sent',
  httpRedirect307: 'keepMethodNoBody',
  wordsPerSecond: 2.5,
  beepLasts: 500,
  dialTimeoutExtra: 5000,
  speechPause: 1000,
  recordingReadyAfter: 1000,
  transcriptionReadyAfter: 1000,
  microphoneGrace: 5000,
  connectTimeout: 5000,
  answerTimeout: 15_000,
  allowLinkLocal: false,
  longestCall: 14_400_000,
  trial: false,
  a2pRegistration: 'required',
  profileReviewLasts: 24 * 3_600_000,
  brandReviewLasts: 10 * 60_000,
  vettingLasts: 48 * 3_600_000,
  campaignReviewLasts: 240 * 3_600_000,
  messageSentAfter: 500,
  segmentsPerSecond: Number.POSITIVE_INFINITY,
  carrierSegmentsPerMinute: Number.POSITIVE_INFINITY,
  carrierSegmentsPerDay: Number.POSITIVE_INFINITY,
  keepMessages: 1000,
  keepFinishedCalls: 1000,
}
