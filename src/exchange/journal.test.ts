import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { startWorld } from './scripted-app.fixture.ts'

describe('the journal', () => {
  test('warns of verbs that never run, of silence that cuts off, and of a missing action', async () => {
    await using world = await startWorld({
      '/voice': '<Redirect>/next</Redirect><Say>Never</Say>',
      '/next': '<Gather/>',
    })
    await world.ringUp()

    expect(world.findings().map(({ message, line: at }) => [at, message])).toEqual([
      [1, 'Say can never run: Redirect before it does not go on.'],
      [1, 'Nothing follows Gather: a silent caller is cut off.'],
      [1, "Gather has no action: its result goes to this document's own address."],
    ])
  })

  test('tells of a verb the exchange does not perform, which is left out', async () => {
    await using world = await startWorld({ '/voice': '<Prompt for="payment-card-number"/><Say>Hello</Say>' })
    const call = await world.ringUp()

    expect(world.heard(call.callSid)).toEqual(['Hello'])
    expect(world.findings().at(-1)).toMatchObject({
      code: 12200,
      message: 'Prompt is not performed by this exchange yet; it is left out.',
    })
  })

  test('forgets the oldest finished calls and keeps the order of the others', async () => {
    await using world = await startWorld(
      { '/voice': '<Hangup/>' },
      { exchange: { settings: { keepFinishedCalls: 3 } } },
    )
    for (let placed = 0; placed < 20; placed++) await world.ringUp()

    const { events } = world.exchange.journal
    const kept = new Set(events.map(({ callSid }) => callSid))
    expect(kept.size).toBeLessThanOrEqual(5)
    expect(world.exchange.calls).toHaveLength(kept.size)
    const sequences = events.map(({ sequence }) => sequence)
    expect(sequences).toEqual(sequences.toSorted((one, other) => one - other))
    expect(world.exchange.journal.since(sequences[4] ?? 0)).toEqual(events.slice(5))
  })

  test('is the same in every run with the same seed', async () => {
    const run = async () => {
      await using world = await startWorld(
        { '/voice': '<Say>Hello</Say>' },
        { line: () => ({ voiceUrl: 'http://127.0.0.1:9/' }) },
      )
      await world.ringUp()
      await world.clock.advance(seconds(10))
      return world.exchange.journal.events.map((event) => ({ ...event, tookMilliseconds: 0 }))
    }

    expect(await run()).toEqual(await run())
  })
})
