/** Verbs that are old or undocumented: twiml-voice.md §4.14. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { caller, line, sales, startWorld } from './scripted-app.fixture.ts'

const nothing = { legs: [], timers: 0, recordings: [], work: [] }

describe('an echo', () => {
  test('says what the caller said, one after the other, until he hangs up', async () => {
    await using world = await startWorld({ '/voice': '<Echo/><Say>Never</Say>' })
    const call = await world.ringUp()
    expect(call.snapshot().awaiting).toBe('keys-or-speech')

    call.speak('Is this thing on?', { seconds: 2 })
    await world.clock.advance(seconds(2) - 1)
    expect(world.heard(call.callSid)).toEqual([])
    await world.clock.advance(1)
    expect(world.heard(call.callSid)).toEqual(['Is this thing on?'])
    call.speak('It is', { seconds: 0 })
    call.press('7')
    await world.clock.settle()
    expect(world.heard(call.callSid)).toEqual(['Is this thing on?'])
    await world.clock.advance(seconds(3))
    expect(world.heard(call.callSid)).toEqual(['Is this thing on?', 'It is'])
    expect(world.exchange.journal.events.at(-1)).toMatchObject({ kind: 'tone-ended', tone: 'digits' })

    await world.clock.advance(seconds(600))
    expect(call.status).toBe('in-progress')
    call.speak('Good bye', { seconds: 0 })
    call.hangUp()
    await world.clock.settle()
    expect(world.heard(call.callSid)).not.toContain('Never')
    expect(world.exchange.leftovers()).toEqual(nothing)
  })
})

describe('a text message', () => {
  const answers = { '/texted': '<Say>Look at your phone</Say>', '/delivered': { status: 204 } }

  test('goes to the caller from the number that was called, and the app learns that and what became of it', async () => {
    await using world = await startWorld({
      ...answers,
      '/voice': '<Sms action="/texted" statusCallback="/delivered">Your code is 42</Sms>',
    })
    world.exchange.registerSender(line)
    const call = await world.ringUp()
    await world.clock.advance(seconds(0.5))

    const [sent] = world.exchange.journal.events.filter((event) => event.kind === 'message-sent')
    expect(sent).toMatchObject({ from: line, to: caller, text: 'Your code is 42' })
    expect(world.app.asked('/texted')[0]).toMatchObject({ SmsSid: sent?.messageSid, SmsStatus: 'sending' })
    expect(world.app.asked('/delivered')).toEqual([{ SmsSid: sent?.messageSid, SmsStatus: 'sent' }])
    expect(world.heard(call.callSid)).toEqual(['Look at your phone'])
  })

  test('may go to somebody else, does not answer the call, and the next verb follows at once', async () => {
    await using world = await startWorld({
      ...answers,
      '/voice': `<Sms to="${sales}" statusCallback="/delivered">A call came in</Sms><Pause length="2"/>`,
    })
    world.exchange.registerSender(line)
    world.exchange.setParty(sales, { kind: 'unreachable' })
    const call = await world.ringUp()
    expect(call.status).toBe('ringing')
    await world.clock.advance(seconds(0.5))

    expect(world.app.asked('/delivered')[0]).toMatchObject({ SmsStatus: 'failed' })
  })

  test.each([
    ['to no number', 'to="nobody"', 'Hello', 14101],
    ['from no number', 'from="nobody"', 'Hello', 14102],
    ['without end', '', 'x'.repeat(1601), 14103],
    ['from a number of somebody else', `from="${sales}"`, 'Hello', 14108],
  ])('%s is not sent, and the app learns why', async (_what, attributes, text, code) => {
    await using world = await startWorld({
      ...answers,
      '/voice': `<Sms action="/texted" statusCallback="/delivered" ${attributes}>${text}</Sms>`,
    })
    await world.ringUp()

    expect(world.findings().map((finding) => [finding.code, finding.severity])).toEqual([[code, 'warning']])
    expect(world.app.asked('/texted')[0]).toMatchObject({ SmsStatus: 'invalid' })
    expect(world.app.asked('/delivered')).toEqual([])
    expect(world.exchange.journal.events.filter((event) => event.kind === 'message-sent')).toEqual([])
  })
})

test('a mark for the bill changes nothing', async () => {
  await using world = await startWorld({
    '/voice': '<Annotate><BillingReferenceTag>support</BillingReferenceTag></Annotate><Say>Hello</Say>',
  })
  const call = await world.ringUp()

  expect(world.heard(call.callSid)).toEqual(['Hello'])
  expect(world.findings()).toEqual([])
})

test('a mark for the bill that holds none stops the document', async () => {
  await using world = await startWorld({ '/voice': '<Annotate/><Say>Hello</Say>' })
  const call = await world.ringUp()

  expect(world.findings().map(({ code }) => code)).toEqual([13110])
  expect(world.heard(call.callSid)).not.toContain('Hello')
})

test.each(['<Queue>support</Queue>', '<Prompt for="payment-card-number"/>'])(
  '%s right in the document is left out with a warning',
  async (verb) => {
    await using world = await startWorld({ '/voice': `${verb}<Say>Hello</Say>` })
    const call = await world.ringUp()

    expect(new Set(world.findings().map(({ code }) => code))).toEqual(new Set([12200]))
    expect(world.heard(call.callSid)).toEqual(['Hello'])
  },
)
