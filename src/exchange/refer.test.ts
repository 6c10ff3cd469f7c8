/** A caller's SIP device that is sent to somebody else: twiml-voice.md §4.11. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import type { PartyBehaviour } from './index.ts'
import { line, startWorld } from './scripted-app.fixture.ts'

const nothing = { legs: [], timers: 0, recordings: [], work: [] }
const alice = 'sip:alice@office.example.com'
const billing = 'sip:billing@example.com'
const script = {
  '/voice': `<Refer action="/referred"><Sip>${billing}?X-Ticket=42</Sip></Refer>`,
  '/referred': '<Say>Good bye</Say>',
}

async function callFromDevice(parties: Readonly<Record<string, PartyBehaviour>>) {
  const world = await startWorld(script)
  for (const [address, behaviour] of Object.entries(parties)) world.exchange.setParty(address, behaviour)
  const call = world.exchange.placeCall({ from: alice, to: line })
  await world.clock.settle()
  return { world, call }
}

describe('a SIP device that is referred', () => {
  test.each<[string, Readonly<Record<string, PartyBehaviour>>, readonly (string | undefined)[]]>([
    ['reaches a target of which nothing is known', {}, ['completed', '202', '200']],
    ['reaches somebody who answers', { [billing]: { kind: 'answers' } }, ['completed', '202', '200']],
    ['finds the target busy', { [billing]: { kind: 'busy' } }, ['failed', '202', '486']],
    ['finds no way to the target', { [billing]: { kind: 'unreachable' } }, ['failed', '202', '404']],
    ['is refused by the target', { [billing]: { kind: 'refuses', sipCode: 603 } }, ['failed', '202', '603']],
    ['finds nobody there', { [billing]: { kind: 'no-answer' } }, ['failed', '202', '408']],
    ['refuses', { [alice]: { kind: 'refuses', sipCode: 405 } }, ['failed', '405', undefined]],
  ])('and %s: the app learns that, and goes on with the call', async (_what, parties, result) => {
    const { world, call } = await callFromDevice(parties)
    await using _ = world
    await world.clock.advance(seconds(61))

    const [asked] = world.app.asked('/referred')
    expect([asked?.ReferCallStatus, asked?.ReferSipResponseCode, asked?.NotifySipResponseCode]).toEqual(result)
    expect(asked).toMatchObject({ CallStatus: 'in-progress', CallSid: call.callSid })
    expect(world.heard(call.callSid)).toEqual(['Good bye'])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('and hangs up before anybody answered: the app learns that it failed, and nothing more is performed', async () => {
    const { world, call } = await callFromDevice({ [billing]: { kind: 'answers', afterSeconds: 10 } })
    await using _ = world
    await world.clock.advance(seconds(5))
    expect(world.app.asked('/referred')).toEqual([])
    call.hangUp()
    await world.clock.settle()

    const [asked] = world.app.asked('/referred')
    expect(asked).toMatchObject({ CallStatus: 'completed', ReferCallStatus: 'failed', ReferSipResponseCode: '202' })
    expect(asked).not.toHaveProperty('NotifySipResponseCode')
    expect(world.heard(call.callSid)).toEqual([])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })
})

test('without an action the next verb follows a referral', async () => {
  await using world = await startWorld({ '/voice': `<Refer><Sip>${billing}</Sip></Refer><Say>Still here</Say>` })
  const call = world.exchange.placeCall({ from: alice, to: line })
  await world.clock.advance(seconds(0.5))

  expect(world.heard(call.callSid)).toEqual(['Still here'])
})

test('a phone cannot be referred: the app is told of its mistake and the next verb follows', async () => {
  await using world = await startWorld({ ...script, '/voice': `${script['/voice']}<Say>Never mind</Say>` })
  const call = await world.ringUp()

  expect(world.findings().flatMap(({ code }) => code ?? [])).toEqual([13801])
  expect(world.app.asked('/referred')).toEqual([])
  expect(world.heard(call.callSid)).toEqual(['Never mind'])
})
