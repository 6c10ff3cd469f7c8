/**
 * Time zones as calendar files want them: the changes of a zone's clock, spelled out. Pure.
 *
 * Source: RFC 5545 §3.6.5.
 */
import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../clock/clock.ts'

/** The VTIMEZONE of an IANA zone, right for all moments from one to another. */
export function zoneComponent(zone: string, from: Instant, to: Instant): ICAL.Component {
  const component = new ICAL.Component('vtimezone')
  component.addPropertyWithValue('tzid', zone)
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone)
  // Whatever holds at the first moment began with the change before it, or always did.
  let change = first.getTimeZoneTransition('previous') ?? first.subtract({ days: 1 })
  for (;;) {
    component.addSubcomponent(changeComponent(change))
    const next = change.getTimeZoneTransition('next')
    if (next === null || next.epochMilliseconds > to) return component
    change = next
  }
}

function changeComponent(change: Temporal.ZonedDateTime): ICAL.Component {
  const before = change.subtract({ seconds: 1 })
  const isSummer = change.offsetNanoseconds > before.offsetNanoseconds
  const component = new ICAL.Component(isSummer ? 'daylight' : 'standard')
  // By the clock as it was before the change.
  const local = before.toPlainDateTime().add({ seconds: 1 })
  component.addPropertyWithValue('dtstart', localTime(local))
  component.addPropertyWithValue('tzoffsetfrom', ICAL.UtcOffset.fromString(before.offset.slice(0, 6)))
  component.addPropertyWithValue('tzoffsetto', ICAL.UtcOffset.fromString(change.offset.slice(0, 6)))
  return component
}

/** A time on the wall as the calendar library has it. */
export function localTime({ year, month, day, hour, minute, second }: Temporal.PlainDateTime): ICAL.Time {
  return new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, ICAL.Timezone.localTimezone)
}
