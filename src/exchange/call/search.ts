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
  /** Takes the notices that answered legs are over, when they have to wait. */
  readonly later?: ((tell: () => void) => void) | undefined
  /** Called with each leg before it is dialled. */
  made(target: Target, leg: Leg): void
}

export interface SearchResult {
  readonly winner: Leg | undefined
  readonly target: Target | undefined
  /** Every leg that was tried, in order. */
  readonly legs: readonly Leg[]
}

interface Try {
  readonly target: Target
  readonly leg: Leg
  readonly callerId: CallerId
}

/** Rings `targets`; losers and those who were too late are over when this returns. */
export async function search(
  targets: readonly Target[],
  performance: Performance,
  options: SearchOptions,
): Promise<SearchResult> {
  const legs: Leg[] = []
  const make = (target: Target) => {
    const attempt = makeTry(target, performance, options)
    legs.push(attempt.leg)
    return attempt
  }
  const rounds = options.isSequential ? targets.map((target) => [target]) : [targets]
  for (const round of rounds) {
    const found = await ringAll(round.map(make), make, performance, options.timeout)
    if (found !== undefined) return { winner: found.leg, target: found.target, legs }
    if (performance.scope.isCut) break
  }
  return { winner: undefined, target: undefined, legs }
}

async function ringAll(
  first: readonly Try[],
  make: (target: Target) => Try,
  performance: Performance,
  timeout: Duration,
): Promise<Try | undefined> {
  const { network, scope } = performance
  const tries = [...first]
  const outcome = await scope.until<Try | 'nobody'>((report) => {
    const timer = network.clock.after(timeout, () => report('nobody'))
    const follow = (attempt: Try) => {
      attempt.leg.when('answered', () => report(attempt))
      attempt.leg.when('over', () => {
        const instead = insteadOf(attempt)
        if (instead !== undefined) begin(make(instead))
        else if (tries.every(({ leg }) => leg.isOver)) report('nobody')
      })
    }
    const begin = (attempt: Try) => {
      tries.push(attempt)
      follow(attempt)
      start(attempt, performance)
    }
    for (const attempt of first) follow(attempt)
    for (const attempt of first) start(attempt, performance)
    return (value) => {
      timer.cancel()
      for (const { leg } of tries) dismiss(leg, value, performance)
    }
  })
  return outcome === 'nobody' ? undefined : outcome
}

/** Of several addresses the next one is dialled when no way to this one was found. */
function insteadOf({ target, leg, callerId }: Try): Target | undefined {
  return leg.status === 'failed' && callerId.refusal === undefined ? target.instead : undefined
}

function makeTry(target: Target, performance: Performance, options: SearchOptions): Try {
  const { network, leg: parent } = performance
  const callerId = options.callerIdFor(target)
  const { noun, applicationSid } = target
  const application = applicationSid === undefined ? undefined : network.application(applicationSid)
  const leg = network.addLeg({
    direction: 'outbound-dial',
    from: callerId.from,
    to: noun.verb === 'application' && noun.copyParentTo ? parent.to : target.address,
    parent,
    ...(target.parameters.length > 0 && { parameters: target.parameters }),
    ...(noun.verb === 'sip' && { sipCallId: network.createToken() }),
    ...(applicationSid !== undefined && { applicationSid }),
    ...(application && { line: application }),
  })
  const url = noun.verb !== 'sim' && noun.statusCallback && performance.resolve(noun.statusCallback)
  if (url) {
    const events: readonly ProgressEvent[] = noun.statusCallbackEvent ?? ['completed']
    followProgress(network, leg, { url, method: noun.statusCallbackMethod ?? 'POST', events }, options.later)
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
  } else if (!target.isReachable) {
    reportAddress(target, performance)
    leg.finish('failed', `the ${target.noun.verb === 'number' ? 'number' : 'address'} is not valid`, 400)
  } else if (target.noun.verb === 'application') {
    performance.network.reachApplication(leg, applicationParameters(target, performance))
  } else performance.network.reachParty(leg)
}

/** Source: reference twiml-voice.md §5.6. */
function applicationParameters({ noun, parameters }: Target, { network }: Performance) {
  const customerId = noun.verb === 'application' ? noun.customerId : undefined
  return [
    ...parameters.map(([name, value]) => [`Param_${name}`, value] as const),
    ['CustomerId', customerId ?? network.accountSid] as const,
  ]
}

/** What is wrong with other addresses was said when the document was read. */
function reportAddress({ noun }: Target, performance: Performance): void {
  if (noun.verb === 'number') {
    const message = 'The network cannot route what this Number says.'
    const help = 'Write it in E.164: a plus, the country code, the number.'
    performance.report({ code: 13223, severity: 'warning', message, help }, noun)
  }
  if (noun.verb === 'sim') {
    const message = 'SIM cards cannot be dialled here.'
    performance.report({ code: 13258, severity: 'error', message, help: 'Dial its number.' }, noun)
  }
}

function dismiss(leg: Leg, outcome: Try | 'nobody' | undefined, performance: Performance): void {
  if (outcome === undefined) leg.finish('canceled', 'the caller hung up')
  else if (outcome === 'nobody') leg.finish('no-answer', 'nobody answered in time')
  else if (leg !== outcome.leg) leg.finish(performance.network.settings.loserStatus, 'somebody else answered')
}
