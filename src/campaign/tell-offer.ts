/**
 * Telling somebody of an earlier time: one call or message a channel, as long as the campaign has money for it.
 *
 * On WhatsApp free words reach only who has written within a day; to all others the template goes, and nothing without one.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import type { Channel } from '../consent/index.ts'
import { isSecret, type Secret, slotWords } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Outbound, Reached } from '../outbound/outbound.ts'
import { type OutboxEntry, offerKey, type Reminder, type Slot, type SlotOffer, type Store } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import type { CampaignAddresses } from './making.ts'
import { type WaitlistOptions, waitlistTimes } from './slot-options.ts'
import { thousandths } from './thousandths.ts'
import { filled, slotInCall, slotInWords, timeInWords } from './words.ts'

export interface TellOfferOptions {
  readonly store: Store
  readonly outbound: Outbound
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
  readonly reveal: (secret: Secret) => string | undefined
  /** Undefined until the app listens. */
  readonly addresses: () => CampaignAddresses | undefined
  readonly languageOf: (flow: string) => string
}

/** An offer in hand. */
export interface InHand {
  readonly campaign: CampaignDefinition
  readonly waitlist: WaitlistOptions
  readonly slot: Slot
  readonly offer: SlotOffer
  readonly reminder: Reminder
  readonly tries: number
}

/** Tells somebody on a channel; `too-dear`: the campaign would spend more than it may, and is paused. */
export type TellOffer = (inHand: InHand, channel: Channel) => Promise<Reached | { readonly kind: 'too-dear' }>

/** Who tells people of earlier times. */
export function createTellOffer(options: TellOfferOptions): TellOffer {
  const { store, outbound, clock, log } = options

  return async (inHand, channel) => {
    const key = offerKey(inHand.offer.id, channel)
    const before = await store.outbox.find(key)
    if (!(await isPaid(inHand.campaign, channel, key, before))) return { kind: 'too-dear' }
    const reached = await reach(inHand, channel, before)
    if (reached.kind !== 'sent') await store.campaigns.unspend(key)
    return reached
  }

  /** Counted before anything leaves: several times may be offered at once. */
  async function isPaid(
    { name, spending }: CampaignDefinition,
    channel: Channel,
    key: string,
    before: OutboxEntry | undefined,
  ): Promise<boolean> {
    if (spending === undefined) return true
    const amount = thousandths(channel === 'call' ? spending.perCall : spending.perMessage)
    const spent = await store.campaigns.spend(name, { key, amount }, clock.now())
    // What may have left already is paid for, whatever was spent since.
    if (spent <= thousandths(spending.limit) || (before?.askedAt ?? null) !== null) return true
    await store.campaigns.unspend(key)
    await store.campaigns.set(name, 'paused', 'the spending limit is reached', clock.now())
    log.warn({ campaign: name }, 'a campaign has reached its spending limit and is paused')
    return false
  }

  async function reach(inHand: InHand, channel: Channel, before: OutboxEntry | undefined): Promise<Reached> {
    const { campaign, offer, reminder, tries } = inHand
    const addresses = options.addresses()
    const from = isSecret(campaign.from) ? options.reveal(campaign.from) : campaign.from
    if (addresses === undefined || from === undefined) throw new Error('no address, or no number to call from')
    const key = offerKey(offer.id, channel)
    const { number: to, zone } = reminder
    const approach = { to, from, purpose: campaign.purpose, ...(zone !== null && { zones: [zone] }) }
    if (channel === 'call') {
      return outbound.call(approach, {
        key,
        url: addresses.attempt(campaign.flow, offer.id),
        fallbackUrl: addresses.fallback(campaign.flow),
        statusUrl: addresses.status(),
        ringSeconds: campaign.ringSeconds,
        ...(campaign.detection !== undefined && { detection: campaign.detection }),
        tries,
      })
    }
    // Whoever asks again says the same as before, by which the network's lists are looked through.
    const askedAt = before?.askedAt ?? null
    const { text, template } = messageOf(inHand, askedAt ?? clock.now())
    const written = { ...approach, channel, about: key, content: 'text' } as const
    const usesTemplate =
      channel === 'whatsapp' && template !== undefined && (askedAt !== null || (await isWindowClosed(written)))
    return outbound.write(usesTemplate ? { ...written, content: 'template' } : written, {
      ...{ key, text, statusUrl: addresses.messageStatus(), tries },
      ...(usesTemplate && { template }),
    })
  }

  /** Whether only a template reaches him. */
  async function isWindowClosed(approach: Parameters<Outbound['gate']['preview']>[0]): Promise<boolean> {
    const reasons = await outbound.gate.preview(approach, clock.now())
    return reasons.some(({ kind }) => kind === 'outside-session-window')
  }

  /** What is written, with the moment until which he has the time when he is told at another. */
  function messageOf({ campaign, waitlist, slot, reminder }: InHand, toldAt: Instant) {
    const language = reminder.language ?? options.languageOf(campaign.flow)
    const until = Math.min(toldAt + waitlistTimes(waitlist).hold, slot.at)
    const words = fieldsOf(slot, reminder, language, until)
    const fill = (text: string) => filled(text, reminder, language, words)
    const { template, text = slotWords(language).earlierByMessage('{slot}', '{until}') } = waitlist
    const variables = Object.entries(template?.variables ?? {}).map(([name, words]) => [name, fill(words)] as const)
    return { text: fill(text), template: template && { ...template, variables: Object.fromEntries(variables) } }
  }
}

function fieldsOf(slot: Slot, reminder: Reminder, language: string, until: Instant): Readonly<Record<string, string>> {
  const { day, time } = slotInCall(slot, reminder, language)
  const zone = reminder.zone ?? slot.zone
  return {
    slot: slotInWords(slot, reminder, language),
    slotDay: day,
    slotTime: time,
    until: timeInWords(until, zone, language),
  }
}
