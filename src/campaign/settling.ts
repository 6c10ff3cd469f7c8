/**
 * Settling: what came of attempts whose call or message is over, and what comes next.
 */

import type { Clock, Duration, Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import { isAnswer, type Outcome } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { Attempt, EndedAttempt, OutboxEntry, Situation, Store } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import { nextAttempt, notAfterOf } from './plan.ts'

/** How an attempt ended. */
export interface Ending {
  readonly outcome: Outcome
  readonly reason?: string | null
  /** Whether this channel can never reach him. */
  readonly isPermanent?: boolean
}

export interface Settling {
  /** Ends attempts of a campaign whose call or message is over: all, or as many as fit into one statement. */
  settle(campaign: CampaignDefinition): Promise<void>
  /** Ends one attempt and plans what comes next. What was ended before stays. */
  finish(campaign: CampaignDefinition, attempt: Attempt, ending: Ending): Promise<void>
  /** Looks up at the network what was placed before a moment and not heard of since. */
  lookUpUnheard(campaign: CampaignDefinition, before: Instant): Promise<void>
}

export interface SettlingOptions {
  readonly store: Store
  readonly outbound: Outbound
  readonly clock: Clock
  readonly log: Pick<Log, 'info'>
  /** Called when there is something to tell. */
  readonly onTask?: (() => void) | undefined
}

const AT_ONCE = 100

/** The settling of one process. */
export function createSettling({ store, outbound, clock, log, onTask }: SettlingOptions): Settling {
  const work = store.campaignWork

  async function settle(campaign: CampaignDefinition): Promise<void> {
    const over = await work.over(campaign.name, AT_ONCE)
    await end(
      campaign,
      over.map((situation) => [situation, endingOf(situation)]),
    )
  }

  async function finish(campaign: CampaignDefinition, attempt: Attempt, ending: Ending): Promise<void> {
    const found = await work.situations([attempt.id])
    await end(
      campaign,
      found.map((situation) => [situation, ending]),
    )
  }

  async function end(campaign: CampaignDefinition, over: readonly (readonly [Situation, Ending])[]): Promise<void> {
    if (over.length === 0) return
    const now = clock.now()
    const ended: EndedAttempt[] = []
    for (const [situation, ending] of over) {
      const { attempt, said } = situation
      const { outcome, reason = null } = ending
      // Rare: he has answered, and neither a turn nor a message has kept it.
      const isToBeKept = said.length === 0 && isAnswer(outcome)
      const learnt = { reminderId: attempt.reminderId, attemptId: attempt.id, outcome, detail: reason } as const
      if (isToBeKept) await store.reminders.learn({ ...learnt, source: attempt.channel, at: now })
      const next = nextOf(campaign, situation, ending, now)
      ended.push({ attempt, outcome, reason, isKept: said.length > 0 || isToBeKept, next })
    }
    const isOver = new Set(await work.end(ended, now))
    onTask?.()
    for (const { attempt, outcome } of ended) {
      if (!isOver.has(attempt.id)) continue
      log.info({ campaign: campaign.name, attempt: attempt.id, outcome }, 'an attempt is over')
    }
  }

  async function lookUpUnheard(campaign: CampaignDefinition, before: Instant): Promise<void> {
    const unheard = await store.reminders.unheard(campaign.name, before, AT_ONCE)
    for (const attempt of unheard) await lookUp(attempt.sid ?? '', attempt.channel === 'call')
    const looked = await work.situations(unheard.map(({ id }) => id))
    // Some carriers give no receipts: nothing more will be heard of a message that is sent.
    const sent = looked.filter(({ entry }) => entry?.channel !== 'call' && entry?.status === 'sent')
    for (const { attempt } of sent) await finish(campaign, attempt, { outcome: 'sent' })
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

/** After how long a look at what was not heard of is repeated. */
export const lookAgainAfter = (unheard: Duration): Duration => Math.max(minutes(15), unheard / 4)

function nextOf(
  campaign: CampaignDefinition,
  { attempt, reminder, all }: Situation,
  { outcome, isPermanent = false }: Ending,
  now: Instant,
) {
  // Of an appointment that has moved meanwhile there is a plan of its own.
  const isStill = reminder.state === 'open' && attempt.notAfter === notAfterOf(campaign, reminder)
  if (!isStill || isAnswer(outcome)) return undefined
  return nextAttempt(campaign, { attempt, outcome, isPermanent, all: all.filter(isBefore(attempt)) }, now)
}

/** The plan goes by what there was up to this attempt, so that it comes out the same when it is made again. */
const isBefore =
  (attempt: Attempt) =>
  (one: Attempt): boolean =>
    one.offset !== attempt.offset || one.notAfter !== attempt.notAfter || one.tries <= attempt.tries

function endingOf({ attempt, entry, said, hasSaidStop }: Situation): Ending {
  const last = said.at(-1)
  if (last !== undefined) return { outcome: last }
  if (entry === undefined) return { outcome: 'failed', reason: 'nothing is known of it' }
  if (hasSaidStop) return { outcome: 'opted-out' }
  return attempt.channel === 'call' ? ofCall(entry) : ofMessage(entry)
}

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
