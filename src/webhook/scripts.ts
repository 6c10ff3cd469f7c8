/**
 * Scripts: functions of a flow that are played up to the next thing they wait for.
 *
 * What a script runs may take longer than a caller should hear nothing: it goes on while he hears something, and the next
 * turn asks again. Nothing of what it runs is logged but its name.
 */
import { systemClock } from '../clock/system-clock.ts'
import { within } from '../clock/within.ts'
import {
  type Fact,
  type Flow,
  type Json,
  type Played,
  playScript,
  type Question,
  type Recorded,
  type ScriptWorld,
  type Session,
  stepNamed,
} from '../flow/index.ts'

/** A caller hears nothing for so long at most, in real milliseconds. */
const PATIENCE = 2_000
/** Plays that wait for a caller; beyond that the oldest is forgotten. */
const MOST_RUNNING = 10_000

/** Answers questions about scripts. Rejects with what a script throws, which sends the call to the last resort. */
export function createScripts(
  flows: ReadonlyMap<string, Flow>,
  { patience = PATIENCE }: { readonly patience?: number | undefined },
): (question: Question, session: Session) => Promise<Fact> {
  const running = new Map<string, Promise<Played>>()

  return async (question, session) => {
    const flow = flows.get(question.flow)
    const step = flow && stepNamed(flow, question.step)
    if (step?.kind !== 'script') throw new TypeError(`"${question.flow}/${question.step}" is no script.`)
    const place = `${question.flow}/${question.step}`
    const key = `${place} ${session.callSid}`
    const { record, isHungUp } = aboutOf(question)
    // Whoever hung up while something ran: that is waited for, and the script learns of it then.
    const before = isHungUp ? await running.get(key)?.catch(() => undefined) : undefined
    const play = () => playScript(step.run, place, session, before?.record ?? record, isHungUp, WORLD)
    const played = isHungUp ? play() : (running.get(key) ?? play())
    running.set(key, played)
    forgetOldest(running)
    try {
      const result = await within(played, patience)
      if (result === undefined) return { kind: 'later' }
      running.delete(key)
      return { kind: 'known', value: result as unknown as Json } // plain data, which an interface cannot promise
    } catch (error) {
      running.delete(key)
      throw error
    }
  }
}

const WORLD: ScriptWorld = {
  within(seconds, work) {
    const abort = new AbortController()
    return new Promise((resolve, reject) => {
      const timer = systemClock.after(seconds * 1000, () => {
        abort.abort()
        reject(new Error(`no answer within ${seconds} s`))
      })
      const end = () => timer.cancel()
      Promise.resolve()
        .then(() => work(abort.signal))
        .then(resolve, reject)
        .finally(end)
    })
  },
}

function aboutOf({ about }: Question): { readonly record: readonly Recorded[]; readonly isHungUp: boolean } {
  return about as never // written by the step
}

function forgetOldest(running: Map<string, unknown>): void {
  const [oldest] = running.keys()
  if (running.size > MOST_RUNNING && oldest !== undefined) running.delete(oldest)
}
