import { withAttributes } from '../build.ts'
import { problem, type Report } from '../problem.ts'
import {
  type Attributes,
  boolean,
  choice,
  integer,
  list,
  type Method,
  method,
  type Other,
  rulesOf,
  text,
  url,
} from '../rules.ts'
import { type GatherLanguage, gatherLanguages } from '../values/languages.ts'
import type { Pause } from './pause.ts'
import type { Play } from './play.ts'
import type { Say } from './say.ts'

/**
 * Listens for keys or speech while its prompts play, and asks the app what is next when something came.
 *
 * Source: reference twiml-voice.md §4.4.
 */
export interface Gather {
  readonly verb: 'gather'
  /**
   * Requested when input was collected (or always with actionOnEmptyResult). Must be absolute when the TwiML came
   * inline through the REST API. Default: current document URL.
   */
  readonly action?: string
  /** HTTP method for action. Default `POST`. */
  readonly method?: Method
  /** Input kinds accepted. Default `dtmf`. */
  readonly input?: readonly ('dtmf' | 'speech')[]
  /**
   * Seconds of inactivity: before the first input (counted after nested prompts end) and between keys. Newer pages
   * also accept `auto`. 0 is outside the documented range: here it waits no time. A whole number of at
   * least 1; default `5`.
   */
  readonly timeout?: number | 'auto'
  /**
   * Seconds of silence that end speech recognition; `auto` stops at the first pause. `auto` must not be combined
   * with an explicit speechModel (13335). A whole number of at least 1; default: value
   * of timeout.
   */
  readonly speechTimeout?: number | 'auto'
  /** Cap on speech length, seconds. Only in the client library; the pages fix 60 s. A whole number of at least 1; no default. */
  readonly maxSpeechTime?: number
  /** One key that submits the digits; empty string turns it off. At most 1 character; default `#`. */
  readonly finishOnKey?: string
  /** Submit as soon as this many digits are in. A whole number of at least 1; default: unlimited. */
  readonly numDigits?: number
  /** true: action is requested also when nothing was collected. Default `false`. */
  readonly actionOnEmptyResult?: boolean
  /** Receives interim speech results; answer is ignored. No default. */
  readonly partialResultCallback?: string
  /** HTTP method for partialResultCallback. Default `POST`. */
  readonly partialResultCallbackMethod?: Method
  /** Speech language, passed to the engine. The list is open. Default `en-US`. */
  readonly language?: GatherLanguage
  /** Comma-separated phrases (at most 500 of at most 100 characters) or engine class tokens. No default. */
  readonly hints?: string
  /** Masks profanities, leaving first letters. Default `true`. */
  readonly profanityFilter?: boolean
  /**
   * Recognition model: generic names, `googlev2_*`, `deepgram_*`. Bare vendor names give 13334. Default `default`.
   */
  readonly speechModel?:
    | 'default'
    | 'numbers_and_commands'
    | 'phone_call'
    | 'experimental_conversations'
    | 'experimental_utterances'
    | 'googlev2_long'
    | 'googlev2_short'
    | 'googlev2_telephony'
    | 'googlev2_telephony_short'
    | 'deepgram_nova-2'
    | 'deepgram_nova-3'
    | Other
  /**
   * false keeps speech from interrupting the prompts. No longer on the pages, still in the client library; a page of 2017 gave
   * default true. Default `true`.
   */
  readonly bargeIn?: boolean
  /** Premium phone_call model; ignored elsewhere. Default `false`. */
  readonly enhanced?: boolean
  /** Internal. No default. */
  readonly debug?: boolean
  readonly children: readonly (Say | Play | Pause)[]
}

/** What the network uses for attributes of a `Gather` that are absent. */
export const gatherDefaults = {
  method: 'POST',
  input: ['dtmf'],
  timeout: 5,
  finishOnKey: '#',
  actionOnEmptyResult: false,
  partialResultCallbackMethod: 'POST',
  language: 'en-US',
  profanityFilter: true,
  speechModel: 'default',
  bargeIn: true,
  enhanced: false,
} as const satisfies Partial<Attributes<Gather>>

/** The rules of a `Gather`. */
export const gatherRules = rulesOf<Gather>({
  tag: 'Gather',
  verb: 'gather',
  kind: 'verb',
  content: 'elements',
  children: ['Say', 'Play', 'Pause'],
  attributes: {
    action: url(),
    method: method({ code: 13312 }),
    input: list(['dtmf', 'speech'], { code: 13326 }),
    timeout: integer({ code: 13313, min: 1, tolerates: [0], words: ['auto'] }),
    speechTimeout: integer({ code: 13327, min: 1, words: ['auto'] }),
    maxSpeechTime: integer({ code: 13328, undocumented: true, min: 1 }),
    finishOnKey: text({ code: 13311, pattern: /^[0-9*#]?$/, maxLength: 1, form: 'one key (0-9, * or #) or empty' }),
    numDigits: integer({ code: 13314, min: 1 }),
    actionOnEmptyResult: boolean({ code: 13338 }),
    partialResultCallback: url(),
    partialResultCallbackMethod: method({ code: 13329 }),
    language: choice(gatherLanguages, { code: 13331, isOpen: true }),
    hints: text({ code: 13330 }),
    profanityFilter: boolean({ code: 13333 }),
    speechModel: choice(
      [
        'default',
        'numbers_and_commands',
        'phone_call',
        'experimental_conversations',
        'experimental_utterances',
        'googlev2_long',
        'googlev2_short',
        'googlev2_telephony',
        'googlev2_telephony_short',
        'deepgram_nova-2',
        'deepgram_nova-3',
      ],
      { code: 13334, isOpen: true },
    ),
    bargeIn: boolean({ code: 13332, undocumented: true }),
    enhanced: boolean({ deprecated: true }),
    debug: boolean({ undocumented: true }),
  },
  defaults: gatherDefaults,
  nestingCode: 13320,
  examine: examineGather,
})

/** Listens for keys or speech while its prompts play, and asks the app what is next when something came. */
export function gather(attributes?: Attributes<Gather>, children: readonly (Say | Play | Pause)[] = []): Gather {
  return withAttributes(gatherRules, attributes, { children })
}

/** How many hints a Gather takes and how long each may be. Source: reference §4.4. */
const hintLimits = { phrases: 500, characters: 100 }

function examineGather({ speechTimeout, speechModel, hints }: Gather, report: Report): void {
  if (speechTimeout === 'auto' && speechModel !== undefined) {
    report(
      problem(
        13335,
        'Gather: speechTimeout "auto" does not go together with a speechModel.',
        'Give speechTimeout in seconds, or leave speechModel out.',
      ),
    )
  }
  if (typeof hints !== 'string') return
  const phrases = hints.split(',')
  if (phrases.length > hintLimits.phrases || phrases.some((phrase) => phrase.trim().length > hintLimits.characters)) {
    const { phrases: most, characters } = hintLimits
    report(problem(13330, `Gather: hints may be at most ${most} phrases of at most ${characters} characters.`))
  }
}
