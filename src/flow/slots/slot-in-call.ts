import type { Json } from '../session.ts'

/** A free time, as a call knows it. */
export type SlotInCall = {
  readonly id: string
  /** The day in words, in the call's language and the time's zone: `Wednesday, August 5`. */
  readonly day: string
  /** The time in words: `2:30 PM`. */
  readonly time: string
  /** Epoch milliseconds. */
  readonly at: number
  /** What is different about this time, such as `place`. */
  readonly data: { readonly [key: string]: Json }
}

/** A time that is held for somebody who waits for an earlier one, as a call knows it. */
export type OfferInCall = { readonly id: string; readonly slot: SlotInCall }

/** Reads a slot from a fact or a memo. */
export const isSlotInCall = (value: Json): value is SlotInCall =>
  typeof value === 'object' && value !== null && 'id' in value && 'day' in value && 'time' in value
