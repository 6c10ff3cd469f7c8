/**
 * A clinic's own calendar: a function of the campaign that names free times. It may be slow, fail, or answer what is no time;
 * then there are those that are kept here.
 */

import type { Clock } from '../clock/clock.ts'
import { systemClock } from '../clock/system-clock.ts'
import type { Log } from '../log/log.ts'
import { isZone } from '../phone/zones.ts'
import type { NewSlot, Reminder, Store } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import type { SlotSeeker } from './slot-options.ts'

export interface SlotCalendarOptions {
  readonly store: Pick<Store, 'slots'>
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
}

/** Asks the calendar of a campaign for somebody's next free times, takes them in, and says under which ids; never throws. */
export type AskCalendar = (campaign: CampaignDefinition, reminder: Reminder, most: number) => Promise<readonly string[]>

/** So many of a calendar's times are looked at. */
const MOST = 50

/** Who asks calendars. */
export function createSlotCalendar({ store, clock, log }: SlotCalendarOptions): AskCalendar {
  return async (campaign, reminder, most) => {
    const { find, findSeconds = 3 } = campaign.slots ?? {}
    if (find === undefined) return []
    const aborting = new AbortController()
    // How long a function takes is real time, also where calls have time of their own.
    const timer = systemClock.after(findSeconds * 1000, () => aborting.abort())
    try {
      const found: unknown = await Promise.race([
        find(seekerOf(reminder), most, aborting.signal),
        tooLate(aborting.signal),
      ])
      const named = listIn(found)
      const slots = named.flatMap((one) => slotIn(one, reminder))
      if (slots.length < named.length) {
        const unusable = named.length - slots.length
        log.warn({ campaign: campaign.name, unusable }, 'the calendar named times that cannot be used; the others are')
      }
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
}

const seekerOf = ({ externalId, name, appointmentAt, appointmentZone, data }: Reminder): SlotSeeker => ({
  ...{ externalId, name, appointmentAt, appointmentZone, data },
})

const tooLate = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error('it took too long')), { once: true }),
  )

function listIn(found: unknown): readonly unknown[] {
  if (!Array.isArray(found)) throw new TypeError('it answered no list of times')
  return found.slice(0, MOST)
}

/** A time as it was named, or nothing when it is none: the function may be written without types. */
function slotIn(named: unknown, { appointmentZone }: Reminder): readonly NewSlot[] {
  if (!isRecord(named)) return []
  const { id, at, zone = appointmentZone, data = {} } = named
  if (!isMoment(at) || typeof zone !== 'string' || !isZone(zone)) return []
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number') return []
  const fields = asJson(data)
  if (!isRecord(fields)) return []
  const externalId = `calendar/${id ?? new Date(at).toISOString()}`
  return [{ externalId, at, zone, data: fields as NewSlot['data'] }] // it has just been JSON
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A moment that a date can hold. */
const isMoment = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) <= 8_640_000_000_000_000

function asJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value))
  } catch {
    return undefined
  }
}
