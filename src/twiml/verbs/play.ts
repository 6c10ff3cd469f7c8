import { withAttributes } from '../build.ts'
import { examineAddress, isBlank } from '../examinations.ts'
import { problem, type Report } from '../problem.ts'
import { type Attributes, integer, rulesOf, text } from '../rules.ts'

/**
 * Plays a sound file, or keys as tones, then goes on to the next verb.
 *
 * Source: reference twiml-voice.md §4.2.
 */
export interface Play {
  readonly verb: 'play'
  /** Repetitions; 0 repeats until hang-up (capped at 1000 rounds). A whole number of at least 0; default `1`. */
  readonly loop?: number
  /**
   * DTMF to play instead of, or as well as, a file: `0-9 A-D * #`, `w` = 0.5 s pause, `W` = 1 s pause. Not valid
   * inside Gather. No default.
   */
  readonly digits?: string
  /** Address of the sound; `''` when only `digits` are played. */
  readonly text: string
}

/** What the network uses for attributes of a `Play` that are absent. */
export const playDefaults = {
  loop: 1,
} as const satisfies Partial<Attributes<Play>>

/** The rules of a `Play`. */
export const playRules = rulesOf<Play>({
  tag: 'Play',
  verb: 'play',
  kind: 'verb',
  content: 'optional-text',
  children: [],
  attributes: {
    loop: integer({ code: 13410, min: 0 }),
    digits: text({
      code: 13430,
      pattern: /^[0-9A-Da-d*#wW]+$/,
      form: 'made of the keys 0-9, A-D, * and # with pauses w and W',
    }),
  },
  defaults: playDefaults,
  examine: examinePlay,
})

/** Plays a sound file, or keys as tones, then goes on to the next verb. */
export function play(text: string = '', attributes?: Attributes<Play>): Play {
  return withAttributes(playRules, attributes, { text: text.trim() })
}

function examinePlay({ text, digits }: Play, report: Report, parent: string): void {
  if (digits === undefined) examineAddress('Play', text, report)
  if (isBlank(text) && digits === undefined) {
    report(problem(12200, '<Play> has neither an address nor digits.'))
  } else if (!isBlank(text) && digits !== undefined) {
    report(problem(12200, '<Play> has both an address and digits; only the digits are played.'))
  }
  if (digits !== undefined && parent === 'Gather') {
    report(problem(12200, '<Play> may not play digits within <Gather>.'))
  }
}
