/** A clinic's calendar that answers late, not at all, or what is no time: the caller is led on, and never waits in silence. */
import { describe, expect, test } from 'vitest'
import type { CampaignOptions, FreeSlot } from '../../src/campaign/index.ts'
import { minutes, seconds } from '../../src/clock/duration.ts'
import { type Clinic, startClinic, WEDNESDAY } from './slots-world.ts'
import { ANA, HOUR } from './world.ts'

type Find = NonNullable<NonNullable<CampaignOptions['slots']>['find']>

/** Ana wants another time; one is kept here, at three. */
async function asksFor(find: unknown, findSeconds?: number) {
  // A function without types may answer anything.
  const slots = { find: find as Find, ...(findSeconds !== undefined && { findSeconds }) }
  const world = await startClinic({ slots })
  await world.remind()
  await world.putSlots([5])
  const call = await world.rings(ANA)
  await world.presses(call, '2')
  return Object.assign(world, { call })
}

const KEPT = /These times are free\. For Wednesday, January 7 at 3:00 PM, press 1\. For none/
const warnings = ({ logged }: Clinic) =>
  logged.map(({ line }) => line).filter((line) => line.startsWith('the calendar'))
const ALONE = 'the calendar named no free times; those that are kept are offered'
const SOME = 'the calendar named times that cannot be used; the others are'

describe('a calendar that is late', () => {
  test('lets the caller hear something after two seconds, and what it names when it does', async () => {
    let answer: (found: readonly FreeSlot[]) => void = () => {}
    const found = new Promise<readonly FreeSlot[]>((resolve) => {
      answer = resolve
    })
    await using world = await asksFor(() => found, 8)
    expect(world.heard()).toMatch(/One moment, please\.$/)
    answer([{ at: WEDNESDAY }])
    await world.clock.advance(seconds(5))
    expect(world.heard()).toMatch(
      /One moment, please\. These times are free\. For Wednesday, January 7 at 10:00 AM, press 1/,
    )
    await world.presses(world.call, '1')
    expect(world.heard()).toContain('Your appointment is now on Wednesday, January 7 at 10:00 AM.')
    expect(warnings(world)).toEqual([])
  })

  test('than it may be is called off, and those that are kept are offered', async () => {
    let isCalledOff = false
    const find = (_seeker: unknown, _most: number, signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          isCalledOff = true
          reject(new Error('aborted'))
        })
      })
    await using world = await asksFor(find)
    expect(world.heard()).toMatch(/One moment, please\.$/)
    await world.clock.advance(seconds(5))
    expect(world.heard()).toMatch(KEPT)
    expect(isCalledOff).toBe(true)
    expect(warnings(world)).toEqual([ALONE])
  })

  test('and does not heed that it is called off is not waited for; what it names then is not offered', async () => {
    let answer: (found: readonly FreeSlot[]) => void = () => {}
    const find = () =>
      new Promise<readonly FreeSlot[]>((resolve) => {
        answer = resolve
      })
    await using world = await asksFor(find, 1)
    expect(world.heard()).toMatch(KEPT)
    answer([{ at: WEDNESDAY }])
    await world.presses(world.call, '9')
    expect(world.heard()).toContain('We will call you.')
    const slots = await world.store.slots.list({ campaign: 'clinic', now: 0, limit: 9 })
    expect(slots.map(({ at, state }) => [(at - WEDNESDAY) / HOUR, state])).toEqual([[5, 'free']])
  })

  test('is asked once though the network sends everything twice', async () => {
    let asked = 0
    let answer: (found: readonly FreeSlot[]) => void = () => {}
    const found = new Promise<readonly FreeSlot[]>((resolve) => {
      answer = resolve
    })
    const find = () => {
      asked += 1
      return found
    }
    await using world = await startClinic({ slots: { find, findSeconds: 8 } })
    await world.remind()
    world.exchange.weather({ duplicate: 1 })
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    await world.clock.advance(seconds(3))
    answer([{ at: WEDNESDAY }])
    await world.clock.advance(seconds(5))
    await world.presses(call, '1')
    expect(world.heard()).toContain('Your appointment is now on Wednesday, January 7 at 10:00 AM.')
    expect(asked).toBe(1)
  })

  test('while the caller hangs up holds nothing for him', async () => {
    let answer: (found: readonly FreeSlot[]) => void = () => {}
    const find = () =>
      new Promise<readonly FreeSlot[]>((resolve) => {
        answer = resolve
      })
    await using world = await asksFor(find, 8)
    world.call.hangUp()
    answer([{ at: WEDNESDAY }])
    await world.clock.advance(minutes(1))
    const slots = await world.store.slots.list({ campaign: 'clinic', now: 0, limit: 9 })
    expect(slots.filter(({ state }) => state !== 'free')).toEqual([])
  })

  test('when somebody has just got the time that he wanted lets him hear that, and what else there is', async () => {
    let isSlow = false
    let answer: (found: readonly FreeSlot[]) => void = () => {}
    const find = () =>
      isSlow
        ? new Promise<readonly FreeSlot[]>((resolve) => {
            answer = resolve
          })
        : []
    await using world = await asksFor(find, 8)
    const [slot] = await world.store.slots.list({ campaign: 'clinic', now: 0, limit: 1 })
    const ben = await world.remind({ externalId: 'b', number: '+12025550124' })
    const late = { at: world.clock.now() + minutes(20), source: 'sms', takenIn: null }
    await world.store.slots.take({ slotId: slot?.id ?? '', reminderId: ben, ...late })
    isSlow = true
    await world.presses(world.call, '1')
    expect(world.heard()).toMatch(/One moment, please\.$/)
    answer([{ at: WEDNESDAY }])
    await world.clock.advance(seconds(5))
    expect(world.heard()).toMatch(
      /One moment, please\. Somebody has just taken that time\. For Wednesday, January 7 at 10:00 AM, press 1/,
    )
  })
})

describe('a calendar that', () => {
  test.each([
    [
      'throws at once',
      () => {
        throw new Error('down')
      },
    ],
    ['rejects', async () => Promise.reject(new Error('down'))],
    ['answers nothing', async () => undefined],
    ['answers null', () => null],
    ['answers an object', () => ({ slots: [] })],
    ['answers words', async () => 'Tuesday'],
  ])('%s is done without', async (_what, find) => {
    await using world = await asksFor(find)
    expect(world.heard()).toMatch(KEPT)
    expect(warnings(world)).toEqual([ALONE])
  })

  const CIRCLE: { me?: unknown } = {}
  CIRCLE.me = CIRCLE
  test.each([
    ['null', null],
    ['a moment as words', { at: '2026-01-07T10:00' }],
    ['no moment', {}],
    ['a moment that is none', { at: Number.NaN }],
    ['a moment beyond all dates', { at: 9e15 }],
    ['a zone that does not exist', { at: WEDNESDAY, zone: 'Mars/Base' }],
    ['a zone that is no word', { at: WEDNESDAY, zone: 5 }],
    ['an id that is none', { at: WEDNESDAY, id: {} }],
    ['data that is no record', { at: WEDNESDAY, data: 'Room 1' }],
    ['data that is a list', { at: WEDNESDAY, data: [1] }],
    ['data that cannot be kept', { at: WEDNESDAY, data: CIRCLE }],
  ])('names %s is taken at its word for the rest', async (_what, nonsense) => {
    await using world = await asksFor(() => [nonsense, { at: WEDNESDAY + HOUR }])
    expect(world.heard()).toMatch(
      /For Wednesday, January 7 at 11:00 AM, press 1\. For Wednesday, January 7 at 3:00 PM, press 2/,
    )
    expect(warnings(world)).toEqual([SOME])
    await world.presses(world.call, '1')
    expect(world.heard()).toContain('Your appointment is now on Wednesday, January 7 at 11:00 AM.')
  })

  test('names a time that is over, or one twice, has it offered not at all, or once', async () => {
    const twice = { at: WEDNESDAY, id: 7 }
    await using world = await asksFor(() => [{ at: 1 }, twice, twice])
    expect(world.heard()).toMatch(
      /January 7 at 10:00 AM, press 1\. For Wednesday, January 7 at 3:00 PM, press 2\. For none/,
    )
  })

  test('names nothing, with nothing kept here, leads on', async () => {
    await using world = await startClinic({ slots: { find: async () => [] } })
    await world.remind()
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    expect(world.heard()).toContain('No time is free.')
  })

  test('fails is done without by message, too', async () => {
    const offsets = [{ before: '26h', channel: 'sms', text: 'Reply 3 for another time.' }] as const
    const slots = { find: async () => Promise.reject(new Error('down')) }
    await using world = await startClinic({ offsets, slots })
    await world.remind()
    await world.putSlots([5])
    await world.clock.advance(3 * HOUR)
    world.write(ANA, '3')
    await world.clock.advance(minutes(1))
    expect(world.texts().at(-1)).toContain('Free times: 1 Wednesday, January 7 at 3:00 PM.')
  })
})
