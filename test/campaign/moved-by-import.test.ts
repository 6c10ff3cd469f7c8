/** Whoever hands appointments in moves one: its old time goes to those who wait, unless somebody else was put there. */
import { describe, expect, test } from 'vitest'
import { minutes } from '../../src/clock/duration.ts'
import { ask } from './ask.ts'
import { bringCsv, bringIcs, type Clinic, clinic, startClinic, textsTo, WEDNESDAY, ZONE } from './slots-world.ts'
import { ANA, HOUR, MONDAY } from './world.ts'

const BEN = '+12025550124'
const byText = { waitlist: { channels: ['sms'] } } as const
const OFFERED = 'An earlier time is free: Wednesday, January 7 at 10:00 AM.'

/** Ana comes on Wednesday at ten; Ben, a day later, waits for an earlier time. */
async function startWaiting(options: Parameters<typeof startClinic>[0] = byText, appointmentAt = WEDNESDAY) {
  const world = await startClinic(options)
  await world.remind({ externalId: 'a', appointmentAt, data: {} })
  const ben = { externalId: 'b', number: BEN, name: 'Ben', waitlist: { notBefore: null } }
  await world.remind({ ...ben, appointmentAt: WEDNESDAY + 24 * HOUR, data: {} })
  return world
}

const NUMBERS: Readonly<Record<string, string>> = { a: '202-555-0123', b: '202-555-0124', c: '202-555-0125' }

/** Rows of a table: who, and when on which day of January. */
const table = (...rows: readonly (readonly [id: string, day: number, time: string, place?: string])[]) =>
  [
    'id,name,phone,date,time,place',
    ...rows.map(([id, day, time, place = '']) => `${id},,${NUMBERS[id]},2026-01-0${day},${time},${place}`),
  ].join('\n')

const moveAna = {
  'a table': (world: Clinic) => bringCsv(world, clinic(byText), table(['a', 9, '09:00'])),
  'a calendar': (world: Clinic) =>
    bringIcs(
      world,
      clinic(byText),
      [
        ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'UID:a', 'DTSTART:20260109T140000Z'],
        ...['SUMMARY:Ana 202-555-0123', 'END:VEVENT', 'END:VCALENDAR'],
      ].join('\r\n'),
    ),
  'another system, as one of a list': (world: Clinic) => post(world, ['a', '2026-01-09T09:00']),
  'another system, by itself': (world: Clinic) =>
    ask(world, 'PUT', '/api/campaigns/clinic/reminders', {
      ...{ externalId: 'a', number: ANA, name: '', appointmentAt: WEDNESDAY + 47 * HOUR, appointmentZone: ZONE },
    }),
}

const post = (world: Clinic, ...rows: readonly (readonly [id: string, at: string])[]) =>
  ask(world, 'POST', '/api/campaigns/clinic/appointments?zone=America/New_York', {
    appointments: rows.map(([externalId, appointmentAt]) => ({
      ...{ externalId, number: NUMBERS[externalId], name: '', appointmentAt, appointmentZone: ZONE },
    })),
  })

const figuresOf = async (world: Clinic) => {
  const { slots } = await world.store.reminderFigures.of('clinic', 0, MONDAY * 2)
  return { freed: slots.freed, refilled: slots.refilled }
}

describe('an appointment that is moved', () => {
  test.each(Object.entries(moveAna))('by %s leaves its time to whoever waits, once', async (_by, move) => {
    await using world = await startWaiting()
    await move(world)
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN)).toEqual([expect.stringContaining(OFFERED)])
    await move(world)
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN)).toHaveLength(1)
    expect(await figuresOf(world)).toEqual({ freed: 1, refilled: 0 })
    world.write(BEN, '1')
    await world.clock.advance(minutes(1))
    expect(await figuresOf(world)).toEqual({ freed: 2, refilled: 1 })
  })

  test.each([
    ['too near', MONDAY + 3 * HOUR, 1],
    ['over', MONDAY - HOUR, 0],
  ])('from a time that is %s leaves nothing to offer', async (_how, at, freed) => {
    await using world = await startWaiting(byText, at)
    await moveAna['a table'](world)
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN)).toEqual([])
    expect(await figuresOf(world)).toEqual({ freed, refilled: 0 })
  })

  test('leaves nothing where the campaign says that a move frees no time', async () => {
    const options = { waitlist: { channels: ['sms'], freedBy: ['withdrawn'] } } as const
    await using world = await startWaiting(options)
    await bringCsv(world, clinic(options), table(['a', 9, '09:00']))
    await world.clock.advance(minutes(20))
    expect(await figuresOf(world)).toEqual({ freed: 0, refilled: 0 })
  })

  test('back by the next import has its time again', async () => {
    await using world = await startWaiting()
    await moveAna['a table'](world)
    await world.clock.advance(minutes(1))
    await bringCsv(world, clinic(byText), table(['a', 7, '10:00']))
    world.write(BEN, '1')
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN).at(-1)).toContain('Somebody has just taken that time.')
    // Only the time he had in between is free.
    const slots = await world.store.slots.list({ campaign: 'clinic', now: 0, limit: 9 })
    expect(slots.filter(({ state }) => state === 'free').map(({ at }) => at)).toEqual([WEDNESDAY + 47 * HOUR])
  })

  test('is told of his appointment though somebody else has taken its time meanwhile: the clinic has put him there', async () => {
    await using world = await startWaiting()
    await moveAna['a table'](world)
    await world.clock.advance(minutes(1))
    world.write(BEN, '1')
    await world.clock.advance(minutes(1))
    await bringCsv(world, clinic(byText), table(['a', 7, '10:00']))
    await world.rings(ANA)
    expect(world.heard()).toContain('Your appointment is on Wednesday, January 7 at 10:00 AM.')
  })

  test('is offered on though the process dies before the import is over', async () => {
    await using world = await startWaiting()
    const ana = await world.store.reminders.findByExternalId('clinic', 'a')
    if (ana === undefined) throw new Error('there is no Ana')
    const moved = { ...ana, appointmentAt: WEDNESDAY + 47 * HOUR }
    await world.store.reminderImports.putMany([moved], world.clock.now(), true)
    await world.restart()
    await world.clock.advance(minutes(9))
    expect(textsTo(world, BEN)).toEqual([])
    await world.clock.advance(minutes(2))
    expect(textsTo(world, BEN)[0]).toContain(OFFERED)
  })
})

describe('a time that somebody else is put at', () => {
  const swap = ['a', '2026-01-08T10:00'] as const
  const back = ['b', '2026-01-07T10:00'] as const

  test.each([
    ['first', [back, swap]],
    ['last', [swap, back]],
  ] as const)('by the same list, %s, is offered to nobody', async (_when, rows) => {
    await using world = await startWaiting()
    const dev = { externalId: 'd', number: '+12025550126', waitlist: { notBefore: null }, data: {} }
    await world.remind({ ...dev, appointmentAt: WEDNESDAY + 72 * HOUR })
    await post(world, ...rows)
    await world.clock.advance(minutes(20))
    expect(world.texts()).toEqual([])
    expect(await figuresOf(world)).toEqual({ freed: 0, refilled: 0 })
    // Whoever moves on from there leaves it like any other.
    await post(world, ['b', '2026-01-09T09:00'])
    await world.clock.advance(minutes(1))
    expect(textsTo(world, '+12025550126')[0]).toContain(OFFERED)
  })

  test('by the same table is offered to nobody, whether he is new or has moved, nor when it was cancelled', async () => {
    await using world = await startWaiting()
    await bringCsv(world, clinic(byText), table(['a', 9, '09:00'], ['c', 7, '10:00']))
    await world.clock.advance(minutes(1))
    const cancelled = `id,phone,date,time,status\nc,${NUMBERS.c},2026-01-07,10:00,cancelled\na,${NUMBERS.a},2026-01-07,10:00,\n`
    await bringCsv(world, clinic(byText), cancelled)
    await world.clock.advance(minutes(20))
    expect(textsTo(world, BEN).filter((text) => text.includes('January 7'))).toEqual([])
  })

  test('in another room leaves the old one free', async () => {
    await using world = await startWaiting()
    await bringCsv(world, clinic(byText), table(['a', 9, '09:00'], ['c', 7, '10:00', 'Room 2']))
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN)[0]).toContain(OFFERED)
  })

  test('one of two who have left is free for one', async () => {
    await using world = await startWaiting()
    await world.remind({ externalId: 'c', number: '+12025550125', appointmentAt: WEDNESDAY, data: {} })
    const dev = ['d,,202-555-0126,2026-01-07,10:00,']
    const rows = [table(['a', 9, '09:00'], ['c', 9, '09:30']), ...dev].join('\n')
    await bringCsv(world, clinic(byText), rows)
    expect(await figuresOf(world)).toEqual({ freed: 1, refilled: 0 })
  })

  test('by a later import is not offered any longer, and whoever thinks about it is told so', async () => {
    await using world = await startWaiting()
    await moveAna['a table'](world)
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN)[0]).toContain(OFFERED)
    await bringCsv(world, clinic(byText), table(['c', 7, '10:00']))
    world.write(BEN, '1')
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN).at(-1)).toContain('Somebody has just taken that time.')
    expect(await figuresOf(world)).toEqual({ freed: 1, refilled: 1 })
  })
})
