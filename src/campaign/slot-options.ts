/** How free times are offered, and to whom they go when somebody leaves one: options of a campaign, and what may be wrong with them. */
import type { Duration, Instant } from '../clock/clock.ts'
import type { Channel } from '../consent/index.ts'
import type { FlowFinding, Json } from '../flow/index.ts'
import type { Length } from './define.ts'
import { parsedLength } from './length.ts'

/** A free time of your calendar. */
export interface FreeSlot {
  /** What your calendar calls it; default: its moment. */
  readonly id?: string
  /** Epoch milliseconds. */
  readonly at: Instant
  /** IANA; default that of the person's appointment. */
  readonly zone?: string
  /** What is different about it, such as `place` or `with`; becomes data of the reminder that takes it. */
  readonly data?: { readonly [key: string]: Json }
}

/** For whom a time is looked for. */
export interface SlotSeeker {
  readonly externalId: string
  readonly name: string
  readonly appointmentAt: Instant
  readonly appointmentZone: string
  readonly data: { readonly [key: string]: Json }
}

/** Free times that are offered to whoever wants another. */
export interface SlotOptions {
  /**
   * Asks your calendar for the next free times of somebody, besides those that are kept here. When it fails, takes too long or
   * answers no list, those that are kept are offered alone; of a list, what is no time is left out.
   */
  readonly find?: (
    seeker: SlotSeeker,
    most: number,
    signal: AbortSignal,
  ) => readonly FreeSlot[] | Promise<readonly FreeSlot[]>
  /** How many seconds `find` may take, 1 to 8, default 3; after two the caller hears that it takes a moment. */
  readonly findSeconds?: number
  /** How long a time is held for a caller who thinks about it, `1m` to `30m`, default `5m`. */
  readonly hold?: Length
  /** How long times are held that were offered in a message, `5m` to `1d`, default `1h`. */
  readonly messageHold?: Length
  /** No time is offered that is sooner than that; default `2h`. */
  readonly notice?: Length
}

/** After what a time is taken for free; after a move by offered times it always is. `moved`: by whoever hands appointments in. */
export type FreedBy = 'cancelled' | 'cancel-requested' | 'withdrawn' | 'moved'

/** How times that become free are offered to those who wait for an earlier one. */
export interface WaitlistOptions {
  /** By which they are told, in this order: the next when one cannot reach somebody. */
  readonly channels: readonly Channel[]
  /** How long a time is held for one of them, `5m` to `1d`, default `30m`. */
  readonly hold?: Length
  /** A time that is sooner than that is offered to nobody; default `4h`. */
  readonly notice?: Length
  /**
   * Messages: what is written. `{slot}`, `{slotDay}`, `{slotTime}` and `{until}` besides the fields of reminders. Default: a sentence in
   * the person's language that says to reply 1 or 2.
   */
  readonly text?: string
  /** WhatsApp: an approved template for whoever has not written within 24 hours; its variables are filled as `text` is. */
  readonly template?: { readonly contentSid: string; readonly variables?: Readonly<Record<string, string>> }
  /** After what a time is taken for free; default after each of these. */
  readonly freedBy?: readonly FreedBy[]
}

/** The lengths of the options, in milliseconds. */
export const slotTimes = ({ hold = '5m', messageHold = '1h', notice = '2h' }: SlotOptions = {}) => ({
  hold: parsedLength(hold) ?? 0,
  messageHold: parsedLength(messageHold) ?? 0,
  notice: parsedLength(notice) ?? 0,
})

/** The lengths of the options, in milliseconds. */
export const waitlistTimes = ({ hold = '30m', notice = '4h' }: Partial<WaitlistOptions> = {}) => ({
  hold: parsedLength(hold) ?? 0,
  notice: parsedLength(notice) ?? 0,
})

/** What is wrong with the options; empty when they may be used. */
export function slotMistakes(options: SlotOptions | undefined, at: string): readonly FlowFinding[] {
  if (options === undefined) return []
  const { hold, messageHold, notice, findSeconds = 3 } = options
  return [
    ...lengthMistakes(hold, [`${at}/hold`, '1m', '30m']),
    ...lengthMistakes(messageHold, [`${at}/messageHold`, '5m', '1d']),
    ...lengthMistakes(notice, [`${at}/notice`, '0m', '60d']),
    ...unless(
      findSeconds >= 1 && findSeconds <= 8,
      `${at}/findSeconds`,
      `findSeconds is ${findSeconds}.`,
      'Use 1 to 8.',
    ),
  ]
}

/** What is wrong with the options; empty when they may be used. */
export function waitlistMistakes(options: WaitlistOptions | undefined, at: string): readonly FlowFinding[] {
  if (options === undefined) return []
  const { channels, hold, notice, text } = options
  return [
    ...unless(channels.length > 0, `${at}/channels`, 'Nobody would be told.', 'Name at least one channel.'),
    ...unless(
      new Set(channels).size === channels.length,
      `${at}/channels`,
      'A channel stands there twice.',
      'Name each once.',
    ),
    ...unless(text !== '', `${at}/text`, 'The message says nothing.', 'Leave it out, or give it a text.'),
    ...lengthMistakes(hold, [`${at}/hold`, '5m', '1d']),
    ...lengthMistakes(notice, [`${at}/notice`, '0m', '60d']),
  ]
}

function lengthMistakes(
  length: Length | undefined,
  [at, least, most]: readonly [at: string, least: Length, most: Length],
): readonly FlowFinding[] {
  if (length === undefined) return []
  const parsed = parsedLength(length)
  if (parsed === undefined) return unless(false, at, `"${length}" is no length of time.`, 'Write 30m, 2h or 3d.')
  const [from, to] = [least, most].map((one): Duration => parsedLength(one) ?? 0)
  const isWithin = parsed >= (from ?? 0) && parsed <= (to ?? 0)
  return unless(isWithin, at, `${length} is too short or too long.`, `Use ${least} to ${most}.`)
}

function unless(isGood: boolean, at: string, message: string, help: string): readonly FlowFinding[] {
  return isGood ? [] : [{ code: 'VALUE_UNUSABLE', severity: 'error', at, message, help }]
}
