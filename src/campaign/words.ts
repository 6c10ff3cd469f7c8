/** A reminder in words: for calls, which find it in their data, and for messages, whose texts name its fields. */
import type { ReminderInCall } from '../flow/index.ts'
import type { Reminder } from '../store/index.ts'

/** What a call knows of its reminder. */
export function reminderInCall(reminder: Reminder, attempt: string | null, language: string): ReminderInCall {
  const { id, name, appointmentAt, data } = reminder
  return { id, attempt, name, ...whenOf(reminder, language), at: appointmentAt, data }
}

/** Day and time in words, in the zone of the appointment. */
function whenOf(
  { appointmentAt, appointmentZone }: Reminder,
  language: string,
): { readonly day: string; readonly time: string } {
  const inZone = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: appointmentZone }).format(appointmentAt)
  return {
    day: inZone({ weekday: 'long', month: 'long', day: 'numeric' }),
    time: inZone({ hour: 'numeric', minute: '2-digit' }),
  }
}

/** A text with the fields of a reminder in it; a field that it does not have is left out. */
export function filled(text: string, reminder: Reminder, language: string): string {
  const { day, time } = whenOf(reminder, language)
  const known: Readonly<Record<string, unknown>> = { ...reminder.data, name: reminder.name, day, time }
  return text
    .replace(/\{(\w+)\}/g, (_whole, field: string) => {
      const value = Object.hasOwn(known, field) ? known[field] : ''
      return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
    })
    .replace(/ {2,}/g, ' ')
}
