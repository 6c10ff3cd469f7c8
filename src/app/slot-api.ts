/**
 * The page's API about free times and the waitlist of campaigns.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { CampaignDefinition } from '../campaign/define.ts'
import type { Clock, Instant } from '../clock/clock.ts'
import { isZone } from '../phone/zones.ts'
import type { NewSlot, Slot, SlotOffer, SlotQuery, Store } from '../store/index.ts'
import * as shapes from './slot-shapes.ts'

export interface SlotApiOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly store: Store
  readonly clock: Clock
  /** Called when a time may be offered to somebody. */
  readonly onTask: () => void
}

const MOST = 1000
const MOST_AT_ONCE = 200

interface Named {
  Params: { campaign: string }
}

/** The routes about free times and the waitlist. */
export function slotApi(server: FastifyInstance, { campaigns, store, clock, onTask }: SlotApiOptions): void {
  const isThere = ({ campaign }: Named['Params']) => campaigns.some(({ name }) => name === campaign)

  server.get<Named & { Querystring: Pick<SlotQuery, 'after' | 'state'> & { limit?: number } }>(
    '/api/campaigns/:campaign/slots',
    { schema: shapes.getSlots },
    async ({ params, query: { after = 0, limit = MOST_AT_ONCE, state } }, reply) => {
      if (!isThere(params)) return noCampaign(reply)
      const wanted = { campaign: params.campaign, now: clock.now(), after, state }
      const found = await store.slots.list({ ...wanted, limit: limit + 1 })
      return { slots: found.slice(0, limit).map(viewOf), hasMore: found.length > limit }
    },
  )

  server.put<Named & { Body: { slots: readonly GivenSlot[]; isFreed?: boolean } }>(
    '/api/campaigns/:campaign/slots',
    { schema: shapes.putSlots },
    async ({ params, body: { slots, isFreed = false } }, reply) => {
      if (!isThere(params)) return noCampaign(reply)
      const mistake = slots.map((slot) => mistakeIn(slot, clock.now())).find((found) => found !== undefined)
      if (mistake !== undefined) return reply.code(400).send(problem('SLOT_UNUSABLE', ...mistake))
      const put = await store.slots.put(params.campaign, slots.map(whole), {
        origin: 'given',
        isFreed,
        at: clock.now(),
      })
      onTask()
      return put
    },
  )

  server.post<Named & { Body: { externalId: string; evenIfHeld?: boolean } }>(
    '/api/campaigns/:campaign/slots/withdraw',
    { schema: shapes.postWithdrawSlot },
    async ({ params: { campaign }, body: { externalId, evenIfHeld = false } }, reply) => {
      if (!isThere({ campaign })) return noCampaign(reply)
      switch (await store.slots.withdraw({ campaign, externalId, evenIfHeld }, clock.now())) {
        case 'withdrawn':
          return reply.code(204).send()
        case 'held':
          return reply.code(409).send(problem('SLOT_HELD', ...HELD))
        case 'taken':
          return reply.code(409).send(problem('SLOT_TAKEN', ...TAKEN))
        case 'unknown':
          return noSlot(reply)
      }
    },
  )

  server.get<Named>('/api/campaigns/:campaign/waitlist', { schema: shapes.getWaitlist }, async ({ params }, reply) => {
    if (!isThere(params)) return noCampaign(reply)
    const [people, offers] = [
      await store.waitlist.list(params.campaign, MOST),
      await store.waitlist.offers(params.campaign, MOST),
    ]
    return { people, offers: offers.map(viewOfOffer) }
  })

  server.put<Named & { Body: { externalId: string; waits: boolean; notBefore?: Instant | null } }>(
    '/api/campaigns/:campaign/waitlist',
    { schema: shapes.putWaitlist },
    async ({ params, body: { externalId, waits, notBefore = null } }, reply) => {
      if ((await store.reminders.findByExternalId(params.campaign, externalId)) === undefined) return noReminder(reply)
      const wish = waits ? { notBefore } : null
      await store.waitlist.wish(params.campaign, [{ externalId, wish }], clock.now())
      onTask()
      return reply.code(204).send()
    },
  )
}

type GivenSlot = Pick<NewSlot, 'at' | 'zone'> & Partial<NewSlot>

const whole = ({ externalId, at, zone, data = {} }: GivenSlot): NewSlot => ({
  externalId: externalId ?? new Date(at).toISOString(),
  ...{ at, zone, data },
})

/** What cannot be in a free time, and what to do about it. */
function mistakeIn({ at, zone }: GivenSlot, now: Instant): readonly [string, string] | undefined {
  if (at <= now || at > LATEST) return ['A time is over, or is none.', 'Write epoch milliseconds of a time to come.']
  return isZone(zone) ? undefined : ['A zone does not exist.', 'Use an IANA name, such as America/New_York.']
}

/** The last moment that a date can hold. */
const LATEST = 8_640_000_000_000_000

function viewOf({ id, externalId, at, zone, data, state, isWaitlistFirst, heldBy, heldUntil, takenBy }: Slot) {
  return { id, externalId, at, zone, data, state, isWaitlistFirst, heldBy, heldUntil, takenBy }
}

function viewOfOffer({ id, slotId, reminderId, state, channel, at, madeAt, until }: SlotOffer) {
  return { id, slotId, reminderId, state, channel, at, madeAt, until }
}

const HELD = [
  'This time is held for somebody who thinks about it.',
  'Wait until `heldUntil` of the list, or take it back with `evenIfHeld`.',
] as const
const TAKEN = [
  'Somebody has taken this time, so it cannot be taken back.',
  'Move or withdraw the appointment that `takenBy` of the list names.',
] as const

const problem = (code: string, message: string, help: string) => ({ error: { code, message, help } })
const noCampaign = (reply: FastifyReply) =>
  reply
    .code(404)
    .send(problem('CAMPAIGN_UNKNOWN', 'There is no such campaign.', 'Export one made with defineCampaign().'))
const noSlot = (reply: FastifyReply) =>
  reply.code(404).send(problem('SLOT_UNKNOWN', 'There is no such free time.', 'Load the list again.'))
const noReminder = (reply: FastifyReply) =>
  reply.code(404).send(problem('REMINDER_UNKNOWN', 'There is no such reminder.', 'Load the list again.'))
