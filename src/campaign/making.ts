/**
 * Making an attempt: one call or message, whatever breaks, and what its outcome means for the attempt.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import { isSecret, type Secret } from '../flow/index.ts'
import type { Outbound, Reached } from '../outbound/outbound.ts'
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
  readonly log: { error(fields: object, line: string): void }
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

/** Who makes attempts in this process. */
export function createMaking(options: MakingOptions, settling: Settling): MakeAttempt {
  const { store, outbound, clock, log } = options

  async function make(campaign: CampaignDefinition, claimed: ClaimedAttempt, hasWaited: boolean): Promise<void> {
    const { attempt } = claimed
    const reminder = hasWaited ? await store.reminders.find(attempt.reminderId) : claimed.reminder
    const why = reasonNotTo(reminder, attempt, clock.now())
    if (reminder === undefined || why !== undefined) {
      return settling.finish(campaign, attempt, { outcome: 'skipped', reason: why ?? 'the reminder is gone' })
    }
    return after(campaign, attempt, await reach(campaign, attempt, reminder))
  }

  async function reach(campaign: CampaignDefinition, attempt: Attempt, reminder: Reminder): Promise<Reached> {
    const addresses = options.addresses()
    const from = isSecret(campaign.from) ? options.reveal(campaign.from) : campaign.from
    if (addresses === undefined || from === undefined) throw new Error('no address, or no number to call from')
    const key = `attempt/${attempt.id}`
    const { number: to, zone } = reminder
    const approach = { to, from, purpose: campaign.purpose, ...(zone !== null && { zones: [zone] }) }
    const tries = attempt.begun - 1
    if (attempt.channel === 'call') {
      return outbound.call(approach, {
        key,
        url: addresses.attempt(campaign.flow, attempt.id),
        fallbackUrl: addresses.fallback(campaign.flow),
        statusUrl: addresses.status(),
        ringSeconds: campaign.ringSeconds,
        ...(campaign.detection !== undefined && { detection: campaign.detection }),
        tries,
      })
    }
    const offset = campaign.offsets[attempt.offset]
    const leg = offset && legsOf(offset).find(({ channel }) => channel === attempt.channel)
    const language = reminder.language ?? 'en-US'
    const { template } = leg ?? {}
    const variables = Object.entries(template?.variables ?? {}).map(
      ([name, text]) => [name, filled(text, reminder, language)] as const,
    )
    return outbound.write(
      { ...approach, channel: attempt.channel, content: template === undefined ? 'text' : 'template' },
      {
        key,
        text: filled(leg?.text ?? '', reminder, language),
        ...(template !== undefined && { template: { ...template, variables: Object.fromEntries(variables) } }),
        statusUrl: addresses.messageStatus(),
        tries,
      },
    )
  }

  async function after(campaign: CampaignDefinition, attempt: Attempt, reached: Reached): Promise<void> {
    const { spending } = campaign
    switch (reached.kind) {
      case 'sent':
        if ((await store.reminders.placed(attempt.id, reached.sid)) && spending !== undefined) {
          const cost = attempt.channel === 'call' ? spending.perCall : spending.perMessage
          await store.campaigns.spend(campaign.name, thousandths(cost), clock.now())
        }
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

function reasonNotTo(reminder: Reminder | undefined, { notAfter }: Attempt, now: Instant): string | undefined {
  if (reminder?.state === 'withdrawn') return 'the appointment is gone'
  if (reminder?.state === 'answered') return 'he has answered'
  return now > notAfter ? 'it is too late' : undefined
}
