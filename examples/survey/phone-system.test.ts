import { ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { survey } from './phone-system.ts'

describe('a patient who is asked how it was', () => {
  test('answers by key and by voice, and is thanked', async () => {
    const { caller } = await ringUp(survey)
    await caller.hears('How was your visit?')
    caller.presses(1)
    await caller.hears('How was the time you waited?')
    caller.says('it was okay')
    await caller.hears('What should we do better?')
    caller.says('More chairs in the waiting room')
    await caller.hears('Thank you very much.')
  })

  test('who was not content is told that somebody calls', async () => {
    const { caller } = await ringUp(survey)
    await caller.hears('How was your visit?')
    caller.presses(3)
    await caller.hears('How was the time you waited?')
    caller.presses(3)
    await caller.hears('What should we do better?')
    await caller.hears('What should we do better?', { within: seconds(60) })
    await caller.hears('We are sorry to hear that.', { within: seconds(60) })
  })

  test('who hangs up in the middle has still answered so far', async () => {
    const { caller, endsQuietly, logged } = await ringUp(survey)
    await caller.hears('How was your visit?')
    caller.presses(2)
    await caller.hears('How was the time you waited?')
    caller.hangsUp()
    await endsQuietly()
    expect(logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})
