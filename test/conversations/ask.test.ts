/** A question: asked, understood, said back, corrected, given up. */
import { ask, defineFlow, hangUp } from 'hookswitch/flow'
import { ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

type Options = Partial<Parameters<typeof ask>[0]>

const flowThatAsks = (options: Options) =>
  defineFlow('clinic', {
    start: 'account',
    steps: {
      account: ask({
        prompt: 'Please enter your account number.',
        for: { answer: 'digits', length: 4 },
        into: 'account',
        then: 'thanks',
        otherwise: 'desk',
        ...options,
      } as Parameters<typeof ask<'thanks' | 'desk'>>[0]),
      thanks: hangUp(({ data }) => `Got ${JSON.stringify(data.account)}.`),
      desk: hangUp('A person will help you.'),
    },
  })

describe('a caller who is asked', () => {
  test('enters it, hears it read back, and says that it is right', async () => {
    const { caller } = await ringUp(flowThatAsks({}))
    await caller.hears('Please enter your account number.')
    caller.presses('1234')
    await caller.hears('I have 1 2 3 4. If that is right, press 1.')
    caller.presses(1)
    await caller.hears('Got "1234".')
  })

  test('says no to what was understood, and enters it again', async () => {
    const { caller } = await ringUp(flowThatAsks({}))
    await caller.hears('Please enter')
    caller.says('one two three five')
    await caller.hears('I have 1 2 3 5.')
    caller.says('no')
    await caller.hears('Please enter')
    caller.presses('1234')
    await caller.hears('I have 1 2 3 4.')
    caller.says('yes, that is right')
    await caller.hears('Got "1234".')
  })

  test('stays silent and is asked again with other words, then helped another way', async () => {
    const { caller } = await ringUp(flowThatAsks({}))
    await caller.hears('Please enter')
    await caller.hears('I did not hear anything.')
    await caller.hears('I still did not hear anything.')
    await caller.hears('Let me help you another way.')
    await caller.hears('A person will help you.')
    await expect(caller).toHaveEnded()
  })

  test('presses too few keys, is asked again, and shares one budget with silence', async () => {
    const { caller } = await ringUp(flowThatAsks({ attempts: 2 }))
    await caller.hears('Please enter')
    caller.presses('12')
    await caller.hears('That did not work.')
    await caller.staysSilent(seconds(10))
    await caller.hears('A person will help you.')
  })

  test('is asked only for the yes again when that was not clear', async () => {
    const { caller } = await ringUp(flowThatAsks({}))
    await caller.hears('Please enter')
    caller.presses('1234')
    await caller.hears('I have 1 2 3 4.')
    caller.presses('9')
    await caller.hears('That did not work.')
    await caller.hears('I have 1 2 3 4.')
    caller.presses('1')
    await caller.hears('Got "1234".')
  })

  test('hangs up at any moment, and nothing goes on', async () => {
    const { caller } = await ringUp(flowThatAsks({}))
    await caller.hears('Please enter')
    caller.presses('1234')
    await caller.hears('I have 1 2 3 4.')
    caller.hangsUp()
    await expect(caller).toHaveEnded()
  })

  test('is asked for morning or afternoon where clocks have twelve hours', async () => {
    const { caller } = await ringUp(flowThatAsks({ for: { answer: 'time' }, prompt: 'At what time?' }))
    await caller.hears('At what time?')
    caller.presses('930#')
    await caller.hears('For the morning, press 1.')
    caller.presses('2')
    await caller.hears('I have 9:30 PM.')
    caller.presses('1')
    await caller.hears('Got "21:30".')
  })

  test('hears the read-back in his own language', async () => {
    const flow = { ...flowThatAsks({ for: { answer: 'date' }, prompt: 'An welchem Tag?' }), language: 'de-DE' }
    const { caller } = await ringUp(flow)
    await caller.hears('An welchem Tag?')
    caller.presses('2412#')
    await caller.hears('Ich habe Donnerstag, 24. Dezember 2026. Wenn das stimmt, drücken Sie 1.')
  })

  test('answers a question that is not read back at once', async () => {
    const { caller } = await ringUp(flowThatAsks({ for: { answer: 'yes-no' }, prompt: 'Are you a patient already?' }))
    await caller.hears('Are you a patient already?')
    caller.says('yes')
    await caller.hears('Got true.')
  })
})

test('a private value is said back by its end, and forgotten when the call is over', async () => {
  const line = await ringUp(flowThatAsks({ for: { answer: 'digits', length: 9 }, isPrivate: true }))
  await line.caller.hears('Please enter')
  line.caller.presses('123456789')
  await line.caller.hears('I have a number ending in 6 7 8 9.')
  line.caller.presses('1')
  await expect(line.caller).toHaveEnded()
  expect(line.logged.map(({ line: text, fields }) => text + JSON.stringify(fields)).join('\n')).not.toContain(
    '123456789',
  )
})
