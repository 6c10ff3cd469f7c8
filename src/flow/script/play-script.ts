/**
 * Playing a script: its function from the beginning with what was recorded, up to the first thing that is new.
 *
 * A function that waits for somebody who is not there any more is simply never gone on with; the next turn plays another.
 */
import { FlowError } from '../flow-error.ts'
import type { Prompt } from '../prompt.ts'
import type { Json, Session } from '../session.ts'
import type { Learned } from '../step-behaviour.ts'
import { HungUp, RunFailed, type RunOptions, type Script, type ScriptCall } from './script-call.ts'

/** One thing a script has done, in the order it was begun. */
export type Recorded =
  | { readonly did: 'say' }
  /** What the data held before under the keys that were written, so that the script finds its data as it was. */
  | { readonly did: 'remember'; readonly before: Learned }
  /** `what` tells one question, menu, transfer or message from others of its kind. */
  | { readonly did: 'ask' | 'choose' | 'transfer' | 'voicemail'; readonly what: string; readonly got: Json }
  | { readonly did: 'run'; readonly what: string; readonly got: Json }
  | { readonly did: 'run'; readonly what: string; readonly failed: string }

/** What a script waits for, as a step that does it; and how it is recorded. */
export interface Performance {
  readonly did: 'ask' | 'choose' | 'transfer' | 'voicemail'
  readonly what: string
  /** A step as JSON has it, whose ways on have no meaning yet. */
  readonly step: Json
}

/** How far a script has come. */
export interface Played {
  readonly record: readonly Recorded[]
  /** Said since the record that was given ended. */
  readonly saying: readonly Prompt[]
  readonly learned: Learned
  readonly next:
    | ({ readonly kind: 'perform' } & Performance)
    | { readonly kind: 'go'; readonly to: string }
    | { readonly kind: 'hang-up'; readonly goodbye: Prompt }
    | { readonly kind: 'over' }
}

/** What the world lends a script. */
export interface ScriptWorld {
  /** Lets `work` take so many seconds at most, then aborts it and rejects. */
  readonly within: <T>(seconds: number, work: (signal: AbortSignal) => T | Promise<T>) => Promise<T>
}

/** More than this is a script that goes round for ever. */
const MOST_RECORDED = 1000

/**
 * Plays a script.
 *
 * @param place flow and step, for messages
 * @param isHungUp whether the caller is gone: what would wait for him throws {@link HungUp}
 * @throws {FlowError} `SCRIPT_DIVERGED` when it does something else than it had done, `SCRIPT_AT_ONCE` when it waits for the caller
 *   twice at once, `SCRIPT_NOT_DATA` for a question with a function in it, `SCRIPT_LOOPS` when it never ends
 * @throws whatever the script throws, but for {@link HungUp}
 */
export function playScript(
  script: Script,
  place: string,
  session: Session,
  record: readonly Recorded[],
  isHungUp: boolean,
  world: ScriptWorld,
): Promise<Played> {
  return new Promise((resolve, reject) => {
    const all: Recorded[] = [...record]
    const saying: Prompt[] = []
    const runs: Promise<unknown>[] = []
    let learned: Learned = {}
    let data = dataBefore(session.data, record)
    let at = 0
    let isOver = false

    /** The next thing the script does: what is recorded of it, or undefined when it is new. */
    function next(
      did: Recorded['did'],
      what?: string,
    ): { readonly index: number; readonly known: Recorded | undefined } {
      const index = at++
      if (index >= MOST_RECORDED)
        throw fail('SCRIPT_LOOPS', `Script "${place}" has done ${MOST_RECORDED} things in one call. Let it end.`)
      const known = record[index]
      if (known === undefined) return { index, known }
      if (known.did === did && ('what' in known ? known.what : undefined) === what) return { index, known }
      throw fail(
        'SCRIPT_DIVERGED',
        `Script "${place}" did ${named(did, what)} where it had done ${named(known.did, 'what' in known ? known.what : undefined)} before. Put what is not the same each time (the clock, chance, other systems) into run().`,
      )
    }

    /** What went wrong in the script's own house ends it, even where the script would catch it. */
    function fail(code: FlowError['code'], message: string): FlowError {
      const error = new FlowError(code, message)
      isOver = true
      reject(error)
      return error
    }

    /** Nothing after this happens; what still runs is recorded first. */
    function stop(next: Played['next']): void {
      if (isOver) {
        fail('SCRIPT_AT_ONCE', `Script "${place}" waits for two things at once. Wait for one after the other.`)
        return
      }
      isOver = true
      void Promise.allSettled(runs).then(() => resolve({ record: all, saying, learned, next }))
    }

    async function perform(did: Performance['did'], what: string, step: Json): Promise<Json> {
      if (isHungUp && at >= record.length) throw new HungUp()
      const { known } = next(did, what)
      if (known !== undefined && 'got' in known) return known.got
      if (holdsFunction(step)) {
        throw fail(
          'SCRIPT_NOT_DATA',
          `Script "${place}" asks ${named(did, what)} with a function in it. Call the function, and pass what it gives.`,
        )
      }
      stop({ kind: 'perform', did, what, step })
      return new Promise<Json>(() => {})
    }

    async function run<T>(
      name: string,
      work: Parameters<ScriptCall['run']>[1],
      { seconds = 8 }: RunOptions = {},
    ): Promise<T> {
      const { index, known } = next('run', name)
      const result = known ?? (await begun(index, name, work, seconds))
      if ('failed' in result) throw new RunFailed(name, result.failed)
      return ('got' in result ? result.got : null) as T // what JSON makes of a T, as the docstring says
    }

    function begun(
      index: number,
      name: string,
      work: Parameters<ScriptCall['run']>[1],
      seconds: number,
    ): Promise<Recorded> {
      const key = `${session.callSid}/${place}/${index}`
      const result = world
        .within(seconds, (signal) => work({ signal, key }))
        .then(
          (got): Recorded => ({ did: 'run', what: name, got: jsonOf(got) }),
          (error: unknown): Recorded => ({
            did: 'run',
            what: name,
            failed: error instanceof Error ? error.message : String(error),
          }),
        )
        .then((recorded) => {
          all[index] = recorded
          return recorded
        })
      runs.push(result)
      return result
    }

    const call: ScriptCall = {
      callSid: session.callSid,
      from: session.from,
      to: session.to,
      language: session.language,
      startedAt: session.startedAt,
      get data() {
        return data
      },
      async say(prompt) {
        if (isHungUp && at >= record.length) throw new HungUp()
        const { index, known } = next('say')
        if (known !== undefined) return
        all[index] = { did: 'say' }
        saying.push(prompt)
      },
      ask: async (question) => {
        const step = { kind: 'ask', into: 'answer', then: 'got', otherwise: 'gave-up', ...question }
        const got = await perform('ask', question.for.answer, step as unknown as Json)
        return (got ?? undefined) as never // the step has understood it as what was asked for
      },
      choose: async (choosing) => {
        const choices = Object.entries<object>(choosing.choices).map(
          ([key, choice]) => [key, { ...choice, then: key }] as const,
        )
        const step = { kind: 'menu', otherwise: 'gave-up', ...choosing, choices: Object.fromEntries(choices) }
        const got = await perform('choose', Object.keys(choosing.choices).join(' '), step as unknown as Json)
        return (got ?? undefined) as never // one of the keys
      },
      transfer: async (to, options) => {
        const step = { kind: 'transfer', ...options, to, unanswered: 'not-answered', afterwards: 'answered' }
        return (await perform('transfer', '', step as unknown as Json)) as never // an outcome of the step's own
      },
      voicemail: async (options) => {
        await perform('voicemail', options.mailbox, { kind: 'voicemail', ...options, then: 'left' } as unknown as Json)
      },
      run,
      async remember(values) {
        const { index, known } = next('remember')
        if (known === undefined) {
          all[index] = { did: 'remember', before: valuesAt(data, Object.keys(values)) }
          learned = { ...learned, ...values }
        }
        data = dataWith(data, values)
      },
      goTo(to) {
        stop({ kind: 'go', to })
        return new Promise<never>(() => {})
      },
      hangUp(goodbye) {
        stop({ kind: 'hang-up', goodbye })
        return new Promise<never>(() => {})
      },
    }

    Promise.resolve()
      .then(() => script(call))
      .then(
        () => stop({ kind: 'over' }),
        (error: unknown) => (error instanceof HungUp ? stop({ kind: 'over' }) : reject(error)),
      )
  })
}

/** The data as it was before the script wrote into it. */
function dataBefore(data: Session['data'], record: readonly Recorded[]): Session['data'] {
  return record.reduceRight((later, one) => (one.did === 'remember' ? dataWith(later, one.before) : later), data)
}

const valuesAt = (data: Session['data'], keys: readonly string[]): Learned =>
  Object.fromEntries(keys.map((key) => [key, data[key] ?? null]))

const dataWith = (data: Session['data'], values: Learned): Session['data'] =>
  Object.fromEntries(Object.entries({ ...data, ...values }).filter(([, value]) => value !== null))

const named = (did: Recorded['did'], what: string | undefined) => (what ? `${did} "${what}"` : did)

/** What JSON makes of a value, so that the first time is like every other. */
const jsonOf = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null))

function holdsFunction(value: unknown): boolean {
  if (typeof value === 'function') return true
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsFunction)
}
