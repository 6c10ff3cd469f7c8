/** A whole town is reminded, in good weather and bad: everybody as he should be, and nobody as he should not. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../../src/clock/duration.ts'
import { quietHours, STRICT } from '../../src/consent/index.ts'
import { isAnswer } from '../../src/flow/index.ts'
import type { Breakage } from '../outbound/breaking-proxy.ts'
import { DAYS, ELSEWHERE, liveTown, type TownOptions } from './town.ts'
import { FATES, type Townsman } from './town-people.ts'

type Town = Awaited<ReturnType<typeof liveTown>>

/** How many people live in the town. `TOWN=10000` in the environment has a whole one; the number here takes seconds. */
const MANY = Number(process.env.TOWN ?? 140)
/** How many live where the weather is bad: everybody who is different, twice. */
const FEW = 28
/** How often the process dies, in the town where it does. */
const DEATHS = 100
const NOTHING_LEFT = { nextDue: null, underWay: 0, claimed: 0, isSomeOver: false, unheardSince: null }
const LONG = 3_600_000

test(
  `${MANY} people are reminded in ${DAYS} days`,
  async () => {
    await expectGood({ many: MANY })
  },
  LONG,
)

describe(`${FEW} people are reminded, too`, () => {
  const storm = { duplicate: 0.3, delayMs: [0, seconds(90)], reorder: true, seed: 7 } as const
  const broken: readonly Breakage[] = [429, 500, 'through', 'lost', 503, 'cut', 'through', 429, 502]

  test.each<readonly [string, Omit<TownOptions, 'many'>]>([
    ['when callbacks come twice, late, and in no order', { weather: storm }],
    ['when one callback in four is lost', { weather: { ...storm, drop: 0.25 } }],
    ['when the network refuses, fails and loses its answers', { breakages: broken }],
    ['when the process is stopped and started twice a day', { restarts: 2 }],
    ['when all of that happens', { weather: { ...storm, drop: 0.1 }, breakages: broken, restarts: 1, seed: 3 }],
  ])(
    '%s',
    async (_what, options) => {
      await expectGood({ many: FEW, ...options })
    },
    LONG,
  )
})

test(
  `${MANY} people are reminded, each try made once, though the process dies ${DEATHS} times in the middle of whatever it does`,
  async () => {
    const town = await liveTown({ many: MANY, deaths: DEATHS, seed: 5 })
    await using world = town.world
    expect(town.died).toBe(DEATHS)
    expect(contactsAtWrongTimes(town)).toEqual([])
    const wrong = await Promise.all(town.people.map((one) => mistakesAbout(one, town, 'may have been cut off')))
    expect(wrong.flat()).toEqual([])
    expect(await world.store.campaignWork.agenda('town', world.clock.now())).toMatchObject(NOTHING_LEFT)
  },
  LONG,
)

async function expectGood(options: TownOptions): Promise<void> {
  const town = await liveTown(options)
  await using world = town.world
  expect(contactsAtWrongTimes(town)).toEqual([])
  const wrong = await Promise.all(town.people.map((one) => mistakesAbout(one, town)))
  expect(wrong.flat()).toEqual([])
  // Whoever answered is not asked again, and of everybody else it is known why not.
  expect(await world.store.campaignWork.agenda('town', world.clock.now())).toMatchObject(NOTHING_LEFT)
}

/** Who was reached in quiet hours, or after he said stop. */
function contactsAtWrongTimes({ people, calls, texts, stopped }: Town): readonly string[] {
  const byNumber = new Map(people.map((one) => [one.number, one]))
  const windows = STRICT.windows.US ?? STRICT.elsewhere
  return [...calls, ...texts].flatMap(({ to, at }) => {
    const one = byNumber.get(to)
    if (one === undefined) return ['somebody who is not in town was reached']
    const about = `${one.externalId} (${one.habit}) was reached at ${new Date(at).toISOString()}`
    if ((stopped.get(to) ?? Infinity) < at) return [`${about}, after he said stop`]
    return quietHours(at, [whereHeLives(one)], windows).kind === 'open' ? [] : [`${about}, in quiet hours`]
  })
}

const whereHeLives = ({ habit, zone }: Townsman) => (habit === 'lives-elsewhere' ? ELSEWHERE : zone)

/** What is kept of somebody against what has happened to him and what should have. */
async function mistakesAbout(
  one: Townsman,
  { world, calls, texts }: Town,
  conversations?: 'may have been cut off',
): Promise<readonly object[]> {
  const { reminders } = world.store
  const reminder = await reminders.findByExternalId('town', one.externalId)
  const attempts = await reminders.attemptsOf(reminder?.id ?? '')
  const outcomes = await reminders.outcomes(reminder?.id ?? '')
  const sidsOf = (channel: string) =>
    attempts.flatMap((by) => (by.channel === channel && by.sid ? [by.sid] : [])).sort()
  const called = calls.filter(({ to }) => to === one.number).map(({ sid }) => sid)
  const written = texts.filter(({ to, isReminder }) => to === one.number && isReminder).map(({ sid }) => sid)
  const is = {
    ...{ calls: called.sort(), texts: written.sort() },
    outcomes: outcomes.map(({ outcome }) => outcome).sort(),
    outcome: reminder?.outcome,
    unended: attempts.filter(({ state }) => state !== 'ended' && state !== 'cancelled').length,
    counts: [called.length, written.length],
  }
  const fate = FATES[one.habit]
  const shouldBe = {
    ...{ calls: sidsOf('call'), texts: sidsOf('sms') },
    outcomes: fate.outcomes.toSorted(),
    outcome: fate.outcomes.at(-1),
    unended: 0,
    counts: [fate.calls, fate.texts],
  }
  if (conversations === 'may have been cut off') {
    // What he heard may have broken off; that each try was made once, and what is known of him, may not.
    // An answer stays what he has said, whatever is learnt of a message after it.
    const last = outcomes.findLast(({ outcome }) => isAnswer(outcome)) ?? outcomes.at(-1)
    const mustHold = { calls: shouldBe.calls, texts: shouldBe.texts, unended: 0, outcome: last?.outcome }
    const isSo = Object.entries(mustHold).every(([name, value]) => isEqual(is[name as keyof typeof is], value)) // its own names
    return isSo && outcomes.length > 0 ? [] : [{ who: one, is, mustHold, attempts }]
  }
  return isEqual(is, shouldBe) ? [] : [{ who: one, is, shouldBe, attempts }]
}

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
