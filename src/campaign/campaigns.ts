/**
 * Campaigns in a running app: what calls and messages need to know of reminders.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import type { Arrival, Fact, Question, Session } from '../flow/index.ts'
import { personOf } from '../flow/index.ts'
import {
  type InboundMessage,
  type NewReminder,
  offerKey,
  type Reminder,
  type ReminderPut,
  type Store,
} from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import { isHeldOut } from './hold-out.ts'
import { isFreedBy } from './moved.ts'
import { firstAttempts, notAfterOf } from './plan.ts'
import { createReplies, type ReadReply } from './replies.ts'
import type { SlotDesk } from './slots.ts'
import { reminderInCall } from './words.ts'

export interface CampaignDeskOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly store: Store
  readonly clock: Clock
  /** The language of a flow. */
  readonly languageOf: (flow: string) => string
  /** Called when there is something to tell of an outcome. */
  readonly onTask?: (() => void) | undefined
  readonly slots: SlotDesk
}

export interface CampaignDesk {
  /** What a call knows from its start that an attempt has placed. */
  brief(attempt: string, arrival: Arrival): Promise<Pick<Arrival, 'inherits'>>
  /** The next appointment of the person on the line; null when he has none. */
  findReminder(question: Question, session: Session): Promise<Fact>
  /** Reads an answer to a reminder; undefined when it is none. */
  readReply(message: Pick<InboundMessage, 'from' | 'text' | 'sid' | 'channel'>): Promise<ReadReply | undefined>
  /**
   * Takes a reminder in, new or changed, and plans it. Its old time, if any, may be offered to others.
   *
   * @param importing it is one of several that are handed in together since that moment; who does so settles their times
   */
  put(reminder: NewReminder, importing?: Instant): Promise<ReminderPut>
  /** The appointment is gone where it came from; its time may be offered to others. False when it was gone before. */
  withdraw(campaign: string, externalId: string, importing?: Instant): Promise<boolean>
  /** All that was handed in together is read: times that nobody has now may be offered to others. */
  settleTimes(campaign: string): Promise<void>
}

/** The campaigns of one process, as its calls and messages see them. */
export function createCampaignDesk({
  campaigns,
  store,
  clock,
  languageOf,
  onTask,
  slots,
}: CampaignDeskOptions): CampaignDesk {
  const named = (name: string) => campaigns.find((campaign) => campaign.name === name)

  /** Appointments that are to come; not those that were cancelled and whose time somebody else has by now. */
  async function comingFor(number: string): Promise<readonly Reminder[]> {
    const all = await store.reminders.openFor(number, clock.now())
    const lost = await Promise.all(all.map(({ id }) => store.slots.isLost(id)))
    return all.filter((_, place) => lost[place] === false)
  }

  async function wish(
    { name }: CampaignDefinition,
    { externalId, waitlist }: Pick<NewReminder, 'externalId' | 'waitlist'>,
  ): Promise<void> {
    if (waitlist === undefined) return
    await store.waitlist.wish(name, [{ externalId, wish: waitlist }], clock.now())
    onTask?.()
  }

  /** What follows when an appointment is gone: its time is left. */
  async function leaveTime(campaign: CampaignDefinition, externalId: string, at: Instant): Promise<void> {
    const gone = await store.reminders.findByExternalId(campaign.name, externalId)
    if (gone !== undefined && isFreedBy(campaign, 'withdrawn')) await store.slots.leave(gone.id, at)
  }

  async function settleTimes(name: string): Promise<void> {
    const campaign = named(name)
    if (campaign?.slots === undefined && campaign?.waitlist === undefined) return
    if (await store.slots.settle(name, clock.now())) onTask?.()
  }

  return {
    async brief(attemptId, { answeredBy, callSid }) {
      const attempt = await store.reminders.attempt(attemptId)
      // A call about an earlier time carries the id of its offer there.
      const offer = attempt === undefined ? await store.waitlist.findOffer(attemptId) : undefined
      const placed = attempt ?? offer
      const reminder = placed && (await store.reminders.find(placed.reminderId))
      const campaign = placed && named(placed.campaign)
      if (placed === undefined || reminder === undefined || campaign === undefined) return {}
      // The call tells its SID itself, should the network's answer to our request have been lost.
      await store.outbox.placed(offer ? offerKey(offer.id, 'call') : `attempt/${placed.id}`, callSid)
      if (offer !== undefined && whoOf(answeredBy) === 'machine') {
        await store.waitlist.notTold(offer.id, 'a machine answers', clock.now())
        onTask?.()
      }
      const language = reminder.language ?? languageOf(campaign.flow)
      const about = reminderInCall(reminder, attempt?.id ?? null, language)
      return { inherits: { language, data: { reminder: { ...about }, answeredBy: whoOf(answeredBy) } } }
    },
    async findReminder(_question, session) {
      const [next] = await comingFor(personOf(session))
      return { kind: 'known', value: next === undefined ? null : { ...reminderInCall(next, null, session.language) } }
    },
    readReply: createReplies({ campaigns, store, clock, slots, languageOf, onTask: () => onTask?.() }),
    async put(reminder, importing) {
      const campaign = named(reminder.campaign)
      if (campaign === undefined) throw new RangeError(`There is no campaign "${reminder.campaign}".`)
      const move = (await store.slots.moves(campaign.name, reminder.externalId)).get(reminder.externalId)
      const before = await store.reminders.findByExternalId(campaign.name, reminder.externalId)
      // Whoever has moved it himself is not moved back by somebody who does not know it yet.
      if (before !== undefined && move === reminder.appointmentAt) {
        await wish(campaign, reminder)
        return { id: before.id, change: 'same', isHeldOut: before.isHeldOut }
      }
      if (move !== undefined) await store.slots.movesKnown(campaign.name, [reminder.externalId])
      const put = await store.reminders.put(
        { ...reminder, isHeldOut: isHeldOut(campaign, reminder.externalId) },
        importing ?? clock.now(),
        isFreedBy(campaign, 'moved'),
      )
      await wish(campaign, reminder)
      if (put.change === 'same') return put
      await store.slots.reclaim([put.id], clock.now())
      const planned = firstAttempts(campaign, { ...reminder, ...put }, clock.now())
      const notAfter = notAfterOf(campaign, reminder)
      const old = (await store.reminders.attemptsOf(put.id)).filter(
        (one) => one.state === 'planned' && one.notAfter !== notAfter,
      )
      if (old.length > 0) await store.reminders.cancelPlanned(put.id, 'the appointment has moved', clock.now())
      await store.reminders.plan(planned)
      if (importing === undefined) await settleTimes(campaign.name)
      return put
    },
    async withdraw(name, externalId, importing) {
      const isWithdrawn = await store.reminders.withdraw(name, externalId, clock.now())
      const campaign = named(name)
      // Also when it was withdrawn before: the process may have ended in between.
      if (campaign !== undefined) await leaveTime(campaign, externalId, importing ?? clock.now())
      if (importing === undefined) await settleTimes(name)
      return isWithdrawn
    },
    settleTimes,
  }
}

/** `human`, `machine` or `unknown`, which counts as a person. */
function whoOf(answeredBy: string | undefined): string {
  if (answeredBy === undefined || answeredBy === 'unknown') return 'unknown'
  return answeredBy.startsWith('machine') || answeredBy === 'fax' ? 'machine' : 'human'
}
