/** Menus beyond the first choice: persons, repetition, the way back, words that were not clear. */
import { defineFlow, hangUp, menu } from 'hookswitch/flow'
import { ringUp } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const flow = defineFlow('desk', {
  start: 'main',
  steps: {
    main: menu({
      choices: { 1: { label: 'billing', then: 'billing' }, 2: { label: 'repairs', then: 'bye' } },
      person: 'person',
      repeatKey: '*',
      speech: true,
      otherwise: 'person',
    }),
    billing: menu({
      choices: { 1: { label: 'a copy of a bill', then: 'bye' } },
      back: { key: '9', then: 'main' },
      otherwise: 'person',
    }),
    person: hangUp('A person will be with you.'),
    bye: hangUp('Goodbye.'),
  },
})

describe('a caller in a menu', () => {
  test('gets a person by 0, which nobody has to announce', async () => {
    const { caller } = await ringUp(flow)
    await caller.hears('For repairs, press 2. To hear this again, press star.')
    caller.presses(0)
    await caller.hears('A person will be with you.')
  })

  test('gets a person by asking for one', async () => {
    const { caller } = await ringUp(flow)
    await caller.hears('For billing')
    caller.says('I want to talk to a human')
    await caller.hears('A person will be with you.')
  })

  test('hears the choices as often as he likes, without using up his attempts', async () => {
    const { caller } = await ringUp(flow)
    for (let times = 0; times < 5; times++) {
      await caller.hears('For billing')
      caller.presses('*')
    }
    await caller.hears('For billing')
    caller.presses(2)
    await caller.hears('Goodbye.')
  })

  test('goes into a menu below and back out of it', async () => {
    const { caller } = await ringUp(flow)
    await caller.hears('For billing')
    caller.presses(1)
    await caller.hears('For a copy of a bill, press 1. To go back, press 9.')
    caller.presses(9)
    await caller.hears('For billing')
  })

  test('is asked whether that was meant when the words were not clear', async () => {
    const { caller } = await ringUp(flow)
    await caller.hears('For billing')
    caller.says('repairs', { confidence: 0.3 })
    await caller.hears('Did you mean repairs?')
    caller.says('no')
    await caller.hears('That key is not one of the choices.')
    await caller.hears('For billing')
    caller.says('repairs', { confidence: 0.3 })
    await caller.hears('Did you mean repairs?')
    caller.presses(1)
    await caller.hears('Goodbye.')
    expect(caller.heard().filter((words) => words.startsWith('Did you mean'))).toHaveLength(2)
  })

  test('is believed at once when the words were clear', async () => {
    const { caller } = await ringUp(flow)
    await caller.hears('For billing')
    caller.says('repairs please', { confidence: 0.9 })
    await caller.hears('Goodbye.')
  })
})
