import type { Duration } from '../clock/clock.ts'
import { hours, minutes } from '../clock/duration.ts'

const UNITS: Readonly<Record<string, Duration>> = { m: minutes(1), h: hours(1), d: hours(24) }

/** `30m`, `2h`, `3d` in milliseconds; undefined for anything else. */
export function parsedLength(text: string): Duration | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([mhd])$/.exec(text) ?? []
  const one = UNITS[unit]
  return amount === undefined || one === undefined ? undefined : Math.round(Number(amount) * one)
}
