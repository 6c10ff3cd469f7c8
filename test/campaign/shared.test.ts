/** Two processes share the attempts of a campaign on one PostgreSQL, and one of them goes. */
import { expect, test } from 'vitest'
import { defineCampaign } from '../../src/campaign/index.ts'
import { minutes, seconds } from '../../src/clock/duration.ts'
import { openStore } from '../../src/store/index.ts'
import { startPostgres } from '../store/databases.ts'
import { HOUR, LINE, startCampaign } from './world.ts'

test('two processes call everybody once, also when one is closed in the middle', async () => {
  const database = await startPostgres()
  const store = await openStore(database.place, 'shared')
  const people = Array.from({ length: 40 }, (_, place) => `+120255501${String(10 + place)}`)
  const parties = Object.fromEntries(people.map((number) => [number, { kind: 'busy' } as const]))
  const campaign = defineCampaign('clinic', {
    ...{ flow: 'clinic-call', from: LINE, offsets: [{ before: '24h', channel: 'call' }] },
    retry: { busy: 'never' },
  })
  try {
    const databaseUrl = database.place.kind === 'postgres' ? database.place.url : ''
    await using world = await startCampaign(campaign, { parties, store, databaseUrl })
    const ids: string[] = []
    for (const [place, number] of people.entries()) ids.push(await world.remind({ externalId: `a${place}`, number }))
    const another = await world.startAnother()
    await world.clock.advance(4.5 * HOUR + seconds(10))
    const before = world.calls().length
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(people.length)
    await another.close()
    await world.clock.advance(minutes(10))
    expect(
      world
        .calls()
        .map((call) => call.snapshot().to)
        .sort(),
    ).toEqual(people)
    for (const id of ids) {
      expect(await store.reminders.attemptsOf(id)).toMatchObject([{ state: 'ended', outcome: 'busy' }])
      expect(await store.reminders.outcomes(id)).toHaveLength(1)
    }
  } finally {
    await store.close()
    await database.stop()
  }
}, 120_000)
