/**
 * Campaigns in a running app: what calls and messages need to know of reminders.
 */
import type { Clock } from '../clock/clock.ts'
import type { Arrival, Fact, Question, Session } from '../flow/index.ts'
import { personOf } from '../flow/index.ts'
import type { InboundMessage, NewReminder, ReminderPut, Store } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import { isHeldOut } from './hold-out.ts'
import { firstAttempts, notAfterOf } from './plan.ts'
import { replyOutcome } from './reply.ts'
import { reminderInCall } from './words.ts'

export interface CampaignDeskOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly store: Store
  readonly clock: Clock
  /** The language of a flow. */
  readonly languageOf: (flow: string) => string
}

export interface CampaignDesk {
  /** What a call knows from its start that an attempt has placed. */
  brief(attempt: string, arrival: Arrival): Promise<Pick<Arrival, 'inherits'>>
  /** The next appointment of the person on the line; null when he has none. */
  findReminder(question: Question, session: Session): Promise<Fact>
  /** Reads an answer to a reminder; undefined when it is none. */
  readReply(
    message: Pick<InboundMessage, 'from' | 'text' | 'sid' | 'channel'>,
  ): Promise<{ readonly meaning: string; readonly answer?: string } | undefined>
  /** Takes a reminder in, new or changed, and plans it. */
  put(reminder: NewReminder): Promise<ReminderPut>
}

/** The campaigns of one process, as its calls and messages see them. */
export function createCampaignDesk({ campaigns, store, clock, languageOf }: CampaignDeskOptions): CampaignDesk {
  const named = (name: string) => campaigns.find((campaign) => campaign.name === name)

  return {
    async brief(attemptId, { answeredBy, callSid }) {
      const attempt = await store.reminders.attempt(attemptId)
      const reminder = attempt && (await store.reminders.find(attempt.reminderId))
      const campaign = attempt && named(attempt.campaign)
      if (attempt === undefined || reminder === undefined || campaign === undefined) return {}
      // The call tells its SID itself, should the network's answer to our request have been lost.
      await store.outbox.placed(`attempt/${attempt.id}`, callSid)
      const language = reminder.language ?? languageOf(campaign.flow)
      const about = reminderInCall(reminder, attempt.id, language)
      return { inherits: { language, data: { reminder: { ...about }, answeredBy: whoOf(answeredBy) } } }
    },
    async findReminder(_question, session) {
      const [next] = await store.reminders.openFor(personOf(session), clock.now())
      return { kind: 'known', value: next === undefined ? null : { ...reminderInCall(next, null, session.language) } }
    },
    async readReply({ from, text, channel, sid }) {
      const outcome = replyOutcome(text)
      const [next] = outcome === undefined ? [] : await store.reminders.openFor(from, clock.now())
      const campaign = next && named(next.campaign)
      if (outcome === undefined || next === undefined || campaign === undefined) return undefined
      // Only what was asked by message is answered by one; a stray "1" is for a person to read.
      const asked = (await store.reminders.attemptsOf(next.id)).some(
        ({ channel: by, sid: left }) => by !== 'call' && left !== null,
      )
      if (!asked) return undefined
      const learnt = { reminderId: next.id, attemptId: null, outcome, source: channel, detail: sid } as const
      await store.reminders.learn({ ...learnt, at: clock.now() })
      return { meaning: outcome, answer: campaign.replies[outcome] }
    },
    async put(reminder) {
      const campaign = named(reminder.campaign)
      if (campaign === undefined) throw new RangeError(`There is no campaign "${reminder.campaign}".`)
      const put = await store.reminders.put(
        { ...reminder, isHeldOut: isHeldOut(campaign, reminder.externalId) },
        clock.now(),
      )
      if (put.change === 'same') return put
      const planned = firstAttempts(campaign, { ...reminder, ...put }, clock.now())
      const notAfter = notAfterOf(campaign, reminder)
      const old = (await store.reminders.attemptsOf(put.id)).filter(
        (one) => one.state === 'planned' && one.notAfter !== notAfter,
      )
      if (old.length > 0) await store.reminders.cancelPlanned(put.id, 'the appointment has moved', clock.now())
      await store.reminders.plan(planned)
      return put
    },
  }
}

/** `human`, `machine` or `unknown`, which counts as a person. */
function whoOf(answeredBy: string | undefined): string {
  if (answeredBy === undefined || answeredBy === 'unknown') return 'unknown'
  return answeredBy.startsWith('machine') || answeredBy === 'fax' ? 'machine' : 'human'
}
