/** One number of ours dials another: reference twiml-voice.md §12 row 21. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { line, type Script, startWorld } from './scripted-app.fixture.ts'

const still = { legs: [], timers: 0, recordings: [], work: [] }
const desk = '+12025550150'

async function startTwoLines(script: Script) {
  const world = await startWorld({
    '/voice': `<Dial action="/dialled">${desk}</Dial>`,
    '/dialled': '<Say>Back again</Say>',
    ...script,
  })
  world.exchange.addLine({ number: desk, voiceUrl: `${world.app.url}/desk` })
  const call = await world.ringUp()
  const [, child, far] = world.exchange.calls
  if (child === undefined || far === undefined) throw new Error('Nobody dialled the desk.')
  return { ...world, call, child, far }
}

describe('a number of ours that is dialled by another', () => {
  test('takes a call of its own, that knows nothing of the one that dials', async () => {
    await using world = await startTwoLines({
      '/desk': '<Gather numDigits="1" action="/menu"><Say>The desk</Say></Gather>',
      '/menu': '<Say>Good bye</Say>',
    })
    const { call, child, far } = world
    expect(world.app.asked('/desk')[0]).toMatchObject({ CallSid: far.callSid, Direction: 'inbound', To: desk })
    expect(world.app.asked('/desk')[0]).not.toHaveProperty('ParentCallSid')
    expect(new Set([call, child, far].map(({ callSid }) => callSid)).size).toBe(3)
    expect([call.status, child.status, far.status]).toEqual(['in-progress', 'in-progress', 'in-progress'])

    await world.clock.advance(seconds(2))
    call.press('4')
    await world.clock.settle()
    expect(world.app.asked('/menu')[0]).toMatchObject({ CallSid: far.callSid, Digits: '4' })
    await world.clock.advance(seconds(1))

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallSid: child.callSid, DialCallStatus: 'completed' })
    expect(world.heard(call.callSid)).toEqual(['Good bye', 'Back again'])
    await world.clock.advance(seconds(2))
    expect(world.exchange.leftovers()).toEqual(still)
  })

  test('hears what the caller says', async () => {
    await using world = await startTwoLines({
      '/desk': '<Gather input="speech" action="/said" speechTimeout="1"/>',
      '/said': '',
    })
    world.call.speak('is anybody there', { seconds: 2 })
    await world.clock.advance(seconds(4))

    expect(world.app.asked('/said')[0]?.SpeechResult).toBe('is anybody there')
  })

  test('takes a payment of which nothing is written down', async () => {
    await using world = await startTwoLines({ '/desk': '<Pay action="/paid"/>', '/paid': '' })
    world.call.press('4111111111111111#')
    await world.clock.settle()

    expect(world.heard(world.far.callSid)).toHaveLength(2)
    expect(JSON.stringify(world.exchange.journal.events)).not.toMatch(/"(key|digits)":"[0-9]"/)
  })

  test('is busy when its app refuses', async () => {
    await using world = await startTwoLines({ '/desk': '<Reject reason="busy"/>' })
    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'busy', DialBridged: 'false' })
  })

  test('is hung up on with the caller', async () => {
    await using world = await startTwoLines({ '/desk': '<Pause length="1"/><Say>The desk</Say><Pause length="60"/>' })
    await world.clock.advance(seconds(10))
    world.call.hangUp()
    await world.clock.settle()

    expect(world.far.status).toBe('completed')
    expect(world.exchange.leftovers()).toEqual(still)
  })

  test('dials itself in a circle that ends', async () => {
    await using world = await startWorld({ '/voice': `<Dial>${line}</Dial>` })
    const call = await world.ringUp()
    await world.clock.advance(seconds(60))

    expect(call.isOver).toBe(true)
    expect(world.findings().map(({ message }) => message)).toContain(
      'Apps dial one another in a circle, and nobody hears anything.',
    )
    expect(world.exchange.leftovers()).toEqual(still)
  })
})
