import { z } from 'zod'
import { gather, redirect } from '../../twiml/index.ts'
import { phrasesFor } from '../answers/phrases.ts'
import { calleesShape } from '../callees/callee.ts'
import { type DirectoryEntry, foundByKeys, foundBySpeech } from '../directory/entry.ts'
import type { CallEvent } from '../event.ts'
import { promptShape, secondsShape, targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { Json, Session, Tries } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'
import { type TransferOptions, type TransferStep, transferBehaviour } from './transfer.ts'

/** Connects the caller with somebody he asks for by extension or by name. */
export interface DirectoryStep<Target extends string = string> extends DirectoryOptions<Target> {
  readonly kind: 'directory'
}

/** Options of {@link directory}. */
export interface DirectoryOptions<Target extends string> {
  /** The people; from a CSV file with `directoryFromCsv`. */
  readonly people: readonly DirectoryEntry[]
  /** The question. Default, in the caller's language: extension, letters of the last name, or the name itself. */
  readonly prompt?: Prompt
  /** Where the call goes when nobody is found or chosen within the attempts. */
  readonly otherwise: Target
  /** Where it goes when who was found does not take the call. The data's `directory` holds his name and mailbox. */
  readonly unanswered: Target
  /** Where it goes after the conversation. Default: the call ends. */
  readonly afterwards?: Target
  /** How the found one is rung: what a transfer takes besides whom and where to. */
  readonly ring?: Pick<TransferOptions<never>, 'ringSeconds' | 'callerId' | 'whisper' | 'accept' | 'sorry' | 'screens'>
  /** How often the caller is asked altogether, 1 to 10, default 3. */
  readonly attempts?: number
  /** Seconds of silence before the first key and between keys, 1 to 120, default 7. */
  readonly timeoutSeconds?: number
}

/**
 * A step in which callers ask for somebody by extension, by the letters of a name on the keys, or by saying it.
 *
 * Several who fit are offered by key, nine at most; one who fits is rung. With `{ data: 'directory.mailbox' }` a voicemail step
 * afterwards takes the message for whoever was asked for.
 */
export function directory<const Target extends string>(options: DirectoryOptions<Target>): DirectoryStep<Target> {
  return { kind: 'directory', ...options }
}

/** What the step keeps for itself: who is offered, or who is rung and what the transfer keeps. */
type Memo = { readonly offered: readonly number[] } | { readonly rung: number; readonly transfer?: Json }

const MOST_OFFERED = 9

export const directoryBehaviour: StepBehaviour<DirectoryStep> = {
  enter: (step, context) => ask(step, context, NO_TRIES),
  take(step, event, context) {
    if (event.kind === 'hung-up') return { kind: 'end', verbs: [] }
    const memo = memoOf(context.session)
    if (memo !== undefined && 'rung' in memo) {
      return settle(step, memo.rung, transferBehaviour.take(transferOf(step, memo.rung), event, inside(context, memo)))
    }
    if (memo !== undefined) return choose(step, memo.offered, event, context)
    const found = foundBy(step, event)
    if (found === undefined) return again(step, context, 'silences')
    const [only] = found
    if (only === undefined) return again(step, context, 'mistakes')
    return found.length === 1 ? ring(step, only, context) : offer(step, found, context, NO_TRIES)
  },
  takeCallee(step, asked, context) {
    const memo = memoOf(context.session)
    if (memo === undefined || !('rung' in memo)) return { verbs: [] }
    const told = transferBehaviour.takeCallee?.(transferOf(step, memo.rung), asked, inside(context, memo))
    if (told?.memo === undefined) return { verbs: told?.verbs ?? [] }
    return { verbs: told.verbs, memo: { rung: memo.rung, transfer: told.memo } }
  },
  exits: (step) => [
    { to: step.unanswered, label: 'not taken', isAutomatic: true, at: 'unanswered' },
    { to: step.otherwise, label: 'nobody found', isAutomatic: true, at: 'otherwise' },
    ...(step.afterwards
      ? [{ to: step.afterwards, label: 'after the conversation', isAutomatic: false, at: 'afterwards' }]
      : []),
  ],
  prompts: (step) => [{ at: 'prompt', prompt: step.prompt }],
  title: (step) => `Looks for one of ${step.people.length} people`,
  shape: z.strictObject({
    kind: z.literal('directory'),
    people: z.array(
      z.strictObject({
        name: z.string(),
        extension: z.string().optional(),
        to: calleesShape,
        mailbox: z.string().optional(),
      }),
    ),
    prompt: promptShape.optional(),
    otherwise: targetShape,
    unanswered: targetShape,
    afterwards: targetShape.optional(),
    ring: z
      .strictObject({
        ringSeconds: secondsShape,
        callerId: z.string().optional(),
        whisper: promptShape.optional(),
        accept: z.union([z.boolean(), promptShape]).optional(),
        sorry: promptShape.optional(),
        screens: z.boolean().optional(),
      })
      .optional(),
    attempts: z.number().optional(),
    timeoutSeconds: secondsShape,
  }),
  ranges: (step) => [
    { at: 'attempts', value: step.attempts, least: 1, most: 10 },
    { at: 'timeoutSeconds', value: step.timeoutSeconds, least: 1, most: 120 },
    { at: 'people/length', value: step.people.length, least: 1, most: 10_000 },
  ],
  mistakes: (step) =>
    twins(step).map((extension) => ({
      at: 'people',
      message: `Extension ${extension} belongs to more than one.`,
      help: 'Give each an extension of his own.',
    })),
  numbers: (step) =>
    step.people.flatMap(({ to }, place) => (typeof to === 'string' ? [[`people.${place}/to`, to] as const] : [])),
}

function twins({ people }: DirectoryStep): readonly string[] {
  const extensions = people.flatMap(({ extension }) => extension ?? [])
  return [...new Set(extensions.filter((one, place) => extensions.indexOf(one) !== place))]
}

/** The places of those who fit what the caller did; undefined when he did nothing. */
function foundBy({ people }: DirectoryStep, event: CallEvent): readonly number[] | undefined {
  const placesOf = (found: readonly DirectoryEntry[]) => found.map((entry) => people.indexOf(entry))
  if (event.kind === 'digits') return placesOf(foundByKeys(people, event.digits))
  return event.kind === 'speech' ? placesOf(foundBySpeech(people, event.text)) : undefined
}

function ask(step: DirectoryStep, context: StepContext, tries: Tries, before?: Prompt): Move {
  const { language } = context.session
  const attributes = {
    input: ['dtmf', 'speech'] as const,
    language,
    hints: step.people
      .slice(0, 100)
      .map(({ name }) => name.replaceAll(',', ' '))
      .join(', '),
    action: context.answerUrl,
    timeout: step.timeoutSeconds ?? 7,
  }
  const prompts = [...context.speak(before), ...context.speak(step.prompt ?? phrasesFor(language).whom)]
  return { kind: 'ask', verbs: [gather(attributes, prompts), redirect(context.answerUrl)], tries, memo: null }
}

function again(step: DirectoryStep, context: StepContext, kind: keyof Tries): Move {
  const before = context.session.tries
  const tries = { ...before, [kind]: before[kind] + 1 }
  const phrases = phrasesFor(context.session.language)
  if (tries.silences + tries.mistakes >= (step.attempts ?? 3)) {
    return { kind: 'go', to: step.otherwise, saying: context.speak(phrases.givingUp) }
  }
  return ask(step, context, tries, kind === 'silences' ? phrases.silence[0] : phrases.nobodyFound)
}

/** "For Ann Lee, press 1." */
function offer(step: DirectoryStep, found: readonly number[], context: StepContext, tries: Tries): Move {
  const { language } = context.session
  const { press } = phrasesFor(language)
  const offered = found.slice(0, MOST_OFFERED)
  const words = offered.map((place, index) => press(step.people[place]?.name ?? '', String(index + 1))).join(' ')
  const attributes = { action: context.answerUrl, timeout: 5, finishOnKey: '', numDigits: 1 }
  const verbs = [gather(attributes, context.speak(words)), redirect(context.answerUrl)]
  return { kind: 'ask', verbs, tries, memo: { offered } }
}

function choose(step: DirectoryStep, offered: readonly number[], event: CallEvent, context: StepContext): Move {
  const chosen = event.kind === 'digits' ? offered[Number(event.digits) - 1] : undefined
  if (chosen !== undefined) return ring(step, chosen, context)
  if (event.kind === 'digits') return again(step, context, 'mistakes')
  const silences = context.session.tries.silences + 1
  return silences >= 2 ? again(step, context, 'silences') : offer(step, offered, context, { ...NO_TRIES, silences })
}

function ring(step: DirectoryStep, place: number, context: StepContext): Move {
  const found = step.people[place]
  const move = settle(step, place, transferBehaviour.enter(transferOf(step, place), inside(context, { rung: place })))
  if (move.kind !== 'ask') return move
  const told = phrasesFor(context.session.language).connecting(found?.name ?? '')
  return { ...move, verbs: [...context.speak(told), ...move.verbs] }
}

function transferOf({ people, ring, unanswered, afterwards }: DirectoryStep, place: number): TransferStep {
  return {
    kind: 'transfer',
    ...ring,
    to: people[place]?.to ?? [],
    unanswered,
    ...(afterwards !== undefined && { afterwards }),
  }
}

/** The transfer's move as the step's own: who was asked for is known from now on. */
function settle({ people }: DirectoryStep, place: number, move: Move): Move {
  const found = people[place]
  const who = {
    name: found?.name ?? '',
    ...(found?.extension && { extension: found.extension }),
    ...(found?.mailbox && { mailbox: found.mailbox }),
  }
  if (move.kind === 'enter-flow' || move.kind === 'go-back') return move
  const learned = { ...move.learned, directory: who }
  if (move.kind !== 'ask') return { ...move, learned }
  const memo = { rung: place, ...(move.memo !== undefined && move.memo !== null && { transfer: move.memo }) }
  return { ...move, learned, memo }
}

function inside(context: StepContext, memo: Extract<Memo, { rung: number }>): StepContext {
  const { memo: _ours, ...session } = context.session
  return { ...context, session: memo.transfer === undefined ? session : { ...session, memo: memo.transfer } }
}

function memoOf({ memo }: Session): Memo | undefined {
  return typeof memo === 'object' && memo !== null ? (memo as unknown as Memo) : undefined // only this step writes its memo
}
