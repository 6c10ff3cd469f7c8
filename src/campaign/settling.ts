/**
 * Settling: what came of attempts whose call or message is over, and what comes next.
 */
import type { Clock, Duration, Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import { isAnswer, type Outcome } from '../flow/index.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { Attempt, OutboxEntry, Store } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import { nextAttempt, notAfterOf } from './plan.ts'

/** The part of a log that is used here. */
interface Log {
  info(fields: object, line: string): void
}

/** How an attempt ended. */
export interface Ending {
  readonly outcome: Outcome
  readonly reason?: string | null
  /** Whether this channel can never reach him. */
  readonly isPermanent?: boolean
}

export interface Settling {
  /** Ends all attempts of a campaign whose call or message is over. */
  settle(campaign: CampaignDefinition): Promise<void>
  /** Ends one attempt and plans what comes next. What was ended before stays. */
  finish(campaign: CampaignDefinition, attempt: Attempt, ending: Ending): Promise<void>
  /** Looks up at the network what was not heard of for so long; says when to look again. */
  lookUpUnheard(campaign: CampaignDefinition, after: Duration): Promise<Instant | undefined>
}

export interface SettlingOptions {
  readonly store: Store
  readonly outbound: Outbound
  readonly clock: Clock
  readonly log: Log
  /** Called when there is something to tell. */
  readonly onTask?: (() => void) | undefined
}

const AT_ONCE = 50

/** The settling of one process. */
export function createSettling({ store, outbound, clock, log, onTask }: SettlingOptions): Settling {
  async function settle(campaign: CampaignDefinition): Promise<void> {
    for (;;) {
      const over = await store.reminders.over(campaign.name, AT_ONCE)
      for (const attempt of over) await finish(campaign, attempt, await endingOf(attempt))
      if (over.length < AT_ONCE) return
    }
  }

  async function finish(campaign: CampaignDefinition, attempt: Attempt, ending: Ending): Promise<void> {
    const { outcome, reason = null, isPermanent = false } = ending
    // Planned before the end is kept: whoever dies in between finds the attempt still open, and the plan there already.
    const all = await store.reminders.attemptsOf(attempt.reminderId)
    const reminder = await store.reminders.find(attempt.reminderId)
    const next = nextAttempt(
      campaign,
      { attempt, outcome, isPermanent, all: all.filter(isBefore(attempt)) },
      clock.now(),
    )
    // Of an appointment that has moved meanwhile there is a plan of its own.
    const isStill = reminder?.state === 'open' && attempt.notAfter === notAfterOf(campaign, reminder)
    if (next !== undefined && isStill && !isAnswer(outcome)) await store.reminders.plan([next])
    const source = attempt.channel
    const learnt = { reminderId: attempt.reminderId, attemptId: attempt.id, outcome, source, detail: reason } as const
    const known = (await store.reminders.outcomes(attempt.reminderId)).some(({ attemptId }) => attemptId === attempt.id)
    if (!known) await store.reminders.learn({ ...learnt, at: clock.now() })
    onTask?.()
    if (await store.reminders.end(attempt.id, outcome, reason, clock.now())) {
      log.info({ campaign: campaign.name, attempt: attempt.id, outcome }, 'an attempt is over')
    }
  }

  async function endingOf(attempt: Attempt): Promise<Ending> {
    const entry = await store.outbox.find(`attempt/${attempt.id}`)
    const said = (await store.reminders.outcomes(attempt.reminderId)).filter(
      ({ attemptId }) => attemptId === attempt.id,
    )
    const last = said.at(-1)
    if (last !== undefined) return { outcome: last.outcome }
    if (entry === undefined) return { outcome: 'failed', reason: 'nothing is known of it' }
    if (await hasSaidStop(entry)) return { outcome: 'opted-out' }
    return attempt.channel === 'call' ? ofCall(entry) : ofMessage(entry)
  }

  async function hasSaidStop({ to, sid }: OutboxEntry): Promise<boolean> {
    return (await store.suppressions.history(to)).some(({ evidence, lifted }) => evidence === sid && lifted === null)
  }

  async function lookUpUnheard(campaign: CampaignDefinition, after: Duration): Promise<Instant | undefined> {
    const [oldest] = await store.reminders.unheard(campaign.name, Number.MAX_SAFE_INTEGER, 1)
    if (oldest === undefined) return undefined
    if (oldest.dueAt + after >= clock.now()) return oldest.dueAt + after + 1
    for (const attempt of await store.reminders.unheard(campaign.name, clock.now() - after, AT_ONCE)) {
      await lookUp(attempt.sid ?? '', attempt.channel === 'call')
      const entry = await store.outbox.find(`attempt/${attempt.id}`)
      // Some carriers give no receipts: nothing more will be heard of it.
      if (entry?.channel !== 'call' && entry?.status === 'sent') await finish(campaign, attempt, { outcome: 'sent' })
    }
    await settle(campaign)
    return clock.now() + Math.max(minutes(15), after / 4)
  }

  async function lookUp(sid: string, isCall: boolean): Promise<void> {
    const asked = await outbound.client.read(async (twilio) => {
      if (isCall) {
        const { status, duration, answeredBy } = await twilio.calls(sid).fetch()
        return { status, seconds: Number(duration) || 0, ...(answeredBy && { answeredBy }) }
      }
      const { status, errorCode } = await twilio.messages(sid).fetch()
      return { status, ...(errorCode && { errorCode }) }
    })
    if (asked.kind === 'answered') await outbound.takeReport({ sid, ...asked.value, at: clock.now() })
  }

  return { settle, finish, lookUpUnheard }
}

/** The plan goes by what there was up to this attempt, so that it comes out the same when it is made again. */
const isBefore =
  (attempt: Attempt) =>
  (one: Attempt): boolean =>
    one.offset !== attempt.offset || one.notAfter !== attempt.notAfter || one.tries <= attempt.tries

function ofCall({ status, answeredBy, errorCode }: OutboxEntry): Ending {
  switch (status) {
    case 'busy':
    case 'no-answer':
      return { outcome: status }
    case 'completed':
      if (answeredBy?.startsWith('machine')) return { outcome: 'voicemail-no-message' }
      if (answeredBy === 'fax') return { outcome: 'failed', reason: 'a fax answers', isPermanent: true }
      return { outcome: answeredBy === 'unknown' ? 'machine-unknown' : 'listened-no-response' }
    default:
      // The network says `failed` of numbers that do not exist, and of those it finds no way to; neither gets better.
      return { outcome: 'failed', reason: errorCode === null ? status : String(errorCode), isPermanent: true }
  }
}

function ofMessage({ status, errorCode }: OutboxEntry): Ending {
  if (status === 'delivered' || status === 'read' || status === 'sent') return { outcome: 'sent' }
  return {
    outcome: 'failed',
    reason: errorCode === null ? status : String(errorCode),
    isPermanent: !isWorthAnother(errorCode),
  }
}

const isWorthAnother = (errorCode: number | null): boolean => [30003, 30008, 30410].includes(errorCode ?? 0)
