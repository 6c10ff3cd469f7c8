import type { Duration } from './clock.ts'

/** `amount` seconds as milliseconds, rounded to a whole one. */
export const seconds = (amount: number): Duration => Math.round(amount * 1000)

/** `amount` minutes as milliseconds, rounded to a whole one. */
export const minutes = (amount: number): Duration => Math.round(amount * 60_000)

/** `amount` hours as milliseconds, rounded to a whole one. */
export const hours = (amount: number): Duration => Math.round(amount * 3_600_000)
