/** Calls that may be transferred are made only while there is staff to take them. */
import { expect, test } from 'vitest'
import { defineCampaign } from '../../src/campaign/index.ts'
import { minutes, seconds } from '../../src/clock/duration.ts'
import { HOUR, LINE, startCampaign } from './world.ts'

const people = Array.from({ length: 6 }, (_, index) => `+120255501${10 + index}`)
const parties = Object.fromEntries(
  people.map((number) => [number, { kind: 'answers', hangsUpAfterSeconds: 20 } as const]),
)

function clinic(staff: () => number | Promise<number>) {
  return defineCampaign('clinic', {
    flow: 'clinic-call',
    from: LINE,
    offsets: [{ before: '24h', channel: 'call' }],
    pacing: { atOnce: 10, callsPerSecond: 100, staff },
  })
}

async function start(staff: () => number | Promise<number>) {
  const world = await startCampaign(clinic(staff), { parties })
  for (const [index, number] of people.entries()) await world.remind({ externalId: `a${index}`, number })
  await world.clock.advance(4.5 * HOUR + seconds(5))
  return world
}

test('nobody is called while no staff is free, and it goes on by itself when there is', async () => {
  let free = 0
  await using world = await start(() => free)
  await world.clock.advance(minutes(20))
  expect(world.calls()).toHaveLength(0)
  free = 6
  // Looked at every half minute.
  await world.clock.advance(seconds(31))
  expect(world.calls()).toHaveLength(6)
})

test('messages need no staff', async () => {
  const campaign = defineCampaign('clinic', {
    flow: 'clinic-call',
    from: LINE,
    offsets: [
      { before: '24h', channel: 'call' },
      { before: '20h', channel: 'sms', text: 'Reply 1 to confirm.' },
    ],
    pacing: { atOnce: 10, callsPerSecond: 100, staff: () => 0 },
  })
  await using world = await startCampaign(campaign, { parties })
  await world.remind()
  await world.clock.advance(9 * HOUR)
  expect(world.calls()).toEqual([])
  expect(world.texts()).toEqual(['Reply 1 to confirm.'])
})

test('there are never more calls at once than there is staff, however it changes', async () => {
  let free = 1
  await using world = await start(async () => free)
  expect(world.calls()).toHaveLength(1)
  free = 3
  await world.clock.advance(minutes(1))
  // The first call is over; three at once follow, as there is staff for so many.
  const before = world.calls().length
  expect(before).toBeGreaterThanOrEqual(3)
  free = 0
  await world.clock.advance(minutes(10))
  const stopped = world.calls().length
  await world.clock.advance(minutes(10))
  expect(world.calls()).toHaveLength(stopped)
  free = 2
  await world.clock.advance(minutes(10))
  expect(world.calls()).toHaveLength(people.length)
  expect(mostAtOnce(world)).toBeLessThanOrEqual(3)
})

test('a question about staff that fails stops nothing for good', async () => {
  let isBroken = true
  await using world = await start(() => {
    if (isBroken) throw new Error('the roster cannot be reached')
    return 6
  })
  expect(world.calls()).toHaveLength(0)
  expect(world.logged.map(({ line }) => line)).toContain('making attempts stopped short; it goes on in a minute')
  isBroken = false
  await world.clock.advance(minutes(1) + seconds(1))
  expect(world.calls()).toHaveLength(6)
})

/** How many calls there were at the same time. */
function mostAtOnce(world: Awaited<ReturnType<typeof start>>): number {
  let most = 0
  const open = new Set<string>()
  for (const event of world.exchange.journal.events) {
    if (event.kind !== 'call-status') continue
    if (event.status === 'completed') open.delete(event.callSid)
    else open.add(event.callSid)
    most = Math.max(most, open.size)
  }
  return most
}
