/**
 * Free times for whoever wants another: those that are kept here and those that your calendar names, each held for one person
 * at a time.
 */

import type { Clock } from '../clock/clock.ts'
import { within } from '../clock/within.ts'
import type { Fact, Json, Question, Session } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Reminder, Slot, Store } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import { createSlotCalendar } from './slot-calendar.ts'
import { slotTimes } from './slot-options.ts'
import { slotInCall } from './words.ts'

export interface SlotDeskOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly store: Store
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
}

/** Free times in a running app. */
export interface SlotDesk {
  /** Times that are held for the caller from now on, as a call knows them; `later` while the calendar thinks. */
  findSlots(question: Question, session: Session): Promise<Fact>
  /** Whether a time is the caller's, so that he may take it. */
  findSlot(question: Question, session: Session): Promise<Fact>
  /** The earlier time that is held for somebody who waits for one; null when none is. */
  findOffer(question: Question, session: Session): Promise<Fact>
  /** Times for somebody who asks by message, held from now on; none where the campaign offers none. */
  forMessage(reminder: Reminder, most: number): Promise<readonly Slot[]>
}

/** What the steps ask about. */
interface About {
  readonly reminder: string
  readonly most: number
  readonly except: readonly string[]
  readonly slot: string
}

/** A caller hears nothing for so long at most, in real milliseconds. */
const PATIENCE = 2_000
/** Answers that wait for a caller; beyond that the oldest is forgotten. */
const MOST_ASKING = 10_000

/** The free times of one process. */
export function createSlotDesk({ campaigns, store, clock, log }: SlotDeskOptions): SlotDesk {
  const askCalendar = createSlotCalendar({ store, clock, log })
  /** Calendars that a caller waits for. */
  const asking = new Map<string, Promise<readonly string[]>>()
  const campaignOf = ({ campaign }: Pick<Reminder, 'campaign'>) => campaigns.find(({ name }) => name === campaign)

  async function ask(reminder: Reminder, most: number): Promise<readonly string[]> {
    const campaign = campaignOf(reminder)
    return campaign === undefined ? [] : askCalendar(campaign, reminder, most)
  }

  async function hold(
    reminder: Reminder,
    heldIn: string,
    { most, except, fromCalendar }: Pick<About, 'most' | 'except'> & { readonly fromCalendar: readonly string[] },
  ): Promise<readonly Slot[]> {
    const campaign = campaignOf(reminder)
    if (campaign === undefined) return []
    const { hold: inCall, messageHold, notice } = slotTimes(campaign.slots)
    const now = clock.now()
    return store.slots.hold({
      ...{ campaign: campaign.name, reminderId: reminder.id, heldIn, most, except, fromCalendar, now },
      after: now + notice,
      until: now + (heldIn === 'message' ? messageHold : inCall),
    })
  }

  /** The ids of what the calendar names; undefined when it takes longer than a caller should hear nothing. */
  async function namedInTime(
    reminder: Reminder,
    { callSid }: Session,
    { most, except }: Pick<About, 'most' | 'except'>,
  ): Promise<readonly string[] | undefined> {
    const key = JSON.stringify([callSid, reminder.id, except])
    const begun = asking.get(key) ?? ask(reminder, most + except.length)
    asking.set(key, begun)
    // Whoever hung up meanwhile never comes for the answer.
    const [oldest] = asking.keys()
    if (asking.size > MOST_ASKING && oldest !== undefined) asking.delete(oldest)
    const named = await within(begun, PATIENCE)
    if (named !== undefined) asking.delete(key)
    return named
  }

  return {
    async findSlots(question, session) {
      const about = aboutOf(question)
      const reminder = await store.reminders.find(about.reminder)
      if (reminder === undefined) return known([])
      const fromCalendar = await namedInTime(reminder, session, about)
      if (fromCalendar === undefined) return { kind: 'later' }
      const slots = await hold(reminder, session.callSid, { ...about, fromCalendar })
      return known(slots.map((slot) => slotInCall(slot, reminder, session.language)))
    },
    async findSlot(question, session) {
      const { reminder: reminderId, slot } = aboutOf(question)
      const reminder = await store.reminders.find(reminderId)
      const now = clock.now()
      const until = now + slotTimes(reminder && campaignOf(reminder)?.slots).hold
      return known(await store.slots.renew(slot, { reminderId, heldIn: session.callSid, now, until }))
    },
    async findOffer(question, session) {
      const reminder = await store.reminders.find(aboutOf(question).reminder)
      const offer = reminder && (await store.waitlist.openOf(reminder.id, clock.now()))
      const slot = offer && (await store.slots.find(offer.slotId))
      if (reminder === undefined || offer === undefined || slot === undefined) return known(null)
      return known({ id: offer.id, slot: slotInCall(slot, reminder, session.language) })
    },
    async forMessage(reminder, most) {
      if (campaignOf(reminder)?.slots === undefined) return []
      return hold(reminder, 'message', { most, except: [], fromCalendar: await ask(reminder, most) })
    },
  }
}

const known = (value: Json): Fact => ({ kind: 'known', value })
const aboutOf = ({ about }: Question): About => about as unknown as About // written by the steps
