/**
 * The gate: which calls are let in, and which numbers may be dialled.
 *
 * Knows nothing of documents. When what it counts with does not answer, calls go on: a caller in need is worth more than a
 * robot kept out. What it says of callers in the log holds no numbers, and comes once a minute.
 */

import type { Clock, Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import {
  type CallRate,
  destinationRules,
  isSecret,
  type LimitsDefinition,
  outgoingRate,
  type Secret,
} from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import { judgeDestination } from '../phone/destinations.ts'
import { isWithheld } from '../phone/withheld.ts'
import type { Rates } from './rates.ts'

export interface LimitsSettings {
  readonly definition: LimitsDefinition
  readonly rates: Rates
  readonly clock: Clock
  readonly log: Pick<Log, 'warn' | 'error'>
  /** How many calls a line has now. */
  readonly callsOn: (line: string, now: Instant) => Promise<number>
  /** Where outgoing legs are counted. */
  readonly legs: {
    take(leg: OutgoingLeg, most: number, now: Instant): Promise<boolean>
    over(holder: string, turn?: number): Promise<void>
  }
  readonly reveal: (secret: Secret) => string | undefined
  /** Numbers that stand in the flows and their secrets, as they are now. */
  readonly named: () => readonly string[]
}

/** A leg that is about to be dialled, or a call that is about to be placed. */
export interface OutgoingLeg {
  /** Tells this leg from all others, so that one that is asked for twice has room once. */
  readonly key: string
  /** E.164: who is limited. */
  readonly line: string
  /** The call it is dialled from, or the key of the placed one. */
  readonly holder: string
  /** The turn in which it is dialled; 0 for a placed call. */
  readonly turn: number
  /** For how many it counts. */
  readonly legs: number
}

/** Who calls which line. */
export interface IncomingCall {
  readonly flow: string
  readonly from: string
  readonly to: string
}

/** A phone system's limits at work. */
export interface Limits {
  /** Whether there is anything to count when a call comes in. */
  readonly countsCalls: boolean
  /** Whether there is anything to count when a call is led to a number. */
  readonly countsDialled: boolean
  /** Counts a call that comes in; `limited` when it is one too many. Never throws. */
  letIn(call: IncomingCall): Promise<'let-in' | 'limited'>
  /** Whether a line may lead calls to this number at all. */
  mayDial(number: string, line: string): boolean
  /** Counts a call that is led to a number; false when it is one too many. Never throws. */
  countDialled(number: string, line: string): Promise<boolean>
  /** Takes room for an outgoing leg; false when there is none. Never throws. */
  takeRoom(leg: OutgoingLeg): Promise<boolean>
  /** The legs that a call has dialled before a turn are over; without a turn all of them. Never throws. */
  legsOver(holder: string, turn?: number): Promise<void>
}

/** The limits of a phone system. */
export function createLimits(settings: LimitsSettings): Limits {
  const { definition, rates, clock, log, callsOn, named, reveal, legs } = settings
  const { perCaller, withheld, perLine, atOnce, outgoing, perDestination } = definition
  const exempt = (definition.exempt ?? []).map((one) => (isSecret(one) ? reveal(one) : one))
  const rulesFor = createRules(definition, named)
  const tell = createTeller(clock, log)

  async function isTooMany(name: string, key: string, rate: CallRate | undefined): Promise<boolean> {
    return rate !== undefined && !(await rates.count(name, key, rate))
  }

  async function reasonAgainst({ from, to }: IncomingCall): Promise<string | undefined> {
    if (exempt.includes(from)) return undefined
    if (isWithheld(from)) {
      if (await isTooMany('withheld', to, withheld)) return 'too many calls of callers who withhold their number'
    } else if (await isTooMany('caller', `${to}/${from}`, perCaller)) return 'too many calls of one caller'
    if (await isTooMany('line', to, perLine)) return 'too many calls to the line'
    if (atOnce !== undefined && (await callsOn(to, clock.now())) >= atOnce) return 'too many calls on the line at once'
    return undefined
  }

  return {
    countsCalls: [perCaller, withheld, perLine, atOnce].some((limit) => limit !== undefined),
    countsDialled: outgoing !== undefined || perDestination !== undefined,

    async letIn(call) {
      try {
        const reason = await reasonAgainst(call)
        if (reason === undefined) return 'let-in'
        tell.warn({ flow: call.flow, reason }, 'calls are limited')
        return 'limited'
      } catch (error) {
        tell.error({ flow: call.flow, err: error }, 'calls cannot be counted; they are let in')
        return 'let-in'
      }
    },
    mayDial: (number, line) => judgeDestination(number, rulesFor(line)) === 'allowed',
    async countDialled(number, line) {
      try {
        const reason = (await isTooMany('outgoing', line, outgoingRate(outgoing)))
          ? 'too many calls are led on from the line'
          : (await isTooMany('destination', number, perDestination))
            ? 'too many calls are led to one number'
            : undefined
        if (reason !== undefined) tell.warn({ reason }, 'calls are limited')
        return reason === undefined
      } catch (error) {
        tell.error({ err: error }, 'calls that are led on cannot be counted; they go on')
        return true
      }
    },
    async takeRoom(leg) {
      if (outgoing?.atOnce === undefined) return true
      try {
        const hasRoom = await legs.take(leg, outgoing.atOnce, clock.now())
        if (!hasRoom) tell.warn({ reason: 'too many outgoing calls of the line at once' }, 'calls are limited')
        return hasRoom
      } catch (error) {
        tell.error({ err: error }, 'outgoing calls cannot be counted; they go on')
        return true
      }
    },
    async legsOver(holder, turn) {
      if (outgoing?.atOnce === undefined) return
      try {
        await legs.over(holder, turn)
      } catch (error) {
        tell.error({ err: error }, 'an outgoing call is over and counts until its caller hangs up')
      }
    },
  }
}

/** The rules are made anew when a flow that came or went has changed the numbers. */
function createRules(definition: LimitsDefinition, named: () => readonly string[]) {
  let madeOf = ''
  let rules = destinationRules(definition, [])
  return (line: string) => {
    const numbers = named()
    const key = numbers.join()
    if (key !== madeOf) {
      madeOf = key
      rules = destinationRules(definition, numbers)
    }
    return rules(line)
  }
}

/** Says the same at most once a minute, with how often it was so. */
function createTeller(clock: Clock, log: Pick<Log, 'warn' | 'error'>) {
  const counts = new Map<string, { since: Instant; times: number }>()
  const tell = (write: (fields: object, line: string) => void) => (fields: object, line: string) => {
    const key = JSON.stringify([line, 'reason' in fields ? fields.reason : null, 'flow' in fields ? fields.flow : null])
    const count = counts.get(key)
    if (count !== undefined && clock.now() - count.since < minutes(1)) {
      count.times++
      return
    }
    counts.set(key, { since: clock.now(), times: 0 })
    write({ ...fields, ...(count !== undefined && { moreSinceLastTold: count.times }) }, line)
  }
  return {
    warn: tell((fields, line) => log.warn(fields, line)),
    error: tell((fields, line) => log.error(fields, line)),
  }
}
