/**
 * The dispatcher: makes the attempts of campaigns when their time has come, one call or message each, whatever breaks.
 *
 * Works from what the store says. An attempt is taken for the length of a lease; its call is in the outbox under its id, so
 * that whoever takes it up after a crash finds out what the network has before he asks again.
 */
import type { Clock, Instant, Timer } from '../clock/clock.ts'
import { hours, minutes, seconds } from '../clock/duration.ts'
import type { Secret } from '../flow/index.ts'
import { isSecret } from '../flow/index.ts'
import type { Outbound, Reached } from '../outbound/outbound.ts'
import type { Attempt, Reminder, Store } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import { legsOf } from './plan.ts'
import { createSettling } from './settling.ts'
import { filled } from './words.ts'

/** The part of a log that is used here. */
interface Log {
  info(fields: object, line: string): void
  warn(fields: object, line: string): void
  error(fields: object, line: string): void
}

/** Addresses that the network is given; absolute. */
export interface CampaignAddresses {
  attempt(flow: string, attempt: string): string
  fallback(flow: string): string
  status(): string
  messageStatus(): string
}

export interface DispatcherOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly store: Store
  readonly outbound: Outbound
  readonly clock: Clock
  readonly log: Log
  readonly reveal: (secret: Secret) => string | undefined
  /** Undefined until the app listens. */
  readonly addresses: () => CampaignAddresses | undefined
  /** How often to look for what other processes have left or planned; default never, for a database of one's own. */
  readonly lookEvery?: number | undefined
  /** Called when there is something to tell of an outcome. */
  readonly onTask?: (() => void) | undefined
}

export interface Dispatcher {
  /** Says that there may be something to do, or that more is known of a call. */
  wake(): void
  stop(): Promise<void>
}

/** Whoever has taken an attempt and is not heard of for so long is taken for dead. */
const LEASE = minutes(2)
/** The status of a call that is not heard of for so long is looked up: a callback may be lost. */
const UNHEARD = hours(2)
/** A campaign that waits for a call to end, for staff or for somebody to go on is looked at again after this. */
const LOOK_AGAIN = seconds(30)

/** Starts making attempts; what is due already is made at once. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { campaigns, store, outbound, clock, log } = options
  const settling = createSettling({ store, outbound, clock, log, onTask: options.onTask })
  let timer: Timer | undefined
  let work: Promise<void> = Promise.resolve()
  let isQueued = false
  let isStopped = false

  function wake(): void {
    if (campaigns.length === 0 || isStopped || isQueued) return
    isQueued = true
    timer?.cancel()
    const release = clock.hold('making attempts')
    work = work.then(doAll).catch(report).finally(release)
  }

  async function doAll(): Promise<void> {
    isQueued = false
    const looks: (Instant | undefined)[] = []
    for (const campaign of campaigns) {
      if (isStopped) return
      await settling.settle(campaign)
      looks.push(await run(campaign))
      looks.push(await settling.lookUpUnheard(campaign, UNHEARD))
    }
    const { lookEvery = Infinity } = options
    const next = Math.min(clock.now() + lookEvery, ...looks.map((look) => look ?? Infinity))
    if (next < Infinity && !isStopped) timer = clock.after(Math.max(0, next - clock.now()), wake)
  }

  /** Makes what is due and may be made now; says when to look again. */
  async function run(campaign: CampaignDefinition): Promise<Instant | undefined> {
    while (!isStopped) {
      const { state } = await store.campaigns.find(campaign.name)
      if (state === 'stopped') return undefined
      const due = await store.reminders.nextDue(campaign.name)
      if (due === undefined || due > clock.now()) return due
      if (state === 'paused' || options.addresses() === undefined) return clock.now() + LOOK_AGAIN
      if (!(await mayGoOn(campaign))) return clock.now() + LOOK_AGAIN
      const [attempt] = await store.reminders.claim(campaign.name, clock.now(), LEASE, 1)
      if (attempt === undefined) return clock.now() + LOOK_AGAIN
      await make(campaign, attempt)
    }
    return undefined
  }

  /** Room for one more call, and money for it. */
  async function mayGoOn({ name, pacing, spending }: CampaignDefinition): Promise<boolean> {
    const underWay = await store.reminders.underWay(name, clock.now())
    const staff = (await pacing.staff?.()) ?? Infinity
    if (underWay >= Math.min(pacing.atOnce, staff)) return false
    if (spending === undefined) return true
    const { spent } = await store.campaigns.find(name)
    if (spent + thousandths(Math.max(spending.perCall, spending.perMessage)) <= thousandths(spending.limit)) return true
    await store.campaigns.set(name, 'paused', 'the spending limit is reached', clock.now())
    log.warn({ campaign: name }, 'a campaign has reached its spending limit and is paused')
    return false
  }

  async function make(campaign: CampaignDefinition, attempt: Attempt): Promise<void> {
    const reminder = await store.reminders.find(attempt.reminderId)
    const why = reasonNotTo(reminder, attempt, clock.now())
    if (reminder === undefined || why !== undefined) {
      await settling.finish(campaign, attempt, { outcome: 'skipped', reason: why ?? 'the reminder is gone' })
      return
    }
    try {
      await after(campaign, attempt, await reach(campaign, attempt, reminder))
    } catch (error) {
      log.error(
        { campaign: campaign.name, attempt: attempt.id, err: error },
        'an attempt failed here; it is taken up again',
      )
      await store.reminders.postpone(attempt.id, clock.now() + minutes(1), 'something failed here')
    }
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
      const { callsPerSecond } = campaign.pacing
      return outbound.call(approach, {
        key,
        url: addresses.attempt(campaign.flow, attempt.id),
        fallbackUrl: addresses.fallback(campaign.flow),
        statusUrl: addresses.status(),
        ringSeconds: campaign.ringSeconds,
        ...(campaign.detection !== undefined && { detection: campaign.detection }),
        turn: () => store.contacts.takeTurn(`campaign/${campaign.name}`, clock.now(), Math.ceil(1000 / callsPerSecond)),
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
        // It may be over already, when this is taken up after a crash.
        return settling.settle(campaign)
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

  function report(error: unknown): void {
    log.error({ err: error }, 'making attempts stopped short; it goes on in a minute')
    if (!isStopped) timer = clock.after(minutes(1), wake)
  }

  wake()
  return {
    wake,
    async stop() {
      isStopped = true
      timer?.cancel()
      await work
    },
  }
}

function reasonNotTo(reminder: Reminder | undefined, { notAfter }: Attempt, now: Instant): string | undefined {
  if (reminder?.state === 'withdrawn') return 'the appointment is gone'
  if (reminder?.state === 'answered') return 'he has answered'
  return now > notAfter ? 'it is too late' : undefined
}

const thousandths = (amount: number): number => Math.round(amount * 1000)
