import { hangup, pause, redirect } from '../../twiml/index.ts'
import { phrasesFor } from '../answers/phrases.ts'
import type { CallEvent } from '../event.ts'
import { FlowError } from '../flow-error.ts'
import type { Prompt } from '../prompt.ts'
import type { Performance, Played, Recorded } from '../script/play-script.ts'
import type { Script } from '../script/script-call.ts'
import type { Json, Session } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import type { Effect, Learned, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'
import { type AskStep, askBehaviour } from './ask.ts'
import { type MenuStep, menuBehaviour } from './menu.ts'
import { type TransferStep, transferBehaviour } from './transfer.ts'
import { type VoicemailStep, voicemailBehaviour } from './voicemail.ts'

/** A part of a call written as a straight line of code. */
export interface ScriptStep<Target extends string = string> extends ScriptOptions<Target> {
  readonly kind: 'script'
}

/** Options of {@link script}. */
export interface ScriptOptions<Target extends string> {
  /** The function. It may be played many times for one call; see `ScriptCall`. */
  readonly run: Script<Target>
  /** Where the call goes when the function is through. */
  readonly then: Target
  /** Other steps it may leave for with `call.goTo`. Default: none. */
  readonly ways?: readonly Target[]
  /** Said when something it runs takes longer than the caller should hear nothing. Default: `One moment, please.` */
  readonly filler?: Prompt
}

/**
 * A step for those who think in code.
 *
 * ```ts
 * const billing = script({
 *   async run(call) {
 *     const account = await call.ask(accountNumber())
 *     const customer = await call.run('find customer', () => crm.find(account))
 *     if (customer.isOverdue) await call.transfer(secret('BILLING_PHONE'))
 *   },
 *   then: 'goodbye',
 * })
 * ```
 *
 * What it has asked and run is recorded with the session and played back, so it survives a killed process, a second
 * server and a webhook that comes twice. A script that does something else when it is played back is found out, and the call
 * goes to the flow's last resort.
 */
export function script<const Target extends string>(options: ScriptOptions<Target>): ScriptStep<Target> {
  return { kind: 'script', ...(options as unknown as ScriptOptions<Target>) }
}

/** What the step keeps for itself between two turns. */
interface Memo {
  readonly record: readonly Recorded[]
  /** What is waited for, and what the step that does it keeps for itself; absent while something runs. */
  readonly doing?: Performance & { readonly memo?: Json }
}

export const scriptBehaviour: StepBehaviour<ScriptStep> = {
  enter: (step, context) => play(step, context, { record: [] }),
  take(step, event, context) {
    const { record, doing } = memoOf(context.session)
    if (context.session.isEnded) return afterTheEnd(doing, event, context)
    if (event.kind === 'hung-up') return play(step, context, { record, isHungUp: true })
    if (doing === undefined) return play(step, context, { record })
    return settle(step, context, { record }, doing, within(doing, event, context))
  },
  takeCallee(_step, asked, context) {
    const { record, doing } = memoOf(context.session)
    if (doing?.did !== 'transfer') return { verbs: [] }
    const told = transferBehaviour.takeCallee?.(
      doing.step as unknown as TransferStep,
      asked,
      inside(context, doing.memo),
    )
    if (told === undefined || told.memo === undefined) return { verbs: told?.verbs ?? [] }
    return { verbs: told.verbs, memo: jsonOf({ record, doing: { ...doing, memo: told.memo } }) }
  },
  isToldOfHangUp: true,
  exits: (step) => [
    { to: step.then, label: 'through', isAutomatic: false, at: 'then' },
    ...(step.ways ?? []).map((to, index) => ({ to, label: to, isAutomatic: false, at: `ways.${index}` })),
  ],
  prompts: (step) => [
    { at: 'filler', prompt: step.filler },
    ...[...(spoken.get(step.run) ?? [])].map((prompt, index) => ({ at: `run/${index}`, prompt })),
  ],
  title: () => 'Runs a script',
}

/** Prompts that scripts have used in this process, for people who look at the flow; a script cannot be read in advance. */
const spoken = new WeakMap<Script, Set<Prompt>>()
const MOST_SPOKEN = 50

function noteSpoken(script: Script, prompts: readonly Prompt[]): void {
  const known = spoken.get(script) ?? new Set()
  spoken.set(script, known)
  for (const prompt of prompts) if (known.size < MOST_SPOKEN && typeof prompt === 'string') known.add(prompt)
}

/** What has gathered in this turn before the script is asked again. */
interface SoFar {
  readonly record: readonly Recorded[]
  readonly isHungUp?: boolean
  readonly saying?: Extract<Move, { kind: 'go' }>['saying']
  readonly effects?: readonly Effect[]
  readonly learned?: Learned
}

function play(step: ScriptStep, context: StepContext, soFar: SoFar): Move {
  const { record, isHungUp = false } = soFar
  const fact = context.find({ kind: 'script', about: { record: jsonOf(record), isHungUp } })
  if (fact.kind === 'later') return wait(step, context, soFar)
  const played = fact.value as unknown as Played // what playScript gave
  noteSpoken(step.run, [...played.saying, ...promptsOf(played.next)])
  const saying = [...(soFar.saying ?? []), ...played.saying.flatMap((prompt) => context.speak(prompt))]
  const next = { ...soFar, record: played.record, saying, learned: { ...soFar.learned, ...played.learned } }
  if (isHungUp) return { kind: 'end', verbs: [], ...carried(next) }
  switch (played.next.kind) {
    case 'over':
      return { kind: 'go', to: step.then, saying, ...carried(next) }
    case 'go':
      return { kind: 'go', to: wayOf(step, played.next.to, context), saying, ...carried(next) }
    case 'hang-up':
      return { kind: 'end', verbs: [...saying, ...context.speak(played.next.goodbye), hangup()], ...carried(next) }
    case 'perform': {
      const { did, what, step: performed } = played.next
      const doing = { did, what, step: performed }
      return settle(step, context, next, doing, entered(doing, context))
    }
  }
}

/** What a step of the script wants, as the script's own. */
function settle(
  step: ScriptStep,
  context: StepContext,
  soFar: SoFar,
  doing: NonNullable<Memo['doing']>,
  move: Move,
): Move {
  const effects = [...(soFar.effects ?? []), ...('effects' in move ? (move.effects ?? []) : [])]
  if (move.kind === 'ask') {
    const { did, what, step: performed } = doing
    const kept = {
      did,
      what,
      step: performed,
      ...(move.memo === undefined || move.memo === null ? {} : { memo: move.memo }),
    }
    const memo = jsonOf({ record: soFar.record, doing: kept })
    return { ...move, verbs: [...(soFar.saying ?? []), ...move.verbs], ...carried({ ...soFar, effects }), memo }
  }
  // The caller is gone, or the step led out of the flow, which none of these does: the script may still tidy up.
  if (move.kind !== 'go') return play(step, context, { ...soFar, effects, isHungUp: true })
  const got = resultOf(doing, move)
  const record = [...soFar.record, { did: doing.did, what: doing.what, got } satisfies Recorded]
  return play(step, context, { ...soFar, record, effects, saying: [...(soFar.saying ?? []), ...(move.saying ?? [])] })
}

/** The script knows already that the caller is gone; a message he has left meanwhile is still one. */
function afterTheEnd(doing: Memo['doing'], event: CallEvent, context: StepContext): Move {
  const move = doing && event.kind === 'recorded' ? within(doing, event, context) : undefined
  return { kind: 'end', verbs: [], ...(move && 'effects' in move && move.effects && { effects: move.effects }) }
}

/** What a way out of the step that was done means to the script. */
function resultOf({ did }: Performance, move: Extract<Move, { kind: 'go' }>): Json {
  switch (did) {
    case 'ask':
      return move.to === 'got' ? (move.learned?.answer ?? null) : null
    case 'choose':
      return move.to === 'gave-up' ? null : move.to
    case 'transfer':
      return outcomeIn(move.learned?.transfer)
    case 'voicemail':
      return true
  }
}

function outcomeIn(report: Json | undefined): Json {
  return typeof report === 'object' && report !== null && 'outcome' in report ? (report.outcome ?? null) : null
}

function wait(step: ScriptStep, context: StepContext, soFar: SoFar): Move {
  const verbs = [
    ...(soFar.saying ?? []),
    ...context.speak(step.filler ?? phrasesFor(context.session.language).oneMoment),
    pause(1),
    redirect(context.answerUrl),
  ]
  return { kind: 'ask', verbs, tries: NO_TRIES, ...carried(soFar), memo: jsonOf({ record: soFar.record }) }
}

function wayOf(step: ScriptStep, to: string, { session }: StepContext): string {
  if (to === step.then || step.ways?.includes(to)) return to
  throw new FlowError(
    'SCRIPT_NO_WAY',
    `Script "${session.flow}/${session.step}" leaves for "${to}", which is none of its ways. Name it in "ways".`,
  )
}

const behaviours = {
  ask: askBehaviour,
  choose: menuBehaviour,
  transfer: transferBehaviour,
  voicemail: voicemailBehaviour,
}

/** The step that is done, with its behaviour; each kind of performance has its own kind of step. */
function stepOf({ did, step }: Performance) {
  return {
    behaviour: behaviours[did] as StepBehaviour<unknown>,
    step: step as unknown as AskStep | MenuStep | TransferStep | VoicemailStep,
  } // paired by playScript
}

function entered(doing: Performance, context: StepContext): Move {
  const { behaviour, step } = stepOf(doing)
  return behaviour.enter(step, inside({ ...context, session: { ...context.session, tries: NO_TRIES } }, undefined))
}

function within(doing: NonNullable<Memo['doing']>, event: CallEvent, context: StepContext): Move {
  const { behaviour, step } = stepOf(doing)
  return behaviour.take(step, event, inside(context, doing.memo))
}

/** The context of a step inside the script: its memo is its own. */
function inside(context: StepContext, memo: Json | undefined): StepContext {
  const { memo: _ours, ...session } = context.session
  return { ...context, session: memo === undefined ? session : { ...session, memo } }
}

function carried({ effects, learned }: SoFar): { readonly effects?: readonly Effect[]; readonly learned?: Learned } {
  return { ...(effects && effects.length > 0 && { effects }), ...(learned && { learned }) }
}

function promptsOf(next: Played['next']): readonly Prompt[] {
  if (next.kind === 'hang-up') return [next.goodbye]
  if (next.kind !== 'perform') return []
  const { behaviour, step } = stepOf(next)
  return behaviour.prompts(step).flatMap(({ prompt }) => prompt ?? [])
}

function memoOf({ memo }: Session): Memo {
  return typeof memo === 'object' && memo !== null && 'record' in memo
    ? (memo as unknown as Memo) // written by this step, and gone when the call leaves it
    : { record: [] }
}

const jsonOf = (value: unknown): Json => value as Json // plain data, which an interface cannot promise
