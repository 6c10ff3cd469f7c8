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
import type { Json, Outcome } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Reached } from '../outbound/outbound.ts'
import { offerKey, type Reminder, type Slot, type SlotOffer, type Store, WAITLIST_TASK } from '../store/index.ts'
import type { TaskHandler, TaskHandlers, TaskOutcome } from '../work/worker.ts'
import type { CampaignDefinition } from './define.ts'
import { type WaitlistOptions, waitlistTimes } from './slot-options.ts'
import { createTellOffer, type InHand, type TellOfferOptions } from './tell-offer.ts'

export interface WaitlistTaskOptions extends TellOfferOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly log: Pick<Log, 'info' | 'warn'>
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
  const tellOn = createTellOffer(options)

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
    const { state } = await store.campaigns.find(campaign.name)
    if (state === 'paused') return later(now + LOOK_AGAIN, 'the campaign is paused')
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
      const reached = await tellOn({ campaign, waitlist, slot, offer, reminder, tries }, channel)
      // He keeps his place.
      if (reached.kind === 'too-dear') return later(clock.now() + LOOK_AGAIN, 'the spending limit is reached')
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
    await store.waitlist.made(offer.id, channel, at, until)
    options.log.info({ campaign: campaign.name, offer: offer.id, channel }, 'a free time was offered')
    return later(until, 'somebody thinks about it')
  }
}

const slotIn = (about: Json): string => (about as { readonly slot: string }).slot // as the store has written it

const later = (at: Instant, reason: string): TaskOutcome => ({ kind: 'later', at, reason })

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
