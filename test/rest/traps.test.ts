/** What app developers get wrong with the REST interface: reference twiml-voice.md §12. */
import { expect, test } from 'vitest'
import { seconds } from '../../src/clock/duration.ts'
import { startRest } from './world.ts'

test('trap 13: who fetches a recording at once finds nothing, and is warned', async () => {
  await using world = await startRest({ '/voice': '<Record action="/left"/>', '/left': '<Pause length="5"/>' })
  const call = await world.ringUp()
  await world.clock.advance(seconds(3))
  call.press('#')
  await world.clock.settle()
  const url = new URL(world.app.asked('/left')[0]?.RecordingUrl ?? '')

  for (const ending of ['', '.wav']) expect((await world.ask('GET', url.pathname + ending)).status).toBe(404)

  expect(world.findings().map(({ severity, message }) => [severity, message])).toEqual([
    ['warning', 'The media of a recording was asked for before it can be had.'],
  ])
})
