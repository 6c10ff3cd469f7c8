/** A reminder in words: for calls, which find it in their data, and for messages, whose texts name its fields. */
import type { Instant } from '../clock/clock.ts'
import { type ReminderInCall, type SlotInCall, slotWords } from '../flow/index.ts'
import type { Reminder, Slot } from '../store/index.ts'

/** What a call knows of its reminder. */
export function reminderInCall(reminder: Reminder, attempt: string | null, language: string): ReminderInCall {
  const { id, name, appointmentAt, data } = reminder
  return { id, attempt, name, ...whenOf(reminder, language), at: appointmentAt, data }
}

/** What a call knows of a free time. Where the person lives by another clock, the zone's name stands with the time. */
export function slotInCall(slot: Slot, { zone }: Pick<Reminder, 'zone'>, language: string): SlotInCall {
  const { id, at, data } = slot
  const { day, time } = wordsFor(at, slot.zone, language)
  const isElsewhere = zone !== null && clockIn(zone, at) !== clockIn(slot.zone, at)
  return { id, day, time: isElsewhere ? `${time} ${zoneName(slot.zone, at, language)}` : time, at, data }
}

/** A free time as it stands in a sentence. */
export function slotInWords(slot: Slot, reminder: Pick<Reminder, 'zone'>, language: string): string {
  const { day, time } = slotInCall(slot, reminder, language)
  return slotWords(language).when(day, time)
}

/** An appointment as it stands in a sentence. */
export function appointmentInWords(reminder: Reminder, language: string): string {
  const { day, time } = whenOf(reminder, language)
  return slotWords(language).when(day, time)
}

/** The time of day in words, in a zone. */
export const timeInWords = (at: Instant, zone: string, language: string): string => wordsFor(at, zone, language).time

const clockIn = (timeZone: string, at: Instant): string =>
  new Intl.DateTimeFormat('en', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(at)

function zoneName(timeZone: string, at: Instant, language: string): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'longGeneric' }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** Day and time in words, in the zone of the appointment. */
const whenOf = ({ appointmentAt, appointmentZone }: Reminder, language: string) =>
  wordsFor(appointmentAt, appointmentZone, language)

function wordsFor(at: Instant, timeZone: string, language: string): { readonly day: string; readonly time: string } {
  const inZone = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone }).format(at)
  return {
    day: inZone({ weekday: 'long', month: 'long', day: 'numeric' }),
    time: inZone({ hour: 'numeric', minute: '2-digit' }),
  }
}

/** A text with the fields of a reminder in it, and with more that are named; a field that there is not is left out. */
export function filled(
  text: string,
  reminder: Reminder,
  language: string,
  more: Readonly<Record<string, string>> = {},
): string {
  const { day, time } = whenOf(reminder, language)
  const known: Readonly<Record<string, unknown>> = { ...reminder.data, name: reminder.name, day, time, ...more }
  return text
    .replace(/\{(\w+)\}/g, (_whole, field: string) => {
      const value = Object.hasOwn(known, field) ? known[field] : ''
      return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
    })
    .replace(/ {2,}/g, ' ')
}
