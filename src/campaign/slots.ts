/**
 * Free times for whoever wants another: those that are kept here and those that your calendar names, each held for one person
 * at a time.
 */
import type { Clock } from '../clock/clock.ts'
import { systemClock } from '../clock/system-clock.ts'
import type { Fact, Json, Question, Session } from '../flow/index.ts'
import type { Reminder, Slot, Store } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import { type SlotSeeker, slotTimes } from './slot-options.ts'
import { slotInCall } from './words.ts'

/** The part of a log that is used here. */
interface Log {
  warn(fields: object, line: string): void
}

export interface SlotDeskOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

/** Free times in a running app. */
export interface SlotDesk {
  /** Times that are held for the caller from now on, as a call knows them. */
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

/** The free times of one process. */
export function createSlotDesk({ campaigns, store, clock, log }: SlotDeskOptions): SlotDesk {
  const campaignOf = ({ campaign }: Pick<Reminder, 'campaign'>) => campaigns.find(({ name }) => name === campaign)

  async function hold(
    reminder: Reminder,
    heldIn: string,
    { most, except }: Pick<About, 'most' | 'except'>,
  ): Promise<readonly Slot[]> {
    const campaign = campaignOf(reminder)
    if (campaign === undefined) return []
    const { hold: inCall, messageHold, notice } = slotTimes(campaign.slots)
    const fromCalendar = await askCalendar(campaign, reminder, most + except.length)
    const now = clock.now()
    return store.slots.hold({
      ...{ campaign: campaign.name, reminderId: reminder.id, heldIn, most, except, fromCalendar, now },
      after: now + notice,
      until: now + (heldIn === 'message' ? messageHold : inCall),
    })
  }

  /** Takes in what the calendar names, and says under which ids; nothing when it fails. */
  async function askCalendar(
    campaign: CampaignDefinition,
    reminder: Reminder,
    most: number,
  ): Promise<readonly string[]> {
    const { find, findSeconds = 3 } = campaign.slots ?? {}
    if (find === undefined) return []
    const aborting = new AbortController()
    const timer = systemClock.after(findSeconds * 1000, () => aborting.abort())
    try {
      const found = await Promise.race([find(seekerOf(reminder), most, aborting.signal), tooLate(aborting.signal)])
      const slots = found
        .filter(({ at }) => Number.isSafeInteger(at))
        .slice(0, MOST_OF_CALENDAR)
        .map(({ id, at, zone = reminder.appointmentZone, data = {} }) => ({
          externalId: `calendar/${id ?? new Date(at).toISOString()}`,
          ...{ at, zone, data },
        }))
      await store.slots.put(campaign.name, slots, { origin: 'calendar', isFreed: false, at: clock.now() })
      return slots.map(({ externalId }) => externalId)
    } catch (error) {
      log.warn(
        { campaign: campaign.name, err: error },
        'the calendar named no free times; those that are kept are offered',
      )
      return []
    } finally {
      timer.cancel()
    }
  }

  return {
    async findSlots(question, session) {
      const about = aboutOf(question)
      const reminder = await store.reminders.find(about.reminder)
      if (reminder === undefined) return known([])
      const slots = await hold(reminder, session.callSid, about)
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
      return hold(reminder, 'message', { most, except: [] })
    },
  }
}

/** So many of a calendar's times are looked at. */
const MOST_OF_CALENDAR = 50

const known = (value: Json): Fact => ({ kind: 'known', value })
const aboutOf = ({ about }: Question): About => about as unknown as About // written by the steps

const seekerOf = ({ externalId, name, appointmentAt, appointmentZone, data }: Reminder): SlotSeeker => ({
  ...{ externalId, name, appointmentAt, appointmentZone, data },
})

const tooLate = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error('it took too long')), { once: true }),
  )
