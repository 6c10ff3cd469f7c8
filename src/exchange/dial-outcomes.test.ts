/** Everything a Dial can come to: the table of outcomes in twiml-voice.md §4.6, at every moment somebody can hang up. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import type { Call, ExchangeSettings, PartyBehaviour } from './index.ts'
import { sales, startWorld, support } from './scripted-app.fixture.ts'

const nothing = { legs: [], timers: 0, recordings: [], work: [] }
const desk = 'sip:desk@example.com'

interface People {
  readonly caller: Call
  readonly callee: Call
  wait(amount: number): Promise<void>
}

interface Case {
  readonly attributes?: string
  readonly noun?: string
  readonly screen?: string
  readonly settings?: Partial<ExchangeSettings>
  readonly party?: PartyBehaviour
  readonly acts?: (people: People) => void | Promise<void>
}

/** One Dial from ringing to its action; afterwards everything is over. */
async function outcomeOf({ attributes = '', noun = '', screen = '', settings = {}, party, acts }: Case) {
  const world = await startWorld(
    {
      '/voice': `<Dial action="/dialled" ${attributes}><Number ${noun}>${sales}</Number></Dial>`,
      '/screen': screen,
      '/dialled': '<Say>Good bye</Say>',
      '/progress': { status: 204 },
      '/ready': { status: 204 },
    },
    { exchange: { settings } },
  )
  if (party !== undefined) world.exchange.setParty(sales, party)
  const caller = await world.ringUp()
  const callee = world.callee(sales)
  const wait = (amount: number) => world.clock.advance(seconds(amount))
  await acts?.({ caller, callee, wait })
  await wait(60)
  caller.hangUp()
  await wait(5)
  const [asked, ...more] = world.app.asked('/dialled')
  expect(more).toEqual([])
  expect(asked?.DialCallSid).toBe(callee.callSid)
  expect(world.exchange.leftovers()).toEqual(nothing)
  const { DialCallStatus, DialBridged, DialCallDuration, CallStatus } = asked ?? {}
  return {
    world,
    asked,
    heard: world.heard(caller.callSid),
    callee: callee.status,
    result: [DialCallStatus, DialBridged, DialCallDuration, CallStatus],
  }
}

const digits = 'sendDigits="ww1"'
const whisper = 'url="/screen"'
const long = '<Say>One two three four five six seven</Say>'
const forever = undefined

describe('what a Dial comes to when', () => {
  // DialCallStatus, DialBridged, DialCallDuration, CallStatus; the status of the callee's leg; whether the caller goes on.
  const goesOn = true
  const isGone = false
  test.each<[string, Case, readonly (string | undefined)[], string, boolean]>([
    [
      'the callee hangs up after talking',
      { party: { kind: 'answers', hangsUpAfterSeconds: 7 } },
      ['completed', 'true', '7', 'in-progress'],
      'completed',
      goesOn,
    ],
    [
      'the caller presses the star',
      {
        attributes: 'hangupOnStar="true"',
        party: { kind: 'answers' },
        acts: async ({ caller, wait }) => {
          await wait(5)
          caller.press('1*')
        },
      },
      ['completed', 'true', '3', 'in-progress'],
      'completed',
      goesOn,
    ],
    [
      'the time is up',
      { attributes: 'timeLimit="4"', party: { kind: 'answers' } },
      ['completed', 'true', '4', 'in-progress'],
      'completed',
      goesOn,
    ],
    ['the callee is busy', { party: { kind: 'busy' } }, ['busy', 'false', forever, 'in-progress'], 'busy', goesOn],
    [
      'nobody answers in time',
      { attributes: 'timeout="5"', party: { kind: 'no-answer' } },
      ['no-answer', 'false', forever, 'in-progress'],
      'no-answer',
      goesOn,
    ],
    [
      'the callee declines',
      { acts: ({ callee }) => callee.decline() },
      ['busy', 'false', forever, 'in-progress'],
      'busy',
      goesOn,
    ],
    [
      'the callee declines where carriers say nothing of it',
      { settings: { declinedStatus: 'no-answer' }, acts: ({ callee }) => callee.decline() },
      ['no-answer', 'false', forever, 'in-progress'],
      'no-answer',
      goesOn,
    ],
    [
      'the number cannot be reached',
      { party: { kind: 'unreachable' } },
      ['failed', 'false', forever, 'in-progress'],
      'failed',
      goesOn,
    ],
    [
      'a machine answers and the caller hangs up',
      { party: { kind: 'machine' } },
      ['completed', 'true', '56', 'completed'],
      'completed',
      isGone,
    ],
    [
      'the whisper hangs up',
      { noun: whisper, screen: `${long}<Hangup/>`, party: { kind: 'answers' } },
      ['completed', 'false', '3', 'in-progress'],
      'completed',
      goesOn,
    ],
    [
      'the whisper hangs up and that is not to count as completed',
      {
        noun: whisper,
        screen: '<Hangup/>',
        party: { kind: 'answers' },
        settings: { whisperHangupStatus: 'no-answer' },
      },
      ['no-answer', 'false', '0', 'in-progress'],
      'completed',
      goesOn,
    ],
    [
      'the callee hangs up during the whisper',
      {
        noun: whisper,
        screen: long,
        acts: async ({ callee, wait }) => {
          callee.answer()
          await wait(1)
          callee.hangUp()
        },
      },
      ['completed', 'false', '1', 'in-progress'],
      'completed',
      goesOn,
    ],
    [
      'the caller hangs up during the whisper',
      {
        noun: whisper,
        screen: long,
        acts: async ({ caller, callee, wait }) => {
          callee.answer()
          await wait(1)
          caller.hangUp()
        },
      },
      ['completed', 'false', '1', 'completed'],
      'completed',
      isGone,
    ],
    [
      'the callee hangs up while digits are sent',
      {
        noun: digits,
        acts: async ({ callee, wait }) => {
          callee.answer()
          await wait(1)
          callee.hangUp()
        },
      },
      ['completed', 'false', '1', 'in-progress'],
      'completed',
      goesOn,
    ],
    [
      'the caller hangs up while digits are sent',
      {
        noun: digits,
        acts: async ({ caller, callee, wait }) => {
          callee.answer()
          await wait(1)
          caller.hangUp()
        },
      },
      ['completed', 'false', '1', 'completed'],
      'completed',
      isGone,
    ],
    [
      'the caller hangs up while it rings',
      {
        acts: async ({ caller, wait }) => {
          await wait(3)
          caller.hangUp()
        },
      },
      ['canceled', 'false', forever, 'completed'],
      'canceled',
      isGone,
    ],
    [
      'the caller hangs up while it rings and the callee is to look as if not there',
      { settings: { callerAbandonDialStatus: 'no-answer' }, acts: ({ caller }) => caller.hangUp() },
      ['no-answer', 'false', forever, 'completed'],
      'canceled',
      isGone,
    ],
    [
      'the caller hangs up while talking',
      {
        acts: async ({ caller, callee, wait }) => {
          callee.answer()
          await wait(9)
          caller.hangUp()
        },
      },
      ['completed', 'true', '9', 'completed'],
      'completed',
      isGone,
    ],
    [
      'the callee answers and hangs up in the same instant',
      {
        acts: ({ callee }) => {
          callee.answer()
          callee.hangUp()
        },
      },
      ['completed', 'false', '0', 'in-progress'],
      'completed',
      goesOn,
    ],
    [
      'the caller hangs up in the instant the callee answers',
      {
        acts: ({ caller, callee }) => {
          callee.answer()
          caller.hangUp()
        },
      },
      ['completed', 'false', '0', 'completed'],
      'completed',
      isGone,
    ],
    [
      'the callee answers in the instant after the caller hung up',
      {
        acts: ({ caller, callee }) => {
          caller.hangUp()
          callee.answer()
        },
      },
      ['canceled', 'false', forever, 'completed'],
      'canceled',
      isGone,
    ],
    [
      'both hang up in the same instant',
      {
        acts: async ({ caller, callee, wait }) => {
          callee.answer()
          await wait(2)
          callee.hangUp()
          caller.hangUp()
        },
      },
      ['completed', 'true', '2', 'completed'],
      'completed',
      isGone,
    ],
  ])('%s', async (_when, given, result, callee, isPerformed) => {
    const outcome = await outcomeOf(given)
    await using _ = outcome.world

    expect(outcome.result).toEqual(result)
    expect(outcome.callee).toBe(callee)
    expect(outcome.heard).toEqual(isPerformed ? ['Good bye'] : [])
  })

  test('the star is pressed by the callee, the conversation goes on', async () => {
    const { world, result } = await outcomeOf({
      attributes: 'hangupOnStar="true"',
      party: { kind: 'answers', hangsUpAfterSeconds: 10 },
      acts: async ({ callee, wait }) => {
        await wait(5)
        callee.press('*')
      },
    })
    await using _ = world

    expect(result).toEqual(['completed', 'true', '10', 'in-progress'])
  })

  test('the caller hangs up and the exchange is set so, nothing is asked', async () => {
    await using world = await startWorld(
      { '/voice': `<Dial action="/dialled">${sales}</Dial>` },
      { exchange: { settings: { dialActionAfterCallerHangup: false } } },
    )
    const call = await world.ringUp()
    call.hangUp()
    await world.clock.settle()

    expect(world.app.asked('/dialled')).toEqual([])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })
})

describe('before the two are connected', () => {
  test('digits are sent to the callee first, then he hears the whisper, and the caller hears ringing all the while', async () => {
    await using world = await startWorld({
      '/voice': `<Dial answerOnBridge="true"><Number sendDigits="1w2" url="/screen">${sales}</Number></Dial>`,
      '/screen': '<Say>A call for you</Say>',
    })
    const call = await world.ringUp()
    const callee = world.callee(sales)
    callee.answer()
    await world.clock.settle()

    expect(world.exchange.journal.events.findLast((event) => event.kind === 'tone-started')).toMatchObject({
      callSid: callee.callSid,
      tone: 'digits',
      digits: '1w2',
      lasts: 1000,
    })
    expect(world.heard(callee.callSid)).toEqual([])
    await world.clock.advance(seconds(1))
    expect(world.heard(callee.callSid)).toEqual(['A call for you'])
    expect(call.status).toBe('ringing')
    await world.clock.advance(seconds(2))
    expect(call.status).toBe('in-progress')
  })

  test('digits that no phone has are left out with a warning', async () => {
    await using world = await startWorld({
      '/voice': `<Dial><Number sendDigits="1-800">${sales}</Number></Dial>`,
    })
    await world.ringUp()
    world.callee(sales).answer()
    await world.clock.settle()

    expect(world.findings().map(({ code }) => code)).toEqual([13222])
    expect(world.exchange.journal.events.at(-1)?.kind).toBe('legs-bridged')
  })
})

describe('of several targets', () => {
  const both = (attributes = '') =>
    `<Dial action="/dialled" ${attributes}><Number>${sales}</Number><Number>${support}</Number></Dial>`
  const statuses = [
    ['busy', 'busy', 'busy'],
    ['unreachable', 'unreachable', 'failed'],
    ['busy', 'unreachable', 'no-answer'],
    ['busy', 'no-answer', 'no-answer'],
  ] as const

  test.each(statuses)('of which one is %s and one %s the Dial is %s', async (one, other, status) => {
    for (const attributes of ['', 'sequential="true"']) {
      await using world = await startWorld({ '/voice': both(attributes), '/dialled': '' })
      world.exchange.setParty(sales, { kind: one })
      world.exchange.setParty(support, { kind: other })
      await world.ringUp()
      await world.clock.advance(seconds(35))

      const [asked] = world.app.asked('/dialled')
      expect(asked).toMatchObject({ DialCallStatus: status, DialCallSid: world.callee(support).callSid })
    }
  })

  test('those who lose are called off, or look as if they had not answered, as the exchange is set', async () => {
    for (const loserStatus of ['canceled', 'no-answer'] as const) {
      await using world = await startWorld({ '/voice': both() }, { exchange: { settings: { loserStatus } } })
      await world.ringUp()
      world.callee(support).answer()

      expect(world.callee(sales).status).toBe(loserStatus)
      expect(world.callee(support).status).toBe('in-progress')
    }
  })

  test('dialled one after the other each rings for the whole time, and the first to answer ends the search', async () => {
    await using world = await startWorld({ '/voice': both('sequential="true" timeout="10"'), '/dialled': '' })
    world.exchange.setParty(support, { kind: 'answers', hangsUpAfterSeconds: 5 })
    await world.ringUp()
    await world.clock.advance(seconds(15) - 1)
    expect(world.exchange.calls.map(({ to }) => to)).not.toContain(support)
    await world.clock.advance(1)
    expect(world.callee(sales).status).toBe('no-answer')
    await world.clock.advance(seconds(7))

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'completed', DialCallDuration: '5' })
  })

  test('ten ring at most, and the app is warned', async () => {
    const numbers = Array.from({ length: 12 }, (_, place) => `<Number>+120255501${20 + place}</Number>`)
    await using world = await startWorld({ '/voice': `<Dial>${numbers.join('')}</Dial>` })
    const call = await world.ringUp()

    expect(world.exchange.calls).toHaveLength(11)
    expect(world.findings().map(({ code }) => code)).toEqual([13250])
    call.hangUp()
    await world.clock.settle()
    expect(world.exchange.leftovers()).toEqual(nothing)
  })
})

test.each([
  [true, ['/progress', '/dialled']],
  [false, ['/dialled', '/progress']],
])('with childCompletedBeforeAction %s the app is told in that order', async (childCompletedBeforeAction, order) => {
  const { world } = await outcomeOf({
    noun: 'statusCallback="/progress"',
    settings: { childCompletedBeforeAction },
    party: { kind: 'answers', hangsUpAfterSeconds: 5 },
  })
  await using _ = world
  const sent = world.exchange.journal.events.flatMap((event) =>
    event.kind === 'request-sent' ? [new URL(event.url).pathname] : [],
  )

  expect(sent.slice(1)).toEqual(order)
})

describe('the recording of a Dial', () => {
  const told =
    'recordingStatusCallback="/ready" recordingStatusCallbackEvent="in-progress completed absent" timeLimit="20"'
  const talk = async ({ caller, callee, wait }: People) => {
    await wait(4)
    callee.answer()
    callee.speak('Acme', { seconds: 1 })
    await wait(3)
    caller.speak('Hello there', { seconds: 2 })
    await wait(3)
    callee.hangUp()
  }

  test.each([
    ['true', '6', '1'],
    ['record-from-answer', '6', '1'],
    ['record-from-ringing', '10', '1'],
    ['record-from-answer-dual', '6', '2'],
    ['record-from-ringing-dual', '10', '2'],
    ['record-from-ringing-dual" recordingTrack="inbound', '10', '1'],
    ['record-from-answer-dual" recordingTrack="outbound', '6', '1'],
    ['record-from-answer" trim="trim-silence', '5', '1'],
  ])('with record="%s" lasts %s seconds and has %s channels', async (record, lasts, channels) => {
    const { world, asked } = await outcomeOf({ attributes: `record="${record}" ${told}`, acts: talk })
    await using _ = world

    const [begun, ready] = world.app.asked('/ready')
    expect(begun).toMatchObject({ RecordingStatus: 'in-progress' })
    expect(ready).toMatchObject({
      RecordingStatus: 'completed',
      RecordingDuration: lasts,
      RecordingChannels: channels,
      RecordingSource: 'DialVerb',
      RecordingTrack: /recordingTrack="(\w+)/.exec(record)?.[1] ?? 'both',
      CallSid: asked?.CallSid,
    })
    expect(asked).toMatchObject({ RecordingUrl: ready?.RecordingUrl, RecordingDuration: lasts })
    const media = Buffer.from(world.exchange.recordingMedia(ready?.RecordingSid ?? '') ?? [])
    expect(media.readUInt16LE(22)).toBe(Number(channels))
    expect(media.length).toBe(44 + Number(lasts) * 8000 * 2 * Number(channels))
  })

  test.each([
    [1, [3.5, 4.5], [0.5]],
    [2, [0.5], [3.5, 4.5]],
  ] as const)('has the caller in channel %d', async (recordingParentChannel, first, second) => {
    const { world, asked } = await outcomeOf({
      attributes: 'record="record-from-answer-dual"',
      settings: { recordingParentChannel },
      acts: talk,
    })
    await using _ = world

    const media = Buffer.from(world.exchange.recordingMedia(asked?.RecordingSid ?? '') ?? [])
    const isLoud = (channel: number, second: number) =>
      Array.from({ length: 80 }, (_, sample) =>
        media.readInt16LE(44 + ((second * 8000 + sample) * 2 + channel) * 2),
      ).some((level) => level !== 0)
    const halves = Array.from({ length: 6 }, (_, place) => place + 0.5)
    expect(halves.filter((second) => isLoud(0, second))).toEqual(first)
    expect(halves.filter((second) => isLoud(1, second))).toEqual(second)
  })

  test('of only one side is silent where the other speaks', async () => {
    const { world, asked } = await outcomeOf({
      attributes: 'record="record-from-answer" recordingTrack="inbound" trim="trim-silence"',
      acts: talk,
    })
    await using _ = world

    expect(asked).toMatchObject({ RecordingDuration: '2' })
  })

  test('that nobody answered is absent, and the app is told so when it wants to know', async () => {
    const { world, asked } = await outcomeOf({
      attributes: `record="record-from-answer" ${told}`,
      party: { kind: 'busy' },
    })
    await using _ = world

    expect(asked).not.toHaveProperty('RecordingUrl')
    expect(world.app.asked('/ready').map(({ RecordingStatus }) => RecordingStatus)).toEqual(['absent'])
    expect(world.app.asked('/ready')[0]).toMatchObject({ CallSid: asked?.CallSid, RecordingSource: 'DialVerb' })
  })

  test('from ringing on is there also when nobody answered', async () => {
    const { world, asked } = await outcomeOf({
      attributes: `record="record-from-ringing" timeout="5" ${told}`,
      party: { kind: 'no-answer' },
    })
    await using _ = world

    expect(asked).toMatchObject({ DialCallStatus: 'no-answer', RecordingDuration: '10' })
  })
})

describe('a SIP device that sends the caller elsewhere', () => {
  const script = (attributes: string) => ({
    '/voice': `<Dial action="/dialled" ${attributes}><Sip>${desk}</Sip></Dial>`,
    '/refer': `<Dial>${sales}</Dial>`,
    '/dialled': '',
  })

  test('is released, and the caller goes where the app decides', async () => {
    await using world = await startWorld(script('referUrl="/refer"'))
    const call = await world.ringUp()
    world.callee(desk).answer()
    await world.clock.advance(seconds(5))
    world.callee(desk).refer('sip:billing@example.com')
    await world.clock.settle()

    expect(world.callee(desk).status).toBe('completed')
    expect(world.app.asked('/refer')[0]).toMatchObject({
      CallSid: call.callSid,
      CallStatus: 'in-progress',
      ReferTransferTarget: 'sip:billing@example.com',
    })
    expect(world.callee(sales).status).toBe('ringing')
    expect(world.app.asked('/dialled')).toEqual([])
    call.hangUp()
    await world.clock.settle()
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('is not heard when the app has no address for that, and the two go on talking', async () => {
    await using world = await startWorld(script(''))
    const call = await world.ringUp()
    world.callee(desk).refer('sip:billing@example.com')
    world.callee(desk).answer()
    await world.clock.advance(seconds(5))
    world.callee(desk).refer('sip:billing@example.com')
    await world.clock.settle()

    expect(world.findings().map(({ code }) => code)).toEqual([13802])
    expect([call.status, world.callee(desk).status]).toEqual(['in-progress', 'in-progress'])
  })
})
