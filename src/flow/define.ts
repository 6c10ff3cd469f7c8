import type { Manner, Phrases, Voice } from './prompt.ts'
import type { Pronunciations } from './prompts/pronunciation.ts'
import type { Step } from './step.ts'

/** One call's script: named steps joined by names. Immutable; without functions it is plain JSON. */
export interface Flow {
  readonly name: string
  readonly start: string
  readonly steps: { readonly [name: string]: Step }
  /** BCP 47 tag of the language a call begins in. */
  readonly language: string
  readonly voice: Voice
  /** Voices of single languages, by BCP 47 tag. Absent: there is one voice. */
  readonly voices?: Readonly<Record<string, string>>
  /** Prompts by key. Absent: there are none. */
  readonly phrases?: Phrases
  /** How words are said that voices get wrong. Absent: as they are written. */
  readonly pronunciations?: Pronunciations
  /** Where a call goes when something breaks: by default the first step that takes a message, else one that transfers. */
  readonly lastResort: string | undefined
  /** Where the steps begin that are gone through when the caller is gone. Absent: there are none. */
  readonly onHangUp?: string
}

/** What {@link defineFlow} takes besides the name. */
export interface FlowDefinition<Names extends string> {
  /** The step a call begins with. */
  readonly start: NoInfer<Names>
  /** The steps by name: letters, digits and `-`, as they appear in addresses. */
  readonly steps: { readonly [Name in Names]: Step<NoInfer<Names>> }
  /** Language of prompts and recognition until a step changes it, default `en-US`. */
  readonly language?: string
  /** A voice of `<Say>`, such as `Polly.Joanna`, or one for each language; default: the account's. */
  readonly voice?: string | Readonly<Record<string, string>>
  /** Prompts by key, which steps name with `phrase('key')`: most useful where there are several languages. */
  readonly phrases?: Phrases
  /** Words that voices get wrong, and how to say them. */
  readonly pronunciations?: Pronunciations
  /** Where a call goes when something breaks; default: the first voicemail, else the first transfer. */
  readonly lastResort?: NoInfer<Names>
  /** The first of the steps that are gone through once when the caller is gone, heard by nobody; default none. */
  readonly onHangUp?: NoInfer<Names>
}

/**
 * A flow. Every `then`, `otherwise`, `unanswered`, … must name one of its steps, or it does not compile.
 *
 * Defining never throws: what is wrong beyond types is told by {@link checkFlow}, all at once.
 *
 * @param name letters, digits and `-`; its line answers at `/voice/{name}`
 */
export function defineFlow<const Names extends string>(name: string, definition: FlowDefinition<Names>): Flow {
  const steps: Flow['steps'] = definition.steps
  return {
    name,
    start: definition.start,
    steps,
    language: definition.language ?? 'en-US',
    voice: typeof definition.voice === 'string' ? { voice: definition.voice } : {},
    ...(typeof definition.voice === 'object' && { voices: definition.voice }),
    ...(definition.phrases !== undefined && { phrases: definition.phrases }),
    ...(definition.pronunciations !== undefined && { pronunciations: definition.pronunciations }),
    lastResort: definition.lastResort ?? firstOfKind(steps, 'voicemail') ?? firstOfKind(steps, 'transfer'),
    ...(definition.onHangUp !== undefined && { onHangUp: definition.onHangUp }),
  }
}

/** How a flow speaks. */
export const mannerOf = ({ voice, voices, phrases, pronunciations }: Flow): Manner => ({
  ...voice,
  ...(voices && { voices }),
  ...(phrases && { phrases }),
  ...(pronunciations && { pronunciations }),
})

/** A step by name; undefined for a name that is none, also for one that every object has, such as `constructor`. */
export function stepNamed(flow: Flow, name: string): Step | undefined {
  return Object.hasOwn(flow.steps, name) ? flow.steps[name] : undefined
}

function firstOfKind(steps: Flow['steps'], kind: Step['kind']): string | undefined {
  return Object.keys(steps).find((name) => steps[name]?.kind === kind)
}
