/** Two servers on one PostgreSQL: nobody is offered what another thinks about, and each time is taken once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { minutes } from '../../src/clock/duration.ts'
import type { Store } from '../../src/store/index.ts'
import { startPostgres, type TestDatabase } from '../store/databases.ts'
import { startClinic, WEDNESDAY, ZONE } from './slots-world.ts'
import { HOUR, LINE } from './world.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await startPostgres()
}, 120_000)
afterAll(() => database.stop())

const people = Array.from({ length: 6 }, (_, place) => `+120255501${String(30 + place)}`)
const databaseUrl = () => (database.place.kind === 'postgres' ? database.place.url : '')

/** Everybody's hold, at the same moment, on one database. */
const holding = (store: Store, ids: readonly string[]) =>
  Promise.all(
    ids.map((reminderId, place) =>
      store.slots.hold({
        ...{ campaign: 'clinic', reminderId, heldIn: `CA${place}`, now: 0, until: 1000, after: 0, most: 3 },
        ...{ except: [], fromCalendar: [] },
      }),
    ),
  )

test('who asks in the same moment is offered other times, and of those who take the same one, one has it', async () => {
  await using store = await database.fresh()
  await using world = await startClinic({}, { store })
  const ids: string[] = []
  for (const [place, number] of people.entries()) {
    ids.push(await world.remind({ externalId: `p${place}`, number, appointmentAt: WEDNESDAY + 100 * HOUR }))
  }
  await world.putSlots(Array.from({ length: 10 }, (_, hour) => hour))
  const held = (await holding(store, ids)).flat()
  expect(held).toHaveLength(10)
  expect(new Set(held.map(({ id }) => id)).size).toBe(10)

  const wanted = held[0]?.id ?? ''
  const taken = await Promise.all(
    ids.map((reminderId) => store.slots.take({ slotId: wanted, reminderId, at: 2000, source: 'sms', takenIn: null })),
  )
  expect(taken.filter((isTaken) => isTaken)).toHaveLength(1)
  const moved = await Promise.all(ids.map((id) => store.reminders.find(id)))
  expect(moved.filter((one) => one?.outcome === 'rescheduled')).toHaveLength(1)
  expect((await store.slots.find(wanted))?.takenBy).toBe(ids[taken.indexOf(true)])
})

test('two servers that import the same move in the same moment free its time once, and a swap frees none', async () => {
  await using store = await database.fresh()
  await using world = await startClinic({ waitlist: { channels: ['sms'] } }, { store })
  const common = { campaign: 'clinic', name: '', language: null, zone: null, appointmentZone: ZONE, data: {} }
  const at = (externalId: string, hour: number) => ({
    ...{ ...common, externalId, number: people[0] ?? '', appointmentAt: WEDNESDAY + hour * HOUR },
  })
  const importing = async (hours: readonly number[]) => {
    const rows = hours.map((hour, place) => at(`p${place}`, hour))
    await store.reminderImports.putMany(rows, world.clock.now(), true)
    await store.slots.settle('clinic', world.clock.now())
  }
  await importing([0, 1, 2])
  await Promise.all([importing([5, 2, 1]), importing([5, 2, 1])])
  const slots = await store.slots.list({ campaign: 'clinic', now: 0, limit: 9 })
  expect(slots.map(({ at, state }) => [(at - WEDNESDAY) / HOUR, state])).toEqual([
    [0, 'free'],
    [1, 'taken'],
    [2, 'taken'],
  ])
})

test('two servers offer what is free to each in line once, and it has one taker', async () => {
  await using store = await database.fresh()
  const options = { waitlist: { channels: ['sms'] } } as const
  await using world = await startClinic(options, { store, databaseUrl: databaseUrl() })
  const ids: string[] = []
  for (const [place, number] of people.entries()) {
    const waitlist = { notBefore: null }
    const appointmentAt = WEDNESDAY + (24 + place) * HOUR
    ids.push(await world.remind({ externalId: `p${place}`, number, appointmentAt, waitlist }))
  }
  const another = await world.startAnother()
  try {
    await world.putSlots([0], true)
    // Each has half an hour and says nothing; the last says yes, in the same moment as one who is too late.
    await world.clock.advance(minutes(155))
    const told = () =>
      world.exchange.journal.events.flatMap((event) =>
        event.kind === 'message-sent' && event.from === LINE ? [event.to] : [],
      )
    expect(new Set(told()).size).toBe(told().length)
    expect(told()).toHaveLength(6)
    const last = told().at(-1) ?? ''
    for (const number of [told()[0] ?? '', last]) world.write(number, '1')
    await world.clock.advance(minutes(1))
    const [slot] = await store.slots.list({ campaign: 'clinic', now: 0, limit: 1 })
    expect(slot).toMatchObject({ state: 'taken', takenBy: ids[people.indexOf(last)] })
    const states = (await store.waitlist.offers('clinic', 99)).map(({ slotId, state }) => slotId === slot?.id && state)
    expect(states.filter((state) => state === 'accepted')).toHaveLength(1)
  } finally {
    await another.close()
  }
}, 120_000)
