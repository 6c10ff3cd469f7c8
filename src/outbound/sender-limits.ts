/**
 * The limits of senders: no faster than a carrier takes it, no more in a day than it may be. What is too much waits.
 *
 * What a sender has learnt is in the store, so that all processes slow down together and a restart forgets nothing. A rate
 * that was too fast is halved and grows back in small steps (additive increase, multiplicative decrease).
 */
import type { Clock, Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import type { Contacts, SenderPaces } from '../store/index.ts'
import { carrierDayOf, carrierLimitOf } from './carrier-limits.ts'
import { segmentsIn } from './segments.ts'
import { costOf, kindOf } from './throughput.ts'

/** A message as far as its carrier counts it. */
export interface Weighed {
  /** The number that writes, or the SID of a messaging service. */
  readonly from: string
  readonly isWhatsApp: boolean
  readonly text: string
}

export interface SenderLimits {
  /** Takes the next turn of a sender: the moment from which it may send. */
  turn(message: Weighed): Promise<Instant>
  /** Until when nothing of a sender is taken; a moment that is over when it may send. */
  heldUntil(message: Pick<Weighed, 'from' | 'isWhatsApp'>): Promise<Instant>
  /** Learns from a code that came back: its sender pauses and is slower after it. False for a code that says nothing of limits. */
  heed(message: Pick<Weighed, 'from' | 'isWhatsApp'>, code: number): Promise<boolean>
}

export interface SenderLimitsOptions {
  readonly contacts: Contacts
  readonly paces: SenderPaces
  readonly clock: Clock
  /** From 0, below 1. */
  readonly random: () => number
  /** Segments in a day of the carriers for US long codes and services of which nothing else is known; default no limit. */
  readonly dailySegments?: number | undefined
}

/** The limits of senders, as one process keeps them. */
export function createSenderLimits(options: SenderLimitsOptions): SenderLimits {
  const { contacts, paces, clock, random } = options

  /** Segments a day, of the sender itself or by its kind. */
  function dailyOf({ from, isWhatsApp }: Weighed, own: number | null | undefined): number | undefined {
    if (isWhatsApp) return undefined
    const kind = kindOf(from, false)
    return own ?? (kind === 'us-long-code' || kind === 'service' ? options.dailySegments : undefined)
  }

  return {
    async turn(message) {
      const { from, isWhatsApp, text } = message
      const known = await contacts.sender(from)
      const key = keyOf(message)
      const { share, heldUntil } = await paces.of(key, clock.now())
      const cost = Math.ceil(costOf(text, from, isWhatsApp, known?.perSecond) / share)
      const most = dailyOf(message, known?.dailySegments)
      let earliest = Math.max(clock.now(), heldUntil)
      for (;;) {
        const turn = await contacts.takeTurn(key, earliest, cost)
        const { day, endsAt } = carrierDayOf(turn)
        if (most === undefined || (await paces.count(from, day, segmentsIn(text), most))) return turn
        earliest = endsAt
      }
    },
    heldUntil: async (message) => (await paces.of(keyOf(message), clock.now())).heldUntil,
    async heed(message, code) {
      const limit = carrierLimitOf(code)
      if (limit === undefined) return false
      const key = keyOf(message)
      const now = clock.now()
      if (limit === 'rate') await paces.slowDown(key, now, minutes(1) + Math.round(minutes(1) * random()))
      else await paces.hold(key, carrierDayOf(now).endsAt)
      return true
    },
  }
}

/** WhatsApp is another queue, with the same number. */
const keyOf = ({ from, isWhatsApp }: Pick<Weighed, 'from' | 'isWhatsApp'>): string =>
  isWhatsApp ? `whatsapp:${from}` : from
