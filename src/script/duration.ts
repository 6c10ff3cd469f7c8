import { z } from 'zod'
import type { Duration } from '../clock/clock.ts'

/** The lengths of a unit in milliseconds, by every spelling that is understood. */
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  seconds: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
}

/** A length of time as people write it: `3s`, `500ms`, `2 minutes`; a bare number counts seconds. Undefined for others. */
export function readDuration(text: string): Duration | undefined {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)\s*([a-z]+)?$/i.exec(text.trim()) ?? []
  const milliseconds = UNITS[unit.toLowerCase()]
  return amount === undefined || milliseconds === undefined ? undefined : Math.round(Number(amount) * milliseconds)
}

/** {@link readDuration} as a schema. */
export const durationSchema = z
  .union([z.string(), z.number()])
  .transform((value, context) => {
    const duration = readDuration(String(value))
    if (duration !== undefined) return duration
    context.addIssue(`"${value}" is not a length of time. Write 3s, 500ms or 2m.`)
    return z.NEVER
  })
  .describe('A length of time: 3s, 500ms, 2m; a bare number counts seconds.')
