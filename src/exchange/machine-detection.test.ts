/** Who answered a leg, judged by ear: twiml-voice.md §3.5 and §5.1. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import type { PartyBehaviour } from './index.ts'
import { sales, startWorld } from './scripted-app.fixture.ts'

const nothing = { legs: [], timers: 0, recordings: [], work: [] }

/** A Dial with machine detection, to somebody who picks up after two seconds; a minute passes. */
async function dialAndJudge(attributes: string, behaviour: PartyBehaviour) {
  const world = await startWorld({
    '/voice': `<Dial action="/dialled"><Number amdStatusCallback="/amd" ${attributes}>${sales}</Number></Dial>`,
    '/amd': { status: 204 },
    '/dialled': '',
  })
  world.exchange.setParty(sales, behaviour)
  const call = await world.ringUp()
  await world.clock.advance(seconds(62))
  const verdicts = world.app
    .asked('/amd')
    .map(({ AnsweredBy, MachineDetectionDuration }) => [AnsweredBy, MachineDetectionDuration])
  return { world, call, verdicts }
}

const afterSeconds = 2
const machine = { kind: 'machine', afterSeconds, greetingSeconds: 8 } as const

describe('with machine detection the app learns that it was', () => {
  test.each<[string, string, PartyBehaviour, string, string]>([
    ['a person, a while after the hello', 'Enable', { kind: 'answers' }, 'human', '2200'],
    ['a person, also when it waits for the end of messages', 'DetectMessageEnd', { kind: 'answers' }, 'human', '2200'],
    ['a machine, as soon as it has spoken too long for a person', 'Enable', machine, 'machine_start', '2400'],
    ['a machine, at its beep', 'DetectMessageEnd', machine, 'machine_end_beep', '8000'],
    [
      'a machine without a beep, a while after its greeting',
      'DetectMessageEnd',
      { ...machine, beeps: false },
      'machine_end_silence',
      '9200',
    ],
    [
      'a machine that does not come to an end',
      'DetectMessageEnd',
      { ...machine, greetingSeconds: 45 },
      'machine_end_other',
      '30000',
    ],
    ['a person who talks a lot', 'Enable', { kind: 'answers', says: 'Acme, sales, Mary here, hello' }, 'human', '3200'],
    ['a fax', 'Enable', { kind: 'fax', afterSeconds }, 'fax', '0'],
    ['nobody it could hear', 'Enable', { kind: 'silent' }, 'unknown', '5000'],
    ['nobody it could hear, said by a person', 'Enable', { kind: 'answers', says: '' }, 'unknown', '5000'],
  ])('%s', async (_who, mode, behaviour, answeredBy, duration) => {
    const { world, call, verdicts } = await dialAndJudge(`machineDetection="${mode}"`, behaviour)
    await using _ = world

    expect(verdicts).toEqual([[answeredBy, duration]])
    expect(world.exchange.journal.events.filter((event) => event.kind === 'answerer-judged')).toEqual([
      expect.objectContaining({ answeredBy, tookMilliseconds: Number(duration) }),
    ])
    call.hangUp()
    await world.clock.advance(seconds(1))
    expect(world.exchange.leftovers()).toEqual(nothing)
  })
})

describe('the measures of machine detection', () => {
  test.each<[string, string, PartyBehaviour, string, string]>([
    [
      'a higher threshold lets a talkative person pass',
      'machineDetectionSpeechThreshold="6000"',
      { kind: 'machine', afterSeconds, greetingSeconds: 5, beeps: false },
      'human',
      '6200',
    ],
    [
      'a short silence ends the hello',
      'machineDetectionSpeechEndThreshold="500"',
      { kind: 'answers' },
      'human',
      '1500',
    ],
    [
      'patience with the silent is short',
      'machineDetectionSilenceTimeout="2000"',
      { kind: 'silent' },
      'unknown',
      '2000',
    ],
    [
      'the limit comes before the silence',
      'machineDetectionTimeout="3" machineDetectionSilenceTimeout="10000"',
      { kind: 'silent' },
      'unknown',
      '3000',
    ],
  ])('are the ones of the document: %s', async (_what, attributes, behaviour, answeredBy, duration) => {
    const { world, verdicts } = await dialAndJudge(`machineDetection="Enable" ${attributes}`, behaviour)
    await using _ = world

    expect(verdicts).toEqual([[answeredBy, duration]])
    expect(world.findings()).toEqual([])
  })

  test('are the usual ones when the document goes beyond what is allowed, with a warning', async () => {
    const { world, verdicts } = await dialAndJudge('machineDetection="Enable" machineDetectionSilenceTimeout="1"', {
      kind: 'silent',
    })
    await using _ = world

    expect(verdicts).toEqual([['unknown', '5000']])
    expect(world.findings().map(({ code, severity }) => [code, severity])).toEqual([[21263, 'warning']])
  })

  test('count pauses between words as part of what is said', async () => {
    await using world = await startWorld({
      '/voice': `<Dial><Number machineDetection="Enable" amdStatusCallback="/amd">${sales}</Number></Dial>`,
      '/amd': { status: 204 },
    })
    world.exchange.setParty(sales, { kind: 'answers', says: '' })
    await world.ringUp()
    await world.clock.advance(seconds(2))

    world.callee(sales).speak('You have reached', { seconds: 1 })
    await world.clock.advance(seconds(2))
    world.callee(sales).speak('the office of Acme', { seconds: 3 })
    await world.clock.advance(seconds(4))

    expect(world.app.asked('/amd')[0]).toMatchObject({ AnsweredBy: 'machine_start', MachineDetectionDuration: '2400' })
  })
})

test('the verdict is signed, names the callee and comes while the two are talking', async () => {
  await using world = await startWorld({
    '/voice': `<Dial><Sip machineDetection="Enable" amdStatusCallback="/amd" amdStatusCallbackMethod="GET">
      sip:desk@example.com</Sip></Dial>`,
    '/amd': { status: 204 },
  })
  const call = await world.ringUp()
  const desk = world.callee('sip:desk@example.com')
  desk.takeByMachine()
  await world.clock.advance(seconds(3))

  const [asked] = world.app.requests.filter(({ path }) => path === '/amd')
  expect(asked).toMatchObject({ method: 'GET', isSigned: true })
  expect(asked?.parameters).toEqual({
    CallSid: desk.callSid,
    AccountSid: world.exchange.accountSid,
    AnsweredBy: 'machine_start',
    MachineDetectionDuration: '2400',
  })
  expect(call.status).toBe('in-progress')
  expect(desk.status).toBe('in-progress')
})

test('without an address for the verdict the app is warned, and the two talk', async () => {
  await using world = await startWorld({ '/voice': `<Dial><Number machineDetection="Enable">${sales}</Number></Dial>` })
  await world.ringUp()
  world.callee(sales).answer()
  await world.clock.advance(seconds(5))

  expect(world.findings().map(({ code }) => code)).toEqual([21262])
  expect(world.callee(sales).status).toBe('in-progress')
})

test('who hangs up before the verdict is not judged', async () => {
  await using world = await startWorld({
    '/voice': `<Dial><Number machineDetection="Enable" amdStatusCallback="/amd">${sales}</Number></Dial>`,
  })
  await world.ringUp()
  world.callee(sales).answer()
  await world.clock.advance(seconds(1))
  world.callee(sales).hangUp()
  await world.clock.advance(seconds(30))

  expect(world.app.asked('/amd')).toEqual([])
  expect(world.exchange.leftovers()).toEqual(nothing)
})

test('without machine detection nobody says hello by himself', async () => {
  await using world = await startWorld({ '/voice': `<Dial>${sales}</Dial>` })
  world.exchange.setParty(sales, { kind: 'answers' })
  await world.ringUp()
  await world.clock.advance(seconds(10))

  expect(world.exchange.journal.events.filter((event) => event.kind === 'speech-heard')).toEqual([])
})
