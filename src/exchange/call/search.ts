/**
 * The search for somebody who answers: targets ring at once or one after another until one is picked up.
 *
 * Source: reference twiml-voice.md §4.6, Targets and Progress.
 */
import type { Duration } from '../../clock/clock.ts'
import type { Performance } from '../performance.ts'
import { followProgress, type ProgressEvent } from '../request/notify-app.ts'
import type { CallerId } from './caller-id.ts'
import type { Leg } from './leg.ts'
import type { Target } from './target.ts'

export interface SearchOptions {
  readonly isSequential: boolean
  /** How long each round of ringing lasts, all told. */
  readonly timeout: Duration
  callerIdFor(target: Target): CallerId
  /** Called with each leg before it is dialled. */
  made(target: Target, leg: Leg): void
}

export interface SearchResult {
  readonly winner: Leg | undefined
  readonly target: Target | undefined
  /** Every leg that was tried, in order. */
  readonly legs: readonly Leg[]
}

/** Rings `targets`; losers and those who were too late are over when this returns. */
export async function search(
  targets: readonly Target[],
  performance: Performance,
  options: SearchOptions,
): Promise<SearchResult> {
  const legs: Leg[] = []
  const rounds = options.isSequential ? targets.map((target) => [target]) : [targets]
  for (const round of rounds) {
    const tried = round.map((target) => makeTry(target, performance, options))
    legs.push(...tried.map(({ leg }) => leg))
    const winner = await ringAll(tried, performance, options.timeout)
    if (winner !== undefined) return { winner, target: tried.find(({ leg }) => leg === winner)?.target, legs }
    if (performance.scope.isCut) break
  }
  return { winner: undefined, target: undefined, legs }
}

interface Try {
  readonly target: Target
  readonly leg: Leg
  readonly callerId: CallerId
}

async function ringAll(tries: readonly Try[], performance: Performance, timeout: Duration): Promise<Leg | undefined> {
  const { network, scope } = performance
  const legs = tries.map(({ leg }) => leg)
  const outcome = await scope.until<Leg | 'nobody'>((report) => {
    const timer = network.clock.after(timeout, () => report('nobody'))
    for (const leg of legs) {
      leg.when('answered', () => report(leg))
      leg.when('over', () => {
        if (legs.every((other) => other.isOver)) report('nobody')
      })
    }
    for (const attempt of tries) start(attempt, performance)
    return (value) => {
      timer.cancel()
      for (const leg of legs) if (leg !== value) dismiss(leg, value, performance)
    }
  })
  return outcome === 'nobody' ? undefined : outcome
}

function makeTry(target: Target, performance: Performance, options: SearchOptions): Try {
  const { network, leg: parent } = performance
  const callerId = options.callerIdFor(target)
  const leg = network.addLeg({
    direction: 'outbound-dial',
    from: callerId.from,
    to: target.address,
    parent,
    ...(target.parameters.length > 0 && { parameters: target.parameters }),
    ...(target.noun.verb === 'sip' && { sipCallId: network.createToken() }),
  })
  const { noun } = target
  const url = noun.statusCallback && performance.resolve(noun.statusCallback)
  if (url) {
    const events: readonly ProgressEvent[] = noun.statusCallbackEvent ?? ['completed']
    followProgress(network, leg, { url, method: noun.statusCallbackMethod ?? 'POST', events })
  }
  options.made(target, leg)
  return { target, leg, callerId }
}

function start({ target, leg, callerId: { refusal } }: Try, performance: Performance): void {
  // A sibling may have been picked up at once; then this one was dismissed before it began.
  if (leg.isOver) return
  leg.initiate()
  if (refusal !== undefined) {
    performance.report({ severity: 'warning', ...refusal }, target.noun)
    leg.finish('failed', 'the caller id was refused', 400)
    return
  }
  if (target.isReachable) {
    performance.network.reachParty(leg)
    return
  }
  if (target.noun.verb === 'number') reportNumber(target.noun, performance)
  leg.finish('failed', `the ${target.noun.verb === 'number' ? 'number' : 'address'} is not valid`, 400)
}

function reportNumber(noun: object, performance: Performance): void {
  const message = 'The network cannot route what this Number says.'
  const help = 'Write it in E.164: a plus, the country code, the number.'
  performance.report({ code: 13223, severity: 'warning', message, help }, noun)
}

function dismiss(leg: Leg, outcome: Leg | 'nobody' | undefined, performance: Performance): void {
  if (outcome === undefined) leg.finish('canceled', 'the caller hung up')
  else if (outcome === 'nobody') leg.finish('no-answer', 'nobody answered in time')
  else leg.finish(performance.network.settings.loserStatus, 'somebody else answered')
}
