/**
 * Lookups: functions of the flow that ask other systems, with a time limit, a cache, and a rest after failures.
 *
 * A function that takes longer than a caller should hear nothing goes on while the caller hears something; the next turn
 * of the call asks for its answer again. Nothing of what it is asked or answers is logged.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import { systemClock } from '../clock/system-clock.ts'
import { within } from '../clock/within.ts'
import {
  type Fact,
  type Flow,
  type Json,
  type LookupStep,
  type Question,
  type Session,
  stepNamed,
} from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import { isWithheld } from '../phone/withheld.ts'

export interface Lookups {
  /** What is known of a lookup by now; never throws. */
  find(question: Question, session: Session): Promise<Fact>
}

/** A caller hears nothing for so long at most, in real milliseconds. */
const PATIENCE = 2_000
/** After so many failures in a row the function is given a rest of so many milliseconds. */
const FAILURES_BEFORE_REST = 5
const REST = 30_000
const MOST_CACHED = 10_000
/** Answers that wait for a caller; beyond that the oldest is forgotten. */
const MOST_RUNNING = 10_000

const failed: Json = null

export interface LookupsOptions {
  /** For what is remembered. How long a function takes is real time, also where calls have time of their own. */
  readonly clock: Clock
  readonly log: Log
  /** How long the caller hears nothing, in real milliseconds; default 2000. */
  readonly patience?: number | undefined
}

interface Running {
  readonly answer: Promise<Json>
}

interface Circuit {
  failures: number
  restsUntil: Instant
}

/** The lookups of some flows. */
export function createLookups(
  flows: ReadonlyMap<string, Flow>,
  { clock, log, patience = PATIENCE }: LookupsOptions,
): Lookups {
  const running = new Map<string, Running>()
  const circuits = new Map<string, Circuit>()
  const cache = new Map<string, { readonly value: Json; readonly until: Instant }>()

  async function find(question: Question, session: Session): Promise<Fact> {
    const flow = flows.get(question.flow)
    const step = flow && stepNamed(flow, question.step)
    if (step?.kind !== 'lookup') return { kind: 'known', value: failed }
    const place = `${question.flow}/${question.step}`
    const cached = cache.get(cachedAs(place, session))
    if (cached !== undefined && cached.until > clock.now()) return { kind: 'known', value: cached.value }
    const key = `${place} ${session.callSid}`
    const begun = running.get(key) ?? begin(key, place, step, session)
    const value = await within(begun.answer, patience)
    if (value === undefined) return { kind: 'later' }
    running.delete(key)
    return { kind: 'known', value }
  }

  function begin(key: string, place: string, step: LookupStep, session: Session): Running {
    const answer = isResting(place) ? Promise.resolve(failed) : ask(place, step, session)
    const begun = { answer }
    running.set(key, begun)
    // Whoever hung up meanwhile never comes for the answer.
    const [oldest] = running.keys()
    if (running.size > MOST_RUNNING && oldest !== undefined) running.delete(oldest)
    return begun
  }

  async function ask(place: string, step: LookupStep, session: Session): Promise<Json> {
    const seconds = step.seconds ?? 8
    const abort = new AbortController()
    const timer = systemClock.after(seconds * 1000, () => abort.abort())
    try {
      const found = await Promise.race([step.find(session, abort.signal), aborted(abort.signal)])
      if (found === undefined) throw new Error(`no answer within ${seconds} s`)
      circuits.delete(place)
      const value = { result: found.result, ...(found.remember && { remember: found.remember }) }
      keep(place, step, session, value)
      return value
    } catch (error) {
      noteFailure(place, error, session)
      return failed
    } finally {
      timer.cancel()
    }
  }

  function keep(place: string, { cacheSeconds = 0 }: LookupStep, session: Session, value: Json): void {
    if (cacheSeconds === 0 || isWithheld(session.from)) return
    if (cache.size >= MOST_CACHED) cache.clear()
    cache.set(cachedAs(place, session), { value, until: clock.now() + cacheSeconds * 1000 })
  }

  function isResting(place: string): boolean {
    return (circuits.get(place)?.restsUntil ?? 0) > clock.now()
  }

  function noteFailure(place: string, error: unknown, { callSid }: Session): void {
    const failures = (circuits.get(place)?.failures ?? 0) + 1
    const restsUntil = failures >= FAILURES_BEFORE_REST ? clock.now() + REST : 0
    circuits.set(place, { failures, restsUntil })
    const rest = restsUntil > 0 ? '; it is given a rest' : ''
    log.warn({ callSid, lookup: place, err: error }, `lookup failed${rest}`)
  }

  return { find }
}

/** An answer is for one caller and what he has told: with another account number he asks about somebody else. */
const cachedAs = (place: string, { from, data }: Session): string => JSON.stringify([place, from, data])

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }))
