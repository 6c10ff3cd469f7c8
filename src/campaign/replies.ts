/**
 * Replies by message: what somebody answers who was asked last about his appointment, about free times, or about an earlier
 * one. What was asked last is what he answers.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import { slotWords } from '../flow/index.ts'
import type { InboundMessage, Reminder, SlotOffer, Store } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import { type ReplyOutcome, replyNumber, replyOutcome } from './reply.ts'
import type { SlotDesk } from './slots.ts'
import { appointmentInWords, slotInWords } from './words.ts'

export interface RepliesOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly store: Store
  readonly clock: Clock
  readonly slots: SlotDesk
  readonly languageOf: (flow: string) => string
  /** Called when there is something to do or to tell. */
  readonly onTask: () => void
}

/** What a message means, and what is answered to it. */
export interface ReadReply {
  readonly meaning: string
  readonly answer?: string
}

type Reply = Pick<InboundMessage, 'from' | 'text' | 'sid' | 'channel'>

/** What somebody was asked last. */
interface Asked {
  readonly at: Instant
  readonly reminder: Reminder
  readonly campaign: CampaignDefinition
  readonly language: string
  /** An earlier time that he may take; it may be over. */
  readonly offer?: SlotOffer
  /** Free times that were written to him, by their ids. */
  readonly choices?: readonly string[]
}

/** So many times are named in a message. */
const MOST = 3

/** Who reads replies; undefined: it is none, and a person should read it. */
export function createReplies(options: RepliesOptions): (reply: Reply) => Promise<ReadReply | undefined> {
  const { campaigns, store, clock, slots, languageOf, onTask } = options

  async function readReply(reply: Reply): Promise<ReadReply | undefined> {
    if (replyNumber(reply.text) === undefined && replyOutcome(reply.text) === undefined) return undefined
    const reminders = await store.reminders.openFor(reply.from, clock.now())
    const asked = (await Promise.all(reminders.map(askedAbout))).flat().toSorted((a, b) => b.at - a.at)[0]
    if (asked === undefined) return undefined
    const read = (await aboutOffer(asked, reply)) ?? (await aboutSlots(asked, reply)) ?? (await ordinary(asked, reply))
    if (read !== undefined) onTask()
    return read
  }

  /** All that somebody was asked by message about one appointment. Only that is answered by one; a stray "1" is for a person. */
  async function askedAbout(reminder: Reminder): Promise<readonly Asked[]> {
    const campaign = campaigns.find(({ name }) => name === reminder.campaign)
    if (campaign === undefined) return []
    const common = { reminder, campaign, language: reminder.language ?? languageOf(campaign.flow) }
    const offer = await store.waitlist.lastOf(reminder.id)
    const choices = await store.slots.choicesOf(reminder.id)
    const reminded = await remindedAt(reminder)
    return [
      ...(reminded === undefined ? [] : [{ ...common, at: reminded }]),
      ...(choices === undefined ? [] : [{ ...common, at: choices.at, choices: choices.slotIds }]),
      ...(offer?.madeAt == null || offer.channel === 'call' ? [] : [{ ...common, at: offer.madeAt, offer }]),
    ]
  }

  async function remindedAt({ id }: Reminder): Promise<Instant | undefined> {
    const written = (await store.reminders.attemptsOf(id)).filter(
      ({ channel, sid }) => channel !== 'call' && sid !== null,
    )
    const entries = await Promise.all(written.map((attempt) => store.outbox.find(`attempt/${attempt.id}`)))
    const moments = entries.map((entry) => entry?.askedAt ?? entry?.at ?? 0)
    return moments.length === 0 ? undefined : Math.max(...moments)
  }

  /** Takes an earlier time, or keeps his own. */
  async function aboutOffer(asked: Asked, { text, channel, sid }: Reply): Promise<ReadReply | undefined> {
    const { offer, reminder, language } = asked
    if (offer === undefined) return undefined
    const says = yesOrNo(text)
    const words = slotWords(language)
    if ((says === 'no' || says === 'no-word') && offer.state !== 'accepted') {
      await store.waitlist.end(offer.id, 'declined', null, clock.now())
      return { meaning: 'earlier-declined', answer: words.kept(appointmentInWords(reminder, language)) }
    }
    if (says !== 'yes') return undefined
    if (offer.state === 'accepted') return moved(asked)
    // The time is over, and so may be the offer: he has it if nobody else has been offered it since.
    const isMine = await store.waitlist.isStillFor(offer.id, clock.now())
    if (isMine && (await taken(asked, offer.slotId, { channel, sid }))) return moved(asked)
    await store.waitlist.end(offer.id, 'withdrawn', 'somebody else has it', clock.now())
    const kept = words.kept(appointmentInWords(reminder, language))
    return { meaning: 'earlier-gone', answer: `${words.justTaken} ${kept}` }
  }

  /** Takes one of the free times that were written to him. */
  async function aboutSlots(asked: Asked, { text, channel, sid }: Reply): Promise<ReadReply | undefined> {
    const { choices, reminder, campaign, language } = asked
    if (choices === undefined) return undefined
    const number = replyNumber(text)
    if (number === 0 || number === 9 || yesOrNo(text) === 'no-word') {
      await store.slots.release({ heldIn: 'message', reminderId: reminder.id })
      await store.slots.keepChoices(reminder.id, [], clock.now())
      return { meaning: 'reschedule-requested', answer: campaign.replies['reschedule-requested'] }
    }
    const slotId = choices[(number ?? 0) - 1]
    if (slotId === undefined) return undefined
    if (await taken(asked, slotId, { channel, sid })) {
      await store.slots.keepChoices(reminder.id, [], clock.now())
      return moved(asked)
    }
    const next = await named(reminder, language)
    const instead = next === '' ? campaign.replies['reschedule-requested'] : next
    return { meaning: 'reschedule-requested', answer: `${slotWords(language).justTaken} ${instead}` }
  }

  async function taken(
    { reminder }: Asked,
    slotId: string,
    { channel, sid }: Pick<Reply, 'channel' | 'sid'>,
  ): Promise<boolean> {
    const taking = { slotId, reminderId: reminder.id, at: clock.now(), source: channel, takenIn: sid }
    return store.slots.take(taking)
  }

  async function moved({ reminder, language }: Asked): Promise<ReadReply> {
    const now = (await store.reminders.find(reminder.id)) ?? reminder
    return { meaning: 'rescheduled', answer: slotWords(language).moved(appointmentInWords(now, language)) }
  }

  /** An answer to a reminder. */
  async function ordinary(
    { reminder, campaign, language }: Asked,
    { from, text, channel, sid }: Reply,
  ): Promise<ReadReply | undefined> {
    const outcome = replyOutcome(text, campaign.replyKeys)
    if (outcome === undefined) return undefined
    const isLost = outcome === 'confirmed' && (await store.slots.isLost(reminder.id))
    await learn(reminder, isLost ? 'callback-requested' : outcome, { channel, sid })
    if (isLost) return { meaning: 'callback-requested', answer: slotWords(language).givenAway }
    const times =
      outcome === 'reschedule-requested' && !(await hasSaidStop(from)) ? await named(reminder, language) : ''
    return { meaning: outcome, answer: times === '' ? campaign.replies[outcome] : times }
  }

  async function learn(
    { id }: Reminder,
    outcome: ReplyOutcome | 'callback-requested',
    { channel, sid }: Pick<Reply, 'channel' | 'sid'>,
  ): Promise<void> {
    const learnt = { reminderId: id, attemptId: null, outcome, source: channel, detail: sid } as const
    await store.reminders.learn({ ...learnt, at: clock.now() })
  }

  /** Nothing is offered to whoever has said stop, also when he writes. */
  async function hasSaidStop(number: string): Promise<boolean> {
    return (await store.suppressions.history(number)).some(({ lifted }) => lifted === null)
  }

  /** Free times by number, held for him from now on; empty when there are none. */
  async function named(reminder: Reminder, language: string): Promise<string> {
    const held = await slots.forMessage(reminder, MOST)
    const ids = held.map(({ id }) => id)
    await store.slots.keepChoices(reminder.id, ids, clock.now())
    if (held.length === 0) return ''
    const choices = held.map((slot, place) => `${place + 1} ${slotInWords(slot, reminder, language)}`)
    return slotWords(language).listed(choices)
  }

  return readReply
}

/** What is said to an offer: 1 and 2, or in words. `no-word`: no, and not by number. */
function yesOrNo(text: string): 'yes' | 'no' | 'no-word' | undefined {
  const number = replyNumber(text)
  if (number !== undefined) return number === 1 ? 'yes' : number === 2 ? 'no' : undefined
  const outcome = replyOutcome(text)
  return outcome === 'confirmed' ? 'yes' : outcome === 'cancel-requested' ? 'no-word' : undefined
}
