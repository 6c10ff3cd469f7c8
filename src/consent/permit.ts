/**
 * A permit: the proof that a verdict was asked for and was a yes, for one person, way, purpose and moment.
 *
 * Whoever calls or writes takes nothing else to say whom. The type cannot be written down by anybody but {@link issue},
 * which only `may-contact.ts` may import (a test holds that), and what was forged with a cast is noticed when it is used.
 */
import type { Instant } from '../clock/clock.ts'
import { seconds } from '../clock/duration.ts'
import type { Channel, Purpose } from './person.ts'

declare const made: unique symbol

/** Leave to reach one person once, now. */
export interface Permit<C extends Channel = Channel> {
  readonly [made]: true
  /** E.164. */
  readonly to: string
  /** The number that calls or writes, or the SID of a messaging service. */
  readonly from: string
  readonly channel: C
  readonly purpose: Purpose
  /** The moment it was given. */
  readonly at: Instant
  /** WhatsApp: whether only a template may be sent. */
  readonly content: 'text' | 'template'
}

/** A permit says what was so at one moment; after so long it has to be asked for again. */
const GOOD_FOR = seconds(30)

const unused = new WeakSet<object>()

/** Gives a permit. For `mayContact` alone. */
export function issue<C extends Channel>(what: Omit<Permit<C>, typeof made>): Permit<C> {
  const permit = Object.freeze({ ...what }) as Permit<C> // the brand exists in the type only
  unused.add(permit)
  return permit
}

/**
 * Uses a permit up. Everything that calls or writes does this before anything leaves.
 *
 * @throws {TypeError} for one that `mayContact` has not given, that was used before, or that is older than 30 seconds:
 *   ask again, because the person may have said stop meanwhile
 */
export function use(permit: Permit, now: Instant): void {
  if (!unused.delete(permit))
    throw new TypeError('This is no permit, or it was used before. Ask mayContact for each time.')
  if (now - permit.at > GOOD_FOR) throw new TypeError('This permit is too old. Ask mayContact again just before.')
}
