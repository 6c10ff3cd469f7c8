/** A town in virtual time: everybody lives his days, and all that reaches him is written down. */
import { defineCampaign } from '../../src/campaign/index.ts'
import { operateCampaign } from '../../src/campaign/operate.ts'
import { minutes, seconds } from '../../src/clock/duration.ts'
import type { PartyBehaviour, Weather } from '../../src/exchange/index.ts'
import { branch, defineFlow, findReminder, hangUp, menu, optOut, outcome } from '../../src/flow/index.ts'
import type { NewReminder, Store } from '../../src/store/index.ts'
import type { Breakage } from '../outbound/breaking-proxy.ts'
import { mortalStore } from './mortal-store.ts'
import { createRandom } from './random.ts'
import { type Habit, KEYS, type Townsman, townOf } from './town-people.ts'
import { HOUR, LINE, MONDAY, startCampaign } from './world.ts'

export const DAYS = 10

const townCall = defineFlow('town-call', {
  start: 'who',
  steps: {
    who: findReminder({ found: 'machine', none: 'nothing' }),
    machine: branch({ cases: [{ when: { data: 'answeredBy', is: 'machine' }, then: 'message' }], otherwise: 'asking' }),
    message: outcome('voicemail-left', { then: 'goodbye' }),
    nothing: hangUp('We have no appointment for you.'),
    asking: menu({
      greeting: 'You have an appointment.',
      choices: {
        1: { label: 'to confirm', then: 'confirmed' },
        2: { label: 'for another time', then: 'moving' },
        3: { label: 'to cancel', then: 'cancelling' },
        8: { label: 'to stop these calls', then: 'stop' },
        9: { label: 'if you are somebody else', then: 'wrong' },
      },
      otherwise: 'goodbye',
    }),
    confirmed: outcome('confirmed', { then: 'goodbye' }),
    moving: outcome('reschedule-requested', { then: 'goodbye' }),
    cancelling: outcome('cancel-requested', { then: 'goodbye' }),
    stop: optOut({ then: 'goodbye' }),
    wrong: outcome('wrong-number', { then: 'goodbye' }),
    goodbye: hangUp('Goodbye.'),
  },
})

const TOWN = defineCampaign('town', {
  flow: 'town-call',
  from: LINE,
  offsets: [{ before: '24h', channel: 'call', orElse: [{ channel: 'sms', text: 'Reply 1 to confirm.' }] }],
  retry: { 'no-answer': { after: '3h', most: 2 } },
  pacing: { callsPerSecond: 20, atOnce: 100 },
  detection: 'message-end',
})

export interface TownOptions {
  readonly many: number
  readonly weather?: Weather
  /** What becomes of requests to the network that change something, day after day. */
  readonly breakages?: readonly Breakage[]
  /** How often a day the process is stopped and another one started. */
  readonly restarts?: number
  /** How often in all the process dies in the middle of whatever it does, and another one starts. */
  readonly deaths?: number
  readonly seed?: number
}

/** A call or a message that has reached somebody. */
export interface Contact {
  readonly to: string
  readonly at: number
  readonly sid: string
  /** Whether it reminds; what answers a reply does not. */
  readonly isReminder: boolean
}

/** Half of it on average; small enough that all deaths happen, however much work the machine lets share one step. */
const STEPS_TO_LIVE = 30

/** What is at the end of a number; default: somebody who answers. */
const PARTIES: Readonly<Partial<Record<Habit, PartyBehaviour>>> = {
  'has-a-machine': { kind: 'machine', greetingSeconds: 5 },
  'is-busy': { kind: 'busy' },
  'never-answers': { kind: 'no-answer' },
  replies: { kind: 'no-answer' },
  'does-not-exist': { kind: 'unreachable' },
  'hangs-up': { kind: 'answers', hangsUpAfterSeconds: 8 },
}

/** Lets a town live its days; returns what there is to look at. */
export async function liveTown({ many, weather, breakages, restarts = 0, deaths = 0, seed = 1 }: TownOptions) {
  const random = createRandom(seed)
  const world = await startCampaign(TOWN, {
    flow: townCall,
    isBreakable: breakages !== undefined,
    settings: { keepFinishedCalls: 200, keepMessages: Math.max(200, 2 * many) },
  })
  const { exchange, clock, store } = world
  const people = townOf(many, DAYS, MONDAY, random)
  const byNumber = new Map(people.map((one) => [one.number, one]))
  const calls: Contact[] = []
  const texts: Contact[] = []
  /** When somebody has said stop, by whatever way. */
  const stopped = new Map<string, number>()
  exchange.weather(weather)
  for (const one of people) settle(one)
  exchange.journal.subscribe((event) => {
    if (event.kind === 'call-placed' && event.direction === 'outbound-api')
      calls.push({ to: event.to, at: event.at, sid: event.callSid, isReminder: true })
    if (event.kind === 'message-sent' && event.from === LINE) read(event)
    if (event.kind === 'listening-started' && event.accepts.includes('keys')) hear(event.callSid)
  })

  function settle({ number, habit }: Townsman): void {
    exchange.setParty(number, PARTIES[habit] ?? { kind: 'answers' })
    if (habit === 'does-not-exist') exchange.setMessageParty(number, { kind: 'unknown' })
  }

  function hear(callSid: string): void {
    const call = exchange.call(callSid)
    const one = call && byNumber.get(call.snapshot().to)
    const key = one && KEYS[one.habit]
    if (call === undefined || one === undefined || key === undefined) return
    clock.after(seconds(1), () => {
      call.press(key)
      if (one.habit === 'presses-stop') stopped.set(one.number, clock.now())
    })
  }

  function read({ to, at, messageSid, text }: { to: string; at: number; messageSid: string; text: string }): void {
    if (byNumber.get(to)?.habit === 'texts-stop') return
    const isReminder = text.startsWith('Reply')
    texts.push({ to, at, sid: messageSid, isReminder })
    if (byNumber.get(to)?.habit !== 'replies' || !isReminder) return
    clock.after(minutes(5), () => void exchange.sendMessage({ from: to, to: LINE, body: '1' }))
  }

  const bring = (some: readonly Townsman[], zone: string | null) =>
    operateCampaign({
      campaign: TOWN,
      store,
      clock,
      registered: new Set([LINE]),
      reveal: () => undefined,
      wake: () => world.app.dispatcher.wake(),
    }).bring(
      some.map((one, line) => ({ kind: 'reminder', line, reminder: reminderOf(one, zone) }) as const),
      { consent: { source: 'intake form', wording: 'You may call me.' } },
    )

  let died = 0
  let isUp = false
  let rising: Promise<unknown> = Promise.resolve()
  async function start(): Promise<void> {
    isUp = false
    await world.restart(toDie)
    isUp = true
  }
  /** Every process has so many steps to live; after the last death they live on. */
  function toDie(kept: Store): Store {
    if (died >= deaths) return kept
    return mortalStore(kept, {
      step: 1 + random.below(STEPS_TO_LIVE),
      isDone: random.below(2) === 0,
      isMortal: () => isUp,
      onDeath() {
        died += 1
        const release = clock.hold('a process dies and another one starts')
        rising = rising.then(start).finally(release)
      },
    })
  }

  const ofHabit = (habit: string) => people.filter((one) => one.habit === habit)

  /** Everything that happens on the first day between import and the first call. */
  async function firstHours(): Promise<void> {
    await bring(people, null)
    await clock.advance(HOUR)
    for (const { number } of ofHabit('texts-stop')) {
      exchange.sendMessage({ from: number, to: LINE, body: 'STOP' })
      stopped.set(number, clock.now())
    }
    await bring(ofHabit('lives-elsewhere'), ELSEWHERE)
    await clock.advance(HOUR)
  }

  async function liveDay(): Promise<void> {
    world.proxy?.breaks(breakages ?? [], 'POST')
    let rest = 24 * HOUR
    for (let restart = 0; restart < restarts; restart++) {
      const part = random.below(rest / restarts / 1000) * 1000
      await clock.advance(part)
      rest -= part
      await world.restart()
    }
    await clock.advance(rest)
  }

  await firstHours()
  if (deaths > 0) await start()
  for (let day = 0; day < DAYS + 1; day++) await liveDay()
  await rising
  return { world, people, calls, texts, stopped, died }
}

/** Where those live who have moved. */
export const ELSEWHERE = 'Pacific/Guam'

function reminderOf({ externalId, number, zone, appointmentAt }: Townsman, livesIn: string | null): NewReminder {
  return {
    ...{ campaign: TOWN.name, externalId, number, appointmentAt },
    name: externalId,
    language: null,
    zone: livesIn,
    appointmentZone: zone,
    data: {},
  }
}
