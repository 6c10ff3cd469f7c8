/**
 * Making an attempt: one call or message, whatever breaks, and what its outcome means for the attempt.
 */

import type { Clock, Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import { isSecret, type Secret } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Outbound, Reached } from '../outbound/outbound.ts'
import type { Sent } from '../outbound/sending.ts'
import type { Attempt, ClaimedAttempt, Reminder, Store } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import { legsOf } from './plan.ts'
import type { Settling } from './settling.ts'
import { thousandths } from './thousandths.ts'
import { filled } from './words.ts'

/** Addresses that the network is given; absolute. */
export interface CampaignAddresses {
  attempt(flow: string, attempt: string): string
  fallback(flow: string): string
  status(): string
  messageStatus(): string
}

export interface MakingOptions {
  readonly store: Store
  readonly outbound: Outbound
  readonly clock: Clock
  readonly log: Pick<Log, 'error'>
  readonly reveal: (secret: Secret) => string | undefined
  /** Undefined until the app listens. */
  readonly addresses: () => CampaignAddresses | undefined
}

/**
 * Makes a claimed attempt and keeps what came of it. Never throws: what fails here is taken up again.
 *
 * @param hasWaited whether the person may have answered or been withdrawn since it was claimed
 */
export type MakeAttempt = (campaign: CampaignDefinition, claimed: ClaimedAttempt, hasWaited: boolean) => Promise<void>

interface Way {
  reach(): Promise<Reached>
  /** Undefined when he was certainly not. */
  find(): Promise<Sent | undefined>
}

/** Who makes attempts in this process. */
export function createMaking(options: MakingOptions, settling: Settling): MakeAttempt {
  const { store, outbound, clock, log } = options

  async function make(campaign: CampaignDefinition, claimed: ClaimedAttempt, hasWaited: boolean): Promise<void> {
    const { attempt } = claimed
    const reminder = hasWaited ? await store.reminders.find(attempt.reminderId) : claimed.reminder
    if (reminder === undefined) return skipped('the reminder is gone')
    const way = wayTo(campaign, attempt, reminder)
    const why = reasonNotTo(reminder, attempt, clock.now())
    if (why === undefined) return after(campaign, attempt, await way.reach())
    // Whoever died at it may have reached him, and he may have answered in that very call.
    const sent = attempt.begun > 1 ? await way.find() : undefined
    return sent === undefined ? skipped(why) : after(campaign, attempt, sent)

    function skipped(reason: string): Promise<void> {
      return settling.finish(campaign, attempt, { outcome: 'skipped', reason })
    }
  }

  /** How to reach the person of an attempt, and how to find out whether he was. */
  function wayTo(campaign: CampaignDefinition, attempt: Attempt, reminder: Reminder): Way {
    const addresses = options.addresses()
    const from = isSecret(campaign.from) ? options.reveal(campaign.from) : campaign.from
    if (addresses === undefined || from === undefined) throw new Error('no address, or no number to call from')
    const { number: to, zone } = reminder
    const approach = { to, from, purpose: campaign.purpose, ...(zone !== null && { zones: [zone] }) }
    const common = { key: `attempt/${attempt.id}`, tries: attempt.begun - 1 }
    if (attempt.channel === 'call') {
      const order = {
        ...common,
        url: addresses.attempt(campaign.flow, attempt.id),
        fallbackUrl: addresses.fallback(campaign.flow),
        statusUrl: addresses.status(),
        ringSeconds: campaign.ringSeconds,
        ...(campaign.detection !== undefined && { detection: campaign.detection }),
      }
      return { reach: () => outbound.call(approach, order), find: () => outbound.find(approach, order) }
    }
    const message = messageOf(campaign, attempt, reminder)
    const order = { ...common, ...message, statusUrl: addresses.messageStatus() }
    const content = message.template === undefined ? 'text' : 'template'
    const written = { ...approach, channel: attempt.channel, content } as const
    return { reach: () => outbound.write(written, order), find: () => outbound.find(written, order) }
  }

  async function after(campaign: CampaignDefinition, attempt: Attempt, reached: Reached): Promise<void> {
    const { spending } = campaign
    switch (reached.kind) {
      case 'sent':
        if (spending !== undefined) {
          const amount = thousandths(attempt.channel === 'call' ? spending.perCall : spending.perMessage)
          await store.campaigns.spend(campaign.name, { key: `attempt/${attempt.id}`, amount }, clock.now())
        }
        await store.reminders.placed(attempt.id, reached.sid)
        return
      case 'wait':
        return later(reached.until, reached.reason)
      case 'refused': {
        const reason = reached.reasons.map(({ kind }) => kind).join(', ')
        return reached.until === undefined ? skip(reason) : later(reached.until, reason)
      }
      case 'failed':
        return settling.finish(campaign, attempt, { outcome: 'failed', reason: reached.reason, isPermanent: true })
    }

    function later(until: Instant, reason: string): Promise<void> {
      if (until > attempt.notAfter) return skip(`${reason}, until it would be too late`)
      return store.reminders.postpone(attempt.id, until, reason)
    }

    function skip(reason: string): Promise<void> {
      return settling.finish(campaign, attempt, { outcome: 'skipped', reason, isPermanent: true })
    }
  }

  return async (campaign, claimed, hasWaited) => {
    const { id } = claimed.attempt
    try {
      await make(campaign, claimed, hasWaited)
    } catch (error) {
      log.error({ campaign: campaign.name, attempt: id, err: error }, 'an attempt failed here; it is taken up again')
      // Where even that cannot be kept, its lease ends.
      await store.reminders.postpone(id, clock.now() + minutes(1), 'something failed here').catch(() => {})
    }
  }
}

/** What a message says, filled with what is known of the appointment. */
function messageOf(campaign: CampaignDefinition, attempt: Attempt, reminder: Reminder) {
  const offset = campaign.offsets[attempt.offset]
  const leg = offset && legsOf(offset).find(({ channel }) => channel === attempt.channel)
  const language = reminder.language ?? 'en-US'
  const { template, text = '' } = leg ?? {}
  const variables = Object.entries(template?.variables ?? {}).map(
    ([name, words]) => [name, filled(words, reminder, language)] as const,
  )
  return {
    text: filled(text, reminder, language),
    ...(template !== undefined && { template: { ...template, variables: Object.fromEntries(variables) } }),
  }
}

function reasonNotTo({ state }: Reminder, { notAfter }: Attempt, now: Instant): string | undefined {
  if (state === 'withdrawn') return 'the appointment is gone'
  if (state === 'answered') return 'he has answered'
  return now > notAfter ? 'it is too late' : undefined
}
