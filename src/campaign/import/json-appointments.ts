/**
 * Appointments as another system posts them: JSON, one or many, each judged by itself.
 */
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Instant } from '../../clock/clock.ts'
import { numberIn } from '../../phone/e164.ts'
import { isZone } from '../../phone/zones.ts'
import type { NewReminder } from '../../store/index.ts'
import type { Imported, ImportSettings } from './imported.ts'

const zoneShape = z.string().refine(isZone, 'is no time zone; write a name such as America/New_York')

const appointmentShape = z.object({
  externalId: z.string().trim().min(1),
  status: z.string().optional(),
  number: z.string().optional(),
  name: z.string().optional(),
  language: z.string().nullish(),
  zone: zoneShape.nullish(),
  appointmentAt: z.union([z.int(), z.string()]).optional(),
  appointmentZone: zoneShape.optional(),
  data: z.record(z.string(), z.json()).optional(),
  waitlist: z.union([z.boolean(), z.object({ notBefore: z.union([z.int(), z.string()]).nullish() })]).nullish(),
})

/** Words by which somebody says that an appointment is gone. */
const GONE = /^(cancel|delete|void)/i

/**
 * Reads one appointment. No reason holds anything personal.
 *
 * @param value what stands in the JSON: `externalId`, and `number` and `appointmentAt`, or a `status` that says that it is gone
 * @param line its place among those that came with it, from 0
 */
export function readAppointment(value: unknown, line: number, settings: ImportSettings): Imported {
  const unusable = (reason: string): Imported => ({ kind: 'unusable', line, reason })
  const read = appointmentShape.safeParse(value)
  if (!read.success) return unusable(mistakeOf(read.error))
  const { externalId, status = '', data = {}, name = '', language = null, zone = null } = read.data
  if (GONE.test(status)) return { kind: 'withdrawn', line, externalId }
  const number = numberIn(read.data.number ?? '', settings.region)
  if (number === undefined) return unusable('number cannot be read; write + and country code')
  const appointmentZone = read.data.appointmentZone ?? settings.zone
  const appointmentAt = momentOf(read.data.appointmentAt, appointmentZone)
  if (appointmentAt === undefined) {
    return unusable('appointmentAt cannot be read; write 2026-12-01T14:30:00-05:00, or epoch milliseconds')
  }
  if (appointmentAt <= settings.now) return unusable('the appointment is over')
  const { campaign } = settings
  const waitlist = wishIn(read.data.waitlist, appointmentZone)
  if (waitlist === 'unreadable')
    return unusable('waitlist.notBefore cannot be read; write 2026-12-01 or epoch milliseconds')
  return {
    kind: 'reminder',
    line,
    reminder: {
      ...{ campaign, externalId, number, name, language, zone, appointmentAt, appointmentZone, data },
      ...(waitlist !== undefined && { waitlist }),
    },
  }
}

/** `true`, `false`, or from when on; left out it says nothing. */
function wishIn(
  wish: z.infer<typeof appointmentShape>['waitlist'],
  zone: string,
): NewReminder['waitlist'] | 'unreadable' {
  if (wish === undefined) return undefined
  if (wish === null || wish === false) return null
  const { notBefore = null } = wish === true ? {} : wish
  const moment = notBefore === null ? null : momentOf(notBefore, zone)
  return moment === undefined ? 'unreadable' : { notBefore: moment }
}

function mistakeOf({ issues }: z.ZodError): string {
  const [first] = issues
  const field = first?.path.join('.') || 'the appointment'
  if (first?.code === 'custom') return `${field} ${first.message}`
  return field === 'externalId' ? 'externalId is missing or empty' : `${field} is not of the right kind`
}

/** With an offset it is a moment; without one, by the clock on the wall of the place. */
function momentOf(given: number | string | undefined, zone: string): Instant | undefined {
  if (typeof given !== 'string') return given
  try {
    if (/(Z|[+-]\d\d:?\d\d)$/i.test(given)) return Temporal.Instant.from(given).epochMilliseconds
    return Temporal.PlainDateTime.from(given).toZonedDateTime(zone).epochMilliseconds
  } catch {
    return undefined
  }
}
