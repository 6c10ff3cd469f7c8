/**
 * The dispatcher: makes the attempts of campaigns when their time has come, one call or message each, whatever breaks.
 *
 * Works from what the store says: looks at a campaign's agenda when it is woken, settles what is over, and takes as many
 * attempts as there is room for. An attempt is taken for the length of a lease; its call is in the outbox under its id, so
 * that whoever takes it up after a crash finds out what the network has before he asks again.
 */

import type { Instant } from '../clock/clock.ts'
import { hours, minutes, seconds } from '../clock/duration.ts'
import type { Log } from '../log/log.ts'
import type { Agenda, ClaimedAttempt } from '../store/index.ts'
import { createRounds } from '../work/rounds.ts'
import type { CampaignDefinition } from './define.ts'
import { createHand, type Hand } from './hand.ts'
import { createMaking, type MakingOptions } from './making.ts'
import { createSettling, lookAgainAfter } from './settling.ts'
import { thousandths } from './thousandths.ts'

export interface DispatcherOptions extends MakingOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly log: Log
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
/** Whoever is woken again within this looks once at its end: at a hundred calls a second, one look is for thirty wakes. */
const BETWEEN_LOOKS = 50
/** So many attempts of a campaign are in the hands of one process at once, or what it may call in two seconds. */
const IN_HAND = 100

/** Starts making attempts; what is due already is made at once. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { campaigns, store, outbound, clock, log } = options
  const work = store.campaignWork
  const settling = createSettling({ store, outbound, clock, log, onTask: options.onTask })
  const make = createMaking(options, settling)
  const rounds = createRounds({
    ...{ clock, log, doing: 'making attempts', round: lookAtAll },
    ...{ apart: BETWEEN_LOOKS, lookEvery: options.lookEvery },
  })
  const { signal } = rounds
  const inHand = new Map(campaigns.map(({ name }) => [name, createHand(clock, rounds.wake)]))

  async function lookAtAll(): Promise<Instant | undefined> {
    let next: Instant = Infinity
    for (const campaign of campaigns) next = Math.min(next, (await tend(campaign)) ?? Infinity)
    return next
  }

  /** Settles what is over and begins what is due; says when to look again. */
  async function tend(campaign: CampaignDefinition): Promise<Instant | undefined> {
    let lookedUp: Instant = 0
    while (!signal.aborted) {
      const agenda = await work.agenda(campaign.name, clock.now())
      if (agenda.state !== 'running' && (await giveBack(campaign))) continue
      const unheard = agenda.unheardSince === null ? Infinity : agenda.unheardSince + UNHEARD + 1
      if (agenda.isSomeOver) {
        await settling.settle(campaign)
      } else if (unheard <= clock.now() && lookedUp === 0) {
        await settling.lookUpUnheard(campaign, clock.now() - UNHEARD)
        lookedUp = clock.now() + lookAgainAfter(UNHEARD)
      } else {
        const due = await beginDue(campaign, agenda)
        if (due !== 'more') return Math.min(due ?? Infinity, lookedUp === 0 ? unheard : lookedUp)
      }
    }
    return undefined
  }

  /** What waits for its second is not begun any more; whether there was any. */
  async function giveBack({ name }: CampaignDefinition): Promise<boolean> {
    const notBegun = inHand.get(name)?.takeBack() ?? []
    await work.release(notBegun, clock.now())
    return notBegun.length > 0
  }

  /** Begins what is due and may be made now; says when to look again, or that there may be more. */
  async function beginDue(campaign: CampaignDefinition, agenda: Agenda): Promise<Instant | 'more' | undefined> {
    const hand = inHand.get(campaign.name)
    const { state, nextDue } = agenda
    if (hand === undefined || state === 'stopped' || nextDue === null) return undefined
    if (nextDue > clock.now()) return nextDue
    if (state === 'paused' || options.addresses() === undefined) return clock.now() + LOOK_AGAIN
    // Whoever is done wakes us.
    const free = Math.min(IN_HAND, Math.ceil(2 * campaign.pacing.callsPerSecond)) - hand.size
    if (free <= 0) return undefined
    const affordable = await affordableIn(campaign, agenda)
    // Messages need no line and no staff.
    const calls = await roomForCalls(campaign, agenda)
    const room = Math.min(free, affordable, calls > 0 ? calls : Infinity)
    if (room <= 0) return clock.now() + LOOK_AGAIN
    const claimed = await work.claim(campaign.name, clock.now(), LEASE, room, calls > 0 ? 'any' : 'messages')
    if (claimed.length === 0) return clock.now() + LOOK_AGAIN
    await begin(campaign, hand, claimed)
    // Whoever is done wakes us, so what is due later is not forgotten.
    return claimed.length === room ? 'more' : undefined
  }

  /** How many more calls there is room and staff for. */
  async function roomForCalls({ pacing }: CampaignDefinition, { underWay }: Agenda): Promise<number> {
    const staff = (await pacing.staff?.()) ?? Infinity
    return Math.min(pacing.atOnce, staff) - underWay
  }

  /** How many more there is money for. */
  async function affordableIn({ name, spending }: CampaignDefinition, agenda: Agenda): Promise<number> {
    if (spending === undefined) return Infinity
    const dearest = thousandths(Math.max(spending.perCall, spending.perMessage))
    if (dearest === 0) return Infinity
    const left = thousandths(spending.limit) - agenda.spent
    const affordable = Math.floor(left / dearest) - agenda.claimed
    if (affordable > 0 || agenda.claimed > 0) return affordable
    await store.campaigns.set(name, 'paused', 'the spending limit is reached', clock.now())
    log.warn({ campaign: name }, 'a campaign has reached its spending limit and is paused')
    return 0
  }

  /** Messages leave as their sender can; calls one after the other, as the campaign's pacing says, over all processes. */
  async function begin(campaign: CampaignDefinition, hand: Hand, claimed: readonly ClaimedAttempt[]): Promise<void> {
    const between = Math.ceil(1000 / campaign.pacing.callsPerSecond)
    const calls = claimed.filter(({ attempt }) => attempt.channel === 'call')
    const first =
      calls.length === 0
        ? 0
        : await store.contacts.takeTurn(`campaign/${campaign.name}`, clock.now(), calls.length * between)
    for (const one of claimed) {
      const place = calls.indexOf(one)
      const at = place < 0 ? clock.now() : Math.max(clock.now(), first + place * between)
      hand.take(one.attempt.id, at, () => make(campaign, one, at > clock.now()))
    }
  }

  const wake = campaigns.length === 0 ? () => {} : rounds.wake
  wake()
  return {
    wake,
    async stop() {
      await rounds.stop()
      const notBegun = (await Promise.all([...inHand.values()].map((hand) => hand.letGo()))).flat()
      await work.release(notBegun, clock.now()).catch((error: unknown) => {
        log.warn(
          { err: error },
          'attempts that had not begun are not given back; they are taken up when their lease ends',
        )
      })
    },
  }
}
