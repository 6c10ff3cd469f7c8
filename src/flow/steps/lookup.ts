import { pause, redirect } from '../../twiml/index.ts'
import { phrasesFor } from '../answers/phrases.ts'
import type { Prompt } from '../prompt.ts'
import { isSilent } from '../prompt.ts'
import type { Json, Session } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import type { Exit, Learned, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** What a lookup came to: one of its results, by name, and what is to be remembered. */
export interface Found<Result extends string = string> {
  readonly result: Result
  readonly remember?: Learned | undefined
}

/** Asks a system of yours, and goes on by the answer. */
export interface LookupStep<Target extends string = string> extends LookupOptions<Target> {
  readonly kind: 'lookup'
}

/** Options of {@link lookup}. */
export interface LookupOptions<Target extends string, Result extends string = string> {
  /**
   * Your function. It gets a signal that is aborted when the time is over, and may be asked again after a restart, so
   * it must be one that can be asked twice.
   */
  readonly find: (session: Session, signal: AbortSignal) => Promise<Found<Result>>
  /** Where each result leads. */
  readonly results: { readonly [Name in Result]: Target }
  /** Where the call goes when the function fails, takes too long, or is given a rest after failing often. */
  readonly failed: Target
  /** Longest time in all, 1 to 60, default 8. */
  readonly seconds?: number
  /** Said when it takes longer than the caller should hear nothing. Default: `One moment, please.` */
  readonly filler?: Prompt
  /** For so long the same caller with the same data is not asked about again, default 0. Never holds for withheld numbers. */
  readonly cacheSeconds?: number
}

/**
 * A step that asks a system of yours.
 *
 * The caller never hears silence for more than three seconds: after two the filler is said, and again.
 */
export function lookup<const Target extends string, const Result extends string>(
  options: LookupOptions<Target, Result>,
): LookupStep<Target> {
  return { kind: 'lookup', ...(options as unknown as LookupOptions<Target>) } // the names of its results are checked by now
}

export const lookupBehaviour: StepBehaviour<LookupStep> = {
  enter: ask,
  take: (step, event, context) => (event.kind === 'hung-up' ? { kind: 'end', verbs: [] } : ask(step, context)),
  exits: (step) => [
    ...Object.entries(step.results).map(
      ([name, to]): Exit => ({ to, label: name, isAutomatic: true, at: `results.${name}` }),
    ),
    { to: step.failed, label: 'no answer in time', isAutomatic: true, at: 'failed' },
  ],
  prompts: (step) => [{ at: 'filler', prompt: step.filler }],
  title: (step) => `Looks something up: ${Object.keys(step.results).join(', ')}`,
  ranges: (step) => [
    { at: 'seconds', value: step.seconds, least: 1, most: 60 },
    { at: 'cacheSeconds', value: step.cacheSeconds, least: 0, most: 86_400 },
  ],
}

function ask(step: LookupStep, context: StepContext): Move {
  const fact = context.find({ kind: 'lookup' })
  if (fact.kind === 'later') {
    const filler = isSilent(step.filler) ? phrasesFor(context.session.language).oneMoment : step.filler
    const verbs = [...context.speak(filler), pause(1), redirect(context.answerUrl)]
    return { kind: 'ask', verbs, tries: NO_TRIES }
  }
  const found = readFound(fact.value)
  const to = found && Object.hasOwn(step.results, found.result) ? step.results[found.result] : undefined
  if (found === undefined || to === undefined) return { kind: 'go', to: step.failed }
  return { kind: 'go', to, ...(found.remember && { learned: found.remember }) }
}

/** What was found, undefined for a failure. */
function readFound(value: Json): Found | undefined {
  if (typeof value !== 'object' || value === null || !('result' in value)) return undefined
  const { result, remember } = value as { readonly result: Json; readonly remember?: Learned } // written by the lookups
  return typeof result === 'string' ? { result, ...(remember && { remember }) } : undefined
}
