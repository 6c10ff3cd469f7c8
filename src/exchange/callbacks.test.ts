/** Callbacks: what the app is told and when, in fair weather and in foul. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import type { Weather } from './index.ts'
import { type AppRequest, caller, line, type Script, sales, startWorld } from './scripted-app.fixture.ts'

const still = { legs: [], timers: 0, recordings: [], work: [] }
const told = (requests: readonly AppRequest[], path: string) =>
  requests.filter((request) => request.path === path).map(({ parameters }) => parameters)

describe('the progress of a dialled number', () => {
  const dialling = (attributes: string): Script => ({
    '/voice': `<Dial><Number statusCallback="/progress" ${attributes}>${sales}</Number></Dial>`,
    '/progress': { status: 204 },
  })

  async function answeredCall(attributes: string) {
    const world = await startWorld(dialling(attributes))
    world.exchange.setParty(sales, { kind: 'answers', afterSeconds: 2, hangsUpAfterSeconds: 10 })
    await world.ringUp()
    await world.clock.advance(seconds(30))
    return world
  }

  test('is told at its end only, unless the app asks for more', async () => {
    await using world = await answeredCall('')
    expect(told(world.app.requests, '/progress').map(({ CallStatus }) => CallStatus)).toEqual(['completed'])
  })

  test('is told as asked for and not otherwise, numbered without gaps from 0', async () => {
    await using world = await answeredCall('statusCallbackEvent="ringing answered"')
    const callbacks = told(world.app.requests, '/progress')
    expect(callbacks.map(({ CallStatus, SequenceNumber }) => [CallStatus, SequenceNumber])).toEqual([
      ['ringing', '0'],
      ['in-progress', '1'],
    ])
  })

  test('leaves the network in the order it happened, each with the moment it happened', async () => {
    await using world = await answeredCall('statusCallbackEvent="completed answered ringing initiated"')
    const sent = world.exchange.journal.events.flatMap((event) =>
      event.kind === 'request-sent' && event.purpose === 'call-status' ? [Object.fromEntries(event.parameters)] : [],
    )
    expect(sent.map(({ CallStatus, SequenceNumber, Timestamp }) => [CallStatus, SequenceNumber, Timestamp])).toEqual([
      ['initiated', '0', 'Mon, 05 Jan 2026 15:00:00 +0000'],
      ['ringing', '1', 'Mon, 05 Jan 2026 15:00:00 +0000'],
      ['in-progress', '2', 'Mon, 05 Jan 2026 15:00:02 +0000'],
      ['completed', '3', 'Mon, 05 Jan 2026 15:00:12 +0000'],
    ])
    expect(new Set(sent.map(({ CallbackSource }) => CallbackSource))).toEqual(new Set(['call-progress-events']))
    expect(sent.map(({ CallDuration }) => CallDuration)).toEqual([undefined, undefined, undefined, '10'])
  })
})

describe('in foul weather', () => {
  const script: Script = {
    '/voice': `<Dial action="/after"><Number statusCallback="/progress" statusCallbackEvent="initiated ringing answered completed">${sales}</Number></Dial>`,
    '/after': '<Say>Good bye</Say>',
    '/progress': { status: 204 },
  }

  async function callIn(weather: Weather, calls = 1) {
    const world = await startWorld(script)
    world.exchange.setParty(sales, { kind: 'answers', afterSeconds: 2, hangsUpAfterSeconds: 10 })
    world.exchange.weather(weather)
    for (let placed = 0; placed < calls; placed++) {
      await world.ringUp()
      await world.clock.advance(seconds(60))
    }
    return world
  }
  const arrivals = (requests: readonly AppRequest[]) =>
    told(requests, '/progress').map(({ SequenceNumber, Timestamp }) => `${SequenceNumber} of ${Timestamp}`)

  test('callbacks come twice, and the second carries the token of the first', async () => {
    await using world = await callIn({ duplicate: 1 })

    const callbacks = world.app.requests.filter(({ path }) => path === '/progress')
    expect(callbacks).toHaveLength(8)
    const tokens = callbacks.map(({ headers, parameters }) => [
      parameters.SequenceNumber,
      headers['i-twilio-idempotency-token'],
    ])
    expect(new Set(tokens.map(String)).size).toBe(4)
    expect(new Set(tokens.map(([, token]) => token)).size).toBe(4)
    expect(callbacks.every(({ isSigned }) => isSigned)).toBe(true)
  })

  test('lost callbacks never come, and the journal says so', async () => {
    await using world = await callIn({ drop: 1 })

    expect(told(world.app.requests, '/progress')).toEqual([])
    const lost = world.exchange.journal.events.filter(({ kind }) => kind === 'callback-dropped')
    expect(lost).toHaveLength(4)
    expect(lost[0]).toMatchObject({
      callSid: world.callee(sales).callSid,
      purpose: 'call-status',
      url: `${world.app.url}/progress`,
    })
  })

  test('late callbacks come late by the clock of the call and stay in order', async () => {
    await using world = await callIn({ delayMs: [1000, 20_000], seed: 3 }, 5)

    const sent = world.exchange.journal.events.flatMap((event) =>
      event.kind === 'request-sent' && event.purpose === 'call-status'
        ? [{ callSid: event.callSid, number: new Map(event.parameters).get('SequenceNumber'), at: event.at, event }]
        : [],
    )
    for (const callSid of new Set(sent.map((one) => one.callSid))) {
      expect(sent.filter((one) => one.callSid === callSid).map(({ number }) => number)).toEqual(['0', '1', '2', '3'])
    }
    for (const { at, event } of sent) {
      expect(at - Date.parse(new Map(event.parameters).get('Timestamp') ?? '')).toBeGreaterThanOrEqual(1000)
    }
    expect(world.exchange.leftovers()).toEqual(still)
  })

  test('callbacks overtake each other only where the weather says so', async () => {
    await using world = await callIn({ reorder: true, delayMs: [0, 20_000], seed: 3 }, 5)

    const numbers = told(world.app.requests, '/progress').map(({ SequenceNumber }) => Number(SequenceNumber))
    expect(numbers.toSorted()).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3])
    expect(numbers).not.toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3])
  })

  test('the same seed gives the same calls the same fate, and another seed another', async () => {
    const weather = { duplicate: 0.3, drop: 0.3, delayMs: [0, 30_000], reorder: true } as const
    const fate = async (seed: number) => {
      await using world = await callIn({ ...weather, seed }, 6)
      return arrivals(world.app.requests)
    }
    const [once, again, other] = [await fate(7), await fate(7), await fate(8)]

    expect(again).toEqual(once)
    expect(other).not.toEqual(once)
  })

  test('documents come as ever', async () => {
    await using world = await callIn({ drop: 1, delayMs: [5000, 5000], duplicate: 1 })

    expect(world.app.requests.map(({ path }) => path)).toEqual(['/voice', '/after'])
    expect(world.heard(world.exchange.calls[0]?.callSid ?? '')).toEqual(['Good bye'])
  })

  test('what is still on its way is counted, comes although the sky has cleared, and is forgotten at the close', async () => {
    await using world = await startWorld(
      { '/voice': '<Hangup/>', '/status': { status: 204 } },
      { line: (url) => ({ statusCallback: `${url}/status` }) },
    )
    world.exchange.weather({ delayMs: [5000, 5000] })
    const call = await world.ringUp()
    expect(world.exchange.leftovers()).toEqual({ ...still, work: [`call-status callback of ${call.callSid}`] })
    world.exchange.weather(undefined)
    await world.ringUp()
    expect(world.app.asked('/status')).toHaveLength(1)

    await world.clock.advance(seconds(5))
    expect(world.app.asked('/status').map(({ CallSid }) => CallSid)).toContain(call.callSid)
    expect(world.exchange.leftovers()).toEqual(still)

    world.exchange.weather({ delayMs: [5000, 5000] })
    world.exchange.placeCall({ from: caller, to: line })
    await world.clock.settle()
    await world.exchange.close()
    expect(world.exchange.leftovers()).toEqual(still)
    expect(world.clock.pending).toBe(0)
  })

  test('weather that cannot be is refused', async () => {
    await using world = await startWorld({})
    const refused = (weather: Weather) => () => world.exchange.weather(weather)

    expect(refused({ drop: 1.5 })).toThrow(new RangeError("The weather's drop is a share from 0 to 1, not 1.5."))
    expect(refused({ duplicate: Number.NaN })).toThrow("The weather's duplicate is a share from 0 to 1, not NaN.")
    expect(refused({ delayMs: [5, 1] })).toThrow(
      "The weather's delayMs is two whole numbers from 0, the smaller first, not [5, 1].",
    )
    expect(refused({ seed: 0.5 })).toThrow("The weather's seed is a whole number, not 0.5.")
  })
})
