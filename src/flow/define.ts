import type { Voice } from './prompt.ts'
import type { Step } from './step.ts'

/** One call's script: named steps joined by names. Immutable; without functions it is plain JSON. */
export interface Flow {
  readonly name: string
  readonly start: string
  readonly steps: { readonly [name: string]: Step }
  /** BCP 47 tag of the language a call begins in. */
  readonly language: string
  readonly voice: Voice
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
  /** A voice of `<Say>`, such as `Polly.Joanna`; default: the account's. */
  readonly voice?: string
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
    voice: definition.voice === undefined ? {} : { voice: definition.voice },
    lastResort: definition.lastResort ?? firstOfKind(steps, 'voicemail') ?? firstOfKind(steps, 'transfer'),
    ...(definition.onHangUp !== undefined && { onHangUp: definition.onHangUp }),
  }
}

/** A step by name; undefined for a name that is none, also for one that every object has, such as `constructor`. */
export function stepNamed(flow: Flow, name: string): Step | undefined {
  return Object.hasOwn(flow.steps, name) ? flow.steps[name] : undefined
}

function firstOfKind(steps: Flow['steps'], kind: Step['kind']): string | undefined {
  return Object.keys(steps).find((name) => steps[name]?.kind === kind)
}
