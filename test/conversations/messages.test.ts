/** Text messages around calls: sent from a flow, answered by people, and stopped by them. */
import { describe, expect, test } from 'vitest'
import { minutes } from '../../src/clock/duration.ts'
import { defineFlow, hangUp, menu, message, optIn, optOut, say } from '../../src/flow/index.ts'
import { type OpenLine, openLine, ringUp } from '../../src/testing/index.ts'

const CALLER = '+12025550199'
const LINE = '+12025550100'

const mill = defineFlow('mill', {
  start: 'welcome',
  steps: {
    welcome: menu({
      greeting: 'Welcome to the mill.',
      choices: {
        1: { label: 'our address as a text message', then: 'address' },
        8: { label: 'to stop these calls', then: 'stop' },
        9: { label: 'to hear from us again', then: 'start' },
      },
      otherwise: 'goodbye',
    }),
    address: message({ text: 'We are at 1 Mill Road.', then: 'sent' }),
    sent: say('It is on its way.', { then: 'goodbye' }),
    stop: optOut({ then: 'stopped' }),
    stopped: say('You will not hear from us again.', { then: 'goodbye' }),
    start: optIn({ then: 'goodbye' }),
    goodbye: hangUp('Goodbye.'),
  },
})

/** Somebody writes to the line, and all that follows has followed. */
async function writes(line: OpenLine, body: string, from = CALLER): Promise<void> {
  line.exchange.sendMessage({ from, to: LINE, body })
  await line.clock.advance(minutes(1))
}

const reasons = (line: OpenLine) =>
  line.logged.filter(({ line: text }) => text === 'a message may not be sent').map(({ fields }) => fields)

describe('a caller who wants the address in writing', () => {
  test('gets it once, from the line he has called', async () => {
    const line = await ringUp(mill)
    await line.caller.hears('Welcome')
    line.caller.presses('1')
    await line.caller.hears('It is on its way.')
    await line.caller.hears('Goodbye.')
    await line.clock.advance(minutes(1))
    expect(line).toHaveSent({ to: CALLER, from: LINE, body: 'We are at 1 Mill Road.' })
  })

  test('gets it, too, when he hangs up at once', async () => {
    const line = await ringUp(mill)
    await line.caller.hears('Welcome')
    line.caller.presses('1')
    await line.caller.hears('It is on')
    line.caller.hangsUp()
    await line.clock.advance(minutes(1))
    expect(line).toHaveSent({ to: CALLER, body: 'We are at 1 Mill Road.' })
  })

  test('gets none when he withholds his number, and the call goes on', async () => {
    const line = await ringUp(mill, { from: 'anonymous' })
    await line.caller.hears('Welcome')
    line.caller.presses('1')
    await line.caller.hears('It is on its way.')
    await line.clock.advance(minutes(1))
    expect(line).toHaveSent()
  })

  test('gets none from a long code that carriers do not know, before they have to refuse it', async () => {
    const line = await ringUp(mill, { isRegisteredForA2p: false })
    await line.caller.hears('Welcome')
    line.caller.presses('1')
    await line.caller.hears('Goodbye.')
    await line.clock.advance(minutes(1))
    expect(line).toHaveSent()
    expect(reasons(line)).toMatchObject([{ reasons: ['unregistered-campaign'] }])
  })

  test('gets none at a landline, once the network has said that it is one', async () => {
    const line = await ringUp(mill)
    line.exchange.setMessageParty(CALLER, { kind: 'landline' })
    for (let call = 0; call < 2; call++) {
      const caller = call === 0 ? line.caller : line.anotherCaller(CALLER)
      await caller.hears('Welcome')
      caller.presses('1')
      await caller.hears('Goodbye.')
      await line.clock.advance(minutes(1))
    }
    expect(line).toHaveSent({ to: CALLER })
    expect(reasons(line)).toMatchObject([{ reasons: ['landline'] }])
  })
})

describe('a caller who wants no more calls', () => {
  test('is heard at the press of the key, and gets no message from then on', async () => {
    const line = await ringUp(mill)
    await line.caller.hears('Welcome')
    line.caller.presses('8')
    line.caller.hangsUp()
    const again = line.anotherCaller(CALLER)
    await again.hears('Welcome')
    again.presses('1')
    await again.hears('Goodbye.')
    await line.clock.advance(minutes(1))
    expect(line).toHaveSent()
    expect(reasons(line)).toMatchObject([{ reasons: ['opted-out'] }])
  })

  test('may change his mind', async () => {
    const line = await ringUp(mill)
    for (const key of ['8', '9', '1']) {
      const caller = line.anotherCaller(CALLER)
      await caller.hears('Welcome')
      caller.presses(key)
      await caller.hears('Goodbye.')
    }
    await line.clock.advance(minutes(1))
    expect(line).toHaveSent({ to: CALLER, body: 'We are at 1 Mill Road.' })
  })
})

test('a stop that only the network knows of is learnt from its refusal', async () => {
  const line = await openLine(mill)
  await writes(line, 'STOP')
  for (const key of ['9', '1', '1']) {
    const caller = line.callerFrom(CALLER)
    await caller.hears('Welcome')
    caller.presses(key)
    await caller.hears('Goodbye.')
    await line.clock.advance(minutes(1))
  }
  // The first order was refused by the network, the second by us; what left is the network's own confirmation.
  expect(line).toHaveSent({ body: 'You have successfully been unsubscribed.' })
  expect(line.logged.map(({ line: text }) => text)).toContain('a task is given up')
  expect(reasons(line)).toMatchObject([{ reasons: ['opted-out'] }])
})

describe('somebody who writes to the line', () => {
  test('STOP is answered by the network alone, and counts for what his call asks for, too', async () => {
    const line = await openLine(mill)
    await writes(line, 'Stop')
    const caller = line.callerFrom(CALLER)
    await caller.hears('Welcome')
    caller.presses('1')
    await caller.hears('Goodbye.')
    await line.clock.advance(minutes(1))
    expect(line).toHaveSent({ to: CALLER, body: 'You have successfully been unsubscribed.' })
    expect(reasons(line)).toMatchObject([{ reasons: ['opted-out'] }])
  })

  test('START lifts it', async () => {
    const line = await openLine(mill)
    await writes(line, 'STOP')
    await writes(line, 'START')
    const caller = line.callerFrom(CALLER)
    await caller.hears('Welcome')
    caller.presses('1')
    await caller.hears('Goodbye.')
    await line.clock.advance(minutes(1))
    expect(line).toHaveSent({ to: CALLER }, { to: CALLER }, { to: CALLER, body: 'We are at 1 Mill Road.' })
  })

  test('a sentence that says stop is understood and confirmed once', async () => {
    const line = await openLine(mill)
    await writes(line, 'Please stop texting me')
    expect(line).toHaveSent({ to: CALLER, body: 'You will get no more calls and messages from us.' })
  })

  test('anything else is kept for a person, and never called invalid', async () => {
    const line = await openLine(mill)
    await writes(line, 'Is the mill open on Sunday?')
    expect(line).toHaveSent()
  })
})
