/**
 * The waitlist at work: a time that is free is offered to whoever waits longest, then to the next, until somebody takes it or
 * nobody is left.
 *
 * One task a slot. It says what is to be done by what the store holds, so that whoever takes it up after a crash goes on where
 * it was: an offer that was begun is told once, by its key in the outbox.
 */

import type { Clock, Instant } from '../clock/clock.ts'
import { minutes, seconds } from '../clock/duration.ts'
import type { Channel } from '../consent/index.ts'
import { isSecret, type Json, type Outcome, type Secret, slotWords } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Outbound, Reached } from '../outbound/outbound.ts'
import { offerKey, type Reminder, type Slot, type SlotOffer, type Store, WAITLIST_TASK } from '../store/index.ts'
import type { TaskHandler, TaskHandlers, TaskOutcome } from '../work/worker.ts'
import type { CampaignDefinition } from './define.ts'
import type { CampaignAddresses } from './making.ts'
import { type WaitlistOptions, waitlistTimes } from './slot-options.ts'
import { thousandths } from './thousandths.ts'
import { filled, slotInCall, slotInWords, timeInWords } from './words.ts'

export interface WaitlistTaskOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly store: Store
  readonly outbound: Outbound
  readonly clock: Clock
  readonly log: Pick<Log, 'info'>
  readonly reveal: (secret: Secret) => string | undefined
  /** Undefined until the app listens. */
  readonly addresses: () => CampaignAddresses | undefined
  readonly languageOf: (flow: string) => string
}

/** An offer in hand. */
interface InHand {
  readonly campaign: CampaignDefinition
  readonly waitlist: WaitlistOptions
  readonly slot: Slot
  readonly offer: SlotOffer
  readonly reminder: Reminder
  readonly tries: number
}

/** Whoever is about to be told has the time for so long, however long that takes. */
const ABOUT_TO_BE_TOLD = minutes(10)
const LOOK_AGAIN = minutes(1)
const SOON = seconds(5)
/** Whoever is at a slot and is not heard of for so long is taken for dead. */
const LEASE = minutes(2)
const DONE: TaskOutcome = { kind: 'done' }
/** Statuses that say that nobody was told. */
const UNTOLD: readonly string[] = ['busy', 'no-answer', 'failed', 'canceled', 'undelivered']

/** Who offers times that are free. */
export const waitlistTasks = (options: WaitlistTaskOptions): TaskHandlers => ({ [WAITLIST_TASK]: offerOn(options) })

function offerOn(options: WaitlistTaskOptions): TaskHandler {
  const { campaigns, store, clock } = options

  return async ({ about, tries }) => {
    const slotId = slotIn(about)
    const now = clock.now()
    if (!(await store.waitlist.tend(slotId, now, now + LEASE))) {
      return (await store.slots.find(slotId)) === undefined ? DONE : later(now + SOON, 'somebody else is at it')
    }
    try {
      for (;;) {
        const step = await goOn(slotId, tries)
        if (step !== 'next') return step
      }
    } finally {
      await store.waitlist.untend(slotId)
    }
  }

  /** Does what is next for a slot; `next`: there is more to do. */
  async function goOn(slotId: string, tries: number): Promise<TaskOutcome | 'next'> {
    const slot = await settled(slotId)
    if (slot?.state === 'left') return later(clock.now() + LOOK_AGAIN, 'an import goes on')
    if (slot === undefined || slot.state === 'taken' || slot.state === 'gone') return DONE
    const now = clock.now()
    const open = await store.waitlist.openOfSlot(slot.id)
    const isTold = open?.state === 'made' && !(await isUntold(open))
    if (isTold && open.until > now) return later(open.until, 'somebody thinks about it')
    if (isTold) await store.waitlist.end(open.id, 'expired', null, now)
    const campaign = campaigns.find(({ name }) => name === slot.campaign)
    if (campaign?.waitlist === undefined || !(await isWorthOffering(slot, campaign))) {
      if (open !== undefined && !isTold) await store.waitlist.end(open.id, 'withdrawn', 'it is too late', now)
      await store.waitlist.passOn(slot.id)
      return DONE
    }
    if (!(await mayGoOn(campaign))) return later(now + LOOK_AGAIN, 'the campaign is paused')
    const offer = open !== undefined && !isTold ? open : await begin(slot)
    return 'kind' in offer ? offer : tell(offer, slot, campaign, campaign.waitlist, tries)
  }

  /** A slot whose import is over, or has died. */
  async function settled(slotId: string): Promise<Slot | undefined> {
    const slot = await store.slots.find(slotId)
    if (slot?.state !== 'left') return slot
    await store.slots.settleForgotten(slot.campaign, clock.now())
    return store.slots.find(slotId)
  }

  /** The network says of what was to tell him that it did not. */
  async function isUntold({ id, channel, untold }: SlotOffer): Promise<boolean> {
    if (untold !== null) return true
    const entry = channel === null ? undefined : await store.outbox.find(offerKey(id, channel))
    return UNTOLD.includes(entry?.status ?? '')
  }

  async function isWorthOffering(slot: Slot, campaign: CampaignDefinition): Promise<boolean> {
    const { state } = await store.campaigns.find(slot.campaign)
    return state !== 'stopped' && slot.at - waitlistTimes(campaign.waitlist).notice >= clock.now()
  }

  /** As for attempts: the campaign runs, and has money for one more. */
  async function mayGoOn({ name, spending }: CampaignDefinition): Promise<boolean> {
    const { state, spent } = await store.campaigns.find(name)
    if (state === 'paused' || spending === undefined) return state !== 'paused'
    return spent + thousandths(Math.max(spending.perCall, spending.perMessage)) <= thousandths(spending.limit)
  }

  /** Holds the slot for the next in line. */
  async function begin(slot: Slot): Promise<SlotOffer | TaskOutcome> {
    const now = clock.now()
    if (slot.state === 'offered' && slot.heldUntil !== null && slot.heldUntil > now) {
      const isInWaitlist = (await store.waitlist.openOfSlot(slot.id)) !== undefined
      if (!isInWaitlist) return later(slot.heldUntil, 'a caller thinks about it')
    }
    const next = await store.waitlist.nextFor(slot.id)
    if (next === undefined) {
      await store.waitlist.passOn(slot.id)
      return DONE
    }
    if (next.busyUntil !== null) return later(Math.max(next.busyUntil, now + SOON), 'he is offered another time')
    const { reminderId } = next
    const offer = await store.waitlist.offer({ slotId: slot.id, reminderId, now, until: now + ABOUT_TO_BE_TOLD })
    return offer ?? later(now + LOOK_AGAIN, 'somebody else has it')
  }

  /** Tells him, by the first channel that reaches him. */
  async function tell(
    offer: SlotOffer,
    slot: Slot,
    campaign: CampaignDefinition,
    waitlist: WaitlistOptions,
    tries: number,
  ): Promise<TaskOutcome | 'next'> {
    const reminder = await store.reminders.find(offer.reminderId)
    const reasons: string[] = []
    if (reminder === undefined || hasLeft(reminder, slot)) {
      await store.waitlist.end(offer.id, 'unreached', 'he has another time', clock.now())
      return 'next'
    }
    // What was to tell him has not: only the channels after it are left.
    const before = offer.state === 'made' && offer.channel !== null ? waitlist.channels.indexOf(offer.channel) + 1 : 0
    if (before > 0) reasons.push(`${offer.channel}: ${offer.untold ?? 'not reached'}`)
    for (const channel of waitlist.channels.slice(before)) {
      const reached = await reach({ campaign, waitlist, slot, offer, reminder, tries }, channel)
      if (reached.kind === 'sent' && !UNTOLD.includes(reached.entry.status ?? '')) {
        return isTold({ campaign, waitlist, slot, offer }, channel, reached)
      }
      const wait = waitOf(reached, clock.now())
      // He keeps his place while it is night where he lives, as long as the time is not too near by then.
      if (wait !== undefined && wait.until <= slot.at - waitlistTimes(waitlist).notice) {
        await store.waitlist.keepAsking(offer.id, wait.until + ABOUT_TO_BE_TOLD)
        return wait.outcome
      }
      reasons.push(`${channel}: ${reasonOf(reached)}`)
    }
    await store.waitlist.end(offer.id, 'unreached', reasons.join('; '), clock.now())
    return 'next'
  }

  async function isTold(
    { campaign, waitlist, slot, offer }: Pick<InHand, 'campaign' | 'waitlist' | 'slot' | 'offer'>,
    channel: Channel,
    { entry }: Extract<Reached, { kind: 'sent' }>,
  ): Promise<TaskOutcome> {
    const at = entry.askedAt ?? clock.now()
    const until = Math.min(at + waitlistTimes(waitlist).hold, slot.at)
    const isFirst = await store.waitlist.made(offer.id, channel, at, until)
    const { spending } = campaign
    if (isFirst && spending !== undefined) {
      const cost = channel === 'call' ? spending.perCall : spending.perMessage
      await store.campaigns.spend(campaign.name, thousandths(cost), clock.now())
    }
    options.log.info({ campaign: campaign.name, offer: offer.id, channel }, 'a free time was offered')
    return later(until, 'somebody thinks about it')
  }

  async function reach(
    { campaign, waitlist, slot, offer, reminder, tries }: InHand,
    channel: Channel,
  ): Promise<Reached> {
    const addresses = options.addresses()
    const from = isSecret(campaign.from) ? options.reveal(campaign.from) : campaign.from
    if (addresses === undefined || from === undefined) throw new Error('no address, or no number to call from')
    const key = offerKey(offer.id, channel)
    const { number: to, zone } = reminder
    const approach = { to, from, purpose: campaign.purpose, ...(zone !== null && { zones: [zone] }) }
    if (channel === 'call') {
      return options.outbound.call(approach, {
        key,
        url: addresses.attempt(campaign.flow, offer.id),
        fallbackUrl: addresses.fallback(campaign.flow),
        statusUrl: addresses.status(),
        ringSeconds: campaign.ringSeconds,
        ...(campaign.detection !== undefined && { detection: campaign.detection }),
        tries,
      })
    }
    const { template } = waitlist
    const language = reminder.language ?? options.languageOf(campaign.flow)
    const words = fieldsOf(slot, reminder, language, clock.now() + waitlistTimes(waitlist).hold)
    const fill = (text: string) => filled(text, reminder, language, words)
    const variables = Object.entries(template?.variables ?? {}).map(([name, text]) => [name, fill(text)] as const)
    const usesTemplate = channel === 'whatsapp' && template !== undefined
    return options.outbound.write(
      { ...approach, channel, content: usesTemplate ? 'template' : 'text' },
      {
        key,
        text: fill(waitlist.text ?? slotWords(language).earlierByMessage('{slot}', '{until}')),
        ...(usesTemplate && { template: { ...template, variables: Object.fromEntries(variables) } }),
        statusUrl: addresses.messageStatus(),
        tries,
      },
    )
  }
}

const slotIn = (about: Json): string => (about as { readonly slot: string }).slot // as the store has written it

const later = (at: Instant, reason: string): TaskOutcome => ({ kind: 'later', at, reason })

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

/** His appointment is not later any more, or he does not come at all. */
const hasLeft = ({ state, outcome, appointmentAt }: Reminder, slot: Slot): boolean =>
  state === 'withdrawn' || appointmentAt <= slot.at || (outcome !== null && GONE.includes(outcome))

const GONE: readonly Outcome[] = ['cancelled', 'cancel-requested', 'opted-out', 'wrong-number']

/** When to ask again; undefined when he cannot be reached this way, or not for long because he was reached too often. */
function waitOf(
  reached: Reached,
  now: Instant,
): { readonly until: Instant; readonly outcome: TaskOutcome } | undefined {
  if (reached.kind === 'wait') {
    const { until, reason, isFailure } = reached
    return { until, outcome: isFailure ? { kind: 'again', wait: until - now, reason } : later(until, reason) }
  }
  const isNight = reached.kind === 'refused' && reached.reasons.every(({ kind }) => kind === 'quiet-hours')
  if (!isNight || reached.until === undefined) return undefined
  return { until: reached.until, outcome: later(reached.until, 'it is night where he lives') }
}

function reasonOf(reached: Reached): string {
  switch (reached.kind) {
    case 'refused':
      return reached.reasons.map(({ kind }) => kind).join(', ')
    case 'sent':
      return reached.entry.status ?? 'not delivered'
    default:
      return reached.reason
  }
}

/** Looks at once at offers that have reached nobody, and not when their time is over. */
export async function lookAtOffers(
  campaigns: readonly CampaignDefinition[],
  store: Store,
  clock: Clock,
): Promise<boolean> {
  const added = await Promise.all(
    campaigns
      .filter(({ waitlist }) => waitlist !== undefined)
      .map(async ({ name }) =>
        Promise.all(
          (await store.waitlist.unreached(name)).map(({ id, slotId, channel }) =>
            store.tasks.add({
              key: `${WAITLIST_TASK}/${slotId}/${id}/${channel}`,
              task: WAITLIST_TASK,
              about: { slot: slotId },
              at: clock.now(),
            }),
          ),
        ),
      ),
  )
  return added.flat().includes(true)
}
