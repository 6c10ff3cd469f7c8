import { redirect, type Verb } from '../../twiml/index.ts'
import type { CallEvent } from '../event.ts'
import type { Session } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import type { Exit, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'
import type { Found } from './lookup.ts'

/** Answers with verbs of your own. */
export interface TwimlStep<Target extends string = string> extends TwimlOptions<Target> {
  readonly kind: 'twiml'
}

/** Options of {@link twiml}. */
export interface TwimlOptions<Target extends string, Result extends string = string> {
  /** The verbs, made with `hookswitch/twiml`. `wayBack` is the address for an `action` that leads back to this step. */
  readonly verbs: (wayBack: string, session: Session) => readonly Verb[]
  /** Where the call goes when it comes back, unless `read` says otherwise. */
  readonly then: Target
  /** Makes one of the results of what the caller did. Default: the call goes to `then` whatever it was. */
  readonly read?: (event: CallEvent, session: Session) => Found<Result> | undefined
  /** Where each result leads. */
  readonly results?: { readonly [Name in Result]: Target }
}

/**
 * A step with verbs of your own, for what no other step does.
 *
 * A caller who gets to the end of the verbs comes back to the step, as through `wayBack`. What the network answers to verbs
 * beyond keys, speech, recordings and dialling comes back as silence.
 */
export function twiml<const Target extends string, const Result extends string = never>(
  options: TwimlOptions<Target, Result>,
): TwimlStep<Target> {
  return { kind: 'twiml', ...(options as unknown as TwimlOptions<Target>) } // the names of its results are checked by now
}

export const twimlBehaviour: StepBehaviour<TwimlStep> = {
  enter: answer,
  take: (step, event, context) => (event.kind === 'hung-up' ? { kind: 'end', verbs: [] } : goOn(step, event, context)),
  exits: (step) => [
    ...Object.entries(step.results ?? {}).map(
      ([name, to]): Exit => ({ to, label: name, isAutomatic: true, at: `results.${name}` }),
    ),
    { to: step.then, label: 'then', isAutomatic: true, at: 'then' },
  ],
  prompts: () => [],
  title: () => 'Answers with verbs of its own',
}

function answer(step: TwimlStep, { answerUrl, session }: StepContext): Move {
  const verbs = step.verbs(answerUrl, session)
  return { kind: 'ask', verbs: [...verbs, redirect(answerUrl)], tries: NO_TRIES }
}

function goOn(step: TwimlStep, event: CallEvent, context: StepContext): Move {
  if (event.kind === 'arrived') return answer(step, context)
  const found = step.read?.(event, context.session)
  if (found === undefined) return { kind: 'go', to: step.then }
  const { results = {} } = step
  const to = Object.hasOwn(results, found.result) ? results[found.result] : undefined
  return { kind: 'go', to: to ?? step.then, ...(found.remember && { learned: found.remember }) }
}
