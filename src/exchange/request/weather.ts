/**
 * Weather: what happens to callbacks between the network and the app on a bad day.
 *
 * Callbacks are best effort: they come late, twice, out of order, or not at all. Documents are never touched: what a
 * caller hears does not depend on the weather. Source: reference twiml-voice.md §2.9, §6.4 and §12 row 17.
 */
import { createHash } from 'node:crypto'
import type { Duration } from '../../clock/clock.ts'
import type { Network } from '../network.ts'
import { askApp, type Question, type Reply } from './ask-app.ts'
import { type Subject, sidOf, sidsOf } from './subject.ts'

/** What becomes of callbacks. What is left out does not happen. */
export interface Weather {
  /** The share of callbacks that come twice, with the same `I-Twilio-Idempotency-Token`; 0 to 1, default 0. */
  readonly duplicate?: number
  /** The share of callbacks that never come; 0 to 1, default 0. */
  readonly drop?: number
  /** Each callback is late by something between these, in exchange time; default not at all. */
  readonly delayMs?: readonly [shortest: Duration, longest: Duration]
  /** Whether a late callback may be overtaken by a later one of its call; then `delayMs` is 0 to 2000 by default. */
  readonly reorder?: boolean
  /** The same seed and the same calls meet the same fate; default 0. */
  readonly seed?: number
}

/** What carries callbacks to the app through the weather of the moment. */
export interface CallbackPost {
  /**
   * From now on; undefined: clear. What is under way keeps its fate.
   *
   * @throws {RangeError} for a share outside 0 to 1, a delay that is none, or a seed that is no whole number
   */
  setWeather(weather: Weather | undefined): void
  /** Sends a callback when its time comes; `told` learns what came of each try that was not dropped. */
  send(question: Question, told: (reply: Reply) => void): void
  /** Forgets what is still on its way. */
  close(): void
}

/** Makes a post in clear weather. */
export function createCallbackPost(network: () => Network): CallbackPost {
  const onTheWay = new Set<() => void>()
  let weather: Weather | undefined
  let fates = createFates(0)

  function later(delay: Duration, question: Question, told: (reply: Reply) => void): void {
    const { clock, beginWork } = network()
    const endWork = beginWork(`${question.purpose} callback of ${sidOf(question.leg)}`)
    const forget = () => {
      timer.cancel()
      onTheWay.delete(forget)
      endWork()
    }
    const timer = clock.after(delay, () => {
      forget()
      void askApp(network(), question).then(told)
    })
    onTheWay.add(forget)
  }

  return {
    setWeather(next) {
      if (next !== undefined) check(next)
      weather = next
      fates = createFates(next?.seed ?? 0)
    },
    send(question, told) {
      if (weather === undefined) {
        void askApp(network(), question).then(told)
        return
      }
      const { journal, clock, createToken } = network()
      const { leg, purpose, url } = question
      const { isDropped, delays } = fates.next(question, weather, clock.now())
      if (isDropped) {
        journal.append({ kind: 'callback-dropped', ...sidsOf(leg), purpose, url })
        return
      }
      const token = createToken()
      for (const delay of delays) {
        if (isPunctual(weather)) void askApp(network(), { ...question, token }).then(told)
        else later(delay, { ...question, token }, told)
      }
    },
    close() {
      for (const forget of [...onTheWay]) forget()
    },
  }
}

/** Without delays nothing waits for the clock, which may stand still. */
const isPunctual = ({ delayMs, reorder }: Weather): boolean => delayMs === undefined && !reorder

interface Fate {
  readonly isDropped: boolean
  /** One for each time it comes. */
  readonly delays: readonly Duration[]
}

/**
 * The fate of each callback: of the seed, who calls whom, and which callback of the call it is, so that calls at the
 * same moment do not disturb each other's.
 */
function createFates(seed: number) {
  const legs = new WeakMap<Subject, { readonly name: string; callbacks: number; latest: number }>()
  const namesakes = new Map<string, number>()
  const historyOf = (leg: Subject) => {
    const known = legs.get(leg)
    if (known !== undefined) return known
    const who = `${leg.direction} ${leg.from} ${leg.to}`
    const before = namesakes.get(who) ?? 0
    namesakes.set(who, before + 1)
    const history = { name: `${who} ${before}`, callbacks: 0, latest: 0 }
    legs.set(leg, history)
    return history
  }
  return {
    next({ leg }: Question, weather: Weather, now: number): Fate {
      const history = historyOf(leg)
      const name = `${seed} ${history.name} ${history.callbacks++}`
      const share = (what: string) => createHash('sha1').update(`${name} ${what}`).digest().readUInt32LE() / 2 ** 32
      const [shortest, longest] = weather.delayMs ?? (weather.reorder ? [0, 2000] : [0, 0])
      const delay = (what: string) => {
        const due = now + Math.round(shortest + share(what) * (longest - shortest))
        history.latest = weather.reorder ? due : Math.max(due, history.latest)
        return history.latest - now
      }
      const isDropped = share('drop') < (weather.drop ?? 0)
      if (isDropped) return { isDropped, delays: [] }
      const isTwice = share('duplicate') < (weather.duplicate ?? 0)
      return { isDropped, delays: isTwice ? [delay('first'), delay('second')] : [delay('first')] }
    },
  }
}

function check({ duplicate = 0, drop = 0, delayMs = [0, 0], seed = 0 }: Weather): void {
  for (const [name, share] of Object.entries({ duplicate, drop })) {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`The weather's ${name} is a share from 0 to 1, not ${share}.`)
  }
  const [shortest, longest] = delayMs
  if (!(Number.isInteger(shortest) && Number.isInteger(longest) && shortest >= 0 && shortest <= longest)) {
    const given = `[${shortest}, ${longest}]`
    throw new RangeError(`The weather's delayMs is two whole numbers from 0, the smaller first, not ${given}.`)
  }
  if (!Number.isInteger(seed)) throw new RangeError(`The weather's seed is a whole number, not ${seed}.`)
}
